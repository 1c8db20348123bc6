/** The languages that the shop speaks. */
import { de } from "./de.ts";
import { en, type Words } from "./en.ts";
import { createFormats, type Formats } from "./formats.ts";
import { mirror } from "./mirrored.ts";

export interface Locale {
  /** BCP 47. */
  readonly tag: string;
  readonly direction: "ltr" | "rtl";
  /** In the language itself. */
  readonly name: string;
  readonly words: Words;
  readonly formats: Formats;
}

export const locales: readonly Locale[] = [
  { tag: "en", direction: "ltr", name: "English", words: en, formats: createFormats("en") },
  { tag: "de", direction: "ltr", name: "Deutsch", words: de, formats: createFormats("de") },
];

/** For development: shows what does not mirror, and what does not come from the catalogue. */
export const mirrored: Locale = {
  tag: "ar-XB",
  direction: "rtl",
  name: "Right to left",
  words: mirror(en),
  formats: createFormats("ar-XB"),
};

/** @throws RangeError for a language that is not spoken */
export function findLocale(tag: string): Locale {
  const locale = [...locales, mirrored].find((one) => one.tag === tag);
  if (!locale) throw new RangeError(`Cannot find the language: none is tagged ${JSON.stringify(tag)}`);
  return locale;
}
