/**
 * Whether the shop may learn from what a visitor does. The answer is a cookie of its own, which holds "yes" or "no" and tells nobody
 * apart. A browser that sends Global Privacy Control has answered already: no, whatever the cookie says (decision 0006).
 */
import type { Context } from "hono";
import { deleteCookie, getCookie, setCookie } from "hono/cookie";

const name = "aisle_consent";
const yearSeconds = 365 * 24 * 60 * 60;

export interface Consent {
  /** Views may be recorded and acts may choose what is shown. */
  readonly allowed: boolean;
  /** Nothing was answered yet: the page asks. */
  readonly ask: boolean;
  /** The browser says no by itself. */
  readonly signal: boolean;
}

export interface Consents {
  read(c: Context): Consent;
  save(c: Context, allowed: boolean): void;
  /** Forgets a yes. A no stays: whoever wants to be forgotten does not want to be asked again. */
  forgetYes(c: Context): void;
}

/** `assumed`: what holds until the visitor answers. */
export function createConsents(
  { publicUrl, assumed }: { readonly publicUrl: string; readonly assumed: boolean },
): Consents {
  const secure = publicUrl.startsWith("https:");
  const choiceOf = (c: Context) => {
    const value = getCookie(c, name);
    return value === "yes" || value === "no" ? value : undefined;
  };
  return {
    read(c) {
      const signal = c.req.header("sec-gpc") === "1";
      const choice = choiceOf(c);
      return {
        allowed: !signal && (choice === undefined ? assumed : choice === "yes"),
        ask: !signal && choice === undefined,
        signal,
      };
    },
    save(c, allowed) {
      setCookie(c, name, allowed ? "yes" : "no", {
        path: "/",
        httpOnly: true,
        sameSite: "Lax",
        secure,
        maxAge: yearSeconds,
      });
    },
    forgetYes(c) {
      if (choiceOf(c) === "yes") deleteCookie(c, name, { path: "/", secure });
    },
  };
}
