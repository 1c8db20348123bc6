/** The words of the product (docs/glossary.md). Imports nothing; every part may import it. */

/** What a shopper can do with a product, weakest first. */
export const interactionTypes = ["view", "like", "cart", "purchase"] as const;
export type InteractionType = (typeof interactionTypes)[number];

/** What one interaction of each type counts before it decays with age. */
export type InteractionWeights = Readonly<Record<InteractionType, number>>;

export interface User {
  readonly id: number;
  /** The id in the shop's own system, where the user came from an import or the API. */
  readonly externalId: string | null;
  readonly name: string | null;
  /** Epoch milliseconds, UTC, as every time inside. */
  readonly createdAt: number;
}

export interface Product {
  readonly id: number;
  readonly externalId: string | null;
  readonly name: string;
  readonly description: string;
  readonly category: string;
  /** Minor units of the shop's currency: cents, pence. */
  readonly price: number;
  readonly stock: number;
  readonly imageUrl: string | null;
  readonly createdAt: number;
}

export type NewProduct = Omit<Product, "id">;
export type NewUser = Omit<User, "id">;

/** One act, append-only. */
export interface Interaction {
  readonly id: number;
  readonly userId: number;
  readonly productId: number;
  readonly type: InteractionType;
  readonly rating: number | null;
  readonly at: number;
  readonly sessionId: string | null;
  /** Given by the caller; a second interaction with the same one is the same act. */
  readonly eventId: string | null;
}

export type NewInteraction = Omit<Interaction, "id">;

/** The part of an interaction that ranking needs. */
export interface HistoryEvent {
  readonly productId: number;
  readonly type: InteractionType;
  readonly at: number;
}

/** Why a product is in a list. `share` is its exact share of the raw score; all shares of a history sum to 1. */
export type Reason =
  | {
    readonly kind: "because";
    readonly productId: number;
    readonly productName: string;
    readonly interactionType: InteractionType;
    readonly share: number;
  }
  | { readonly kind: "popular" | "trending" | "new"; readonly text: string };

export interface Recommendation {
  readonly product: Product;
  /** The ensemble's normalised score in [0, 1]: a rank score, not a probability. */
  readonly score: number;
  readonly cfScore: number;
  readonly mfScore: number;
  readonly reasons: readonly Reason[];
}

/** `personal` when the user's own history decided, `popular` when there is none to go by. */
export type Strategy = "personal" | "popular";

/** Which layer answered. */
export type CacheLayer = "memory" | "redis" | "computed";

export interface RecommendationList {
  readonly id: string;
  readonly userId: number | null;
  readonly strategy: Strategy;
  readonly modelVersion: number | null;
  /** Id of the newest interaction that the list knows; 0 when there is none. */
  readonly epoch: number;
  readonly items: readonly Recommendation[];
  readonly source: CacheLayer;
}

/** What the picks follow from, with one product. */
export interface UsedProduct {
  readonly product: Product;
  readonly times: Readonly<Record<InteractionType, number>>;
  /** When the newest of it happened. */
  readonly lastAt: number;
  /** Its part of all that counts now, in [0, 1]; null while no model knows the product. */
  readonly share: number | null;
}

/** A product with a score of its list: similarity, popularity, co-purchase. */
export interface ScoredProduct {
  readonly product: Product;
  readonly score: number;
}

/** How a product was rated, from 0.5 to 5, to one decimal. */
export interface Rating {
  readonly average: number;
  readonly count: number;
}

/** The most of one product that a cart takes. */
export const maximumQuantity = 99;

export interface CartLine {
  readonly product: Product;
  readonly quantity: number;
  /** What one piece cost when the shopper last changed the line, where it costs something else now. */
  readonly formerPrice?: number;
}

export interface Order {
  readonly id: number;
  readonly userId: number;
  readonly total: number;
  readonly at: number;
  readonly lines: readonly (CartLine & { readonly unitPrice: number })[];
}
