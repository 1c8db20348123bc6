/**
 * What the shelves of one page may show: no product twice, none that is in the cart, sold out, or that the shopper does not want to
 * see. Shelves are filled in the order of their worth: what an earlier one shows, a later one leaves out.
 */
import type { Context } from "hono";
import type { ShelfOptions } from "../../services/recommendations.ts";
import type { Product, ScoredProduct } from "../../types.ts";
import { parseId } from "../ids.ts";
import type { Visit } from "./visit.ts";

export interface Shelves {
  /** What the page shows already. */
  readonly taken: ReadonlySet<number>;
  /** Whether a product may still be shown. */
  allows(product: Product): boolean;
  /** The products are shown now, whatever the rules say: the shopper asked for them. */
  take<P extends { readonly id: number }>(products: readonly P[]): readonly P[];
  /** As many as may be shown of what `load` gives. */
  fill(count: number, load: (options: ShelfOptions) => readonly ScoredProduct[]): readonly Product[];
}

/** `shown`: ids of what the page shows in any case. */
export function startShelves({ cart, choices }: Visit, shown: Iterable<number> = []): Shelves {
  const taken = new Set(shown);
  const inCart = new Set(cart.map(({ product }) => product.id));
  const take: Shelves["take"] = (products) => {
    for (const { id } of products) taken.add(id);
    return products;
  };
  const allows = ({ id, category, stock }: Product) =>
    stock > 0 && !taken.has(id) && !inCart.has(id) && !choices.hiddenProducts.has(id) &&
    !choices.hiddenCategories.has(category);
  return {
    taken,
    allows,
    take,
    fill(count, load) {
      const options: ShelfOptions = {
        count,
        inStock: true,
        exclude: [...taken, ...inCart, ...choices.hiddenProducts],
        withoutCategories: choices.hiddenCategories,
      };
      return take(load(options).map(({ product }) => product).filter(allows).slice(0, count));
    },
  };
}

/** More than any page shows. */
const mostShown = 200;

/** What an open page shows beside its personal shelf, as its script tells with a request. */
export function readShown(c: Context): readonly number[] {
  const text = c.req.header("x-shown") ?? "";
  return text.slice(0, 20 * mostShown).split(",").flatMap((id) => parseId(id) ?? []).slice(0, mostShown);
}
