/** What a list must not hold, and what a model cannot rank. */
import type { Ranker } from "../engine/ranker.ts";
import type { Product } from "../types.ts";
import { type Catalogue, passes, type ProductFilter, restricts } from "./catalogue.ts";

export function createLeftOut(catalogue: Catalogue) {
  let gone:
    | { readonly ranker: Ranker; readonly products: readonly Product[]; readonly mask: Uint32Array }
    | undefined;

  /** At most `count` products that the model does not know, the newest first; for none the catalogue is not gone through. */
  function unknownTo(
    ranker: Ranker | undefined,
    excluded: ReadonlySet<number>,
    filter: ProductFilter,
    count: number,
  ): Product[] {
    const found: Product[] = [], { products } = catalogue;
    for (let i = products.length - 1; i >= 0 && found.length < count; i--) {
      const product = products[i]!;
      if (ranker && ranker.positionOf(product.id) >= 0) continue;
      if (!excluded.has(product.id) && passes(product, filter)) found.push(product);
    }
    return found;
  }

  /** Bits of the products that must not appear: excluded, filtered out, or gone from the catalogue. */
  function maskOf(ranker: Ranker, excluded: ReadonlySet<number>, filter: ProductFilter): Uint32Array {
    const mask = findGone(ranker).slice();
    const leaveOut = (position: number) => mask[position >>> 5]! |= 1 << (position & 31);
    for (const id of excluded) {
      const position = ranker.positionOf(id);
      if (position >= 0) leaveOut(position);
    }
    if (!restricts(filter)) return mask;
    const { itemIds } = ranker.model;
    for (let position = 0; position < itemIds.length; position++) {
      const product = catalogue.find(itemIds[position]!);
      if (product && !passes(product, filter)) leaveOut(position);
    }
    return mask;
  }

  /** Bits of the products that the model knows and the catalogue does not; kept while both are the same. */
  function findGone(ranker: Ranker): Uint32Array {
    const { products } = catalogue;
    if (gone?.ranker === ranker && gone.products === products) return gone.mask;
    const mask = ranker.newMask();
    ranker.model.itemIds.forEach((id, position) => {
      if (!catalogue.find(id)) mask[position >>> 5]! |= 1 << (position & 31);
    });
    gone = { ranker, products, mask };
    return mask;
  }

  return { unknownTo, maskOf };
}
