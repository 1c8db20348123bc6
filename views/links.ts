/** Addresses of the pages, in one place. */
import type { Product } from "../types.ts";

export function productPath(product: Pick<Product, "id">): string {
  return `/product/${product.id}`;
}

export function categoryPath(name: string): string {
  return `/category/${encodeURIComponent(name)}`;
}

/** Whether an address is that of a page, as routes match it: whatever is asked of it, also with a slash at its end. */
export function isAt(here: string, path: string): boolean {
  return here.split("?")[0]!.replace(/\/$/, "") === path;
}

/** A path with the parameters that are not empty; of several values, each. */
export function withQuery(
  path: string,
  parameters: Readonly<Record<string, string | readonly string[] | undefined>>,
): string {
  const pairs: string[] = [];
  for (const name in parameters) {
    const given = parameters[name];
    for (const value of typeof given === "string" ? [given] : given ?? []) {
      if (value) pairs.push(`${name}=${encode(value)}`);
    }
  }
  return pairs.length > 0 ? `${path}?${pairs.join("&")}` : path;
}

/** As forms do it. `URLSearchParams` takes five times as long, and a page of filters has dozens of addresses. */
function encode(value: string): string {
  return encodeURIComponent(value.toWellFormed()).replaceAll("%20", "+");
}

/**
 * The address if it is a path of our own host, else null. Browsers drop tabs and line breaks before they look, and take "\" for
 * "/": what they would make of it is what counts.
 */
export function localPath(address: string | null): string | null {
  const base = "http://shop.invalid";
  const isLocal = address?.startsWith("/") && URL.canParse(address, base) &&
    new URL(address, base).origin === base;
  return isLocal ? address : null;
}
