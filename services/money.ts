/** Prices are kept in minor units (cents); the API speaks major units. How many digits lie between is the currency's. */

/** By currency: asking `Intl` costs as much as a card of a page. */
const knownDigits = new Map<string, number>();

/** Digits after the decimal mark of an ISO 4217 currency: 2 for USD, 0 for JPY. */
export function fractionDigits(currency: string): number {
  let digits = knownDigits.get(currency);
  if (digits === undefined) {
    const format = new Intl.NumberFormat("en", { style: "currency", currency });
    knownDigits.set(currency, digits = format.resolvedOptions().maximumFractionDigits ?? 2);
  }
  return digits;
}

/** Minor units as a number in major units: 1299 is 12.99 in USD. */
export function toMajor(minor: number, digits: number): number {
  return Number((minor / 10 ** digits).toFixed(digits));
}

/** A number in major units as minor units, rounded to the nearest. */
export function toMinor(major: number, digits: number): number {
  return Math.round(Number((major * 10 ** digits).toPrecision(15)));
}
