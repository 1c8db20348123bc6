/** Interactions with a known structure, for the tests of engine/. */
import { msPerDay } from "../../engine/strength.ts";
import type { Events } from "../../engine/csr.ts";
import { createRandom } from "../../engine/random.ts";

/** The moment from which the planted events are old: any fixed one. */
export const asOf = Date.UTC(2024, 5, 1);
export const weights = { view: 1, like: 2, cart: 3, purchase: 5 } as const;

export interface Row {
  readonly user: number;
  readonly product: number;
  /** Index into `interactionTypes`; view unless given. */
  readonly type?: number;
  /** Days before `asOf`; 0 unless given. */
  readonly days?: number;
  readonly session?: number;
}

/** Rows as columns. */
export function toEvents(rows: readonly Row[]): Events {
  return {
    users: Float64Array.from(rows, (row) => row.user),
    products: Float64Array.from(rows, (row) => row.product),
    types: Uint8Array.from(rows, (row) => row.type ?? 0),
    at: Float64Array.from(rows, (row) => asOf - (row.days ?? 0) * msPerDay),
    sessions: Int32Array.from(rows, (row) => row.session ?? -1),
  };
}

/**
 * Odd users like odd products and even users even ones; every user knows all of their half but one, which is a different one for
 * neighbouring users. A model that has understood puts the withheld product first.
 */
export function checkerboard(
  users: number,
  products: number,
): { rows: Row[]; withheld: Map<number, number> } {
  const rows: Row[] = [];
  const withheld = new Map<number, number>();
  for (let user = 1; user <= users; user++) {
    const liked: number[] = [];
    for (let product = user % 2 === 0 ? 2 : 1; product <= products; product += 2) liked.push(product);
    const hidden = liked[(user >> 1) % liked.length]!;
    withheld.set(user, hidden);
    for (const product of liked) if (product !== hidden) rows.push({ user, product });
  }
  return { rows, withheld };
}

export interface PlantedOptions {
  readonly users: number;
  readonly products: number;
  readonly groups: number;
  /** Mean number of interactions of a user. */
  readonly interactions: number;
  readonly days: number;
  readonly seed: number;
}

/**
 * Products fall into groups, and within a group some are far more popular than others. Each user has two favourite groups and
 * takes 80% of their products from these, the rest from everywhere by popularity. The last 20% of what each user takes, in time, and
 * new to them, is withheld.
 */
export function planted(
  { users, products, groups, interactions, days, seed }: PlantedOptions,
): { rows: Row[]; withheld: Map<number, Set<number>>; groupOf: (product: number) => number } {
  const random = createRandom(seed);
  const groupOf = (product: number) => product % groups;
  const ofGroup = Array.from({ length: groups }, (_, g) => {
    const members: number[] = [];
    for (let product = 1; product <= products; product++) if (groupOf(product) === g) members.push(product);
    return random.shuffle(members);
  });
  // Squaring a uniform number makes the first of a group the most taken.
  const pick = (list: readonly number[]) => list[Math.floor(random.next() ** 2.5 * list.length)]!;
  const all = random.shuffle(Array.from({ length: products }, (_, i) => i + 1));
  const rows: Row[] = [];
  const withheld = new Map<number, Set<number>>();
  for (let user = 1; user <= users; user++) {
    const favourites = [random.int(groups), random.int(groups)];
    const count = Math.max(5, Math.round(interactions * (0.4 + 1.2 * random.next())));
    const last = days * random.next() ** 2;
    const own: Row[] = Array.from({ length: count }, () => {
      const favourite = ofGroup[favourites[random.next() < 0.7 ? 0 : 1]!]!;
      const kind = random.next();
      return {
        user,
        product: random.next() < 0.8 ? pick(favourite) : pick(all),
        type: kind < 0.6 ? 0 : kind < 0.75 ? 1 : kind < 0.9 ? 2 : 3,
        days: last + random.next() * (days - last),
      };
    }).sort((a, b) => b.days - a.days);
    const cut = Math.floor(count * 0.8);
    const known = new Set(own.slice(0, cut).map(({ product }) => product));
    rows.push(...own.slice(0, cut));
    const hidden = new Set(
      own.slice(cut).map(({ product }) => product).filter((product) => !known.has(product)),
    );
    if (hidden.size > 0) withheld.set(user, hidden);
  }
  return { rows, withheld, groupOf };
}
