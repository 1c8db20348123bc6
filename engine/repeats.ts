/**
 * Whether the people of a shop buy the same product again, and what one of them will likely buy again. Where they do, what a shopper bought is worth showing anew; where they do
 * not, as with furniture, it is the last thing that they need.
 */
import { interactionTypes } from "../types.ts";
import type { Events } from "./csr.ts";
import { msPerDay } from "./strength.ts";

/** How often people could have bought a product again, and did. */
export interface Repeats {
  /** Purchases by users who had bought something on an earlier day (UTC). */
  readonly purchases: number;
  /** Share of these that are of a product which the same user had bought on an earlier day, in [0, 1]; 0 without any. */
  readonly share: number;
}

/** Chosen, not fitted: the two shops that were measured lie far to either side, at 0.02 and 0.42 (docs/ranking.md). */
const leastShare = 0.1;
/** Below so many purchases a share says little: at 50 its standard error is 0.04. */
const leastPurchases = 50;

/**
 * Counts over all purchases, in any order. Several purchases of one day count each, but none repeats another of the same day: that
 * would be an order entered in two lines.
 */
export function repeatsOf({ users, products, types, at }: Events): Repeats {
  const purchase = interactionTypes.indexOf("purchase");
  const bought = types.reduce((count, type) => count + (type === purchase ? 1 : 0), 0);
  const order = new Uint32Array(bought);
  for (let e = 0, size = 0; e < types.length; e++) if (types[e] === purchase) order[size++] = e;
  order.sort((a, b) => users[a]! - users[b]! || products[a]! - products[b]! || at[a]! - at[b]!);
  const dayOf = (e: number) => Math.floor(at[e]! / msPerDay);

  let purchases = 0, repeated = 0;
  for (let from = 0, to = 0; from < bought; from = to) {
    let first = Infinity;
    for (to = from; to < bought && users[order[to]!] === users[order[from]!]; to++) {
      first = Math.min(first, dayOf(order[to]!));
    }
    let firstOfProduct = 0;
    for (let o = from; o < to; o++) {
      const event = order[o]!, day = dayOf(event);
      // A product's purchases stand together, the earliest first.
      if (o === from || products[event] !== products[order[o - 1]!]) firstOfProduct = day;
      if (day > first) purchases++;
      if (day > firstOfProduct) repeated++;
    }
  }
  return { purchases, share: purchases > 0 ? repeated / purchases : 0 };
}

/** Whether the data says that people of this shop buy again; not where it is unknown, as in a model that was trained before. */
export function peopleRepeat(repeats: Repeats | undefined): repeats is Repeats {
  return repeats !== undefined && repeats.purchases >= leastPurchases && repeats.share >= leastShare;
}

/** A product that somebody bought. */
export interface Bought {
  readonly productId: number;
  /** Days (UTC) on which they bought it. */
  readonly days: number;
  /** days x score: the order. */
  readonly value: number;
}

/**
 * What one user bought, by what they will likely buy again: the highest days x score first, where `days` counts those on which they
 * bought it and the score is the ensemble's. Either alone foretells worse (docs/ranking.md): the days know nothing of season and
 * fashion, the score hardly tells the third purchase from the first. Equal values: more days, then bought last.
 *
 * @param purchases of one user, newest first, `at` in epoch milliseconds
 * @param scoreOf in [0, 1]; 0 for a product that the model does not know
 */
export function rankBought(
  purchases: readonly { readonly productId: number; readonly at: number }[],
  scoreOf: (productId: number) => number,
): Bought[] {
  const daysOf = new Map<number, Set<number>>();
  for (const { productId, at } of purchases) {
    const day = Math.floor(at / msPerDay), days = daysOf.get(productId);
    if (days) days.add(day);
    else daysOf.set(productId, new Set([day]));
  }
  // A map keeps the order of its first entries, and sorting the order of equals.
  return Array.from(daysOf, ([productId, { size: days }]) => ({
    ...{ productId, days, value: days * scoreOf(productId) },
  })).sort((a, b) => b.value - a.value || b.days - a.days);
}
