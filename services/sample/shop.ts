/**
 * The sample shop, made from a seed: what is sold, who shops, and what they did. Pure: the same options give the same bytes on
 * every machine.
 */
import { InvalidInputError } from "../../errors.ts";
import type { NewInteraction } from "../../types.ts";
import { historyDays, makeInteractions } from "./interactions.ts";
import { makeProducts, type SampleProduct } from "./products.ts";
import { makeShoppers, type Shopper } from "./shoppers.ts";

export interface ShopOptions {
  readonly products: number;
  readonly users: number;
  readonly interactions: number;
  readonly seed: number;
  /** Epoch milliseconds at which the history ends. */
  readonly now: number;
}

export interface SampleShop {
  /** Ids from 1 without gaps, oldest first. */
  readonly products: readonly SampleProduct[];
  /** Ids from 1 without gaps; `tastes` is what was planted. */
  readonly shoppers: readonly Shopper[];
  /** Oldest first. */
  readonly interactions: readonly NewInteraction[];
}

/** Smallest and largest value of each option. */
export const shopLimits = {
  products: [1, 100_000],
  users: [1, 200_000],
  interactions: [0, 2_000_000],
  seed: [0, 2 ** 32 - 1],
  now: [Date.UTC(1990), Date.UTC(9000)],
} as const satisfies Record<keyof ShopOptions, readonly [number, number]>;

/** What `makeShop()` makes when not told otherwise. */
export const defaultShop = { products: 2000, users: 3000, interactions: 150_000, seed: 1 } as const;

/** @throws InvalidInputError an option is not a whole number within `shopLimits`; `label` says what to call it */
export function checkShopOption(
  name: keyof ShopOptions,
  value: unknown,
  label: string = name,
): asserts value is number {
  const [least, most] = shopLimits[name];
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return;
  const message = `${label} is "${value}", not a whole number from ${least} to ${most}`;
  throw new InvalidInputError(`Cannot make the sample shop: ${message}`, [{ field: name, message }]);
}

/** @throws InvalidInputError naming the first wrong option and its value */
export function makeShop(options: ShopOptions): SampleShop {
  for (const name of Object.keys(shopLimits) as (keyof ShopOptions)[]) checkShopOption(name, options[name]);
  const { seed, now } = options;
  // One sequence for each part: more shoppers do not change the products.
  const products = makeProducts(options.products, { seed: seed * 8 + 1, now, settledDays: historyDays + 1 });
  const shoppers = makeShoppers(options.users, { seed: seed * 8 + 2, now });
  const interactions = makeInteractions(options.interactions, {
    products,
    shoppers,
    seed: seed * 8 + 3,
    now,
  });
  return { products, shoppers, interactions };
}
