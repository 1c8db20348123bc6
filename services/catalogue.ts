/** The products as one read-only snapshot in memory: joining them from the database would cost more than ranking them. */
import type { Database } from "../db/open.ts";
import { findCatalogueStamp, findHighestProductId, listProducts } from "../db/products.ts";
import { InvalidInputError } from "../errors.ts";
import type { Product } from "../types.ts";
import { createGradual, type Gradual } from "./gradual.ts";
import { findKinds, type Kinds } from "./kinds.ts";
import { haveSameNames, readWords, type Words } from "./words.ts";

export const productSorts = ["popular", "newest", "price", "-price", "name"] as const;
export type ProductSort = (typeof productSorts)[number];

export interface ProductFilter {
  readonly category?: string;
  /** Minor units, inclusive. */
  readonly minPrice?: number;
  readonly maxPrice?: number;
  readonly inStock?: boolean;
  readonly withoutCategories?: ReadonlySet<string>;
}

export interface BrowseOptions extends ProductFilter {
  readonly sort?: ProductSort;
  readonly limit: number;
  /** Continues behind the product that a former page ended with. */
  readonly cursor?: string;
  /** Skips this many; pages with numbers use it, the API uses `cursor`. */
  readonly offset?: number;
}

export interface ProductPage {
  readonly products: readonly Product[];
  /** How many products pass the filter, on all pages. */
  readonly total: number;
  readonly nextCursor: string | null;
}

export interface Category {
  readonly name: string;
  readonly count: number;
}

export interface Catalogue {
  /** All products by ascending id. The array is replaced as one, never changed. */
  readonly products: readonly Product[];
  readonly categories: readonly Category[];
  readonly kinds: Kinds;
  /** Their positions are those of `products`. */
  readonly words: Words;
  find(id: number): Product | undefined;
  /** Whether there was a product with this id that has left for good. */
  isGone(id: number): boolean;
  browse(options: BrowseOptions): ProductPage;
  /** All products of a category in an order: the same array until products or popularity change, never changed. */
  order(category: string, sort: ProductSort): readonly Product[];
  /** Reads the products anew if any of them changed since; true if so. */
  refresh(): Promise<boolean>;
  /** Makes kinds and words little by little, so that no request has to: each takes a second of 100,000 products. */
  prepare(): Promise<void>;
}

interface Snapshot {
  readonly stamp: string;
  /** That a product was ever given. */
  readonly highestId: number;
  readonly products: readonly Product[];
  readonly byId: ReadonlyMap<number, Product>;
  readonly categories: readonly Category[];
  /** Sorted lists by category, stock and sort, made when first asked for. */
  readonly orders: Map<string, readonly Product[]>;
  /** By popularity: of one version alone, as a model may be swapped many times before a product changes. */
  popular: { readonly version: number; readonly orders: Map<string, readonly Product[]> };
  /** The same while names and categories are. */
  readonly kinds: Gradual<Kinds>;
  readonly words: Gradual<Words>;
}

interface Popularity {
  /** Changes when the popularity does, so that sorted lists are made anew. */
  readonly version: number;
  of(productId: number): number;
}

/** Opens the catalogue with the products as they are now. `popularity` is asked for the sort "popular". */
export async function openCatalogue(db: Database, popularity: () => Popularity): Promise<Catalogue> {
  // Nobody is served before there is one.
  let snapshot = await readSnapshot(db, {});
  let reading: Promise<boolean> | undefined;

  const refresh = async () => {
    if (await findCatalogueStamp(db) === snapshot.stamp) return false;
    const next = await readSnapshot(db, { former: snapshot });
    await prepare(next);
    snapshot = next;
    return true;
  };

  return {
    get products() {
      return snapshot.products;
    },
    get categories() {
      return snapshot.categories;
    },
    get kinds() {
      return snapshot.kinds.now();
    },
    get words() {
      return snapshot.words.now();
    },
    find: (id) => snapshot.byId.get(id),
    isGone: (id) => id <= snapshot.highestId && !snapshot.byId.has(id),
    browse: (options) => browse(snapshot, popularity(), options),
    order: (category, sort) => orderOf(snapshot, popularity(), { category, sort }),
    refresh: () => reading ??= refresh().finally(() => reading = undefined),
    prepare: () => prepare(snapshot),
  };
}

/** Whether a product passes a filter. */
export function passes(product: Product, filter: ProductFilter): boolean {
  return (filter.category === undefined || product.category === filter.category) &&
    (filter.minPrice === undefined || product.price >= filter.minPrice) &&
    (filter.maxPrice === undefined || product.price <= filter.maxPrice) &&
    (!filter.inStock || product.stock > 0) && !filter.withoutCategories?.has(product.category);
}

/** Whether there is a product that a filter could leave out. */
export function restricts(
  { category, minPrice, maxPrice, inStock, withoutCategories }: ProductFilter,
): boolean {
  return category !== undefined || minPrice !== undefined || maxPrice !== undefined || inStock === true ||
    (withoutCategories?.size ?? 0) > 0;
}

