/** Fits and measures models on a data set. */
import type { InteractionWeights } from "../../types.ts";
import { type ModelName, recommenders } from "../models/registry.ts";
import type { FitContext, Parameters } from "../models/recommender.ts";
import type { Dataset } from "./dataset.ts";
import { measure, type Metric, type RankMetric } from "./measures.ts";
import { countItems, ownersOf } from "./owners.ts";
import type { Ranking, RankJob } from "./rank.ts";
import { share } from "../models/share.ts";
import type { Team } from "../team.ts";
import { type Found, search } from "./search.ts";
import { listCandidates } from "./search_space.ts";
import { type Slice, sliceUsers } from "./slices.ts";
import { itemTotals, type ModelData, newestOf, toMatrix } from "./strengths.ts";
import type { Split } from "./split.ts";
import { testPartOf, type Validation } from "./validation.ts";
import { measureValues } from "./value_errors.ts";

export interface EvaluationOptions {
  readonly metrics: readonly Metric[];
  readonly cutoffs: readonly number[];
  readonly seed: number;
  readonly binary: boolean;
  readonly repeats: boolean;
  /** How the test part was split off; null where it was given. */
  readonly split: Split | null;
  /** Share of a held-out user's interactions that is their input. */
  readonly foldIn: number;
  readonly weights: InteractionWeights;
  /** Threads to fit on; figures are the same on any number. Default: this one. */
  readonly team?: Team | undefined;
  /** How the ranking is done: `rank`, or in Workers. */
  readonly rank: (job: RankJob, onProgress: (users: number) => void) => Promise<Ranking> | Ranking;
  /** Parameters are chosen on this cut of the training part; null takes them as they are. */
  readonly validation: (Validation & { readonly budget: number; readonly metric: Metric }) | null;
  /** Seconds of a clock that only runs forward. */
  readonly clock: () => number;
  /** Share of a model's work that is done, 0 to 1. */
  readonly onProgress: (model: ModelName, phase: "tune" | "train" | "evaluate", done: number) => void;
}

/** One model's line of the report, as `--json` prints it. */
export interface ModelReport {
  readonly model: ModelName;
  readonly params: Parameters;
  readonly "tune_seconds": number;
  readonly "train_seconds": number;
  readonly "evaluate_seconds": number;
  readonly metrics: Readonly<Record<string, number>>;
  /** The same for users with few and with many items in their input; empty where no metric is a mean over users. */
  readonly slices: readonly Slice[];
  /** What was tried on the validation cut, and why this was chosen. */
  readonly tuning?: Tuning;
}

export interface Tuning {
  readonly validation: string;
  readonly metric: string;
  readonly "budget_seconds": number;
  readonly why: string;
  readonly trials: readonly {
    readonly params: Parameters;
    readonly scores: readonly {
      readonly users: number;
      readonly score: number | null;
      readonly seconds: number;
    }[];
  }[];
}

/** A model with its parameters, and the names of those that were given. */
export interface ModelChoice {
  readonly name: ModelName;
  readonly parameters: Parameters;
  readonly fixed: readonly string[];
}

/**
 * Fits one model and measures it.
 *
 * @throws InvalidInputError when a metric and the model, or the data, do not go together
 */
export async function evaluateModel(
  dataset: Dataset,
  { name, parameters, fixed }: ModelChoice,
  options: EvaluationOptions,
): Promise<ModelReport> {
  const { clock } = options;
  const data = toModelData(dataset, options);
  const begun = clock();
  const tuned = await tune({ name, parameters, fixed }, { dataset, data }, options);
  const chosen =
    recommenders[name].tune?.(data, tuned.parameters, contextOf(name, "tune", { dataset, options })) ??
      tuned.parameters;
  const started = clock();
  const state = share(recommenders[name].fit(data, chosen, contextOf(name, "train", { dataset, options })));
  const fitted = clock();
  const measured = await measureFitted(dataset, { name, state, data }, options);
  return {
    model: name,
    params: chosen,
    tune_seconds: round(started - begun),
    train_seconds: round(fitted - started),
    evaluate_seconds: round(clock() - fitted),
    ...measured,
    ...tuned.report && { tuning: tuned.report },
  };
}

