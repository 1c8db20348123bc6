/** The range as shoppers meet it: which products of a kind a given shopper would look at, and how well they fit. */
import { createRandom, type Random } from "../../engine/random.ts";
import { drawIndex, toSums } from "./draw.ts";
import type { SampleProduct } from "./products.ts";
import type { Budget, Shopper } from "./shoppers.ts";
import { moods } from "./vocabulary.ts";

/** The products of one kind. */
interface Rack {
  readonly products: readonly SampleProduct[];
  /** How well known each is: a few are, most are not. */
  readonly fame: Float64Array;
  /** Where each price stands among those of the kind: 0 cheapest, 1 dearest. */
  readonly priceRank: Float64Array;
  /** Indices of those that come up in the last days: new ones, and a few that catch on. */
  readonly rising: readonly number[];
}

export interface Shelf {
  /** Slugs of the kinds that are sold, with how much of the range they take. */
  readonly kinds: readonly string[];
  readonly kindSums: Float64Array;
  /** How one shopper sees the shelf. */
  viewFor(shopper: Shopper): View;
}

/** A product that came into view, and how well it suits the shopper: 0 to 1. */
export interface Found {
  readonly product: SampleProduct;
  readonly fit: number;
}

export interface View {
  has(kind: string): boolean;
  /** Draws a product of the kind that is sold at the moment `at`; the kind must be there. */
  find(kind: string, at: number): Found;
}

const dayMs = 86_400_000;
const budgetRanks: Record<Budget, number> = { low: 0.15, mid: 0.5, high: 0.85 };
const budgetSpread = 0.22;

/** Arranges the range; `now` decides what is rising. */
export function createShelf(
  products: readonly SampleProduct[],
  { seed, now }: { seed: number; now: number },
): Shelf {
  const random = createRandom(seed);
  const byKind = new Map<string, SampleProduct[]>();
  for (const product of products) {
    const rack = byKind.get(product.kind.slug);
    if (rack) rack.push(product);
    else byKind.set(product.kind.slug, [product]);
  }
  const racks = new Map<string, Rack>();
  for (const [slug, rack] of byKind) racks.set(slug, toRack(rack, { random, now }));
  const kinds = [...byKind.keys()];
  return {
    kinds,
    kindSums: toSums(kinds.map((slug) => racks.get(slug)!.products.length)),
    viewFor: (shopper) => createView(shopper, { racks, random, now }),
  };
}

function toRack(products: readonly SampleProduct[], { random, now }: { random: Random; now: number }): Rack {
  const order = products.map((_, i) => i).sort((a, b) => products[a]!.price - products[b]!.price || a - b);
  const priceRank = new Float64Array(products.length);
  order.forEach((at, rank) => priceRank[at] = products.length > 1 ? rank / (products.length - 1) : 0.5);
  return {
    products,
    fame: Float64Array.from(products, () => Math.exp(0.95 * random.normal())),
    priceRank,
    rising: products.flatMap((product, i) =>
      random.next() < 0.012 || product.createdAt > now - 14 * dayMs ? [i] : []
    ),
  };
}

interface Liking {
  readonly sums: Float64Array;
  readonly fits: Float64Array;
}

function createView(
  shopper: Shopper,
  { racks, random, now }: { racks: Map<string, Rack>; random: Random; now: number },
): View {
  const palette = new Set(shopper.moods.flatMap((mood) => moods[mood].split(" ")));
  const wanted = budgetRanks[shopper.budget];
  const likings = new Map<string, Liking>();

  function likingOf(kind: string, rack: Rack): Liking {
    const known = likings.get(kind);
    if (known) return known;
    const weights = new Float64Array(rack.products.length);
    const fits = new Float64Array(rack.products.length);
    rack.products.forEach((product, i) => {
      const away = (rack.priceRank[i]! - wanted) / budgetSpread;
      const suits = likingOfColours(product.colours) * (0.04 + Math.exp(-away * away / 2));
      weights[i] = rack.fame[i]! * suits;
      fits[i] = suits / (suits + 0.8);
    });
    const liking = { sums: toSums(weights), fits };
    likings.set(kind, liking);
    return liking;
  }

  function likingOfColours(colours: readonly string[]): number {
    let best = 0;
    colours.forEach((colour, i) => {
      const liked = shopper.colours.includes(colour) ? 2.4 : palette.has(colour) ? 1 : 0.1;
      best = Math.max(best, i === 0 ? liked : 0.6 * liked);
    });
    return best;
  }

  return {
    has: (kind) => racks.has(kind),
    find(kind, at) {
      const rack = racks.get(kind)!;
      const { sums, fits } = likingOf(kind, rack);
      if (rack.rising.length > 0 && at > now - 9 * dayMs && random.next() < 0.12) {
        const i = rack.rising[random.int(rack.rising.length)]!;
        if (rack.products[i]!.createdAt <= at) return { product: rack.products[i]!, fit: fits[i]! };
      }
      for (let tries = 0; tries < 12; tries++) {
        const i = drawIndex(random, sums);
        if (rack.products[i]!.createdAt <= at) return { product: rack.products[i]!, fit: fits[i]! };
      }
      // The oldest of a kind has been there all along.
      return { product: rack.products[0]!, fit: fits[0]! };
    },
  };
}
