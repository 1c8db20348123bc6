/**
 * A made-up language that runs from right to left: English, each text between the marks that turn its letters round, as CLDR's
 * pseudo-locale ar-XB has it. What still reads as English on a page in it does not come from the catalogue.
 */
import type { Words } from "./en.ts";

const rightToLeft = "\u202e";
const end = "\u202c";

/** Blanks at the ends stay outside: inside they would vanish beside a name that runs the other way. */
function mirrorText(text: string): string {
  return text.replace(/\S(?:.*\S)?/s, (words) => `${rightToLeft}${words}${end}`);
}

/** Texts, texts that functions make, and the texts between other parts; wrapped parts are mirrored before they are wrapped. */
function mirrorValue(value: unknown): unknown {
  if (typeof value === "string") return mirrorText(value);
  if (typeof value === "function") {
    return (...given: unknown[]) => mirrorValue(value(...given.map(mirrorWrap)));
  }
  if (Array.isArray(value)) return value.map(mirrorValue);
  if (isRecord(value)) {
    return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, mirrorValue(one)]));
  }
  return value;
}

/** Not an element: those are made by views, and what stands in them is mirrored already. */
function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function mirrorWrap(given: unknown): unknown {
  return typeof given === "function" ? (words: string) => given(mirrorText(words)) : given;
}

export function mirror(words: Words): Words {
  return mirrorValue(words) as Words;
}
