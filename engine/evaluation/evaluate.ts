/** Fits and measures models on a data set. */
import { InvalidInputError } from "../../errors.ts";
import type { InteractionWeights } from "../../types.ts";
import { type ModelName, recommenders } from "../models/registry.ts";
import type { Parameters } from "../models/recommender.ts";
import type { Dataset } from "./dataset.ts";
import { measure, type Metric, type RankMetric } from "./measures.ts";
import type { Ranking, RankJob } from "./rank.ts";
import { itemTotals, type ModelData, newestOf, toMatrix } from "./strengths.ts";

export interface EvaluationOptions {
  readonly metrics: readonly Metric[];
  readonly cutoffs: readonly number[];
  readonly seed: number;
  readonly binary: boolean;
  readonly repeats: boolean;
  readonly weights: InteractionWeights;
  /** How the ranking is done: `rank`, or in Workers. */
  readonly rank: (job: RankJob, onProgress: (users: number) => void) => Promise<Ranking> | Ranking;
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
}

/**
 * Fits one model and measures it.
 *
 * @throws InvalidInputError when a metric and the model, or the data, do not go together
 */
export async function evaluateModel(
  dataset: Dataset,
  { name, parameters }: { name: ModelName; parameters: Parameters },
  options: EvaluationOptions,
): Promise<ModelReport> {
  const { seed, clock, onProgress } = options;
  const data = toModelData(dataset, options), inputs = toInputs(dataset, data);
  const context = (phase: "tune" | "train") => ({
    seed,
    repeats: options.repeats,
    onProgress: (done: number) => onProgress(name, phase, done),
  });
  const begun = clock();
  const chosen = recommenders[name].tune?.(data, parameters, context("tune")) ?? parameters;
  const started = clock();
  const state = recommenders[name].fit(data, chosen, context("train"));
  const fitted = clock();
  const metrics: Record<string, number> = {};
  const ofValues = options.metrics.filter((metric) => metric === "rmse" || metric === "mae");
  const ofRanks = options.metrics.filter((metric): metric is RankMetric =>
    metric !== "rmse" && metric !== "mae"
  );
  if (ofRanks.length > 0) {
    const ranking = await options.rank(
      toJob(dataset, { name, state, inputs, fallback: itemTotals(toMatrix(data)), options }),
      (users) => onProgress(name, "evaluate", users / dataset.test.users.length),
    );
    Object.assign(metrics, measure(ranking, dataset, { metrics: ofRanks, cutoffs: options.cutoffs }).metrics);
  }
  if (ofValues.length > 0) Object.assign(metrics, measureValues(dataset, { name, state, metrics: ofValues }));
  return {
    model: name,
    params: chosen,
    tune_seconds: round(started - begun),
    train_seconds: round(fitted - started),
    evaluate_seconds: round(clock() - fitted),
    metrics,
  };
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

function measureValues(
  { testRows }: Dataset,
  { name, state, metrics }: { name: ModelName; state: unknown; metrics: readonly Metric[] },
): Record<string, number> {
  const { predict } = recommenders[name];
  const predicted = predict?.(state, testRows);
  if (!predicted) {
    throw new InvalidInputError(
      `Cannot measure ${metrics.join(", ")} of "${name}": only mf with the squared loss predicts values`,
    );
  }
  if (!testRows.values) {
    throw new InvalidInputError(`Cannot measure ${metrics.join(", ")}: the test part has no values`);
  }
  let squares = 0, distances = 0;
  for (let e = 0; e < testRows.length; e++) {
    const error = predicted[e]! - testRows.values[e]!;
    squares += error * error;
    distances += Math.abs(error);
  }
  const all = { rmse: Math.sqrt(squares / testRows.length), mae: distances / testRows.length };
  return Object.fromEntries(metrics.map((metric) => [metric, all[metric as "rmse" | "mae"]]));
}

function round(seconds: number): number {
  return Math.round(seconds * 1000) / 1000;
}
