/** What a shopper may want to buy once more, in a shop whose people do that. */
import { listPurchases } from "../db/interactions.ts";
import type { Database } from "../db/open.ts";
import type { Model } from "../engine/model.ts";
import { peopleRepeat, rankBought } from "../engine/repeats.ts";
import type { Product, ScoredProduct } from "../types.ts";

export interface BuyAgain {
  /**
   * What the user bought and is still in the catalogue, sold out or not: the products bought on the most days first (the score is
   * their number), of equal numbers the one bought last. Nothing where the data that the model was trained on does not say that
   * people of this shop buy again, or before the first training.
   */
  list(userId: number): Promise<readonly ScoredProduct[]>;
}

interface Options {
  readonly db: Database;
  readonly findProduct: (id: number) => Product | undefined;
  readonly model: () => Pick<Model, "report"> | undefined;
}

/** The newest of a reseller's purchases are enough. */
const purchasesLimit = 2_000;

export function createBuyAgain({ db, findProduct, model }: Options): BuyAgain {
  return {
    async list(userId) {
      if (!peopleRepeat(model()?.report.repeats)) return [];
      const purchases = await listPurchases(db, userId, purchasesLimit);
      return rankBought(purchases).flatMap(({ productId, days }): ScoredProduct[] => {
        const product = findProduct(productId);
        return product ? [{ product, score: days }] : [];
      });
    },
  };
}
