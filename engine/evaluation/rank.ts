/** Ranks items for the test users, a tile of users at a time: memory is that of the model and one tile. */
import type { Span } from "../../core-wasm/layout.ts";
import { fillColumn } from "../models/popularity.ts";
import { rowOf, type Scorer } from "../models/recommender.ts";
import { type ModelName, recommenders } from "../models/registry.ts";
import { withWorkspace } from "../models/workspace.ts";
import type { Matrix } from "../csr.ts";
import type { Team } from "../team.ts";
import { type ModelData, toMatrix } from "./strengths.ts";

/** Users per tile. */
export const tileWidth = 32;

/** Plain data, so that a Worker can do it too. */
export interface RankJob {
  readonly model: ModelName;
  readonly state: unknown;
  /** What is known of the users. */
  readonly inputs: ModelData;
  /** Scores of all items for users without any input. */
  readonly fallback: Float32Array;
  readonly users: Int32Array;
  /** Length of the lists. */
  readonly k: number;
  /** Keeps what a user has already as candidates. */
  readonly repeats: boolean;
  /** Ranks `targets[t]` among candidates ptr[t] to ptr[t + 1], instead of all items. */
  readonly sampled: {
    readonly targets: Int32Array;
    readonly ptr: Int32Array;
    readonly candidates: Int32Array;
  } | null;
}

export interface Ranking {
  /** users x k, best first; -1 where fewer items are left. Empty for sampled candidates. */
  readonly lists: Int32Array;
  /** For sampled candidates: 1 + the number that score strictly higher than the target. Otherwise empty. */
  readonly ranks: Int32Array;
}

/**
 * Ranks for all users of the job.
 *
 * @param onProgress users done so far
 * @throws Error when the model gives a score that is not a number
 */
export function rank(job: RankJob, onProgress: (users: number) => void = () => {}): Ranking {
  return withWorkspace((team) => rankWith(team, job, onProgress));
}

function rankWith({ arena, kernels }: Team, job: RankJob, onProgress: (users: number) => void): Ranking {
  const { users, inputs, k, sampled } = job;
  const score = recommenders[job.model].open(job.state, inputs, { arena, kernels, width: tileWidth });
  const own = toMatrix({ ...inputs, binary: true });
  const tile = arena.f32(inputs.items * tileWidth);
  const found = {
    items: arena.i32(tileWidth * k),
    scores: arena.f32(tileWidth * k),
    counts: arena.i32(tileWidth),
  };
  const lists = new Int32Array(sampled ? 0 : users.length * k);
  const ranks = new Int32Array(sampled ? users.length : 0);
  for (let first = 0; first < users.length; first += tileWidth) {
    const batch = users.subarray(first, first + tileWidth);
    scoreTile(score, { job, own, batch, tile });
    if (sampled) rankSampled(tile.view, { sampled, first, size: batch.length, ranks });
    else {
      if (!job.repeats) excludeOwn(tile.view, { own, batch });
      kernels.topKTile(
        tile.ptr,
        inputs.items,
        tileWidth,
        k,
        found.items.ptr,
        found.scores.ptr,
        found.counts.ptr,
      );
      lists.set(found.items.view.subarray(0, batch.length * k), first * k);
    }
    onProgress(first + batch.length);
  }
  return { lists, ranks };
}

/** Scores of a batch; users of whom nothing is known get the fallback. */
function scoreTile(
  score: Scorer,
  { job, own, batch, tile }: { job: RankJob; own: Matrix; batch: Int32Array; tile: Span<Float32Array> },
): void {
  score(batch, tile);
  batch.forEach((user, column) => {
    if (own.rowPtr[user] === own.rowPtr[user + 1]) {
      fillColumn(tile, job.fallback, { column, width: tileWidth });
    }
  });
  const view = tile.view;
  for (let column = 0; column < batch.length; column++) {
    // One score tells: a NaN in a user's vector reaches every item.
    if (Number.isNaN(view[column])) {
      throw new Error(`Cannot evaluate "${job.model}": the score of user ${batch[column]} for item 0 is NaN`);
    }
  }
}

/** NaN is never chosen. */
function excludeOwn(view: Float32Array, { own, batch }: { own: Matrix; batch: Int32Array }): void {
  batch.forEach((user, column) => {
    for (const item of rowOf(own, user).items) view[item * tileWidth + column] = NaN;
  });
}

function rankSampled(
  view: Float32Array,
  { sampled, first, size, ranks }: {
    sampled: NonNullable<RankJob["sampled"]>;
    first: number;
    size: number;
    ranks: Int32Array;
  },
): void {
  for (let column = 0; column < size; column++) {
    const t = first + column;
    const target = view[sampled.targets[t]! * tileWidth + column]!;
    // Nothing would be above it.
    if (Number.isNaN(target)) {
      throw new Error(`Cannot evaluate: the score of test item ${sampled.targets[t]} is NaN`);
    }
    let rank = 1;
    for (let c = sampled.ptr[t]!; c < sampled.ptr[t + 1]!; c++) {
      if (view[sampled.candidates[c]! * tileWidth + column]! > target) rank++;
    }
    ranks[t] = rank;
  }
}
