/** What a page of many products is asked for, and the addresses of what else it could be asked for. */
import { withQuery } from "./links.ts";

export type Sort = "best" | "popular" | "newest" | "price" | "-price" | "name";

/** What the address asks for, as it was understood, or as typed where it is wrong: then it is shown again with a message. */
export interface FilterValues {
  readonly categories: readonly string[];
  readonly kinds: readonly string[];
  readonly minPrice: string;
  readonly maxPrice: string;
  readonly inStock: boolean;
}

export interface FilterErrors {
  readonly minPrice?: string;
  readonly maxPrice?: string;
}

/** A choice of a facet, and how many products it would leave. */
export interface Choice {
  /** As the address has it. */
  readonly value: string;
  /** As the merchant writes it. */
  readonly name: string;
  readonly count: number;
}

export interface PriceBand {
  /** Minor units; no `to` in the last. What costs `to` stands in the next. */
  readonly from: number;
  readonly to?: number;
  /** As the address has them. */
  readonly minPrice: string;
  readonly maxPrice: string;
  readonly count: number;
}

/** The most frequent first. */
export interface Facets {
  readonly categories: readonly Choice[];
  readonly kinds: readonly Choice[];
  readonly bands: readonly PriceBand[];
  readonly inStock: number;
}

export interface Browsing {
  /** Of the page without anything chosen. */
  readonly path: string;
  /** What was searched for. */
  readonly query?: string;
  /** When the order was made, in epoch milliseconds, where it follows the shopper: several pages keep to it. */
  readonly at?: number;
  /** The first is the one without a word in the address. */
  readonly sorts: readonly Sort[];
  readonly sort: Sort;
  readonly values: FilterValues;
  readonly errors: FilterErrors;
  /** In minor units, where they are right. */
  readonly prices: readonly [min: number | undefined, max: number | undefined];
  readonly facets: Facets;
}

/** What of a result stands on the page. */
export interface Shown {
  /** How many there are on all pages. */
  readonly total: number;
  readonly page: number;
  readonly pages: number;
  readonly pageSize: number;
  /** The first page of those that are on this one, `page` being the last. */
  readonly from: number;
}

/** As many pages as one may hold, however they came to stand there: its address shows them all again. */
export const mostPagesAtOnce = 5;

export const noFilters: FilterValues = {
  categories: [],
  kinds: [],
  minPrice: "",
  maxPrice: "",
  inStock: false,
};

/** The address with some filters changed, from its first page on. */
export function filterPath(browsing: Browsing, changes: Partial<FilterValues>): string {
  return withQuery(browsing.path, toParameters({ ...browsing, values: { ...browsing.values, ...changes } }));
}

/** The address of a page, also of several up to it. Those behind the first keep to the order that it was made in. */
export function pagePath(browsing: Browsing, page: number, from = page): string {
  return withQuery(browsing.path, {
    ...toParameters(browsing),
    page: page > 1 ? String(page) : undefined,
    from: from < page ? String(from) : undefined,
    at: page > 1 ? browsing.at?.toString() : undefined,
  });
}

function toParameters({ query, sort, sorts, values }: Browsing) {
  return {
    q: query,
    sort: sort === sorts[0] ? undefined : sort,
    category: values.categories,
    kind: values.kinds,
    min_price: values.minPrice,
    max_price: values.maxPrice,
    in_stock: values.inStock ? "true" : undefined,
  };
}

/** The price field that is wrong, the first of two. */
export function wrongField({ errors }: Browsing): "min_price" | "max_price" | undefined {
  return errors.minPrice !== undefined
    ? "min_price"
    : errors.maxPrice !== undefined
    ? "max_price"
    : undefined;
}

export function countFilters({ categories, kinds, minPrice, maxPrice, inStock }: FilterValues): number {
  return categories.length + kinds.length + (minPrice || maxPrice ? 1 : 0) + (inStock ? 1 : 0);
}
