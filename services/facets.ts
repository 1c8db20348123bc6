/** Filters of several choices each, and how many products every further choice would leave. */
import type { Product } from "../types.ts";

/** Within one facet any choice is enough; every facet has to be passed. What is undefined or empty leaves nothing out. */
export interface FacetFilter {
  readonly categories?: ReadonlySet<string>;
  readonly kinds?: ReadonlySet<string>;
  /** Minor units, inclusive. */
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly inStock?: boolean;
}

/** For each choice: how many products it would leave beside the choices in the other facets. */
export interface FacetCounts {
  readonly categories: ReadonlyMap<string, number>;
  readonly kinds: ReadonlyMap<string, number>;
  /** One for each band. */
  readonly bands: readonly number[];
  readonly inStock: number;
}

export interface Selection {
  /** What passes, in the order of the candidates. */
  readonly products: readonly Product[];
  readonly counts: FacetCounts;
}

export interface FacetOptions {
  readonly filter: FacetFilter;
  readonly kindOf: (product: Product) => string | undefined;
  /** The lower ends of price bands in minor units, rising; the last band has no end. */
  readonly bandEdges: readonly number[];
}

/** Filters and counts in one pass: a product that a single facet leaves out still counts for that facet's choices. */
export function selectAndCount(
  candidates: readonly Product[],
  { filter, kindOf, bandEdges }: FacetOptions,
): Selection {
  const { minPrice = -Infinity, maxPrice = Infinity, inStock } = filter;
  const chosenCategories = filter.categories?.size ? filter.categories : undefined;
  const chosenKinds = filter.kinds?.size ? filter.kinds : undefined;
  const products: Product[] = [];
  const categories = new Map<string, number>();
  const kinds = new Map<string, number>();
  const bands = bandEdges.map(() => 0);
  let stocked = 0;
  for (const product of candidates) {
    const { category, price, stock } = product;
    const kind = kindOf(product);
    const offCategory = chosenCategories !== undefined && !chosenCategories.has(category);
    const offKind = chosenKinds !== undefined && (kind === undefined || !chosenKinds.has(kind));
    const offPrice = price < minPrice || price > maxPrice;
    const offStock = inStock === true && stock <= 0;
    const off = Number(offCategory) + Number(offKind) + Number(offPrice) + Number(offStock);
    if (off > 1) continue;
    if (off === 0) products.push(product);
    if (category !== "" && (off === 0 || offCategory)) count(categories, category);
    if (kind !== undefined && (off === 0 || offKind)) count(kinds, kind);
    if (off === 0 || offPrice) bands[bandOf(price, bandEdges)]!++;
    // Of both choices, this one leaves those that are there.
    if (stock > 0 && off === 0) stocked++;
  }
  return { products, counts: { categories, kinds, bands, inStock: stocked } };
}

function count(counts: Map<string, number>, key: string): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function bandOf(price: number, edges: readonly number[]): number {
  let band = edges.length - 1;
  while (band > 0 && price < edges[band]!) band--;
  return band;
}
