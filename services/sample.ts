/** Fills a database with the sample shop. */
import { addInteractions } from "../db/interactions.ts";
import type { Database } from "../db/open.ts";
import { addProducts, countProducts } from "../db/products.ts";
import { saveProfiles } from "../db/profiles.ts";
import { addUsers } from "../db/users.ts";
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
  readonly phase: "make" | "products" | "users" | "interactions";
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

/** Interactions in one job of the writer, and jobs under way at once, which then share commits. */
const jobSize = 2000, jobsAtOnce = 8;

/**
 * Makes the sample shop and writes it: in an empty database the ids of products and users run from 1 without gaps, and user 1
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
  onProgress({ phase: "products", done: 0 });
  const productIds = await addProducts(writer, products);
  onProgress({ phase: "users", done: 0 });
  const userIds = await addUsers(writer, shoppers);
  await saveProfiles(
    writer,
    shoppers.map((shopper, i) => ({
      userId: userIds[i]!,
      preferences: { ...toPreferences(shopper) },
      updatedAt: shopper.createdAt,
    })),
  );
  // Users that were there before, of visitors to a shop still empty, have taken the first ids.
  const rows = interactions.map((row) => ({
    ...row,
    userId: userIds[row.userId - 1]!,
    productId: productIds[row.productId - 1]!,
  }));
  for (let from = 0; from < rows.length;) {
    onProgress({ phase: "interactions", done: from / rows.length });
    const jobs: Promise<number>[] = [];
    // The writer takes jobs in their order, so ids follow time.
    for (; jobs.length < jobsAtOnce && from < rows.length; from += jobSize) {
      jobs.push(addInteractions(writer, rows.slice(from, from + jobSize)));
    }
    await Promise.all(jobs);
  }
  onProgress({ phase: "interactions", done: 1 });
  const filled = {
    products: products.length,
    users: shoppers.length,
    interactions: interactions.length,
  };
  log?.info("sample.filled", { ...filled, ms: Math.round(performance.now() - started) });
  return filled;
}
