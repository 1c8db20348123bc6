/** Training: interactions in, a checked model out. Pure: the clock and the seed are passed in. */
import type { InteractionWeights } from "../types.ts";
import { demandOf, popularityOf, togetherOf, trendingOf } from "./candidates.ts";
import { buildMatrix, type Events } from "./csr.ts";
import { defaultEnsemble, sharesOf } from "./ensemble.ts";
import { fitMembers, type FitPhase, furtherSettings, type MemberOptions, placedBy } from "./fit_members.ts";
import { findNonFinite } from "./member.ts";
import { checkSize } from "./memory.ts";
import { defaultMfOptions } from "./mf.ts";
import type { Model, ModelSettings, Tuned } from "./model.ts";
import { repeatsOf } from "./repeats.ts";
import { defaultSvdOptions } from "./svd.ts";
import { createSoloTeam, type Team } from "./team.ts";

export interface TrainOptions extends MemberOptions {
  readonly weights: InteractionWeights;
  readonly decayPerDay: number;
  /** The decay inside the members and the histories they are given. Default: `decayPerDay`, that of popularity and trends. */
  readonly tasteDecayPerDay?: number;
  /** Epoch milliseconds from which age counts: min(now, newest interaction). */
  readonly asOf: number;
  /** Epoch milliseconds; only written into the model. */
  readonly createdAt: number;
  /** When these options were searched for (tuning/); only written into the model. */
  readonly tuned?: Tuned;
  /** Only written into the model; 0 where the version is given later. */
  readonly version?: number;
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

export type Phase = "tuning" | "gate" | "matrix" | FitPhase | "popularity" | "artifact";

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
  if (events.users.length === 0) throw new Error("Cannot train: no interactions");
  checkOptions(options);
  const settings = settingsOf(options);
  const report = (phase: Phase) => (done: number) => onProgress({ phase, done });

  report("matrix")(0);
  const strength = { weights, decayPerDay: tasteDecayPerDay, asOf };
  const matrix = buildMatrix(events, strength);
  report("matrix")(1);
  checkSize({
    users: matrix.userIds.length,
    items: matrix.itemIds.length,
    entries: matrix.values.length,
    ...placedBy(options),
  });
  const { members, svdRank, mfLosses } = fitMembers({ matrix, events, ...strength }, options, {
    team,
    report,
  });
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
      svdRank,
      mfLosses,
      repeats: repeatsOf(events),
    },
  };
}

/** What a model that is trained with these options says of them. */
export function settingsOf(options: TrainOptions): ModelSettings {
  const { weights, decayPerDay, tasteDecayPerDay = decayPerDay, seed, ensemble, tuned, racing = false } =
    options;
  const svd = { ...defaultSvdOptions, ...options.svd }, mf = { ...defaultMfOptions, ...options.mf };
  const known = { weights, decayPerDay, seed, ensemble, svd, mf: racing ? { ...mf, racing: 1 } : mf };
  return {
    ...known,
    ...furtherSettings(options),
    ...(tasteDecayPerDay === decayPerDay ? {} : { tasteDecayPerDay }),
    ...(tuned ? { tuned } : {}),
  };
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
