/**
 * Whether a model may be published: measured on the last days, it must not be worse than the model that serves, nor than showing
 * everybody what is popular (docs/decisions/0009-publish-gate.md). Pure and repeatable, like the training.
 */
import { isDeepStrictEqual } from "node:util";
import type { Events } from "../csr.ts";
import { fitPhases } from "../fit_members.ts";
import type { Model, ModelSettings } from "../model.ts";
import { createSoloTeam } from "../team.ts";
import {
  defaultTrainOptions,
  type Phase,
  settingsOf,
  train,
  type TrainOptions,
  type TrainSetting,
} from "../train.ts";
import { bootstrap, type Interval, meanOf } from "./bootstrap.ts";
import { createTimeline, type HeldOut, type Limits, limits, type Timeline } from "./held_out.ts";
import { cutoff, measureModel, measurePopularity } from "./lists.ts";

/**
 * How the serving model was measured: `artifact`, as it serves, on what came after it; `settings`, a model fitted with its settings to
 * what came before the cut; `same`, not at all: with the same settings that would be the candidate itself.
 */
export type ServingMeasure = "artifact" | "settings" | "same";

export interface GateReport {
  /** Whether it may be published; also where nothing could be measured. */
  readonly passed: boolean;
  /** One clause for people. */
  readonly reason: string;
  readonly heldOut: {
    /** Epoch milliseconds: everything from then on. */
    readonly from: number;
    /** Users with a history before and something new after; at most 2,000 of them are measured. */
    readonly users: number;
    readonly interactions: number;
    /** Only some users, with all they did: there are too many interactions. */
    readonly sampled: boolean;
  };
  readonly metric: string;
  /** Means over the users; null where nothing was measured. */
  readonly candidate: number | null;
  readonly serving: number | null;
  /** null where no model serves. */
  readonly servingMeasure: ServingMeasure | null;
  readonly baselines: Readonly<Record<string, number>>;
  /** Candidate minus each of the others. */
  readonly differences: Readonly<Record<string, Interval>>;
}

export interface GateSetting extends TrainSetting {
  /** The model that serves, if any. */
  readonly serving?: Model | undefined;
  readonly limits?: Partial<Limits>;
}

/**
 * Of no shop's settings: what is compared with them must not depend on them. A decay that leaves nothing would else be measured
 * against a popularity of which nothing is left.
 */
const baselines = {
  "popularity": { weights: defaultTrainOptions.weights, decayPerDay: 0 },
  "decayed-popularity": {
    weights: defaultTrainOptions.weights,
    decayPerDay: defaultTrainOptions.decayPerDay,
  },
} as const;

/** Shares of the time: the fits take nearly all of it. */
const steps = { candidate: 0.45, measured: 0.55, serving: 0.9 };

/**
 * Judges what `train(events, options)` is about to make, by a model of the same options fitted to what came before the cut.
 *
 * @throws whatever `team` throws when it is stopped; RangeError for malformed events (csr.ts)
 */
export function judge(events: Events, options: TrainOptions, setting: GateSetting = {}): GateReport {
  const { serving, team = createSoloTeam(), onProgress = () => {} } = setting;
  const report = (done: number) => onProgress({ phase: "gate", done });
  const between = (from: number, to: number) => (done: number) => report(from + done * (to - from));
  const bounds = { ...limits, ...setting.limits };
  report(0);
  const timeline = createTimeline(events, options.seed, bounds);
  const { from, measure } = chooseCut(timeline, { options, serving, bounds });
  const heldOut = timeline.cut(from);
  const measured = {
    heldOut: {
      from,
      users: heldOut.eligible,
      interactions: heldOut.interactions,
      sampled: timeline.sampled,
    },
    metric: `ndcg@${cutoff}`,
    servingMeasure: measure,
  };
  const nothing = { ...measured, candidate: null, serving: null, baselines: {}, differences: {} };
  if (heldOut.eligible < bounds.fewestUsers) {
    const why =
      `too few users with a history and something new after it: ${heldOut.eligible} of the ${bounds.fewestUsers} that are needed`;
    return { ...nothing, passed: true, reason: `not measured: ${why}` };
  }
  const fitPast = (fitted: TrainOptions, onDone: (done: number) => void) => {
    const phases = fitPhases(fitted);
    return train(heldOut.past, { ...fitted, asOf: heldOut.asOf }, {
      team,
      onProgress: ({ phase, done }) => onDone(phaseShare(phase, done, phases)),
    });
  };

  let candidate: Model;
  try {
    candidate = fitPast(options, between(0, steps.candidate));
  } catch (error) {
    if (!isTrainError(error)) throw error;
    return {
      ...nothing,
      passed: false,
      reason: `no model could be fitted without the last days: ${error.message}`,
    };
  }
  const own = measureModel(candidate, heldOut, between(steps.candidate, steps.measured));
  const others = new Map<string, Float64Array>();
  const ofServing = measureServing({ measure, serving, heldOut, own }, {
    fit: (settings) => fitPast(fromSettings(settings, options), between(steps.measured, steps.serving)),
    report: between(steps.serving, 1),
  });
  if (ofServing) others.set("serving", ofServing);
  for (const [name, { weights, decayPerDay }] of Object.entries(baselines)) {
    others.set(name, measurePopularity(heldOut, { weights, decayPerDay, asOf: heldOut.asOf }));
  }
  const names = [...others.keys()];
  const intervals = bootstrap(
    [...others.values()].map((of) => own.map((value, u) => value - of[u]!)),
    options.seed,
  );
  const differences = Object.fromEntries(names.map((name, i) => [name, intervals[i]!]));
  const worse = names.filter((name) => differences[name]!.high < 0);
  report(1);
  return {
    ...measured,
    passed: worse.length === 0,
    reason: toReason(names, worse, measure),
    candidate: meanOf(own),
    serving: ofServing ? meanOf(ofServing) : null,
    baselines: Object.fromEntries(Object.keys(baselines).map((name) => [name, meanOf(others.get(name)!)])),
    differences,
  };
}

