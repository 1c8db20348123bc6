/**
 * Measures of rankings against withheld items. Per user: hr, recall, recall_capped, ndcg (metrics.ts), precision, map, mrr, and of
 * the list alone ild (intra_list.ts); over all lists: coverage, gini, novelty. Each at a cut-off k: the first k of a list count.
 */
import { InvalidInputError } from "../../errors.ts";
import { hr, ndcg, recall, recallCapped } from "../metrics.ts";
import type { Dataset } from "./dataset.ts";
import { intraListDiversity } from "./intra_list.ts";
import { type Owners, ownersOf } from "./owners.ts";
import type { Ranking } from "./rank.ts";

type Ranked = ArrayLike<number>;
type Relevant = ReadonlySet<number>;

/** Hits in the first k over k, also where the list is shorter. */
export function precision(ranked: Ranked, relevant: Relevant, k: number): number {
  let hits = 0;
  for (let i = 0; i < Math.min(k, ranked.length); i++) if (relevant.has(ranked[i]!)) hits++;
  return hits / k;
}

/** Average precision: the precision at the rank of each hit, summed, over min(k, relevant items). */
export function averagePrecision(ranked: Ranked, relevant: Relevant, k: number): number {
  const possible = Math.min(k, relevant.size);
  if (possible === 0) return 0;
  let hits = 0, sum = 0;
  for (let i = 0; i < Math.min(k, ranked.length); i++) {
    if (relevant.has(ranked[i]!)) sum += ++hits / (i + 1);
  }
  return sum / possible;
}

/** 1 / rank of the first hit, 0 without one in the first k. */
export function reciprocalRank(ranked: Ranked, relevant: Relevant, k: number): number {
  for (let i = 0; i < Math.min(k, ranked.length); i++) if (relevant.has(ranked[i]!)) return 1 / (i + 1);
  return 0;
}

const perUser = {
  hr,
  recall,
  recall_capped: recallCapped,
  ndcg,
  precision,
  map: averagePrecision,
  mrr: reciprocalRank,
} as const;

/** Of the lists as a whole. */
const overall = ["coverage", "gini", "novelty"] as const;
/** Of each user's list, whatever is withheld. */
const ofList = ["ild"] as const;
/** Of predicted values; they have no cut-off. */
export const valueMetrics = ["rmse", "mae"] as const;

type UserMetric = keyof typeof perUser;
type OverallMetric = (typeof overall)[number];
export type RankMetric = UserMetric | OverallMetric | (typeof ofList)[number];
export type Metric = RankMetric | (typeof valueMetrics)[number];

/** Those that say how well the withheld items were ranked. */
export const userMetrics: readonly UserMetric[] = Object.keys(perUser) as UserMetric[];
export const rankMetrics: readonly RankMetric[] = [...userMetrics, ...overall, ...ofList];

/** What is measured when nothing is asked for. */
export const defaultMetrics: readonly RankMetric[] = rankMetrics;

export interface MeasureOptions {
  readonly metrics: readonly RankMetric[];
  /** Ascending. */
  readonly cutoffs: readonly number[];
}

export interface Measured {
  /** `ndcg@10` and so on: means over the test users, or the figure of all lists. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Each user's value, in the order of the test users, of the metrics that are means over users. */
  readonly byUser: Readonly<Record<string, Float64Array>>;
}

/**
 * Measures a ranking of the data set's test users.
 *
 * @throws InvalidInputError for coverage, gini, novelty or ild of sampled candidates: there are no lists of all items
 */
