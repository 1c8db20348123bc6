/** Which settings of which member are tried. A further member needs one more entry. */
import type { MemberName } from "../member.ts";
import { defaultEaseOptions, mostEaseItems } from "../ease.ts";
import { defaultFirstPopularityOptions } from "../first_popularity.ts";
import { defaultItemKnnOptions } from "../item_knn.ts";
import { defaultMfOptions } from "../mf.ts";
import { createRandom } from "../random.ts";
import { mostWalked } from "./bounds.ts";
import { defaultRp3BetaOptions } from "../rp3beta.ts";
import { defaultSvdOptions } from "../svd.ts";

export type Values = Readonly<Record<string, number>>;

export interface MemberSpace {
  readonly name: MemberName;
  readonly defaults: Values;
  /** What differs from the defaults in the first try of a member that is not in use. */
  readonly begin?: Values;
  /** What each setting may be, ascending. */
  readonly values: Readonly<Record<string, readonly number[]>>;
  /** Tried before anything is drawn: changes that have been worth it in other shops. */
  readonly known: readonly Values[];
  /**
   * How long a fit takes beside others of the same member.
   *
   * @param share interactions in units of those of the last rung
   */
  cost(values: Values, share: number): number;
  /**
   * Of a member that takes as long on few users as on all, or nearly: by which power of the products its time grows. It is tried on the
   * last rung alone, and only where a fit to some of the products tells that there is time for it.
   */
  readonly power?: number;
  /** More products than this are not fitted. */
  readonly mostItems?: number;
  /** Of more interactions the training with all of them would take too long: what is searched on may be a small part. */
  readonly mostInteractions?: number;
  /** Share of the search's time, before the shares are divided by their sum. */
  readonly time: number;
}

/** Of members that look at every pair of products of every user. */
const pairwise = { cost: () => 1, power: 2, mostInteractions: mostWalked, time: 0.6 };

/** In the order in which they are searched: what differs most from the rest in kind, and what is quick, comes first. */
export const spaces: readonly MemberSpace[] = [
  {
    name: "first-popularity",
    defaults: defaultFirstPopularityOptions,
    values: { decayPerDay: [0, 0.01, 0.03, 0.07, 0.15, 0.3, 0.6] },
    known: [{ decayPerDay: 0.3 }, { decayPerDay: 0.07 }, { decayPerDay: 0.6 }, { decayPerDay: 0.03 }],
    cost: (_, share) => share,
    time: 0.6,
  },
  {
    name: "item-knn",
    defaults: defaultItemKnnOptions,
    begin: { neighbours: 20, shrinkage: 30 },
    values: {
      neighbours: [20, 50, 100, 200],
      shrinkage: [0, 3, 10, 30, 100],
      exponent: [0.1, 0.25, 0.5, 1],
    },
    known: [{ shrinkage: 100 }, { neighbours: 100 }],
    ...pairwise,
  },
  {
    name: "rp3beta",
    defaults: defaultRp3BetaOptions,
    values: {
      neighbours: [20, 50, 100, 200],
      alpha: [0.6, 0.8, 1, 1.2],
      beta: [0, 0.2, 0.4, 0.6, 0.8],
      exponent: [0.1, 0.25, 0.5, 1],
    },
    known: [{ alpha: 1, beta: 0.6 }, { neighbours: 50 }],
    ...pairwise,
  },
  {
    name: "svd",
    defaults: defaultSvdOptions,
    values: {
      factors: [8, 16, 32, 64, 96, 128],
      userExponent: [0, 0.2, 0.3, 0.4, 0.5],
      itemExponent: [0.1, 0.2, 0.3, 0.4, 0.5],
      outputExponent: [0, 0.15, 0.3, 0.5, 0.7],
      smoothing: [0.03, 0.1, 0.2, 0.3, 0.6, 1],
      exponent: [0.1, 0.25, 0.5, 1],
    },
    known: [
      { exponent: 0.5 },
      { smoothing: 0.1 },
      { factors: 128, smoothing: 0.1 },
      { outputExponent: 0.3 },
      { factors: 32 },
    ],
    cost: ({ factors = 1 }, share) => share * (factors + 32),
    time: 1,
  },
  {
    name: "mf",
    defaults: defaultMfOptions,
    values: {
      factors: [8, 16, 32, 64, 96, 128],
      epochs: [4, 8, 12, 16],
      learningRate: [0.02, 0.03, 0.05, 0.08],
      regularization: [0.003, 0.01, 0.03, 0.06, 0.1],
      negatives: [2, 4, 8],
      foldRegularization: [0.03, 0.1, 0.3, 1, 3],
      exponent: [0.1, 0.25, 0.5, 1],
    },
    known: [
      { foldRegularization: 1 },
      { epochs: 12 },
      { factors: 32 },
      { regularization: 0.06 },
      { negatives: 8 },
    ],
    cost: ({ factors = 1, epochs = 1, negatives = 1 }, share) =>
      share * epochs * (1 + negatives) * (factors + 24),
    time: 1.3,
  },
  {
    name: "ease",
    defaults: defaultEaseOptions,
    begin: { regularization: 1_000 },
    values: {
      regularization: [100, 300, 600, 1_000, 2_000, 4_000],
      exponent: [0.1, 0.25, 0.5, 1],
      neighbours: [50, 100, 200],
    },
    known: [{ regularization: 300 }, { regularization: 2_000 }],
    cost: () => 1,
    power: 3,
    mostItems: mostEaseItems,
    time: 1,
  },
];

/** One change in so many tries is of a single setting; else two or three change together. */
const singles = 0.4;

/**
 * What to try around some values, in this order: themselves, the defaults, what is known to help elsewhere, and changes of one to three
 * settings that are drawn. The same for the same seed.
 */
export function listCandidates(
  { defaults, values, known }: MemberSpace,
  base: Values,
  { count, seed, first }: { count: number; seed: number; first: boolean },
): Values[] {
  const random = createRandom(seed);
  const found = new Map<string, Values>();
  const add = (candidate: Values) => found.set(JSON.stringify(candidate), candidate);
  add(base);
  if (first) {
    add({ ...base, ...defaults });
    for (const change of known) add({ ...base, ...change });
  }
  const keys = Object.keys(values);
  for (let attempt = 0; attempt < 20 * count && found.size < count; attempt++) {
    const changed: Record<string, number> = { ...base };
    const changes = random.next() < singles ? 1 : 2 + random.int(2);
    for (let c = 0; c < changes; c++) {
      const key = keys[random.int(keys.length)]!;
      changed[key] = values[key]![random.int(values[key]!.length)]!;
    }
    add(changed);
  }
  return [...found.values()];
}
