/** What those who rated a product made of it. */
import { findRating } from "../db/interactions.ts";
import type { Database } from "../db/open.ts";
import type { Rating } from "../types.ts";

export interface Ratings {
  /** Undefined where too few have rated it for an average to say anything. */
  of(productId: number): Promise<Rating | undefined>;
}

const fewestRatings = 5;

export function createRatings(db: Database): Ratings {
  return {
    async of(productId) {
      const { average, count } = await findRating(db, productId);
      if (average === null || count < fewestRatings) return undefined;
      return { average: Math.round(10 * average) / 10, count };
    },
  };
}
