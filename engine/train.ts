/** Training: interactions in, a checked model out. Pure: the clock and the seed are passed in. */
import type { InteractionWeights } from "../types.ts";
import { demandOf, popularityOf, togetherOf, trendingOf } from "./candidates.ts";
import { buildMatrix, type Events, type Matrix } from "./csr.ts";
import { defaultEnsemble, type EnsembleWeights, sharesOf } from "./ensemble.ts";
import { findNonFinite, type Member, type MemberName } from "./member.ts";
import { checkSize } from "./memory.ts";
import { defaultMfOptions, fitMf } from "./mf.ts";
import type { Model, ModelSettings, Tuned } from "./model.ts";
import { defaultSvdOptions, fitSvd } from "./svd.ts";
import { createSoloTeam, type Team } from "./team.ts";

export interface TrainOptions {
  readonly weights: InteractionWeights;
  readonly decayPerDay: number;
  /** The decay inside the members and the histories they are given. Default: `decayPerDay`, that of popularity and trends. */
  readonly tasteDecayPerDay?: number;
  /** Epoch milliseconds from which age counts: min(now, newest interaction). */
  readonly asOf: number;
  /** Epoch milliseconds; only written into the model. */
  readonly createdAt: number;
  readonly seed: number;
  readonly ensemble: EnsembleWeights;
  /** What differs from `defaultSvdOptions`. */
  readonly svd?: Partial<Record<keyof typeof defaultSvdOptions, number>>;
  /** What differs from `defaultMfOptions`. */
  readonly mf?: Partial<Record<keyof typeof defaultMfOptions, number>>;
  /** When these options were searched for (tuning/); only written into the model. */
  readonly tuned?: Tuned;
  /** Only written into the model; 0 where the version is given later. */
  readonly version?: number;
  /** MF without waiting among threads: faster, and no two results alike (mf.ts). */
  readonly racing?: boolean;
}

/** Where and how visibly to train; nothing of it changes the model. */
export interface TrainSetting {
  readonly onProgress?: (progress: Progress) => void;
  /** Default: this thread alone. */
  readonly team?: Team;
}

/** What does not depend on the moment of training. */
export const defaultTrainOptions = {
  weights: { view: 1, like: 2, cart: 3, purchase: 5 },
  decayPerDay: 0.1,
  seed: 1,
  ensemble: defaultEnsemble,
} as const satisfies Partial<TrainOptions>;

export type Phase = "tuning" | "gate" | "matrix" | "svd" | "mf" | "popularity" | "artifact";

export interface Progress {
  readonly phase: Phase;
  /** Share of the phase that is done, 0 to 1. */
  readonly done: number;
}

/**
 * Trains a model. The same events and options give the same model, byte for byte, on any number of threads, save when `racing`.
 *
 * @throws Error "Cannot train: ..." without interactions, or when a fit does not end in finite numbers
 * @throws RangeError if the events are malformed (csr.ts), or too many for WebAssembly's memory (memory.ts)
 */
