/**
 * Matrix factorisation with biases by stochastic gradient descent:
 *
 *     r_ui ~ mean + b_u + b_i + <p_u, q_i>
 *
 * - loss "logistic", for rankings: observed pairs are 1, and for each of them `negatives` items drawn uniformly are 0 (Rendle et al.,
 *   "Neural Collaborative Filtering vs. Matrix Factorization Revisited", RecSys 2020)
 * - loss "squared", for values such as ratings: the observed values alone, in the order of the file (Koren, Bell and Volinsky, Computer
 *   2009); with `negatives` above 0, sampled zeros as well
 */
import { createRandom, type Random } from "../random.ts";
import { type ModelData, toMatrix } from "../evaluation/strengths.ts";
import type { Parameters, Recommender } from "./recommender.ts";
import {
  createFactors,
  openSgdScorer,
  type SgdFactors,
  type SgdState,
  toState,
  updatesPerCall,
} from "./sgd_state.ts";
import { checkCounts } from "./svd.ts";

type MfParameters = Parameters & {
  readonly loss: string;
  /** Those below 0 depend on the loss: `usual`. */
  readonly factors: number;
  readonly epochs: number;
  readonly learning_rate: number;
  readonly regularization: number;
  readonly negatives: number;
  readonly decay_per_day: number;
};

interface State extends SgdState {
  readonly loss: string;
  /** Smallest and largest value in training: predictions are held between them. */
  readonly lowest: number;
  readonly highest: number;
}

/** For ratings those of the textbook; for rankings about what the paper found. */
const usual = {
  squared: { factors: 100, epochs: 20, learning_rate: 0.005, regularization: 0.02, negatives: 0 },
  logistic: { factors: 64, epochs: 40, learning_rate: 0.02, regularization: 0.005, negatives: 8 },
} as const;

const names = ["factors", "epochs", "learning_rate", "regularization", "negatives"] as const;

export const mf: Recommender<State, MfParameters> = {
  defaults: {
    loss: "logistic",
    factors: -1,
    epochs: -1,
    learning_rate: -1,
    regularization: -1,
    negatives: -1,
    decay_per_day: 0,
  },
  complete(parameters) {
    const { loss } = parameters;
    if (loss !== "squared" && loss !== "logistic") return parameters;
    const completed = { ...parameters };
    for (const name of names) if (completed[name] < 0) completed[name] = usual[loss][name];
    return completed;
  },
  check({ loss, factors, epochs, negatives }) {
    if (loss !== "squared" && loss !== "logistic") return `loss is "${loss}", not squared or logistic`;
    if (!Number.isInteger(negatives)) return `negatives is "${negatives}", not a whole number`;
    if (loss === "logistic" && negatives < 1) return "the logistic loss needs negatives, at least 1";
    return checkCounts({ factors, epochs });
  },
  fit(data, parameters, { seed, onProgress }) {
    const { loss, factors, epochs, learning_rate: rate, negatives } = parameters;
    const random = createRandom(seed);
    const entries = readEntries(data, parameters);
    const deviation = loss === "squared" ? 0.1 : 0.1 / Math.sqrt(factors);
    const model = createFactors(data, { factors, deviation, random });
    const pass = createPass(model, { ...parameters, mean: entries.mean, items: data.items });
    const n = entries.users.length;
    // Ratings alone are visited as they stand, the reference's way; rankings in a new order each time.
    const order = Int32Array.from({ length: n }, (_, e) => e);
    for (let epoch = 0; epoch < epochs; epoch++) {
      if (loss === "logistic" || negatives > 0) random.shuffle(order);
      let errors = 0;
      for (let from = 0; from < n; from += updatesPerCall) {
        const chunk = order.subarray(from, from + updatesPerCall);
        errors += pass(chunk, { entries, rate, random });
        onProgress((epoch + from / n) / epochs);
      }
      if (!Number.isFinite(errors)) {
        throw new Error(`Cannot fit mf: the error of epoch ${epoch + 1} is "${errors}"; lower learning_rate`);
      }
    }
    const decayPerDay = parameters.decay_per_day;
    const { lowest, highest, mean } = entries;
    const state = toState(model, { matrix: toMatrix(data), mean, decayPerDay });
    const { seen, itemFactors, stride } = state;
    // Nothing moved what was never seen from its random start; with sampled zeros everything was.
    if (negatives === 0) seen.forEach((is, i) => is || itemFactors.fill(0, i * stride, (i + 1) * stride));
    return { ...state, loss, lowest, highest };
  },
  open: openSgdScorer,
  predict(state, { users, items }) {
    const { loss, stride, mean, userFactors, itemFactors, userBias, itemBias, lowest, highest } = state;
    if (loss !== "squared") return undefined;
    return Float64Array.from(users, (user, e) => {
      const item = items[e]!;
      // Whoever or whatever was not trained still has its random start: only biases, which are 0 then, may speak.
      const isKnown = state.trained[user] === 1 && state.seen[item] === 1;
      let value = mean + userBias[user]! + itemBias[item]!;
      for (let f = 0; isKnown && f < stride; f++) {
        value += userFactors[user * stride + f]! * itemFactors[item * stride + f]!;
      }
      return Math.min(highest, Math.max(lowest, value));
    });
  },
};

