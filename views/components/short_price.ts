import type { Site } from "../shell.ts";
import { fractionDigits } from "./price.tsx";

const formats = new Map<string, Intl.NumberFormat>();

function formatOf({ currency, locale: { tag } }: Site): Intl.NumberFormat {
  const key = `${tag} ${currency}`;
  let format = formats.get(key);
  if (!format) {
    const options = { style: "currency", currency, trailingZeroDisplay: "stripIfInteger" } as const;
    formats.set(key, format = new Intl.NumberFormat(tag, options));
  }
  return format;
}

/** A price in minor units, without a fraction that is zero: "€25", "€24.99". */
export function shortPrice(minor: number, site: Site): string {
  return formatOf(site).format(minor / 10 ** fractionDigits(site.currency));
}

/** "€" */
export function currencySign(site: Site): string {
  return signsOf(site).currency;
}

/** A price as it was typed, with the decimal mark of the page's language. */
export function typedPrice(text: string, site: Site): string {
  return /^\d+[.,]\d+$/.test(text) ? text.replace(/[.,]/, signsOf(site).decimal) : text;
}

interface Signs {
  readonly currency: string;
  readonly decimal: string;
}

const signs = new WeakMap<Site, Signs>();

function signsOf(site: Site): Signs {
  let known = signs.get(site);
  if (!known) {
    const parts = formatOf(site).formatToParts(0.5);
    const find = (type: string) => parts.find((part) => part.type === type)?.value;
    known = { currency: find("currency") ?? site.currency, decimal: find("decimal") ?? "." };
    signs.set(site, known);
  }
  return known;
}
