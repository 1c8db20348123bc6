/** Which parameters are tried for which model. */
import { chooseMembers } from "../models/member_specs.ts";
import type { FitContext, Parameters } from "../models/recommender.ts";
import type { ModelName } from "../models/registry.ts";
import { createRandom } from "../random.ts";
import type { ModelData } from "./strengths.ts";

type Space = Readonly<Record<string, readonly number[]>>;

/** More are not tried, however large the budget. */
const mostCandidates = 36;

const demandDecay = [0, 0.01, 0.03, 0.05, 0.1, 0.15, 0.3];
const tasteDecay = [0, 0.003, 0.01, 0.03];

const spaces: Readonly<Record<Exclude<ModelName, "ensemble" | "mf">, Space>> = {
  "popularity": { decay_per_day: demandDecay },
  "decayed-popularity": { decay_per_day: demandDecay },
  "first-popularity": { decay_per_day: demandDecay },
  "history": { decay_per_day: [0, 0.003, 0.01, 0.03, 0.1] },
  "buy-again": { shrinkage: [1, 2, 5, 10, 20, 50] },
  "item-knn": { neighbours: [20, 50, 100, 200, 500], shrinkage: [0, 10, 30, 100], decay_per_day: tasteDecay },
  "rp3beta": {
    neighbours: [50, 100, 200, 500],
    alpha: [0.6, 0.8, 1, 1.2],
    beta: [0, 0.2, 0.4, 0.6, 0.8],
    decay_per_day: tasteDecay,
  },
  "svd": {
    factors: [16, 32, 64, 128, 256, 448],
    user_exponent: [0, 0.2, 0.3, 0.5],
    item_exponent: [0, 0.2, 0.35, 0.5],
    output_exponent: [-1, 0.1, 0.25, 0.5],
    regularization: [0, 0.03, 0.1, 0.3],
    strength_exponent: [0.5, 1],
    decay_per_day: tasteDecay,
  },
  "graph-filter": {
    factors: [64, 128, 256, 448],
    user_exponent: [0.3, 0.4, 0.5, 0.6],
    item_exponent: [0.3, 0.4, 0.5, 0.6],
    low_pass: [0, 0.1, 0.2, 0.3, 0.5],
    sharpening: [0, 1, 2, 2.5, 3],
    strength_exponent: [0.5, 1],
    decay_per_day: tasteDecay,
  },
  "bpr": {
    factors: [16, 32, 64, 128],
    epochs: [30, 60, 120],
    learning_rate: [0.02, 0.05, 0.1],
    regularization: [0.001, 0.005, 0.01, 0.03],
    decay_per_day: tasteDecay,
  },
  "ials": {
    factors: [16, 32, 64, 128, 256],
    iterations: [8, 12, 16],
    alpha: [1, 3, 10, 30, 100],
    regularization: [0.0003, 0.001, 0.003, 0.01, 0.03],
    exponent: [0.5, 0.75, 1],
    decay_per_day: tasteDecay,
  },
  "ease": { regularization: [10, 30, 60, 100, 200, 300, 500, 1000, 2000], decay_per_day: tasteDecay },
};

const mfSpaces: Readonly<Record<string, Space>> = {
  logistic: {
    factors: [16, 32, 64, 128],
    epochs: [20, 40, 80],
    learning_rate: [0.005, 0.01, 0.02, 0.05],
    regularization: [0.001, 0.005, 0.01, 0.03],
    negatives: [4, 8, 16],
    decay_per_day: tasteDecay,
  },
  squared: {
    factors: [20, 50, 100, 200],
    epochs: [10, 20, 40],
    learning_rate: [0.003, 0.005, 0.01, 0.02],
    regularization: [0.02, 0.05, 0.1, 0.15],
  },
};

export interface CandidateOptions {
  /** Names of parameters that were given: they stay as they are. */
  readonly fixed: readonly string[];
  readonly context: FitContext;
}

/** What to try, in this order: the parameters as they stand, then others; the same for the same seed. */
export function listCandidates(
  name: ModelName,
  base: Parameters,
  data: ModelData,
  { fixed, context }: CandidateOptions,
): Parameters[] {
  if (name === "ensemble") return listMemberSets(base, data, context);
  const space = name === "mf" ? mfSpaces[String(base.loss)]! : spaces[name];
  const open = Object.entries(space).filter(([key]) =>
    !fixed.includes(key) && (key !== "decay_per_day" || data.events.at !== null)
  );
  return draw(base, open, context.seed);
}

/** Every combination where they are few; else changes of about half of the parameters at a time. */
function draw(
  base: Parameters,
  open: readonly (readonly [string, readonly number[]])[],
  seed: number,
): Parameters[] {
  const random = createRandom(seed);
  const found = new Map<string, Parameters>([[JSON.stringify(base), base]]);
  const add = (params: Parameters) => found.set(JSON.stringify(params), params);
  const combinations = open.reduce((product, [, values]) => product * values.length, 1);
  if (combinations <= mostCandidates) {
    const all = open.reduce<Parameters[]>(
      (some, [key, values]) => some.flatMap((params) => values.map((value) => ({ ...params, [key]: value }))),
      [base],
    );
    random.shuffle(all).forEach(add);
    return [...found.values()];
  }
  for (let attempt = 0; attempt < 20 * mostCandidates && found.size < mostCandidates; attempt++) {
    const changed: Record<string, Parameters[string]> = { ...base };
    for (const [key, values] of open) {
      const value = values[random.int(values.length)]!;
      if (random.next() < 0.5) changed[key] = value;
    }
    add(changed);
  }
  return [...found.values()];
}

/** The members that follow from the data, and these without each one of them. Members or weights that were given stay. */
function listMemberSets(base: Parameters, data: ModelData, context: FitContext): Parameters[] {
  const given = base.members as readonly string[], weights = base.weights as readonly number[];
  if (given.length > 0 || weights.length > 0) return [base];
  const members = chooseMembers(data, context);
  const sets = members.length > 2
    ? members.map((left) => members.filter((member) => member !== left))
    : members.map((member) => [member]);
  return [members, ...sets].map((set) => ({ ...base, members: set }));
}
