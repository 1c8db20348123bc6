/** What the shoppers of the sample shop did: visits in which they look around, like, fill a cart and sometimes buy. */
import { createRandom, type Random } from "../../engine/random.ts";
import type { InteractionType, NewInteraction } from "../../types.ts";
import { drawIndex, pick, shareOut, toSums } from "./draw.ts";
import { seasonOf } from "./interests.ts";
import type { SampleProduct } from "./products.ts";
import { createShelf, type Found, type Shelf } from "./shelf.ts";
import type { Shopper, Taste } from "./shoppers.ts";
import { drawArrivals, drawSteps } from "./visits.ts";

const dayMs = 86_400_000, minuteMs = 60_000;

/** How far back the history goes. */
export const historyDays = 120;

/** Acts of a visit, on average, and at most so many visits of one shopper. */
const usualVisit = 9, mostVisits = 2 * historyDays;

interface Options {
  readonly products: readonly SampleProduct[];
  readonly shoppers: readonly Shopper[];
  readonly seed: number;
  readonly now: number;
}

/** Makes exactly `count` interactions, oldest first. In a visit everything bought was put into the cart before. */
export function makeInteractions(
  count: number,
  { products, shoppers, seed, now }: Options,
): NewInteraction[] {
  const random = createRandom(seed);
  const shelf = createShelf(products, { seed: seed + 1, now });
  const made: NewInteraction[] = [];
  const counts = shareActs(count, shoppers, now);
  shoppers.forEach((shopper, s) => {
    if (counts[s]! === 0) return;
    const self = createVisitor(shopper, shelf, random);
    for (const [v, visit] of drawVisits(shopper, counts[s]!, { random, now }).entries()) {
      const sessionId = `sample-${shopper.id}-${v + 1}`;
      for (const act of self.visit(visit)) {
        made.push({ userId: shopper.id, sessionId, eventId: null, ...act });
      }
    }
  });
  const order = Uint32Array.from(made.keys()).sort((a, b) => made[a]!.at - made[b]!.at || a - b);
  return Array.from(order, (i) => made[i]!);
}

/** How many acts each shopper has; the first one is never a stranger. */
function shareActs(count: number, shoppers: readonly Shopper[], now: number): Int32Array {
  const counts = shareOut(
    count,
    shoppers.map(({ activity, createdAt }) =>
      activity * Math.min(1, (now - createdAt) / (historyDays * dayMs))
    ),
  );
  const rich = Math.min(150, Math.floor(count / 4));
  for (let s = counts.length - 1; s > 0 && counts[0]! < rich; s--) {
    const taken = Math.min(counts[s]! >> 1, rich - counts[0]!);
    counts[s]! -= taken;
    counts[0]! += taken;
  }
  return counts;
}

interface Visit {
  /** Moments of the acts. */
  readonly steps: Float64Array;
}

function drawVisits(
  shopper: Shopper,
  acts: number,
  { random, now }: { random: Random; now: number },
): Visit[] {
  const visits = Math.min(acts, mostVisits, Math.max(1, Math.round(acts / usualVisit)));
  const from = Math.max(shopper.createdAt, now - historyDays * dayMs);
  const starts = drawArrivals(random, visits, { from, to: now - 40 * minuteMs });
  if (shopper.id === 1) {
    // The first shopper was here today, for whoever tries the shop.
    starts[visits - 1] = now - 100 * minuteMs;
    starts.sort();
  }
  const lengths = shareOut(acts - visits, Array.from(starts, () => 0.2 + random.next()));
  return Array.from(starts, (start, v) => ({
    steps: drawSteps(random, lengths[v]! + 1, { start, end: starts[v + 1] ?? now - minuteMs }),
  }));
}

type Act = Pick<NewInteraction, "productId" | "type" | "rating" | "at">;