interface Entries {
  readonly users: Int32Array;
  readonly items: Int32Array;
  readonly targets: Float32Array;
  readonly mean: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Ratings: each as it stands, in the order of the file. Rankings: each pair once, target 1. */
function readEntries(
  data: ModelData,
  { loss, negatives, decay_per_day: decayPerDay }: MfParameters,
): Entries {
  const { events, binary } = data;
  if (loss === "squared" && events.values && !binary && negatives === 0) {
    const { users, items, values } = events;
    let sum = 0, lowest = Infinity, highest = -Infinity;
    for (const value of values) {
      sum += value;
      lowest = Math.min(lowest, value);
      highest = Math.max(highest, value);
    }
    return { users, items, targets: values, mean: sum / values.length, lowest, highest };
  }
  const matrix = toMatrix(data, decayPerDay);
  const users = new Int32Array(matrix.colIdx.length);
  for (let u = 0; u < data.users; u++) users.fill(u, matrix.rowPtr[u], matrix.rowPtr[u + 1]);
  const targets = loss === "logistic" ? new Float32Array(users.length).fill(1) : matrix.values;
  let sum = 0, highest = 0;
  for (const target of targets) {
    sum += target;
    highest = Math.max(highest, target);
  }
  // The log-odds, or the mean, of all entries with the sampled ones.
  const mean = loss === "logistic" ? -Math.log(negatives) : sum / (targets.length * (1 + negatives));
  return { users, items: matrix.colIdx, targets, mean, lowest: 0, highest };
}

/** One pass over some entries, each followed by its negatives. Returns the sum of the squared errors. */
function createPass(
  model: SgdFactors,
  { loss, negatives, regularization, mean, items }: MfParameters & { mean: number; items: number },
): (chunk: Int32Array, step: { entries: Entries; rate: number; random: Random }) => number {
  const { arena, kernels, stride, userFactors, itemFactors, userBias, itemBias } = model;
  const size = updatesPerCall * (1 + negatives);
  const batch = { users: arena.i32(size), items: arena.i32(size), targets: arena.f32(size) };
  return (chunk, { entries, rate, random }) => {
    const users = batch.users.view, drawn = batch.items.view, targets = batch.targets.view;
    let filled = 0;
    for (const e of chunk) {
      users[filled] = entries.users[e]!;
      drawn[filled] = entries.items[e]!;
      targets[filled++] = entries.targets[e]!;
      for (let negative = 0; negative < negatives; negative++) {
        users[filled] = entries.users[e]!;
        drawn[filled] = random.int(items);
        targets[filled++] = 0;
      }
    }
    let errors = 0;
    for (let from = 0; from < filled; from += updatesPerCall) {
      const to = Math.min(filled, from + updatesPerCall);
      errors += loss === "logistic"
        ? kernels.sgdLogistic(
          batch.users.ptr,
          batch.items.ptr,
          batch.targets.ptr,
          from,
          to,
          userFactors.ptr,
          itemFactors.ptr,
          userBias.ptr,
          itemBias.ptr,
          mean,
          stride,
          rate,
          regularization,
          regularization,
        )
        : kernels.sgdEpoch(
          batch.users.ptr,
          batch.items.ptr,
          batch.targets.ptr,
          0,
          from,
          to,
          userFactors.ptr,
          itemFactors.ptr,
          userBias.ptr,
          itemBias.ptr,
          mean,
          stride,
          rate,
          regularization,
          regularization,
        );
    }
    return errors;
  };
}
