import type { Site } from "../shell.ts";

/** How one language writes one currency. */
interface Format {
  readonly numbers: Intl.NumberFormat;
  /** Without a fraction that is zero. */
  readonly short: Intl.NumberFormat;
  readonly signs: Signs;
  /** Between minor and major units: 2 for USD, 0 for JPY. */
  readonly digits: number;
  /** Prices by minor units as they were split: `Intl` takes longer over one than the rest of its card. */
  readonly split: Map<number, SplitPrice>;
}

interface Signs {
  readonly currency: string;
  readonly decimal: string;
}

/** Text before the decimal mark, from there to the last digit, and behind; the fraction is empty for whole units. */
type SplitPrice = readonly [before: string, fraction: string, after: string];

const formats = new Map<string, Format>();

/** More different prices than most shops have; behind them it starts anew. */
const mostSplit = 10_000;

function formatOf(currency: string, tag = "en"): Format {
  const key = `${tag} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    const numbers = new Intl.NumberFormat(tag, { style: "currency", currency });
    const digits = numbers.resolvedOptions().maximumFractionDigits ?? 2;
    const short = new Intl.NumberFormat(tag, {
      style: "currency",
      currency,
      trailingZeroDisplay: "stripIfInteger",
    });
    const parts = short.formatToParts(0.5);
    const find = (type: string) => parts.find((part) => part.type === type)?.value;
    const signs = { currency: find("currency") ?? currency, decimal: find("decimal") ?? "." };
    formats.set(key, format = { numbers, short, signs, digits, split: new Map() });
  }
  return format;
}

/** Digits between minor and major units of a currency: 2 for USD, 0 for JPY. */
export function fractionDigits(currency: string): number {
  return formatOf(currency).digits;
}

/** A count as the page's language writes it. */
export function numberText(value: number, { locale }: Site): string {
  return locale.formats.number(value);
}

/** A price in minor units as plain text, for sentences and attributes. */
export function priceText(minor: number, { currency, locale }: Site): string {
  const { numbers, digits } = formatOf(currency, locale.tag);
  return numbers.format(minor / 10 ** digits);
}

/** A price in minor units, without a fraction that is zero: "€25", "€24.99". */
export function shortPrice(minor: number, { currency, locale }: Site): string {
  const { short, digits } = formatOf(currency, locale.tag);
  return short.format(minor / 10 ** digits);
}

/** "€" */
export function currencySign({ currency, locale }: Site): string {
  return formatOf(currency, locale.tag).signs.currency;
}

/** What stands before the fraction of a price: "." or "," */
export function decimalMark({ currency, locale }: Site): string {
  return formatOf(currency, locale.tag).signs.decimal;
}

/** A price in minor units. The fraction stands raised; the decimal mark stays in the text, so it reads and copies whole. */
export function Price(
  { minor, site, size }: { minor: number; site: Site; size?: "ticket" | "large" | "small" },
) {
  const [before, fraction, after] = splitPrice(minor, site);
  return (
    <span class={size ? `price price-${size}` : "price"}>
      {before}
      {fraction ? <span class="price-fraction">{fraction}</span> : null}
      {after}
    </span>
  );
}

function splitPrice(minor: number, { currency, locale }: Site): SplitPrice {
  const { numbers, digits, split } = formatOf(currency, locale.tag);
  const known = split.get(minor);
  if (known) return known;
  const parts = numbers.formatToParts(minor / 10 ** digits);
  const isFraction = ({ type }: Intl.NumberFormatPart) => type === "decimal" || type === "fraction";
  const from = parts.findIndex(isFraction);
  const to = parts.findLastIndex(isFraction) + 1;
  const join = (some: typeof parts) => some.map(({ value }) => value).join("");
  const price: SplitPrice = from < 0
    ? [join(parts), "", ""]
    : [join(parts.slice(0, from)), join(parts.slice(from, to)), join(parts.slice(to))];
  if (split.size >= mostSplit) split.clear();
  split.set(minor, price);
  return price;
}