/** A shopper with a memory: what they own, what they looked at lately. */
function createVisitor(shopper: Shopper, shelf: Shelf, random: Random) {
  const view = shelf.viewFor(shopper);
  const appetite = new Map<string, number>();
  const owned = new Map<number, SampleProduct>();
  const recent = new Map<string, Found[]>();

  function chooseTaste(at: number): Taste | undefined {
    const sums = toSums(
      shopper.tastes.map((taste) =>
        taste.kinds.some(view.has) ? taste.weight * seasonOf(taste.interest, at) : 0
      ),
    );
    return shopper.tastes[drawIndex(random, sums)];
  }

  /** A kind of the taste other than `except`; where there is none, any kind of the shop. */
  function chooseKind(taste: Taste | undefined, except?: string): string {
    const sums = toSums(
      (taste?.kinds ?? []).map((kind) =>
        kind === except || !view.has(kind) ? 0 : taste!.interest.kinds[kind]! * (appetite.get(kind) ?? 1)
      ),
    );
    const at = drawIndex(random, sums);
    if (at >= 0) return taste!.kinds[at]!;
    return except ?? shelf.kinds[drawIndex(random, shelf.kindSums)]!;
  }

  function look(kind: string, at: number): Found {
    const seen = recent.get(kind) ?? [];
    if (seen.length > 0 && random.next() < 0.22) return pick(random, seen);
    let found = view.find(kind, at);
    // What one has at home is not looked for again, unless it is used up.
    for (let tries = 0; tries < 3 && isDone(found.product); tries++) found = view.find(kind, at);
    recent.set(kind, [found, ...seen.filter(({ product }) => product !== found.product)].slice(0, 5));
    return found;
  }

  function isDone(product: SampleProduct): boolean {
    return owned.has(product.id) && !product.kind.consumable;
  }

  /** Half of those who came to restock look at what they had before. */
  function restock(kind: string): Found | undefined {
    if (random.next() > 0.5) return undefined;
    const used = [...owned.values()].filter((p) => p.kind.slug === kind && p.kind.consumable);
    return used.length > 0 ? { product: pick(random, used), fit: 0.9 } : undefined;
  }

  return {
    /** As many acts as the visit has moments. */
    visit({ steps }: Visit): Act[] {
      const acts: Act[] = [];
      const cart = new Map<SampleProduct, number>();
      const liked = new Set<SampleProduct>();
      const taste = chooseTaste(steps[0]!);
      const buys = random.next() < 0.34;
      let kind = chooseKind(taste), turn = false;
      const add = (type: InteractionType, product: SampleProduct, rating: number | null = null) =>
        acts.push({ productId: product.id, type, rating, at: steps[acts.length]! });
      const left = () => steps.length - acts.length - (buys ? cart.size : 0);

      while (left() > 0) {
        const strays = random.next() < 0.07;
        if (turn || random.next() < 0.4) kind = chooseKind(taste, kind);
        turn = false;
        const here = strays ? shelf.kinds[drawIndex(random, shelf.kindSums)]! : kind;
        const at = steps[acts.length]!;
        const { product, fit } = restock(here) ?? look(here, at);
        add("view", product);
        if (left() > 0 && !liked.has(product) && random.next() < 0.02 + 0.15 * fit) {
          add("like", product);
          liked.add(product);
        }
        const wants = (buys ? cart.size > 0 ? 0.42 : 0.34 : 0.09) * (0.35 + fit);
        if (left() >= (buys ? 2 : 1) && !cart.has(product) && !isDone(product) && random.next() < wants) {
          add("cart", product);
          cart.set(product, fit);
          turn = true;
        }
      }
      if (buys) {
        for (const [product, fit] of cart) {
          add("purchase", product, drawRating(random, fit));
          owned.set(product.id, product);
          const { slug, again } = product.kind;
          appetite.set(slug, Math.max(0.15, (appetite.get(slug) ?? 1) * again));
        }
      }
      return acts;
    },
  };
}

/** A third of the buyers rate, and what suits is rated higher: 1 to 5 in halves. */
function drawRating(random: Random, fit: number): number | null {
  if (random.next() > 0.33) return null;
  const rating = Math.round(2 * (3.3 + 1.5 * fit + 0.7 * random.normal())) / 2;
  return Math.min(5, Math.max(1, rating));
}
