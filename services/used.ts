/** Everything that the picks of a shopper follow from, product by product. */
import { listHistory } from "../db/interactions.ts";
import type { Database } from "../db/open.ts";
import type { InteractionType, Product, UsedProduct } from "../types.ts";
import { historyLimit, type Recommendations } from "./recommendations.ts";

export interface Used {
  /** Each product of the part of the history that lists are made from, the newest act first. */
  list(userId: number): Promise<readonly UsedProduct[]>;
}

interface Options {
  readonly db: Database;
  readonly findProduct: (id: number) => Product | undefined;
  readonly shares: Recommendations["shares"];
}

export function createUsed({ db, findProduct, shares }: Options): Used {
  return {
    async list(userId) {
      const history = await listHistory(db, userId, historyLimit);
      const parts = shares(history);
      const found = new Map<number, { lastAt: number; times: Record<InteractionType, number> }>();
      for (const { productId, type, at } of history) {
        let one = found.get(productId);
        if (!one) {
          found.set(productId, one = { lastAt: at, times: { view: 0, like: 0, cart: 0, purchase: 0 } });
        }
        one.times[type]++;
      }
      return [...found].flatMap(([id, one]) => {
        const product = findProduct(id);
        return product ? [{ product, ...one, share: parts.get(id) ?? null }] : [];
      });
    },
  };
}
