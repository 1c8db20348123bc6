/** The range as shoppers meet it: which products of a kind a given shopper would look at, and how well they fit. */
import { createRandom, type Random } from "../../engine/random.ts";
import { drawIndex, toSums } from "./draw.ts";
import type { SampleProduct } from "./products.ts";
import type { Budget, Shopper } from "./shoppers.ts";
import { moods } from "./vocabulary.ts";

/** The products of one kind. */
interface Rack {
  readonly products: readonly SampleProduct[];
  /** How well known each is, a few much more than the others; `fameSums` to draw by it alone. */
  readonly fame: Float64Array;
  readonly fameSums: Float64Array;
  /** How well the price of each suits a budget: its rank within the kind against the budget's. */
  readonly prices: Readonly<Record<Budget, Float64Array>>;
  /** Colour codes of each: the first and the second, or the first again. */
  readonly first: Uint8Array;
  readonly second: Uint8Array;
  /** Indices of those that come up in the last days: new ones, and a few that catch on. */
  readonly rising: readonly number[];
}

export interface Shelf {
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
  /** Draws any kind of the shop, those with many products most. */
  wander(): string;
  /** Draws a product of the kind by its fame alone, as one who does not look for it would come across it. */
  stumble(kind: string, at: number): Found;
}

const dayMs = 86_400_000;
const budgetRanks: Record<Budget, number> = { low: 0.15, mid: 0.5, high: 0.85 };
const budgetSpread = 0.22;
const colourWords = [...new Set(Object.values(moods).flatMap((words) => words.split(" ")))];
const colourCodes = new Map(colourWords.map((word, code) => [word, code]));

/** Arranges the range; `now` decides what is rising. */
export function createShelf(
  products: readonly SampleProduct[],
  { seed, now }: { seed: number; now: number },
): Shelf {
  const random = createRandom(seed);
  const byKind = Map.groupBy(products, ({ kind }) => kind.slug);
  const racks = new Map<string, Rack>();
  for (const [slug, rack] of byKind) racks.set(slug, toRack(rack, { random, now }));
  const kinds = [...racks.keys()];
  const kindSums = toSums(kinds.map((slug) => racks.get(slug)!.products.length));
  return { viewFor: (shopper) => createView(shopper, { racks, kinds, kindSums, random, now }) };
}

function toRack(products: readonly SampleProduct[], { random, now }: { random: Random; now: number }): Rack {
  const order = products.map((_, i) => i).sort((a, b) => products[a]!.price - products[b]!.price || a - b);
  const rank = new Float64Array(products.length);
  order.forEach((at, r) => rank[at] = products.length > 1 ? r / (products.length - 1) : 0.5);
  const suits = (budget: Budget) =>
    rank.map((r) => 0.04 + Math.exp(-(((r - budgetRanks[budget]) / budgetSpread) ** 2) / 2));
  const fame = Float64Array.from(products, () => Math.exp(0.95 * random.normal()));
  return {
    products,
    fame,
    fameSums: toSums(fame),
    prices: { low: suits("low"), mid: suits("mid"), high: suits("high") },
    first: Uint8Array.from(products, ({ colours }) => colourCodes.get(colours[0]!)!),
    second: Uint8Array.from(products, ({ colours }) => colourCodes.get(colours[1] ?? colours[0]!)!),
    rising: products.flatMap((product, i) =>
      random.next() < 0.012 || product.createdAt > now - 14 * dayMs ? [i] : []
    ),
  };
}

interface Surroundings {
  readonly racks: ReadonlyMap<string, Rack>;
  readonly kinds: readonly string[];
  readonly kindSums: Float64Array;
  readonly random: Random;
  readonly now: number;
}

function createView(shopper: Shopper, { racks, kinds, kindSums, random, now }: Surroundings): View {
  const colourLiking = toColourLiking(shopper);
  const sumsByKind = new Map<string, Float64Array>();

  /** How well a product suits the shopper, without its fame: 0 to about 2.5. */
  function suits({ prices, first, second }: Rack, i: number): number {
    const colour = Math.max(colourLiking[first[i]!]!, 0.6 * colourLiking[second[i]!]!);
    return colour * prices[shopper.budget][i]!;
  }

  function toFound(rack: Rack, i: number): Found {
    const suit = suits(rack, i);
    return { product: rack.products[i]!, fit: suit / (suit + 0.8) };
  }

  function sumsOf(kind: string, rack: Rack): Float64Array {
    const known = sumsByKind.get(kind);
    if (known) return known;
    const weights = rack.fame.map((fame, i) => fame * suits(rack, i));
    const sums = toSums(weights);
    sumsByKind.set(kind, sums);
    return sums;
  }

  function drawOnSale(rack: Rack, sums: Float64Array, at: number): Found {
    for (let tries = 0; tries < 12; tries++) {
      const i = drawIndex(random, sums);
      if (rack.products[i]!.createdAt <= at) return toFound(rack, i);
    }
    // The oldest of a kind has been there all along.
    return toFound(rack, 0);
  }

  return {
    has: (kind) => racks.has(kind),
    find(kind, at) {
      const rack = racks.get(kind)!;
      if (rack.rising.length > 0 && at > now - 9 * dayMs && random.next() < 0.12) {
        const i = rack.rising[random.int(rack.rising.length)]!;
        if (rack.products[i]!.createdAt <= at) return toFound(rack, i);
      }
      return drawOnSale(rack, sumsOf(kind, rack), at);
    },
    wander: () => kinds[drawIndex(random, kindSums)]!,
    stumble(kind, at) {
      const rack = racks.get(kind)!;
      return drawOnSale(rack, rack.fameSums, at);
    },
  };
}

/** Favourite colours, then those of the shopper's moods, then all others, by colour code. */
function toColourLiking({ moods: liked, colours }: Shopper): Float64Array {
  const palette = new Set(liked.flatMap((mood) => moods[mood].split(" ")));
  return Float64Array.from(colourWords, (word) => colours.includes(word) ? 2.4 : palette.has(word) ? 1 : 0.1);
}
