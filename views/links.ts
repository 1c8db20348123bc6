/** Addresses of the pages, in one place. */
import type { Product } from "../types.ts";

export function productPath(product: Pick<Product, "id">): string {
  return `/product/${product.id}`;
}

export function categoryPath(name: string): string {
  return `/category/${encodeURIComponent(name)}`;
}

/** A path with the parameters that are not empty; of several values, each. */
export function withQuery(
  path: string,
  parameters: Readonly<Record<string, string | readonly string[] | undefined>>,
): string {
  const query = new URLSearchParams();
  for (const [name, given] of Object.entries(parameters)) {
    for (const value of typeof given === "string" ? [given] : given ?? []) {
      if (value) query.append(name, value);
    }
  }
  const text = query.toString();
  return text ? `${path}?${text}` : path;
}
