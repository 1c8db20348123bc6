/**
 * Implicit ALS (Hu, Koren and Volinsky, "Collaborative Filtering for Implicit Feedback Datasets", ICDM 2008), with the scaling of its
 * penalty and its start as in Rendle, Krichene, Zhang and Koren, "Revisiting the Performance of iALS on Item Recommendation
 * Benchmarks" (RecSys 2022):
 *
 *     sum over observed of s_ui (1 - <w_u, h_i>)^2 + a0 sum over all u, i of <w_u, h_i>^2
 *         + regularization (sum_u (|I_u| + a0 |I|)^nu |w_u|^2 + sum_i (|U_i| + a0 |U|)^nu |h_i|^2),        a0 = 1 / alpha
 *
 * `alpha` is what an observed interaction weighs against an unobserved one, as in the first paper; the second writes a0. Factors start
 * normal with deviation 0.1 / sqrt(factors). Rows are solved by conjugate gradients from their present values.
 */
import { type Kernels, loadKernels } from "../../core-wasm/kernels.ts";
import { type Arena, createArena, type Span, strideOf } from "../../core-wasm/layout.ts";
import { type Matrix, transpose } from "../csr.ts";
import { createRandom } from "../random.ts";
import { toMatrix } from "../evaluation/strengths.ts";
import { openFactorScorer } from "./factor_scorer.ts";
import { type Parameters, place, type Recommender } from "./recommender.ts";
import { checkCounts } from "./svd.ts";

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
  readonly itemFactors: Float32Array;
  readonly alpha: number;
  readonly regularization: number;
  readonly exponent: number;
  readonly decayPerDay: number;
}

/** Rows per kernel call: a first long call would stay in the engine's baseline compiler. */
const rowsPerCall = 500;
/** Enough steps to end at the solution, for users who are only scored. */
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
  fit(data, parameters, { seed, onProgress }) {
    const { factors, iterations, alpha, regularization, exponent, steps } = parameters;
    const { decay_per_day: decayPerDay } = parameters;
    const byUser = toMatrix(data, decayPerDay);
    const stride = strideOf(factors);
    const arena = createArena();
    const kernels = loadKernels(arena.memory);
    const random = createRandom(seed);
    const startOf = (rows: number) => {
      const span = arena.f32(rows * stride), view = span.view;
      for (let r = 0; r < rows; r++) {
        for (let f = 0; f < factors; f++) view[r * stride + f] = random.normal() * 0.1 / Math.sqrt(factors);
      }
      return span;
    };
    const users = startOf(data.users), items = startOf(data.items);
    const solver = { arena, kernels, stride, unobserved: 1 / alpha, regularization, exponent };
    const userSide = createSide(solver, byUser), itemSide = createSide(solver, transpose(byUser));
    for (let iteration = 0; iteration < iterations; iteration++) {
      solveSide(solver, { side: userSide, fixed: items, solved: users, steps });
      solveSide(solver, { side: itemSide, fixed: users, solved: items, steps });
      onProgress((iteration + 1) / iterations);
    }
    return { factors, stride, itemFactors: items.view.slice(), alpha, regularization, exponent, decayPerDay };
  },
  /** Users are solved anew from their history: for those who were trained on it is one more half iteration. */
  open({ itemFactors, factors, stride, alpha, regularization, exponent, decayPerDay }, inputs, context) {
    const arena = createArena();
    const kernels = loadKernels(arena.memory);
    const solver = { arena, kernels, stride, unobserved: 1 / alpha, regularization, exponent };
    const side = createSide(solver, toMatrix(inputs, decayPerDay));
    const fixed = place(arena, itemFactors), users = arena.f32(inputs.users * stride);
    const solved = new Uint8Array(inputs.users);
    prepare(solver, { side, fixed });
    const vectors: Float32Array = users.view;
    return openFactorScorer({ factors, stride, vectors: itemFactors, base: null }, (user, into) => {
      if (solved[user] === 0) {
        solveRows(solver, { side, fixed, solved: users, steps: foldInSteps, from: user, to: user + 1 });
        solved[user] = 1;
      }
      into.set(vectors.subarray(user * stride, (user + 1) * stride));
    }, context);
  },
};

interface Solver {
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly stride: number;
  readonly unobserved: number;
  readonly regularization: number;
  readonly exponent: number;
}

interface Side {
  readonly rows: number;
  readonly others: number;
  readonly rowPtr: Span<Int32Array>;
  readonly colIdx: Span<Int32Array>;
  readonly weights: Span<Float32Array>;
  readonly ridge: Span<Float32Array>;
  readonly gram: Span<Float64Array>;
  readonly scaled: Span<Float32Array>;
  readonly work: Span<Float32Array>;
}

function createSide({ arena, stride, unobserved, regularization, exponent }: Solver, matrix: Matrix): Side {
  const { userIds, itemIds, rowPtr, colIdx, values } = matrix;
  const rows = userIds.length, others = itemIds.length;
  const ridge = Float32Array.from(
    { length: rows },
    (_, r) =>
      Math.max(1e-9, regularization * Math.pow(rowPtr[r + 1]! - rowPtr[r]! + unobserved * others, exponent)),
  );
  return {
    rows,
    others,
    rowPtr: place(arena, rowPtr),
    colIdx: place(arena, colIdx),
    weights: place(arena, values),
    ridge: place(arena, ridge),
    gram: arena.f64(stride * stride),
    scaled: arena.f32(stride * stride),
    work: arena.f32(4 * stride),
  };
}

/** a0 times the Gram matrix of the fixed side. */
function prepare(
  { kernels, stride, unobserved }: Solver,
  { side, fixed }: { side: Side; fixed: Span<Float32Array> },
): void {
  for (let row = 0; row < side.others; row += rowsPerCall) {
    const rows = Math.min(rowsPerCall, side.others - row);
    kernels.gram(fixed.ptr + row * stride * 4, rows, stride, side.gram.ptr, row === 0 ? 0 : 1);
  }
  const from = side.gram.view, to = side.scaled.view;
  for (let i = 0; i < from.length; i++) to[i] = unobserved * from[i]!;
}

function solveSide(
  solver: Solver,
  { side, fixed, solved, steps }: {
    side: Side;
    fixed: Span<Float32Array>;
    solved: Span<Float32Array>;
    steps: number;
  },
): void {
  prepare(solver, { side, fixed });
  for (let from = 0; from < side.rows; from += rowsPerCall) {
    solveRows(solver, { side, fixed, solved, steps, from, to: Math.min(side.rows, from + rowsPerCall) });
  }
}

function solveRows(
  { kernels, stride }: Solver,
  { side, fixed, solved, steps, from, to }: {
    side: Side;
    fixed: Span<Float32Array>;
    solved: Span<Float32Array>;
    steps: number;
    from: number;
    to: number;
  },
): void {
  const { rowPtr, colIdx, weights, ridge, scaled, work } = side;
  kernels.solveRows(
    rowPtr.ptr,
    colIdx.ptr,
    weights.ptr,
    from,
    to,
    fixed.ptr,
    stride,
    scaled.ptr,
    ridge.ptr,
    solved.ptr,
    steps,
    work.ptr,
  );
}