/** Searches the parameters that were left open, on the validation cut alone. */
async function tune(
  { name, parameters, fixed }: ModelChoice,
  { dataset, data }: { dataset: Dataset; data: ModelData },
  options: EvaluationOptions,
): Promise<{ parameters: Parameters; report?: Tuning }> {
  const { validation, cutoffs, onProgress } = options;
  if (!validation) return { parameters };
  const context = contextOf(name, "tune", { dataset, options });
  const candidates = listCandidates(name, parameters, data, { fixed, context });
  if (candidates.length === 1) return { parameters };
  const { rungs, metric } = validation;
  const isError = metric === "rmse" || metric === "mae";
  const asked = { ...options, metrics: [metric], cutoffs: cutoffs.slice(0, 1), onProgress: () => {} };
  const found = await search(candidates, {
    rungs: rungs.length,
    budget: validation.budget,
    clock: options.clock,
    onProgress: (done) => onProgress(name, "tune", done),
    async run(candidate, rung) {
      const part = rungs[rung]!, partData = toModelData(part, options);
      const quiet = { ...context, onProgress: () => {} };
      const complete = recommenders[name].tune?.(partData, candidate, quiet) ?? candidate;
      const state = recommenders[name].fit(partData, complete, quiet);
      const { metrics } = await measureFitted(part, { name, state, data: partData }, asked);
      const [value] = Object.values(metrics);
      return isError ? -value! : value!;
    },
  });
  return {
    parameters: found.params,
    report: describe(found, { ...validation, metric: isError ? metric : `${metric}@${cutoffs[0]}`, isError }),
  };
}

function describe(
  { trials, rung, score, first, params, cut }: Found,
  { rungs, protocol, budget, metric, isError }: Validation & {
    budget: number;
    metric: string;
    isError: boolean;
  },
): Tuning {
  const sizes = rungs.map(({ users }) => users);
  const shown = (value: number) => Math.abs(value).toFixed(4);
  const others = trials.filter((trial) => trial.scores.some((at) => at.rung === rung)).length;
  const against = params === trials[0]?.params
    ? `what it started from was best of ${others}`
    : `${
      first === null ? "what it started from was not fitted" : `${shown(first)} with what it started from`
    }`;
  return {
    validation: protocol,
    metric,
    budget_seconds: budget,
    why: `${metric} ${shown(score)} on ${sizes[rung]} users; ${against}; ${trials.length} tried` +
      (cut ? ", until the budget ended" : ""),
    trials: trials.map((trial) => ({
      params: trial.params,
      scores: trial.scores.map(({ rung, score, seconds }) => ({
        users: sizes[rung]!,
        score: score !== null && isError ? -score : score,
        seconds,
      })),
    })),
  };
}

/** The figures of a fitted model on the test part. */
async function measureFitted(
  dataset: Dataset,
  { name, state, data }: { name: ModelName; state: unknown; data: ModelData },
  options: EvaluationOptions,
): Promise<Pick<ModelReport, "metrics" | "slices">> {
  const metrics: Record<string, number> = {};
  let slices: readonly Slice[] = [];
  const ofValues = options.metrics.filter((metric) => metric === "rmse" || metric === "mae");
  const ofRanks = options.metrics.filter((metric): metric is RankMetric =>
    metric !== "rmse" && metric !== "mae"
  );
  if (ofRanks.length > 0) {
    const inputs = toInputs(dataset, data);
    const ranking = await options.rank(
      toJob(dataset, { name, state, inputs, fallback: itemTotals(toMatrix(data)), options }),
      (users) => options.onProgress(name, "evaluate", users / dataset.test.users.length),
    );
    const measured = measure(ranking, dataset, { metrics: ofRanks, cutoffs: options.cutoffs });
    Object.assign(metrics, measured.metrics);
    const known = countItems(ownersOf(dataset.inputs, dataset), dataset.users);
    slices = sliceUsers(measured.byUser, dataset.test.users.map((user) => known[user]!));
  }
  if (ofValues.length > 0) Object.assign(metrics, measureValues(dataset, { name, state, metrics: ofValues }));
  return { metrics, slices };
}

function contextOf(
  name: ModelName,
  phase: "tune" | "train",
  { dataset, options }: { dataset: Dataset; options: EvaluationOptions },
): FitContext {
  const { seed, repeats, team, split, foldIn, onProgress } = options;
  const cut = { split, foldIn, ...testPartOf(dataset) };
  return { seed, repeats, team, cut, onProgress: (done) => onProgress(name, phase, done) };
}

function toModelData(dataset: Dataset, { weights, binary }: EvaluationOptions): ModelData {
  const { users, items, train } = dataset;
  return { users, items, events: train, asOf: newestOf(train), weights, binary };
}

/** The same moment counts for those who are scored: their input is what was known then. */
function toInputs(dataset: Dataset, data: ModelData): ModelData {
  return { ...data, events: dataset.inputs };
}

function toJob(
  { test, negatives }: Dataset,
  { name, state, inputs, fallback, options }: {
    name: ModelName;
    state: unknown;
    inputs: ModelData;
    fallback: Float32Array;
    options: EvaluationOptions;
  },
): RankJob {
  return {
    model: name,
    state,
    inputs,
    fallback,
    users: test.users,
    k: Math.max(...options.cutoffs),
    repeats: options.repeats,
    // With sampled candidates each user has exactly one test item.
    sampled: negatives && { targets: test.items, ...negatives },
  };
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
