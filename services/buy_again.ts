/** What a shopper may want to buy once more, in a shop whose people do that. */
import { listPurchases } from "../db/interactions.ts";
import type { Database } from "../db/open.ts";
import type { Model } from "../engine/model.ts";
import { peopleRepeat, rankBought } from "../engine/repeats.ts";
import type { Product, ScoredProduct } from "../types.ts";
import type { Recommendations } from "./recommendations.ts";

export interface BuyAgain {
  /** The share of purchases that repeat, in [0, 1], where it is large and sure enough for lists; else null. */
  readonly share: number | null;
  /**
   * What the user bought and is still in the catalogue, sold out or not, best first (engine/repeats.ts). Nothing where `share` is
   * null: the data that the model was trained on does not say that people of this shop buy again, or there is no model yet.
   */
  list(userId: number): Promise<readonly ScoredProduct[]>;
}

interface Options {
  readonly db: Database;
  readonly findProduct: (id: number) => Product | undefined;
  readonly model: () => Pick<Model, "report"> | undefined;
  readonly scores: Recommendations["scores"];
}

/** The newest of a reseller's purchases are enough. */
const purchasesLimit = 2_000;

export function createBuyAgain({ db, findProduct, model, scores }: Options): BuyAgain {
  const share = () => {
    const repeats = model()?.report.repeats;
    return peopleRepeat(repeats) ? repeats.share : null;
  };
  return {
    get share() {
      return share();
    },
    async list(userId) {
      if (share() === null) return [];
      const purchases = await listPurchases(db, userId, purchasesLimit);
      if (purchases.length === 0) return [];
      const known = await scores(userId, [...new Set(purchases.map(({ productId }) => productId))]);
      const ranked = rankBought(purchases, (productId) => known.get(productId) ?? 0);
      return ranked.flatMap(({ productId, value }): ScoredProduct[] => {
        const product = findProduct(productId);
        return product ? [{ product, score: value }] : [];
      });
    },
  };
}