/**
 * Other settings are compared with their own refitted before the same cut. With the same settings that would be the same model, so
 * the serving artifact itself is measured, on what it cannot have seen; where that is too little, there is nothing to tell.
 */
function chooseCut(
  timeline: Timeline,
  { options, serving, bounds }: { options: TrainOptions; serving: Model | undefined; bounds: Limits },
): { from: number; measure: ServingMeasure | null } {
  const from = timeline.cutBefore(options.asOf);
  if (!serving) return { from, measure: null };
  if (!isDeepStrictEqual(toComparable(settingsOf(options)), toComparable(serving.settings))) {
    return { from, measure: "settings" };
  }
  const after = cutAfter(timeline, serving, bounds);
  return after === undefined ? { from, measure: "same" } : { from: after, measure: "artifact" };
}

/** The cut behind what the serving model saw, where enough came after it. */
function cutAfter(timeline: Timeline, serving: Model, bounds: Limits): number | undefined {
  const after = serving.asOf + 1;
  // Where its `as_of` is the clock and not its newest interaction, it may have seen later ones. A sample would be less than it saw.
  const apart = serving.asOf < serving.createdAt && !timeline.sampled;
  const enough = apart && timeline.fits(after) && timeline.usersAt(after) >= bounds.usersAfter;
  return enough ? after : undefined;
}

/**
 * The earliest time from which `judge` may hold out events, whatever settings it is given.
 *
 * @param timeline with the seed and limits of the judgement
 */
export function earliestCut(
  timeline: Timeline,
  { asOf, serving, limits: bounds }: { asOf: number; serving?: Model | undefined; limits: Limits },
): number {
  const after = serving && cutAfter(timeline, serving, bounds);
  return Math.min(timeline.cutBefore(asOf), after ?? Infinity);
}

function measureServing(
  { measure, serving, heldOut, own }: {
    measure: ServingMeasure | null;
    serving: Model | undefined;
    heldOut: HeldOut;
    own: Float64Array;
  },
  { fit, report }: { fit: (settings: ModelSettings) => Model; report: (done: number) => void },
): Float64Array | undefined {
  if (!serving) return undefined;
  if (measure === "artifact") return measureModel(serving, heldOut, report);
  if (measure === "same") return own;
  try {
    return measureModel(fit(serving.settings), heldOut, report);
  } catch (error) {
    // What can no longer be fitted is nothing to fall short of.
    if (!isTrainError(error)) throw error;
    return undefined;
  }
}

function toReason(
  names: readonly string[],
  worse: readonly string[],
  measure: ServingMeasure | null,
): string {
  if (worse.length > 0) return `worse than ${worse.map(toWords).join(" and ")}, beyond chance`;
  const same = measure === "same", compared = same ? names.filter((name) => name !== "serving") : names;
  const kept = same ? "; the serving model has the same settings" : "";
  return `not worse than ${compared.map(toWords).join(", ")}${kept}`;
}

function toWords(name: string): string {
  return name === "serving" ? "the serving model" : name.replace("-", " ");
}

/** Racing threads are another way to the same settings, and so is when they were found. */
function toComparable({ mf, tuned: _tuned, ...rest }: ModelSettings): unknown {
  const { racing: _racing, ...plain } = mf;
  return { ...rest, mf: plain };
}

function fromSettings(settings: ModelSettings, { asOf, createdAt }: TrainOptions): TrainOptions {
  const { racing, ...mf } = settings.mf;
  return { ...settings, mf, asOf, createdAt, racing: racing === 1 } as TrainOptions;
}

/** Of a whole fit; its phases take about as long as each other. */
function phaseShare(phase: Phase, done: number, phases: readonly Phase[]): number {
  const at = phases.indexOf(phase);
  return at >= 0 ? (at + done) / phases.length : phase === "matrix" ? 0 : 1;
}

/** A fit that cannot be made, as opposed to a run that was stopped or a mistake of ours. */
export function isTrainError(error: unknown): error is Error {
  return error instanceof Error && error.name !== "StoppedError" &&
    /^Cannot (train|fit|combine|use)/.test(error.message);
}
