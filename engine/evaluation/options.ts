/** The command line of `deno task evaluate`, checked. */
import { parseArgs } from "node:util";
import { InvalidInputError } from "../../errors.ts";
import type { ModelChoice } from "./evaluate.ts";
import { type ModelName, modelNames } from "../models/registry.ts";
import { readParameters, toParameters } from "./parameters.ts";
import { defaultMetrics, type Metric, rankMetrics, userMetrics, valueMetrics } from "./measures.ts";
import type { FileFormat } from "./parse.ts";
import { parseSplit, type Split } from "./split.ts";

export type Source =
  | { readonly kind: "files"; readonly train: string; readonly test: string }
  | { readonly kind: "split"; readonly interactions: string; readonly split: Split };

export interface EvaluateOptions {
  readonly source: Source;
  readonly negatives: string | undefined;
  readonly format: FileFormat;
  readonly models: readonly ModelChoice[];
  readonly cutoffs: readonly number[];
  readonly metrics: readonly Metric[];
  readonly seed: number;
  readonly foldIn: number;
  readonly minValue: number | undefined;
  readonly binary: boolean;
  readonly repeats: boolean;
  readonly newOnly: boolean;
  readonly json: boolean;
  /** Search for parameters on a cut of the training part: seconds for each model, and what decides. */
  readonly validate: { readonly budget: number; readonly metric: Metric } | null;
}

export const usage = `Usage:
  deno task evaluate --train FILE --test FILE [--negatives FILE] --models NAME,... [options]
  deno task evaluate --interactions FILE --split leave-one-out|temporal:<ISO date or fraction>|last:<fraction>|
                     random:<fraction>|user-holdout:<users>
                     --models NAME,... [options]

Models: ${modelNames.join(", ")}
Options:
  --k 10,20,100       cut-offs (default 10,20)
  --metrics NAME,...  ${rankMetrics.join(", ")} (default: all of these); ${valueMetrics.join(", ")}
  --params JSON       parameters by model: '{"svd":{"factors":64}}'
  --seed N            of splits and models (default 1)
  --fold-in 0.8       share of a held-out user's interactions that is known (user-holdout)
  --format lines|adjacency
  --binary            every user-item pair counts 1
  --min-value N       leave out interactions with a lower value
  --validate          choose parameters on a split of the training part
  --budget SECONDS    for that search, of each model (default 60)
  --repeats           what a user has already stays a candidate
  --new-only          leave out of the test part what its user has already
  --json              one JSON object on standard output`;

const flags = {
  "train": { type: "string" },
  "test": { type: "string" },
  "negatives": { type: "string" },
  "interactions": { type: "string" },
  "split": { type: "string" },
  "models": { type: "string" },
  "k": { type: "string", default: "10,20" },
  "metrics": { type: "string" },
  "params": { type: "string", default: "{}" },
  "seed": { type: "string", default: "1" },
  "fold-in": { type: "string", default: "0.8" },
  "format": { type: "string", default: "lines" },
  "min-value": { type: "string" },
  "binary": { type: "boolean", default: false },
  "validate": { type: "boolean", default: false },
  "budget": { type: "string", default: "60" },
  "repeats": { type: "boolean", default: false },
  "new-only": { type: "boolean", default: false },
  "json": { type: "boolean", default: false },
} as const;

type Flags = ReturnType<typeof readFlags>;

/**
 * Reads the arguments.
 *
 * @throws InvalidInputError naming the flag and quoting its value
 */
export function parseOptions(args: readonly string[]): EvaluateOptions {
  const given = readFlags(args);
  const metrics = readMetrics(given);
  const budget = readNumber("budget", given.budget, { from: 0, to: 1e6 });
  const source = readSource(given);
  if (source.kind === "files" && given.negatives === undefined && source.train === source.test) {
    throw wrong("test", source.test, "it is the training file");
  }
  const models = readModels(given);
  checkMetrics(metrics, { models, sampled: given.negatives !== undefined });
  if (given.negatives !== undefined && given.repeats) {
    throw new InvalidInputError(
      "Cannot evaluate: --repeats has no meaning with --negatives, which are the candidates",
    );
  }
  if (given.format !== "lines" && given.format !== "adjacency") {
    throw wrong("format", given.format, "it is not lines or adjacency");
  }
  const minValue = given["min-value"];
  return {
    source,
    negatives: given.negatives,
    format: given.format,
    models,
    cutoffs: readCutoffs(given.k),
    metrics,
    seed: readNumber("seed", given.seed, { from: 0, to: 2 ** 53, whole: true }),
    foldIn: readNumber("fold-in", given["fold-in"], { from: 0.01, to: 0.99 }),
    minValue: minValue === undefined
      ? undefined
      : readNumber("min-value", minValue, { from: -1e30, to: 1e30 }),
    binary: given.binary,
    repeats: given.repeats,
    newOnly: given["new-only"],
    json: given.json,
    validate: given.validate
      ? { budget, metric: decisive(given.metrics === undefined ? [] : metrics) }
      : null,
  };
}

