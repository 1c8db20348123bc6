/**
 * Learns the weights of an ensemble's members: they are fitted to the earlier part of the data, and a listwise regression (listwise.ts)
 * finds what the part after it says about them.
 */
import { InvalidInputError } from "../../errors.ts";
import { type CutOptions, cutTraining } from "../evaluation/cut.ts";
import { createDataset, type Dataset } from "../evaluation/dataset.ts";
import { type ModelData, newestOf, toMatrix } from "../evaluation/strengths.ts";
import { createRandom } from "../random.ts";
import type { Team } from "../team.ts";
import { type ChoiceList, fitListwise } from "./listwise.ts";
import { dataOf, fitMember, isTrusted, nameOf } from "./member_specs.ts";
import { members } from "./members.ts";
import { type FitContext, rowOf, type ScoreContext, type Tile } from "./recommender.ts";
import { scaleTile } from "./scaling.ts";
import { withWorkspace } from "./workspace.ts";

/** Share of the training data that is withheld where nobody says how the test part was cut off. */
const usualCut = { split: null, share: 0.12, sampled: false, foldIn: 0.8 } as const;
/** Users whose choices are looked at. */
const mostUsers = 3_000;
/** Lists with a choice in them below which nothing can be learnt. */
const fewestLists = 30;
/** Candidates per user and member, from the top of its list. */
const depth = 60;
/** Candidates per user in the second look, from the top of the combined list. */
const shown = 60;
const width = 32;

/** What was on top of some member's list for a user, and whether the user took it. */
interface Pool {
  readonly taken: readonly boolean[];
  /** candidates x members. */
  readonly features: Float64Array;
}

/**
 * The weights under which the members best foretell the last part of the data from what came before. Their scale is such that the sum
 * of their absolute values is 1.
 *
 * @returns null where too few users have a choice to learn from
 */
export function learnWeights(
  data: ModelData,
  specs: readonly string[],
  context: FitContext,
): number[] | null {
  const { seed, repeats, onProgress, cut = usualCut } = context;
  const dataset = cutAgain(data, { cut: { ...cut, seed }, newOnly: !repeats });
  if (!dataset) return null;
  const { users, items, train } = dataset;
  const earlier: ModelData = { ...data, users, items, events: train, asOf: newestOf(train) };
  const states = specs.map((spec, m) =>
    fitMember(earlier, spec, {
      ...context,
      onProgress: (done) => onProgress((m + done) / (specs.length + 1)),
    })
  );
  const pools = withWorkspace((team) =>
    collectPools(earlier, { specs, states, dataset, repeats, seed, team })
  );
  const trusted = specs.map((spec) => isTrusted(spec, { repeats }));
  const first = toLists(pools, specs.length);
  if (first.length < fewestLists) return null;
  // Once more among what the first weights would show: elsewhere it does not matter what is above what.
  const rough = fitListwise(first, trusted.includes(true) ? trusted : specs.map(() => true));
  const second = toLists(pools, specs.length, rough);
  const weights = second.length < fewestLists ? rough : fitListwise(second, trusted);
  const total = weights.reduce((sum, weight) => sum + Math.abs(weight), 0);
  return total > 0 ? Array.from(weights, (weight) => Number((weight / total).toFixed(6))) : null;
}

/** Nothing where so little is there that a part would be empty. */
function cutAgain(
  { events }: ModelData,
  { cut, newOnly }: { cut: CutOptions; newOnly: boolean },
): Dataset | undefined {
  try {
    return createDataset(cutTraining(events, cut).parts, { newOnly });
  } catch (error) {
    if (error instanceof InvalidInputError) return undefined;
    throw error;
  }
}