export function measure(ranking: Ranking, dataset: Dataset, { metrics, cutoffs }: MeasureOptions): Measured {
  const { negatives, train, test } = dataset;
  for (const metric of metrics) {
    if (negatives && !isOfUser(metric)) {
      throw new InvalidInputError(
        `Cannot measure ${metric}: with --negatives there are no lists of all items`,
      );
    }
  }
  const longest = Math.max(...cutoffs), ofUsers = metrics.filter(isOfUser);
  const byUser: Record<string, Float64Array> = {};
  for (const metric of ofUsers) {
    for (const k of cutoffs) byUser[`${metric}@${k}`] = new Float64Array(test.users.length);
  }
  for (let t = 0; t < test.users.length; t++) {
    const { ranked, relevant } = listOf(ranking, { dataset, t, longest });
    for (const metric of ofUsers) {
      for (const k of cutoffs) byUser[`${metric}@${k}`]![t] = perUser[metric](ranked, relevant, k);
    }
  }
  const needsOwners = metrics.some((metric) => metric === "novelty" || metric === "ild");
  const owners = needsOwners ? ownersOf(train, dataset) : undefined;
  if (metrics.includes("ild")) {
    const { users } = dataset;
    const found = intraListDiversity(ranking.lists, { owners: owners!, users, longest, cutoffs });
    cutoffs.forEach((k, c) => byUser[`ild@${k}`] = found[c]!);
  }
  const means: Record<string, number> = {};
  for (const metric of metrics) {
    for (const k of cutoffs) {
      const key = `${metric}@${k}`;
      means[key] = isOverall(metric)
        ? measureLists(ranking.lists, { metric, k, longest, dataset, owners })
        : mean(byUser[key]!);
    }
  }
  return { metrics: means, byUser };
}

/** A user's list and what is relevant in it; a rank among sampled candidates becomes a list with the target in its place. */
function listOf(
  { lists, ranks }: Ranking,
  { dataset, t, longest }: { dataset: Dataset; t: number; longest: number },
): { ranked: Ranked; relevant: Relevant } {
  const { ptr, items } = dataset.test;
  const relevant = new Set(items.subarray(ptr[t], ptr[t + 1]));
  if (!dataset.negatives) return { ranked: lists.subarray(t * longest, (t + 1) * longest), relevant };
  const ranked = new Int32Array(Math.min(ranks[t]!, longest + 1)).fill(-1);
  if (ranks[t]! <= longest) ranked[ranks[t]! - 1] = items[ptr[t]!]!;
  return { ranked, relevant };
}

function measureLists(
  lists: Int32Array,
  { metric, k, longest, dataset, owners }: {
    metric: OverallMetric;
    k: number;
    longest: number;
    dataset: Dataset;
    /** Needed for novelty. */
    owners: Owners | undefined;
  },
): number {
  const counts = new Float64Array(dataset.items);
  for (let from = 0; from < lists.length; from += longest) {
    for (let i = from; i < from + k; i++) if (lists[i]! >= 0) counts[lists[i]!]!++;
  }
  if (metric === "coverage") return counts.reduce((n, count) => n + (count > 0 ? 1 : 0), 0) / dataset.items;
  return metric === "gini" ? gini(counts) : novelty(counts, owners!);
}

/** Gini coefficient: 0 when all are equal, towards 1 when one has all. */
export function gini(counts: Float64Array): number {
  const sorted = counts.slice().sort();
  const n = sorted.length;
  let sum = 0, weighted = 0;
  for (let i = 0; i < n; i++) {
    sum += sorted[i]!;
    weighted += (i + 1) * sorted[i]!;
  }
  return sum === 0 ? 0 : (2 * weighted) / (n * sum) - (n + 1) / n;
}

/**
 * Mean self-information in bits of what is in the lists: -log2 of the share of training users who have the item (Zhou et al., PNAS
 * 2010). An item that nobody has counts as if one user had it.
 */
function novelty(counts: Float64Array, { ptr, users }: Owners): number {
  const everybody = new Set(users).size;
  let sum = 0, total = 0;
  for (let i = 0; i < counts.length; i++) {
    if (counts[i] === 0) continue;
    sum -= counts[i]! * Math.log2(Math.max(1, ptr[i + 1]! - ptr[i]!) / everybody);
    total += counts[i]!;
  }
  return total === 0 ? 0 : sum / total;
}

function isOfUser(metric: RankMetric): metric is UserMetric {
  return metric in perUser;
}

function isOverall(metric: RankMetric): metric is OverallMetric {
  return (overall as readonly string[]).includes(metric);
}

function mean(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