function readFlags(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: flags }).values;
  } catch (error) {
    // More lines explain how options are written.
    throw new InvalidInputError(`Cannot evaluate: ${(error as Error).message.split("\n")[0]}`);
  }
}

function readSource({ train, test, interactions, split }: Flags): Source {
  const hasFiles = train !== undefined || test !== undefined;
  if (hasFiles && (interactions !== undefined || split !== undefined)) {
    throw new InvalidInputError("Cannot evaluate: --train and --test exclude --interactions and --split");
  }
  if (train !== undefined && test !== undefined) return { kind: "files", train, test };
  if (hasFiles) {
    throw new InvalidInputError(`Cannot evaluate: --${train === undefined ? "train" : "test"} is missing`);
  }
  if (interactions !== undefined && split !== undefined) {
    return { kind: "split", interactions, split: parseSplit(split) };
  }
  throw new InvalidInputError(
    interactions !== undefined
      ? "Cannot evaluate: --split is missing"
      : "Cannot evaluate: --train and --test, or --interactions and --split, are missing",
  );
}

function readModels({ models, params }: Flags): EvaluateOptions["models"] {
  if (!models) throw new InvalidInputError("Cannot evaluate: --models is missing");
  const given = readParameters(params);
  const names = splitList("models", models).map((name) => {
    if (!(modelNames as readonly string[]).includes(name)) {
      throw wrong("models", name, `it is not one of ${modelNames.join(", ")}`);
    }
    return name as ModelName;
  });
  return [...new Set(names)].map((name) => ({
    name,
    parameters: given.get(name)?.parameters ?? toParameters(name, {}),
    fixed: given.get(name)?.fixed ?? [],
  }));
}

function readCutoffs(text: string): number[] {
  const cutoffs = splitList("k", text).map((k) => readNumber("k", k, { from: 1, to: 10_000, whole: true }));
  return [...new Set(cutoffs)].sort((a, b) => a - b);
}

function readMetrics({ metrics: text, negatives }: Flags): readonly Metric[] {
  // Among sampled candidates there are no lists whose coverage or variety could be told.
  if (text === undefined) return negatives === undefined ? defaultMetrics : userMetrics;
  const known: readonly string[] = [...rankMetrics, ...valueMetrics];
  return splitList("metrics", text.replaceAll("|", ",")).map((metric) => {
    if (!known.includes(metric)) throw wrong("metrics", metric, `it is not one of ${known.join(", ")}`);
    return metric as Metric;
  });
}

/** Before anything is fitted. */
function checkMetrics(
  metrics: readonly Metric[],
  { models, sampled }: { models: readonly ModelChoice[]; sampled: boolean },
): void {
  const ofUsers: readonly string[] = userMetrics, ofValues: readonly string[] = valueMetrics;
  const other = models.find(({ name, parameters }) => name !== "mf" || parameters.loss !== "squared");
  for (const metric of metrics) {
    if (ofValues.includes(metric)) {
      if (!other) continue;
      throw new InvalidInputError(
        `Cannot measure ${metric} of "${other.name}": only mf with the squared loss predicts values`,
      );
    }
    if (sampled && !ofUsers.includes(metric)) {
      throw new InvalidInputError(
        `Cannot measure ${metric}: with --negatives there are no lists of all items`,
      );
    }
  }
}

/** The first that ranks for each user; without one, the first of values; without any, ndcg. */
function decisive(asked: readonly Metric[]): Metric {
  const ofUsers: readonly string[] = userMetrics, ofValues: readonly string[] = valueMetrics;
  return asked.find((metric) => ofUsers.includes(metric)) ??
    asked.find((metric) => ofValues.includes(metric)) ?? "ndcg";
}

function readNumber(
  flag: string,
  text: string,
  { from, to, whole = false }: { from: number; to: number; whole?: boolean },
): number {
  const value = text.trim() === "" ? NaN : Number(text);
  if (!(value >= from && value <= to) || (whole && !Number.isInteger(value))) {
    throw wrong(flag, text, `it is not a ${whole ? "whole " : ""}number from ${from} to ${to}`);
  }
  return value;
}

function splitList(flag: string, text: string): string[] {
  const parts = text.split(",").map((part) => part.trim()).filter((part) => part !== "");
  if (parts.length === 0) throw wrong(flag, text, "it names nothing");
  return parts;
}

function wrong(flag: string, value: string, state: string): InvalidInputError {
  return new InvalidInputError(`Cannot use --${flag} "${value}": ${state}`);
}
