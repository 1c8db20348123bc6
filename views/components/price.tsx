import type { Site } from "../shell.ts";

const formats = new Map<string, Intl.NumberFormat>();

function formatOf(currency: string): Intl.NumberFormat {
  let format = formats.get(currency);
  if (!format) formats.set(currency, format = new Intl.NumberFormat("en", { style: "currency", currency }));
  return format;
}

/** Digits between minor and major units of a currency: 2 for USD, 0 for JPY. */
export function fractionDigits(currency: string): number {
  return formatOf(currency).resolvedOptions().maximumFractionDigits ?? 2;
}

/** A price in minor units as plain text, for sentences and attributes. */
export function priceText(minor: number, currency: string): string {
  return formatOf(currency).format(minor / 10 ** fractionDigits(currency));
}

/** A price in minor units. The fraction stands raised; the decimal mark stays in the text, so it reads and copies whole. */
export function Price(
  { minor, site, size }: { minor: number; site: Site; size?: "ticket" | "large" | "small" },
) {
  const parts = formatOf(site.currency).formatToParts(minor / 10 ** fractionDigits(site.currency));
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
