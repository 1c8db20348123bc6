/** Prices as shoppers type them: the marks of their language are read, and what could be two prices is none. */
import { toMinor } from "../../services/money.ts";
import type { FilterErrors } from "../../views/browsing.ts";
import type { Words } from "../../views/words/en.ts";

/** How a page's language and the shop's currency write prices. */
export interface PriceStyle {
  readonly decimal: string;
  /** Between minor and major units. */
  readonly digits: number;
}

/**
 * The price in minor units; undefined where it is none, or might be two. "1,000" is a thousand in English, and "1.000" in German.
 * Either mark is the decimal one before fewer or more than three digits: addresses go from one language to another.
 */
export function readPrice(text: string, { decimal, digits }: PriceStyle): number | undefined {
  const english = decimal === "," ? text.replace(/[.,]/g, (mark) => mark === "," ? "." : ",") : text;
  if (/^[1-9]\d{0,2}(?:,\d{3}){1,2}(?:\.\d{1,4})?$/.test(english)) {
    return toMinor(Number(english.replaceAll(",", "")), digits);
  }
  const plain = /^\d{1,9}(?:([.,])(\d{1,4}))?$/.exec(english);
  if (!plain || plain[2]?.length === 3 && (plain[1] === "," || digits < 3)) return undefined;
  return toMinor(Number(english.replace(",", ".")), digits);
}

/** As `readPrice()` reads it in any language, and shoppers of this one write it. */
export function writePrice(minor: number, { decimal, digits }: PriceStyle): string {
  const unit = 10 ** digits;
  if (minor % unit === 0) return String(minor / unit);
  // Three decimals would be thousands in the other language.
  return (minor / unit).toFixed(digits === 3 ? 4 : digits).replace(".", decimal);
}

export interface ReadPrices {
  /** Minor units; a wrong one does not filter. */
  readonly prices: readonly [min: number | undefined, max: number | undefined];
  /** What was understood, and what was not, as it was typed. */
  readonly texts: readonly [min: string, max: string];
  readonly errors: FilterErrors;
}

/** Reads both ends. */
export function readPrices(
  typed: readonly [min: string | undefined, max: string | undefined],
  style: PriceStyle,
  { priceWrong, priceBelow }: Pick<Words["browse"], "priceWrong" | "priceBelow">,
): ReadPrices {
  const texts = typed.map((text) => (text ?? "").trim().slice(0, longestPrice));
  const [min, max] = texts.map((text) => readPrice(text, style));
  const [minText = "", maxText = ""] = [min, max].map((price, i) =>
    price === undefined ? texts[i]! : writePrice(price, style)
  );
  if (min !== undefined && max !== undefined && min > max) {
    return {
      prices: [undefined, undefined],
      texts: [minText, maxText],
      errors: { maxPrice: priceBelow(minText) },
    };
  }
  return {
    prices: [min, max],
    texts: [minText, maxText],
    errors: {
      ...(minText !== "" && min === undefined ? { minPrice: priceWrong(minText) } : {}),
      ...(maxText !== "" && max === undefined ? { maxPrice: priceWrong(maxText) } : {}),
    },
  };
}

/** As long as the field takes. */
const longestPrice = 20;
