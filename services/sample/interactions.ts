/** What the shoppers of the sample shop did, as one history. */
import { createRandom, type Random } from "../../engine/random.ts";
import type { NewInteraction } from "../../types.ts";
import { shareOut } from "./draw.ts";
import type { SampleProduct } from "./products.ts";
import { createShelf } from "./shelf.ts";
import type { Shopper } from "./shoppers.ts";
import { createVisitor } from "./visitor.ts";
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
export function makeInteractions(count: number, options: Options): NewInteraction[] {
  const { products, shoppers, seed, now } = options;
  const random = createRandom(seed);
  const shelf = createShelf(products, { seed: seed + 1, now });
  const made: NewInteraction[] = [];
  const counts = shareActs(count, shoppers, now);
  shoppers.forEach((shopper, s) => {
    if (counts[s]! === 0) return;
    const visitor = createVisitor(shopper, shelf.viewFor(shopper), random);
    drawVisits(shopper, counts[s]!, { random, now }).forEach((steps, v) => {
      const sessionId = `sample-${shopper.id}-${v + 1}`;
      for (const { product, type, rating, at } of visitor.visit(steps)) {
        made.push({ userId: shopper.id, productId: product.id, type, rating, at, sessionId, eventId: null });
      }
    });
  });
  const times = Float64Array.from(made, ({ at }) => at);
  const order = Uint32Array.from(times.keys()).sort((a, b) => times[a]! - times[b]! || a - b);
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
  const rich = Math.min(180, Math.floor(count / 4));
  for (let s = counts.length - 1; s > 0 && counts[0]! < rich; s--) {
    const taken = Math.min(counts[s]! >> 1, rich - counts[0]!);
    counts[s]! -= taken;
    counts[0]! += taken;
  }
  return counts;
}

/** Visits of a shopper, oldest first: the moments of the acts of each. They do not overlap. */
function drawVisits(
  shopper: Shopper,
  acts: number,
  { random, now }: { random: Random; now: number },
): Float64Array[] {
  const visits = Math.min(acts, mostVisits, Math.max(1, Math.round(acts / usualVisit)));
  const from = Math.max(shopper.createdAt, now - historyDays * dayMs);
  const starts = drawArrivals(random, visits, { from, to: now - 40 * minuteMs });
  if (shopper.id === 1) {
    // The first shopper was here today and yesterday, for whoever tries the shop.
    starts[visits - 1] = now - 100 * minuteMs;
    if (visits > 4) starts[visits - 2] = now - 26 * 60 * minuteMs;
    starts.sort();
  }
  const lengths = shareOut(acts - visits, Array.from(starts, () => 0.2 + random.next()));
  return Array.from(
    starts,
    (start, v) => drawSteps(random, lengths[v]! + 1, { start, end: starts[v + 1] ?? now - minuteMs }),
  );
}
