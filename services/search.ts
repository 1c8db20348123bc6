/** Full-text search, with what the shopper did as the tie-breaker between equally good texts. */
import type { Database } from "../db/open.ts";
import { searchProducts, toTokens } from "../db/search.ts";
import type { Product } from "../types.ts";
import type { Catalogue } from "./catalogue.ts";
import type { Recommendations } from "./recommendations.ts";
import { correct } from "./spelling.ts";
import { suggest } from "./suggestions.ts";

export interface SearchHit {
  readonly product: Product;
  /** The ensemble's score of the product for the user, 0 without user or history. */
  readonly personalizationScore: number;
}

export interface Search {
  find(
    text: string,
    options: {
      readonly userId?: number;
      /** Epoch milliseconds: what the user did later does not change the order. */
      readonly until?: number;
      readonly limit: number;
    },
  ): Promise<readonly SearchHit[]>;
  /**
   * The best for a list under the field while it is typed in, the same for everyone. Where names and categories have none of the words,
   * descriptions are looked through.
   */
  suggest(text: string, limit: number): Promise<readonly Product[]>;
  /** The text with words mended that no product has; undefined where nothing near enough is known. */
  correct(text: string): string | undefined;
}

/** Text hits that are ranked again by taste: beyond them the text fits too badly for taste to matter. */
const candidates = 200;

/** How much taste counts beside the text's own score. */
const tasteShare = 0.3;

/** Shorter beginnings fit so many descriptions that ranking them takes longer than typing on. */
const leastDescribed = 4;

interface Options {
  readonly db: Database;
  readonly catalogue: Catalogue;
  readonly recommendations: Recommendations;
  /** Of a product, from 0 up. */
  readonly popularity: (productId: number) => number;
}

export function createSearch({ db, catalogue, recommendations, popularity }: Options): Search {
  return {
    correct: (text) => correct(catalogue.words, text),
    async suggest(text, limit) {
      const { words, products } = catalogue;
      const named = suggest(words, text, { products, limit, popularity });
      if (named.length > 0 || toTokens(text).some(({ length }) => length < leastDescribed)) return named;
      const hits = await searchProducts(db, text, limit);
      return hits.flatMap(({ productId }) => catalogue.find(productId) ?? []);
    },
    async find(text, { userId, until, limit }) {
      const hits = await searchProducts(db, text, Math.max(candidates, limit));
      const scores = userId === undefined
        ? new Map<number, number>()
        : await recommendations.scores(userId, hits.map(({ productId }) => productId), {
          ...(until === undefined ? {} : { until }),
        });
      // bm25 is better the lower it is, and its scale depends on the words: the best hit gives the scale.
      const best = hits[0]?.rank ?? 0;
      return hits
        .flatMap(({ productId, rank }) => {
          const product = catalogue.find(productId);
          if (!product) return [];
          const personalizationScore = scores.get(productId) ?? 0;
          const textScore = best < 0 ? rank / best : 1;
          return [{ product, personalizationScore, score: textScore + tasteShare * personalizationScore }];
        })
        .sort((a, b) => b.score - a.score || a.product.id - b.product.id)
        .slice(0, limit)
        .map(({ product, personalizationScore }) => ({ product, personalizationScore }));
    },
  };
}
