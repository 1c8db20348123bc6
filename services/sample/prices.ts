/** Prices as shops write them. */

/**
 * The shop price, in minor units, nearest to `amount` major units. Below 80 they end in .90, .50 or .00, above in whole
 * numbers, dear things in 9. `share` in [0, 1) chooses among the endings.
 */
export function toRetail(amount: number, share: number): number {
  if (amount < 25) {
    const half = Math.max(2, Math.round(amount * 2)) / 2;
    return toMinor(Number.isInteger(half) && share < 0.75 ? half - 0.1 : half);
  }
  if (amount < 80) return toMinor(Math.round(amount) + [0, -0.1, -0.5, 0][Math.floor(share * 4)]!);
  if (amount < 200) return toMinor(Math.round(amount));
  if (amount < 600) return toMinor(10 * Math.round(amount / 10) - (share < 0.8 ? 1 : 0));
  return toMinor(50 * Math.round(amount / 50) - 1);
}

function toMinor(amount: number): number {
  return Math.round(amount * 100);
}
