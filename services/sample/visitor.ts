/** One shopper in the shop: looks around, likes, fills a cart, sometimes buys, and remembers it. */
import type { Random } from "../../engine/random.ts";
import type { InteractionType } from "../../types.ts";
import { drawIndex, pick, toSums } from "./draw.ts";
import { seasonOf } from "./interests.ts";
import type { SampleProduct } from "./products.ts";
import type { Found, View } from "./shelf.ts";
import type { Shopper, Taste } from "./shoppers.ts";

export interface Act {
  readonly product: SampleProduct;
  readonly type: InteractionType;
  /** 1 to 5 in halves, on some purchases. */
  readonly rating: number | null;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface Visitor {
  /**
   * A visit with one act for each moment in `steps` (epoch milliseconds, ascending). It follows one taste, and after something went
   * into the cart it goes on to what belongs with it.
   */
  visit(steps: Float64Array): Act[];
}

/** How likely a view becomes a cart, before the fit counts. */
const cartChance = { browsing: 0.09, buying: 0.34, buyingMore: 0.42 };

export function createVisitor(shopper: Shopper, view: View, random: Random): Visitor {
  const memory = createMemory(view, random);

  function chooseTaste(at: number): Taste | undefined {
    const weights = shopper.tastes.map(({ kinds, interest, weight }) =>
      kinds.some(view.has) ? weight * seasonOf(interest, at) : 0
    );
    return shopper.tastes[drawIndex(random, toSums(weights))];
  }

  /** A kind of the taste other than `except`; where there is none, `except` again or any kind of the shop. */
  function chooseKind(taste: Taste | undefined, except?: string): string {
    const kinds = taste?.kinds ?? [];
    const weights = kinds.map((kind) =>
      kind === except || !view.has(kind) ? 0 : taste!.interest.kinds[kind]! * memory.appetiteFor(kind)
    );
    return kinds[drawIndex(random, toSums(weights))] ?? except ?? view.wander();
  }

  return {
    visit(steps) {
      const acts: Act[] = [];
      const cart = new Map<SampleProduct, number>();
      const liked = new Set<SampleProduct>();
      const taste = chooseTaste(steps[0]!);
      const buys = random.next() < 0.34;
      let kind = chooseKind(taste), turn = false;

      const add = (type: InteractionType, product: SampleProduct, rating: number | null = null) =>
        acts.push({ product, type, rating, at: steps[acts.length]! });
      // Every line of a cart that will be bought keeps a moment for its purchase.
      const left = () => steps.length - acts.length - (buys ? cart.size : 0);
      const hasLike = (product: SampleProduct) =>
        product.kind.again < 0.5 && [...cart.keys()].some((line) => line.kind === product.kind);

      while (left() > 0) {
        if (turn || random.next() < 0.4) kind = chooseKind(taste, kind);
        turn = false;
        const at = steps[acts.length]!;
        const { product, fit } = random.next() < 0.07
          ? view.stumble(view.wander(), at)
          : memory.look(kind, at);
        add("view", product);
        if (left() > 0 && !liked.has(product) && random.next() < 0.02 + 0.15 * fit) {
          add("like", product);
          liked.add(product);
        }
        const chance = buys ? cart.size > 0 ? cartChance.buyingMore : cartChance.buying : cartChance.browsing;
        if (
          left() >= (buys ? 2 : 1) && random.next() < chance * (0.35 + fit) &&
          !cart.has(product) && !hasLike(product) && !memory.isDone(product)
        ) {
          add("cart", product);
          cart.set(product, fit);
          turn = true;
        }
      }
      if (buys) {
        for (const [product, fit] of cart) {
          add("purchase", product, drawRating(random, fit));
          memory.keep(product);
        }
      }
      return acts;
    },
  };
}

/** What a shopper owns, looked at lately, and still wants. */
function createMemory(view: View, random: Random) {
  const appetite = new Map<string, number>();
  const owned = new Set<SampleProduct>();
  const used = new Map<string, SampleProduct[]>();
  const recent = new Map<string, readonly Found[]>();

  /** What one has at home is not looked for again, unless it is used up. */
  function isDone(product: SampleProduct): boolean {
    return !product.kind.consumable && owned.has(product);
  }

  return {
    isDone,
    /** 1 at first, less for what one bought. */
    appetiteFor: (kind: string) => appetite.get(kind) ?? 1,
    keep(product: SampleProduct) {
      const { slug, again, consumable } = product.kind;
      appetite.set(slug, Math.max(0.15, (appetite.get(slug) ?? 1) * again));
      if (consumable && !owned.has(product)) used.set(slug, [...used.get(slug) ?? [], product]);
      owned.add(product);
    },
    /** What was bought before and is used up, something looked at lately, or something else of the kind. */
    look(kind: string, at: number): Found {
      const before = used.get(kind);
      if (before && random.next() < 0.35) return { product: pick(random, before), fit: 0.9 };
      const seen = recent.get(kind) ?? [];
      // The first is what was looked at last: nobody opens the same page twice in a row.
      let found = seen.length > 1 && random.next() < 0.22
        ? seen[1 + random.int(seen.length - 1)]!
        : view.find(kind, at);
      for (
        let tries = 0;
        tries < 4 && (isDone(found.product) || found.product === seen[0]?.product);
        tries++
      ) {
        found = view.find(kind, at);
      }
      recent.set(kind, [found, ...seen.filter(({ product }) => product !== found.product)].slice(0, 5));
      return found;
    },
  };
}

/** A third of the buyers rate, and what suits is rated higher. */
function drawRating(random: Random, fit: number): number | null {
  if (random.next() > 0.33) return null;
  const rating = Math.round(2 * (3.3 + 1.5 * fit + 0.7 * random.normal())) / 2;
  return Math.min(5, Math.max(1, rating));
}
