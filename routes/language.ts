/** Which language a page speaks: the one that was chosen in the footer, else what the browser asks for, else the shop's own. */
import type { Context } from "hono";
import { setCookie } from "hono/cookie";
import { detectFromCookie, detectFromHeader, type DetectorOptions } from "hono/language";
import { findLocale, type Locale, locales, mirrored } from "../views/words/locale.ts";

const name = "aisle_language";
const yearSeconds = 365 * 24 * 60 * 60;

interface Options {
  readonly publicUrl: string;
  /** BCP 47: spoken where nobody asks for another language that the shop knows. */
  readonly locale: string;
  /** Offers the mirrored language, too. */
  readonly development: boolean;
}

export interface Languages {
  /** Those that can be chosen. */
  readonly offered: readonly Locale[];
  read(c: Context): Locale;
  /** Keeps a choice; a tag that is not offered changes nothing. */
  save(c: Context, tag: string): void;
}

export function createLanguages({ publicUrl, locale, development }: Options): Languages {
  const offered = development ? [...locales, mirrored] : locales;
  const fallback = findLocale(locale);
  const options = {
    lookupCookie: name,
    lookupFromHeaderKey: "accept-language",
    supportedLanguages: offered.map(({ tag }) => tag),
    ignoreCase: true,
  } as DetectorOptions;
  return {
    offered,
    read(c) {
      const tag = detectFromCookie(c, options) ?? detectFromHeader(c, options);
      return offered.find((one) => one.tag === tag) ?? fallback;
    },
    save(c, tag) {
      if (!offered.some((one) => one.tag === tag)) return;
      setCookie(c, name, tag, {
        path: "/",
        httpOnly: true,
        sameSite: "Lax",
        secure: publicUrl.startsWith("https:"),
        maxAge: yearSeconds,
      });
    },
  };
}
