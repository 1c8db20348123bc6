/** Keeps other sites from acting for a shopper, and from sending them away. */
import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";

/**
 * Refuses a POST that a page of another site makes the browser send. Browsers say where a request comes from; whoever
 * says nothing is no browser and has no cookie of a shopper.
 */
export function refuseCrossSite(publicUrl: string): MiddlewareHandler {
  const ours = new URL(publicUrl).origin;
  return async (c, next) => {
    const site = c.req.header("sec-fetch-site");
    const origin = c.req.header("origin");
    const fromUs = origin === undefined || origin === ours || hostOf(origin) === c.req.header("host");
    const allowed = site === undefined
      ? fromUs
      : site === "same-origin" || site === "none" || origin === ours;
    if (!allowed) {
      throw new HTTPException(403, { message: "Cannot do that: the form was sent by another site" });
    }
    await next();
  };
}

/**
 * A path of this shop to go on to, or undefined for anything that a browser could read as another site. Written anew
 * from its parts: what is checked is what is sent.
 */
export function parseLocalPath(text: unknown): string | undefined {
  if (typeof text !== "string" || text.length > 2000 || !text.startsWith("/")) return undefined;
  const base = "http://shop.invalid";
  let url;
  try {
    url = new URL(text, base);
  } catch {
    return undefined;
  }
  // "/.//other.example" resolves to a path with two slashes, which would be a host again.
  if (url.origin !== base || url.pathname.startsWith("//")) return undefined;
  return url.pathname + url.search;
}

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
