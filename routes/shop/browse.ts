/** What category page and search have in common: filters, sort and pages from the address, and the products that they leave. */
import type { Context } from "hono";
import { type FacetCounts, selectAndCount, type Selection } from "../../services/facets.ts";
import { fractionDigits } from "../../services/money.ts";
import type { Product } from "../../types.ts";
import {
  type Browsing,
  type Choice,
  type Facets,
  type FilterValues,
  mostPagesAtOnce,
  pagePath,
  type PriceBand,
  type Shown,
  type Sort,
} from "../../views/browsing.ts";
import { decimalMark } from "../../views/components/price.tsx";
import type { Locale } from "../../views/words/locale.ts";
import { readPrices, writePrice } from "./prices.ts";
import type { Shop } from "./visit.ts";

/** Divides by 2, 3 and 4 columns. */
export const pageSize = 24;

/** Of one facet; more are nobody's choice. */
const mostChosen = 20;
const mostListed = 60;
/** Longer values are no choice that a page offered. */
const longestChoice = 100;

interface Asked {
  readonly path: string;
  readonly query?: string;
  readonly at?: number;
  readonly sorts: readonly Sort[];
  /** In the order that was asked for. */
  readonly candidates: (sort: Sort) => readonly Product[];
  /** They are the same arrays for the next who asks: it pays to remember what was counted. */
  readonly kept?: boolean;
  /** Categories can be chosen from, as in search. */
  readonly acrossCategories?: boolean;
}

export interface Browsed {
  readonly browsing: Browsing;
  readonly shown: Shown;
  /** Those of the pages that are shown. */
  readonly products: readonly Product[];
  /** For htmx: those before the last page, which are on the page already. */
  readonly before: number;
  /** The address without what it holds beside filters, sort and pages: forms lead back to it. */
  readonly here: string;
}

/** Reads the address and makes the page that it asks for. Whatever stands in it, there is a page. */
export function browse(shop: Shop, c: Context, locale: Locale, asked: Asked): Browsed {
  const { catalogue } = shop.services;
  const digits = fractionDigits(shop.currency);
  const { prices, texts, errors } = readPrices(
    [c.req.query("min_price"), c.req.query("max_price")],
    { decimal: decimalMark(shop.sites.get(locale)!), digits },
    locale.words.browse,
  );
  const { kinds } = catalogue;
  const sort = asked.sorts.find((one) => one === c.req.query("sort")) ?? asked.sorts[0]!;
  const values: FilterValues = {
    categories: asked.acrossCategories
      ? readChoices(c, "category", (name) => catalogue.categories.some((one) => one.name === name))
      : [],
    kinds: readChoices(c, "kind", (key) => kinds.name(key) !== undefined),
    minPrice: texts[0],
    maxPrice: texts[1],
    inStock: c.req.query("in_stock") === "true",
  };
  const [minPrice, maxPrice] = prices;
  const { products, counts } = select(asked.candidates(sort), {
    filter: {
      categories: new Set(values.categories),
      kinds: new Set(values.kinds),
      ...(minPrice === undefined ? {} : { minPrice }),
      ...(maxPrice === undefined ? {} : { maxPrice }),
      ...(values.inStock ? { inStock: true } : {}),
    },
    kindOf: kinds.of,
    bandEdges: bandEdges.map((edge) => edge * 10 ** digits),
  }, asked.kept ?? false);
  const facets: Facets = {
    categories: asked.acrossCategories ? toChoices(counts.categories, values.categories, (name) => name) : [],
    kinds: toChoices(counts.kinds, values.kinds, (key) => kinds.name(key)!),
    bands: toBands(counts, digits),
    inStock: counts.inStock,
  };
  const pages = Math.max(1, Math.ceil(products.length / pageSize));
  const page = Math.min(toPage(c.req.query("page")), pages);
  const from = Math.max(Math.min(toPage(c.req.query("from"), page), page), page - mostPagesAtOnce + 1);
  const browsing: Browsing = {
    path: asked.path,
    ...(asked.query ? { query: asked.query } : {}),
    ...(asked.at === undefined ? {} : { at: asked.at }),
    sorts: asked.sorts,
    sort,
    values,
    errors,
    prices,
    facets,
  };
  return {
    browsing,
    shown: { total: products.length, page, pages, pageSize, from },
    products: products.slice((from - 1) * pageSize, page * pageSize),
    before: (page - from) * pageSize,
    here: pagePath(browsing, page, from),
  };
}

/** Whether the address holds something that the page has to object to. */
export function isWrong({ errors }: Browsing): boolean {
  return errors.minPrice !== undefined || errors.maxPrice !== undefined;
}

type Options = Parameters<typeof selectAndCount>[1];

/** Pages without a filter are the most wanted, and what they count stays while the catalogue keeps the list. */
const unfiltered = new WeakMap<readonly Product[], FacetCounts>();

function select(candidates: readonly Product[], options: Options, kept: boolean): Selection {
  const { categories, kinds, ...others } = options.filter;
  if (!kept || categories?.size || kinds?.size || Object.keys(others).length > 0) {
    return selectAndCount(candidates, options);
  }
  let counts = unfiltered.get(candidates);
  if (!counts) unfiltered.set(candidates, counts = selectAndCount(candidates, options).counts);
  return { products: candidates, counts };
}

function readChoices(c: Context, name: string, known: (value: string) => boolean): readonly string[] {
  const given = (c.req.queries(name) ?? []).slice(0, mostChosen);
  return [...new Set(given)].filter((value) => value.length <= longestChoice && known(value));
}

/** The most frequent first; what is chosen stays, also where it leaves nothing. */
function toChoices(
  counts: ReadonlyMap<string, number>,
  chosen: readonly string[],
  nameOf: (value: string) => string,
): readonly Choice[] {
  const values = new Set([...counts.keys(), ...chosen]);
  return [...values]
    .map((value) => ({ value, name: nameOf(value), count: counts.get(value) ?? 0 }))
    .sort((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1))
    .slice(0, mostListed);
}

/** Bands that a shopper would choose from, in major units; the last has no end. */
const bandEdges = [0, 25, 50, 100, 250, 500, 1000];

function toBands({ bands }: FacetCounts, digits: number): readonly PriceBand[] {
  const unit = 10 ** digits;
  return bandEdges.map((from, i) => {
    const to = bandEdges[i + 1];
    return {
      from: from * unit,
      ...(to === undefined ? {} : { to: to * unit }),
      minPrice: from === 0 ? "" : String(from),
      // Prices are whole minor units and filters include both ends: what costs 25 stands in one of them.
      maxPrice: to === undefined ? "" : writePrice(to * unit - 1, { decimal: ".", digits }),
      count: bands[i]!,
    };
  }).filter(({ count }) => count > 0);
}

/** A page number; anything else is `otherwise`. */
export function toPage(text: string | undefined, otherwise = 1): number {
  return text !== undefined && /^[1-9]\d{0,5}$/.test(text) ? Number(text) : otherwise;
}
