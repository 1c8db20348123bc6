/** What models trained by stochastic gradient descent share: factors and biases in WASM memory, batches, and how they score. */
import { type Kernels, loadKernels } from "../../core-wasm/kernels.ts";
import { type Arena, createArena, type Span, strideOf } from "../../core-wasm/layout.ts";
import type { Matrix } from "../csr.ts";
import type { Random } from "../random.ts";
import type { ModelData } from "../evaluation/strengths.ts";
import { toMatrix } from "../evaluation/strengths.ts";
import { openFactorScorer } from "./factor_scorer.ts";
import { rowOf, type ScoreContext, type Scorer } from "./recommender.ts";

/** Factors and biases as trained, in plain arrays. */
export interface SgdState {
  readonly factors: number;
  readonly stride: number;
  readonly mean: number;
  readonly userFactors: Float32Array;
  readonly itemFactors: Float32Array;
  readonly userBias: Float32Array;
  readonly itemBias: Float32Array;
  /** Which users were trained; the others are folded in. */
  readonly trained: Uint8Array;
  /** Which items were trained. */
  readonly seen: Uint8Array;
  readonly decayPerDay: number;
}

/** The same while it is trained. */
export interface SgdFactors {
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly factors: number;
  readonly stride: number;
  readonly userFactors: Span<Float32Array>;
  readonly itemFactors: Span<Float32Array>;
  readonly userBias: Span<Float32Array>;
  readonly itemBias: Span<Float32Array>;
}

/** Updates per kernel call: a first long call would stay in the engine's baseline compiler. */
export const updatesPerCall = 5_000;

/** Normal factors of the given deviation, biases of zero. */
export function createFactors(
  { users, items }: Pick<ModelData, "users" | "items">,
  { factors, deviation, random }: { factors: number; deviation: number; random: Random },
): SgdFactors {
  const stride = strideOf(factors);
  const arena = createArena();
  const fill = (rows: number) => {
    const span = arena.f32(rows * stride), view = span.view;
    for (let r = 0; r < rows; r++) {
      for (let f = 0; f < factors; f++) view[r * stride + f] = random.normal() * deviation;
    }
    return span;
  };
  return {
    arena,
    kernels: loadKernels(arena.memory),
    factors,
    stride,
    userFactors: fill(users),
    itemFactors: fill(items),
    userBias: arena.f32(users),
    itemBias: arena.f32(items),
  };
}

/** Copies what was trained out of WASM memory. */
export function toState(
  { factors, stride, userFactors, itemFactors, userBias, itemBias }: SgdFactors,
  { matrix, mean, decayPerDay }: { matrix: Matrix; mean: number; decayPerDay: number },
): SgdState {
  const seen = new Uint8Array(matrix.itemIds.length);
  for (const item of matrix.colIdx) seen[item] = 1;
  return {
    factors,
    stride,
    mean,
    userFactors: userFactors.view.slice(),
    itemFactors: itemFactors.view.slice(),
    userBias: userBias.view.slice(),
    itemBias: itemBias.view.slice(),
    trained: Uint8Array.from(userBias.view, (_, u) => matrix.rowPtr[u + 1]! > matrix.rowPtr[u]! ? 1 : 0),
    seen,
    decayPerDay,
  };
}

/** Penalty of the fold-in, in units of the mean eigenvalue of Q'Q. */
const foldInPenalty = 0.1;

/**
 * Scores by the trained user vector; a user who was not trained gets the ridge solution with the item vectors Q held fixed, where the
 * target is 1 on the history and 0 elsewhere: p = (Q'Q + penalty I)^-1 sum over the history of q_i. (A user's own bias is the same for all
 * items and is left out.)
 */
export function openSgdScorer(state: SgdState, inputs: ModelData, context: ScoreContext): Scorer {
  const { factors, stride, itemFactors, userFactors, itemBias, trained } = state;
  const matrix = toMatrix(inputs, state.decayPerDay);
  let inverse: Float64Array | undefined;
  return openFactorScorer({ factors, stride, vectors: itemFactors, base: itemBias }, (user, into) => {
    if (trained[user] === 1) {
      into.set(userFactors.subarray(user * stride, (user + 1) * stride));
      return;
    }
    inverse ??= invertGram(state);
    const sum = new Float64Array(stride);
    for (const item of rowOf(matrix, user).items) {
      for (let f = 0; f < factors; f++) sum[f]! += itemFactors[item * stride + f]!;
    }
    for (let f = 0; f < factors; f++) {
      let value = 0;
      for (let g = 0; g < factors; g++) value += inverse[f * stride + g]! * sum[g]!;
      into[f] = value;
    }
  }, context);
}

function invertGram({ itemFactors, factors, stride }: SgdState): Float64Array {
  const arena = createArena();
  const kernels = loadKernels(arena.memory);
  const rows = itemFactors.length / stride;
  const vectors = arena.f32(itemFactors.length),
    gram = arena.f64(stride * stride),
    inverse = arena.f64(stride * stride);
  vectors.view.set(itemFactors);
  kernels.gram(vectors.ptr, rows, stride, gram.ptr);
  const cells = gram.view;
  let trace = 0;
  for (let f = 0; f < factors; f++) trace += cells[f * stride + f]!;
  for (let f = 0; f < factors; f++) cells[f * stride + f]! += Math.max(foldInPenalty * trace / factors, 1e-9);
  if (kernels.invertSpd(gram.ptr, factors, stride, inverse.ptr) === 0) {
    throw new Error("Cannot fold in: the item factors are not finite");
  }
  return inverse.view.slice();
}

/** Whether the item stands in the user's row, by halving. */
export function has({ rowPtr, colIdx }: Matrix, user: number, item: number): boolean {
  let low = rowPtr[user]!, high = rowPtr[user + 1]!;
  const end = high;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (colIdx[middle]! < item) low = middle + 1;
    else high = middle;
  }
  return low < end && colIdx[low] === item;
}
