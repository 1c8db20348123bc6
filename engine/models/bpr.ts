/**
 * Matrix factorisation for Bayesian personalised ranking: an observed item shall score higher than one drawn uniformly from those the
 * user does not have, score = b_i + <p_u, q_i> (Rendle, Freudenthaler, Gantner and Schmidt-Thieme, UAI 2009).
 */
import { createRandom } from "../random.ts";
import { toMatrix } from "../evaluation/strengths.ts";
import type { Parameters, Recommender } from "./recommender.ts";
import { createFactors, has, openSgdScorer, type SgdState, toState, updatesPerCall } from "./sgd_state.ts";
import { checkCounts } from "./svd.ts";

type BprParameters = Parameters & {
  readonly factors: number;
  readonly epochs: number;
  readonly learning_rate: number;
  readonly regularization: number;
  readonly decay_per_day: number;
};

/** Draws until an item is not the user's; whoever has nearly all is left out of the step. */
const mostDraws = 20;

export const bpr: Recommender<SgdState, BprParameters> = {
  defaults: { factors: 64, epochs: 60, learning_rate: 0.05, regularization: 0.005, decay_per_day: 0 },
  check: ({ factors, epochs }) => checkCounts({ factors, epochs }),
  fit(data, { factors, epochs, learning_rate: rate, regularization, ...rest }, { seed, onProgress }) {
    const decayPerDay = rest.decay_per_day;
    const matrix = toMatrix(data, decayPerDay);
    const { rowPtr, colIdx } = matrix;
    const random = createRandom(seed);
    const model = createFactors(data, { factors, deviation: 0.1 / Math.sqrt(factors), random });
    const { arena, kernels, stride, userFactors, itemFactors, itemBias } = model;
    const batch = {
      users: arena.i32(updatesPerCall),
      better: arena.i32(updatesPerCall),
      worse: arena.i32(updatesPerCall),
    };
    const owner = new Int32Array(colIdx.length);
    for (let u = 0; u < data.users; u++) owner.fill(u, rowPtr[u], rowPtr[u + 1]);
    const order = Int32Array.from(colIdx, (_, e) => e);
    for (let epoch = 0; epoch < epochs; epoch++) {
      random.shuffle(order);
      let errors = 0;
      for (let from = 0; from < order.length; from += updatesPerCall) {
        const users = batch.users.view, better = batch.better.view, worse = batch.worse.view;
        let filled = 0;
        for (const e of order.subarray(from, from + updatesPerCall)) {
          const user = owner[e]!;
          let item = random.int(data.items);
          for (let draw = 1; draw < mostDraws && has(matrix, user, item); draw++) {
            item = random.int(data.items);
          }
          if (has(matrix, user, item)) continue;
          users[filled] = user;
          better[filled] = colIdx[e]!;
          worse[filled++] = item;
        }
        errors += kernels.sgdBpr(
          batch.users.ptr,
          batch.better.ptr,
          batch.worse.ptr,
          0,
          filled,
          userFactors.ptr,
          itemFactors.ptr,
          itemBias.ptr,
          stride,
          rate,
          regularization,
          regularization,
        );
      }
      if (!Number.isFinite(errors)) {
        throw new Error(
          `Cannot fit bpr: the error of epoch ${epoch + 1} is "${errors}"; lower learning_rate`,
        );
      }
      onProgress((epoch + 1) / epochs);
    }
    return toState(model, { matrix, mean: 0, decayPerDay });
  },
  open: openSgdScorer,
};