/** Lists with what was taken in front; only those in which something was. With weights, only the top of the combined list. */
function toLists(pools: readonly Pool[], n: number, weights?: Float64Array): ChoiceList[] {
  const lists: ChoiceList[] = [];
  for (const { taken, features } of pools) {
    let rows = taken.map((_, r) => r);
    if (weights) {
      const scores = rows.map((r) =>
        weights.reduce((sum, weight, f) => sum + weight * features[r * n + f]!, 0)
      );
      rows = rows.sort((a, b) => scores[b]! - scores[a]! || a - b).slice(0, shown);
    }
    const positives = rows.filter((r) => taken[r]);
    if (positives.length === 0) continue;
    const ordered = [...positives, ...rows.filter((r) => !taken[r])];
    const cells = new Float64Array(ordered.length * n);
    ordered.forEach((r, at) => cells.set(features.subarray(r * n, (r + 1) * n), at * n));
    lists.push({ positives: positives.length, features: cells });
  }
  return lists;
}

/**
 * Of each user the tops of the members' lists. What no member found is left out, also if it was taken: it would tell that high scores
 * are wrong, when they are only why the others are here.
 */
function collectPools(
  data: ModelData,
  { specs, states, dataset, repeats, seed, team }: {
    specs: readonly string[];
    states: readonly unknown[];
    dataset: Dataset;
    repeats: boolean;
    seed: number;
    team: Team;
  },
): Pool[] {
  const { test } = dataset, inputs = { ...data, events: dataset.inputs };
  const { arena } = team;
  const context: ScoreContext = { arena, kernels: team.kernels, width };
  const scorers = specs.map((spec, m) =>
    members[nameOf(spec)].open(states[m], dataOf(spec, inputs), context)
  );
  const tiles = specs.map(() => arena.f32(data.items * width));
  const takeTops = createTops(context, data.items);
  const matrix = toMatrix({ ...inputs, binary: true });
  const known = Array.from(test.users, (user, t) => ({ user, t }))
    .filter(({ user }) => matrix.rowPtr[user + 1]! > matrix.rowPtr[user]!);
  const order = createRandom(seed).shuffle(known).slice(0, mostUsers);
  const pools: Pool[] = [];
  for (let from = 0; from < order.length; from += width) {
    const batch = order.slice(from, from + width);
    const users = Int32Array.from(batch, ({ user }) => user);
    const own = Array.from(users, (user) => rowOf(matrix, user).items);
    const candidates = batch.map(() => new Set<number>());
    specs.forEach((spec, m) => {
      scorers[m]!(users, tiles[m]!);
      scaleTile(nameOf(spec), tiles[m]!, { own, width, items: data.items });
      takeTops(tiles[m]!, repeats ? [] : own, candidates);
    });
    const views = tiles.map((tile) => tile.view);
    candidates.forEach((set, c) => {
      const { t } = batch[c]!;
      const wanted = new Set(test.items.subarray(test.ptr[t], test.ptr[t + 1]));
      const rows = [...set];
      const features = new Float64Array(rows.length * specs.length);
      let at = 0;
      for (const item of rows) for (const view of views) features[at++] = view[item * width + c]!;
      pools.push({ taken: rows.map((item) => wanted.has(item)), features });
    });
  }
  return pools;
}

/** Adds the top of each column to its set, without the items of `own`. */
function createTops(
  { arena, kernels }: ScoreContext,
  items: number,
): (tile: Tile, own: readonly Int32Array[], into: readonly Set<number>[]) => void {
  const ranked = arena.f32(items * width);
  const best = arena.i32(width * depth), scores = arena.f32(width * depth), counts = arena.i32(width);
  return (tile, own, into) => {
    const view = ranked.view;
    view.set(tile.view);
    own.forEach((list, c) => list.forEach((item) => view[item * width + c] = NaN));
    kernels.topKTile(ranked.ptr, items, width, depth, best.ptr, scores.ptr, counts.ptr);
    const tops = best.view;
    into.forEach((set, c) => {
      for (const item of tops.subarray(c * depth, (c + 1) * depth)) if (item >= 0) set.add(item);
    });
  };
}
