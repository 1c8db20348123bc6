/**
 * Implicit ALS (Hu, Koren and Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008), with the scaling of its
 * penalty and its start as in Rendle, Krichene, Zhang and Koren, "Revisiting the Performance of iALS on Item Recommendation
 * Benchmarks" (RecSys 2022):
 *
 *     sum over observed of s_ui (1 - <w_u, h_i>)^2 + a0 sum over all u, i of <w_u, h_i>^2
 *         + regularization (sum_u (|I_u| + a0 |I|)^nu |w_u|^2 + sum_i (|U_i| + a0 |U|)^nu |h_i|^2),        a0 = 1 / alpha
 *
 * `alpha` is what an observed interaction weighs against an unobserved one, as in the first paper; the second writes a0. Factors start
 * normal with deviation 0.1 / sqrt(factors). Rows are solved by conjugate gradients from their present values, on all threads of a
 * team: no row depends on another, so the result is the same on any number.
 */
import { strideOf } from "../../core-wasm/layout.ts";
import { transpose } from "../csr.ts";
import { diagonalise, type Factors } from "../diagonal_basis.ts";
import { toMatrix } from "../evaluation/strengths.ts";
import { createRandom } from "../random.ts";
import { placeSide, ridgeJob, setDiagonal, solveSide } from "../ridge_side.ts";
import { createSoloTeam } from "../team.ts";
import { solveRidgeRows } from "../ridge_jobs.ts";
import { openFactorScorer } from "./factor_scorer.ts";
import { type Parameters, place, type Recommender } from "./recommender.ts";
import { checkCounts } from "./svd.ts";
import { withWorkspace } from "./workspace.ts";

type IalsParameters = Parameters & {
  readonly factors: number;
  readonly iterations: number;
  readonly alpha: number;
  readonly regularization: number;
  /** nu: how far the penalty of a row grows with its interactions. */
  readonly exponent: number;
  /** Conjugate gradient steps per row and iteration. */
  readonly steps: number;
  readonly decay_per_day: number;
};

interface State {
  readonly factors: number;
  readonly stride: number;
  /** In the basis where their Gram matrix is diagonal, and that diagonal. */
  readonly itemFactors: Float32Array;
  readonly diagonal: Float64Array;
  readonly alpha: number;
  readonly regularization: number;
  readonly exponent: number;
  readonly decayPerDay: number;
}

/** Enough steps to end at the solution, for users who are only scored; most end long before. */
const foldInSteps = 40;

export const ials: Recommender<State, IalsParameters> = {
  defaults: {
    factors: 128,
    iterations: 12,
    alpha: 10,
    regularization: 0.003,
    exponent: 1,
    steps: 4,
    decay_per_day: 0,
  },
  check: ({ factors, iterations, steps, alpha, regularization }) => {
    if (!(alpha > 0)) return `alpha is "${alpha}", not above 0`;
    if (!(regularization > 0)) return `regularization is "${regularization}", not above 0`;
    return checkCounts({ factors, iterations, steps });
  },
  fit(data, parameters, { seed, onProgress, team: given }) {
    const { factors, iterations, alpha, regularization, exponent, steps } = parameters;
    const { decay_per_day: decayPerDay } = parameters;
    const byUser = toMatrix(data, decayPerDay);
    const stride = strideOf(factors);
    return withWorkspace((team) => {
      const random = createRandom(seed);
      const startOf = (rows: number): Factors => {
        const span = team.arena.f32(rows * stride), view = span.view;
        for (let r = 0; r < rows; r++) {
          for (let f = 0; f < factors; f++) view[r * stride + f] = random.normal() * 0.1 / Math.sqrt(factors);
        }
        return { rows, factors, stride, span };
      };
      const users = startOf(data.users), items = startOf(data.items);
      const penalty = { alpha, regularization, exponent };
      const userSide = placeSide(team, byUser, { stride, ...penaltyOf(data.items, penalty) });
      const itemSide = placeSide(team, transpose(byUser), { stride, ...penaltyOf(data.users, penalty) });
      for (let iteration = 0; iteration < iterations; iteration++) {
        solveSide(team, userSide, { fixed: items, solved: users, steps });
        solveSide(team, itemSide, { fixed: users, solved: items, steps });
        onProgress((iteration + 1) / iterations);
      }
      const diagonal = diagonalise(team, items, users);
      const itemFactors = items.span.view.slice();
      return { factors, stride, itemFactors, diagonal, ...penalty, decayPerDay };
    }, given);
  },
  /** Users are solved anew from their history: for those who were trained on it is one more half iteration. */
  open({ itemFactors, diagonal, factors, stride, decayPerDay, ...penalty }, inputs, context) {
    const team = createSoloTeam(), { arena, kernels } = team;
    const side = placeSide(team, toMatrix(inputs, decayPerDay), {
      stride,
      ...penaltyOf(inputs.items, penalty),
    });
    setDiagonal(side, diagonal);
    const fixed = { rows: inputs.items, factors, stride, span: place(arena, itemFactors) };
    const users = arena.f32(inputs.users * stride);
    const solved = { rows: inputs.users, factors, stride, span: users };
    const job = ridgeJob(side, { fixed, solved, steps: foldInSteps });
    const vectors = users.view, done = new Uint8Array(inputs.users);
    return openFactorScorer({ factors, stride, vectors: itemFactors, base: null }, (user, into) => {
      if (done[user] === 0) {
        solveRidgeRows(job, kernels, { from: user, to: user + 1, part: 0 });
        done[user] = 1;
      }
      into.set(vectors.subarray(user * stride, (user + 1) * stride));
    }, context);
  },
};

/** How pairs without an entry weigh, and the penalty of a row, where there are so many rows on the other side. */
function penaltyOf(
  others: number,
  { alpha, regularization, exponent }: Pick<State, "alpha" | "regularization" | "exponent">,
): { unobserved: number; ridge: (entries: number) => number } {
  const unobserved = 1 / alpha;
  return {
    unobserved,
    ridge: (entries) => Math.max(1e-9, regularization * Math.pow(entries + unobserved * others, exponent)),
  };
}
