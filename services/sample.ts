/** Fills a database with the sample shop. */
import { fillShop } from "../db/fill.ts";
import type { Database } from "../db/open.ts";
import { countProducts } from "../db/products.ts";
import type { Writer } from "../db/writer.ts";
import { ConflictError } from "../errors.ts";
import type { Log } from "../log.ts";
import { defaultShop, makeShop, type ShopOptions } from "./sample/shop.ts";
import { toPreferences } from "./sample/shoppers.ts";

interface Context {
  readonly db: Database;
  readonly writer: Writer;
  readonly log?: Log;
}

export interface FillProgress {
  readonly phase: "make" | "write";
  /** Share of the phase that is done, 0 to 1. */
  readonly done: number;
}

export interface FillOptions extends Partial<Omit<ShopOptions, "now">> {
  /** Epoch milliseconds at which the history ends. */
  readonly now: number;
  readonly onProgress?: (progress: FillProgress) => void;
}

/** What was written. */
export interface Filled {
  readonly products: number;
  readonly users: number;
  readonly interactions: number;
}

/**
 * Makes the sample shop and writes it in one commit, so that an interrupted start leaves nothing behind: in an empty database the ids of products and users run from 1 without gaps, and user 1
 * has a history. The profile of each shopper tells their taste in one line (`Preferences`).
 *
 * @throws InvalidInputError an option is out of its limits
 * @throws ConflictError there are products already
 */
export async function fillSample({ db, writer, log }: Context, options: FillOptions): Promise<Filled> {
  const { onProgress = () => {}, now, ...wanted } = options;
  const present = await countProducts(db);
  if (present > 0) {
    const noun = present === 1 ? "product" : "products";
    throw new ConflictError(`Cannot make the sample shop: the database already has ${present} ${noun}`);
  }
  const started = performance.now();
  onProgress({ phase: "make", done: 0 });
  const { products, shoppers, interactions } = makeShop({ ...defaultShop, ...wanted, now });
  onProgress({ phase: "write", done: 0 });
  await fillShop(db, writer, {
    products,
    users: shoppers.map((shopper) => ({ ...shopper, preferences: { ...toPreferences(shopper) } })),
    interactions,
  });
  onProgress({ phase: "write", done: 1 });
  const filled = {
    products: products.length,
    users: shoppers.length,
    interactions: interactions.length,
  };
  log?.info("sample.filled", { ...filled, ms: Math.round(performance.now() - started) });
  return filled;
}