export function train(
  events: Events,
  options: TrainOptions,
  { onProgress = () => {}, team = createSoloTeam() }: TrainSetting = {},
): Model {
  const { weights, decayPerDay, tasteDecayPerDay = decayPerDay, asOf, createdAt, version = 0 } = options;
  const settings = settingsOf(options);
  if (events.users.length === 0) throw new Error("Cannot train: no interactions");
  checkOptions(options);
  const report = (phase: Phase) => (done: number) => onProgress({ phase, done });

  report("matrix")(0);
  const matrix = buildMatrix(events, { weights, decayPerDay: tasteDecayPerDay, asOf });
  report("matrix")(1);
  const svd = { ...defaultSvdOptions, ...options.svd }, mf = { ...defaultMfOptions, ...options.mf };
  checkSize({
    users: matrix.userIds.length,
    items: matrix.itemIds.length,
    entries: matrix.values.length,
    factors: Math.max(svd.factors, mf.factors),
  });
  const losses: number[] = [];
  const onEpoch = (loss: number) => losses.push(loss);
  const cfMember = fitMember("svd", matrix, options, { team, onProgress: report("svd") });
  const mfMember = fitMember("mf", matrix, options, { team, onProgress: report("mf"), onEpoch });
  const members = [cfMember, mfMember];
  sharesOf(members);

  report("popularity")(0);
  const { userIds, itemIds } = matrix;
  const popularity = tasteDecayPerDay === decayPerDay
    ? popularityOf(matrix)
    : demandOf(events, { itemIds, weights, decayPerDay, asOf });
  const trending = trendingOf(events, { itemIds, weights, decayPerDay, asOf });
  const together = togetherOf(events, { itemIds, weights });
  for (const [name, array] of Object.entries({ popularity, trending, together: together.scores })) {
    const at = findNonFinite(array);
    if (at >= 0) throw new Error(`Cannot train: ${name} holds "${array[at]}" at ${at}`);
  }
  report("popularity")(1);
  const entries = matrix.values.length;
  return {
    version,
    createdAt,
    asOf,
    users: userIds.length,
    interactions: events.users.length,
    settings,
    itemIds,
    popularity,
    trending,
    together,
    members,
    report: {
      entries,
      density: entries / (userIds.length * itemIds.length),
      svdRank: cfMember.factors,
      mfLosses: losses,
    },
  };
}

interface FitSetting {
  readonly team: Team;
  /** From 0 to 1. */
  readonly onProgress: (done: number) => void;
  /** Mean squared error of each epoch. */
  readonly onEpoch?: (loss: number) => void;
}

/**
 * Fits one member as a training with these options does.
 *
 * @throws Error "Cannot train: ..." when it does not end in finite numbers
 */
export function fitMember(
  name: MemberName,
  matrix: Matrix,
  { seed, ensemble, racing = false, ...options }: TrainOptions,
  setting: FitSetting,
): Member {
  if (name === "svd") {
    return fitSvd(matrix, { ...defaultSvdOptions, ...options.svd, seed, weight: ensemble.cf, ...setting });
  }
  // Another sequence than that of the SVD's start.
  const own = { seed: seed + 1, weight: ensemble.mf, racing };
  return fitMf(matrix, { ...defaultMfOptions, ...options.mf, ...own, ...setting });
}

/** What a model that is trained with these options says of them. */
export function settingsOf(
  { weights, decayPerDay, tasteDecayPerDay, seed, ensemble, tuned, racing = false, ...options }: TrainOptions,
): ModelSettings {
  const svd = { ...defaultSvdOptions, ...options.svd }, mf = { ...defaultMfOptions, ...options.mf };
  const own = tasteDecayPerDay === undefined || tasteDecayPerDay === decayPerDay ? {} : { tasteDecayPerDay };
  const members = { svd, mf: racing ? { ...mf, racing: 1 } : mf };
  return { weights, decayPerDay, seed, ensemble, ...members, ...own, ...(tuned ? { tuned } : {}) };
}

function checkOptions(options: TrainOptions): void {
  const { weights, decayPerDay, tasteDecayPerDay = decayPerDay, asOf, createdAt, seed, ensemble } = options;
  const parts = { "ensemble.cf": ensemble.cf, "ensemble.mf": ensemble.mf };
  const numbers = { ...weights, decayPerDay, tasteDecayPerDay, ...parts };
  for (const [name, value] of Object.entries(numbers)) {
    if (!(Number.isFinite(value) && value >= 0)) {
      throw new RangeError(`Cannot train: ${name} is "${value}", not a number from 0`);
    }
  }
  for (const [name, value] of Object.entries({ asOf, createdAt, seed })) {
    if (!Number.isFinite(value)) throw new RangeError(`Cannot train: ${name} is "${value}"`);
  }
}