/** While a `former` one serves, the event loop is kept free. */
async function readSnapshot(db: Database, { former }: { readonly former?: Snapshot }): Promise<Snapshot> {
  // The stamp is read first: a product that changes while the others are read makes the next refresh read again.
  const stamp = await findCatalogueStamp(db);
  const highestId = await findHighestProductId(db);
  const products = await listProducts(db, { atOnce: former === undefined });
  const counts = new Map<string, number>();
  for (const { category } of products) counts.set(category, (counts.get(category) ?? 0) + 1);
  const categories = [...counts].filter(([name]) => name !== "").map(([name, count]) => ({ name, count }));
  const same = former && haveSameNames(former.products, products) ? former : undefined;
  return {
    stamp,
    highestId,
    products,
    byId: new Map(products.map((p) => [p.id, p])),
    categories,
    orders: new Map(),
    popular: { version: 0, orders: new Map() },
    kinds: same?.kinds ?? createGradual(() => findKinds(products)),
    words: same?.words ?? createGradual(() => readWords(products)),
  };
}

async function prepare({ kinds, words }: Snapshot): Promise<void> {
  await kinds.prepare();
  await words.prepare();
}

function browse(snapshot: Snapshot, popularity: Popularity, options: BrowseOptions): ProductPage {
  const sort = options.sort ?? "popular";
  const compare = comparison(sort, popularity);
  const all = list(snapshot, popularity, { ...options, sort });
  let from = options.offset ?? 0;
  if (options.cursor !== undefined) {
    const last = snapshot.byId.get(parseCursor(options.cursor, sort));
    if (!last) {
      throw new InvalidInputError("Cannot list products: the cursor points to a product that is gone", [
        {
          field: "cursor",
          message: `must be the next_cursor of a former answer, not ${JSON.stringify(options.cursor)}`,
        },
      ]);
    }
    from = all.findIndex((product) => compare(last, product) < 0);
    if (from < 0) from = all.length;
  }
  const products = all.slice(from, from + options.limit);
  const end = products.at(-1);
  return {
    products,
    total: all.length,
    nextCursor: end && from + products.length < all.length ? toCursor(sort, end.id) : null,
  };
}

type ListOptions = ProductFilter & { readonly sort: ProductSort };

/** All products that pass the filter, sorted. */
function list(snapshot: Snapshot, popularity: Popularity, options: ListOptions): readonly Product[] {
  const { minPrice, maxPrice, withoutCategories } = options;
  const order = orderOf(snapshot, popularity, options);
  if (minPrice === undefined && maxPrice === undefined && !withoutCategories?.size) return order;
  return order.filter((product) => passes(product, options));
}

/** A category, all of it or what is in stock, as it is sorted: made when first asked for, and kept. */
function orderOf(
  snapshot: Snapshot,
  popularity: Popularity,
  { sort, category, inStock = false }: ListOptions,
): readonly Product[] {
  if (sort === "popular" && snapshot.popular.version !== popularity.version) {
    snapshot.popular = { version: popularity.version, orders: new Map() };
  }
  const { orders } = sort === "popular" ? snapshot.popular : snapshot;
  const key = `${sort}:${inStock}:${category ?? "*"}`;
  let order = orders.get(key);
  if (!order) {
    const part = { inStock, ...(category === undefined ? {} : { category }) };
    order = inStock
      ? orderOf(snapshot, popularity, { ...part, sort, inStock: false }).filter(({ stock }) => stock > 0)
      : snapshot.products.filter((product) => passes(product, part)).sort(comparison(sort, popularity));
    // Unknown categories come from the address bar: they must not fill the memory.
    if (order.length > 0) orders.set(key, order);
  }
  return order;
}

/** Total orders: equal values fall back to the id, so that pages neither repeat nor miss a product. */
export const comparisons: Readonly<
  Record<Exclude<ProductSort, "popular">, (a: Product, b: Product) => number>
> = {
  newest: (a, b) => b.createdAt - a.createdAt || b.id - a.id,
  price: (a, b) => a.price - b.price || a.id - b.id,
  "-price": (a, b) => b.price - a.price || a.id - b.id,
  name: (a, b) => collator.compare(a.name, b.name) || a.id - b.id,
};

function comparison(sort: ProductSort, popularity: Popularity): (a: Product, b: Product) => number {
  if (sort !== "popular") return comparisons[sort];
  return (a, b) => popularity.of(b.id) - popularity.of(a.id) || a.id - b.id;
}

const collator = new Intl.Collator("en");

function toCursor(sort: ProductSort, id: number): string {
  return btoa(`${sort}/${id}`).replace(/=+$/, "");
}

function parseCursor(cursor: string, sort: ProductSort): number {
  let text = "";
  try {
    text = atob(cursor);
  } catch {
    // Not base64: refused below like any other foreign cursor.
  }
  const [made, id] = text.split("/");
  if (made !== sort || !/^[1-9]\d{0,15}$/.test(id ?? "")) {
    throw new InvalidInputError(`Cannot list products: the cursor does not belong to the sort "${sort}"`, [
      {
        field: "cursor",
        message: `must be the next_cursor of an answer with the same sort, not ${JSON.stringify(cursor)}`,
      },
    ]);
  }
  return Number(id);
}
