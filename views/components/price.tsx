import type { Site } from "../shell.ts";

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string, tag = "en"): Intl.NumberFormat {
  const key = `${tag} ${currency}`;
  let format = formats.get(key);
  if (!format) formats.set(key, format = new Intl.NumberFormat(tag, { style: "currency", currency }));
  return format;
}

/** Digits between minor and major units of a currency: 2 for USD, 0 for JPY. */
export function fractionDigits(currency: string): number {
  return formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

const numbers = new Map<string, Intl.NumberFormat>();

/** A count as the page's language writes it. */
export function numberText(value: number, { locale: { tag } }: Site): string {
  let format = numbers.get(tag);
  if (!format) numbers.set(tag, format = new Intl.NumberFormat(tag));
  return format.format(value);
}

/** A price in minor units as plain text, for sentences and attributes. */
export function priceText(minor: number, { currency, locale }: Site): string {
  return formatOf(currency, locale.tag).format(minor / 10 ** fractionDigits(currency));
}

/** A price in minor units. The fraction stands raised; the decimal mark stays in the text, so it reads and copies whole. */
export function Price(
  { minor, site, size }: { minor: number; site: Site; size?: "ticket" | "large" | "small" },
) {
  const parts = formatOf(site.currency, site.locale.tag).formatToParts(
    minor / 10 ** fractionDigits(site.currency),
  );
  const isFraction = (type: string) => type === "decimal" || type === "fraction";
  const from = parts.findIndex(({ type }) => isFraction(type));
  const to = parts.findLastIndex(({ type }) => isFraction(type)) + 1;
  const join = (some: typeof parts) => some.map(({ value }) => value).join("");
  return (
    <span class={size ? `price price-${size}` : "price"}>
      {from < 0 ? join(parts) : (
        <>
          {join(parts.slice(0, from))}
          <span class="price-fraction">{join(parts.slice(from, to))}</span>
          {join(parts.slice(to))}
        </>
      )}
    </span>
  );
}
