/**
 * The MF member: biased matrix factorisation by stochastic gradient descent on observed strengths and sampled zeros,
 *
 *     t_ui ~ mean + b_u + b_i + <p_u, q_i>,    t = f(strength) where observed, 0 where sampled
 *
 * (Koren, Bell and Volinsky, "Matrix Factorization Techniques for Recommender Systems", Computer 2009; sampled negatives for
 * ranking as in Rendle et al., "Neural Collaborative Filtering vs. Matrix Factorization Revisited", RecSys 2020).
 *
 * For serving, a user's vector is the ridge solution over all items with the item factors Q held fixed, where t is f(s_j) on
 * the history and 0 elsewhere:
 *
 *     p = (Q'Q + lambda I)^-1 Q' (t - mean - b) = G't - c,    G = Q (Q'Q + lambda I)^-1,    c = sum_i G_i (mean + b_i)
 *     raw_i = [mean + b_i - <c, q_i>] + sum_j f(s_j) <G_j, q_i>
 *
 * so fold = G, out = Q and the bracket is `base`: exactly affine in the history. The user's own bias is the same for every item
 * and drops out of a ranking.
 */
import { type Arena, createArena, type Span, strideOf } from "../core-wasm/layout.ts";
import { type Kernels, loadKernels } from "../core-wasm/kernels.ts";
import type { Matrix } from "./csr.ts";
import { checkMember, type Member, transformStrength } from "./member.ts";
import { createRandom, type Random } from "./random.ts";

export interface MfOptions {
  readonly factors: number;
  readonly epochs: number;
  readonly learningRate: number;
  /** L2 penalty per update on factors and biases. */
  readonly regularization: number;
  /** Zeros sampled per observed entry, drawn anew in each epoch. */
  readonly negatives: number;
  /** lambda of the fold-in, in units of the mean eigenvalue of Q'Q. */
  readonly foldRegularization: number;
  /** Power of the strengths, see member.ts. */
  readonly exponent: number;
  readonly seed: number;
  readonly weight: number;
  /** From 0 to 1. */
  readonly onProgress?: (done: number) => void;
  /** Mean squared error of each epoch, taken before each update. */
  readonly onEpoch?: (loss: number) => void;
}

export const defaultMfOptions = {
  factors: 64,
  epochs: 8,
  learningRate: 0.05,
  regularization: 0.03,
  negatives: 4,
  foldRegularization: 0.3,
  exponent: 0.25,
} as const;

/** Updates per kernel call: a first long call would stay in the engine's baseline compiler, and progress is reported between. */
const updatesPerCall = 5_000;
/** Users whose updates alternate, so that one update need not wait for the one before it. */
const usersAtOnce = 4;

/**
 * Fits the member. Deterministic by seed.
 *
 * @throws Error "Cannot train: no interactions" for an empty matrix, or naming the epoch in which the error stopped being finite
 */
export function fitMf(matrix: Matrix, options: MfOptions): Member {
  const users = matrix.userIds.length, items = matrix.itemIds.length;
  if (matrix.values.length === 0) throw new Error("Cannot train: no interactions");
  const stride = strideOf(options.factors);
  const arena = createArena({});
  const kernels = loadKernels(arena.memory);
  const random = createRandom(options.seed);
  const state: State = {
    userFactors: arena.f32(users * stride),
    itemFactors: arena.f32(items * stride),
    userBias: arena.f32(users),
    itemBias: arena.f32(items),
    batch: {
      users: arena.i32(updatesPerCall),
      items: arena.i32(updatesPerCall),
      values: arena.f32(updatesPerCall),
      weights: arena.f32(updatesPerCall),
    },
    stride,
    mean: 0,
  };
  const { targets, unit } = targetsOf(matrix, options.exponent);
  state.mean = meanOf(targets) / (1 + options.negatives);
  state.batch.weights.view.fill(1);
  fillNormal(state.userFactors, { rows: users, factors: options.factors, stride, random });
  fillNormal(state.itemFactors, { rows: items, factors: options.factors, stride, random });

  for (let epoch = 0; epoch < options.epochs; epoch++) {
    // Towards the end smaller steps settle what the first ones found.
    const rate = options.learningRate * (1 - 0.9 * epoch / options.epochs);
    const { error, updates } = runEpoch(kernels, { matrix, targets, state, options, random, rate, epoch });
    const loss = error / updates;
    if (!Number.isFinite(loss)) {
      throw new Error(
        `Cannot train: the error of MF epoch ${epoch + 1} is "${loss}"; lower the learning rate`,
      );
    }
    options.onEpoch?.(loss);
  }
  // A zero was seen this much as often as there are zeros: that is its weight in the fold-in too.
  const zeroWeight = Math.min(1, options.negatives * matrix.values.length / (users * items));
  return toMember(kernels, { arena, state, items, unit, zeroWeight, options });
}

interface State {
  readonly userFactors: Span<Float32Array>;
  readonly itemFactors: Span<Float32Array>;
  readonly userBias: Span<Float32Array>;
  readonly itemBias: Span<Float32Array>;
  readonly batch: {
    readonly users: Span<Int32Array>;
    readonly items: Span<Int32Array>;
    readonly values: Span<Float32Array>;
    readonly weights: Span<Float32Array>;
  };
  readonly stride: number;
  mean: number;
}

interface Epoch {
  readonly matrix: Matrix;
  readonly targets: Float32Array;
  readonly state: State;
  readonly options: MfOptions;
  readonly random: Random;
  readonly rate: number;
  readonly epoch: number;
}

function runEpoch(
  kernels: Kernels,
  { matrix, targets, state, options, random, rate, epoch }: Epoch,
): { error: number; updates: number } {
  const { rowPtr, colIdx } = matrix;
  const users = matrix.userIds.length, items = matrix.itemIds.length;
  const { batch, userFactors, itemFactors, userBias, itemBias } = state;
  const batchUsers = batch.users.view, batchItems = batch.items.view, batchValues = batch.values.view;
  const order = random.shuffle(Int32Array.from({ length: users }, (_, user) => user));
  let filled = 0, error = 0, updates = 0, visited = 0;

  function flush(): void {
    if (filled === 0) return;
    error += kernels.sgdEpoch(
      batch.users.ptr,
      batch.items.ptr,
      batch.values.ptr,
      batch.weights.ptr,
      0,
      filled,
      userFactors.ptr,
      itemFactors.ptr,
      userBias.ptr,
      itemBias.ptr,
      state.mean,
      state.stride,
      rate,
      options.regularization,
      options.regularization,
    );
    updates += filled;
    filled = 0;
    options.onProgress?.((epoch + visited / users) / options.epochs);
  }

  function push(user: number, item: number, value: number): void {
    batchUsers[filled] = user;
    batchItems[filled] = item;
    batchValues[filled] = value;
    if (++filled === updatesPerCall) flush();
  }

  for (let first = 0; first < users; first += usersAtOnce) {
    const group = order.subarray(first, first + usersAtOnce);
    let longest = 0;
    for (const user of group) {
      const from = rowPtr[user]!, to = rowPtr[user + 1]!;
      longest = Math.max(longest, to - from);
    }
    const starts = Array.from(group, (user) => random.int(Math.max(1, rowPtr[user + 1]! - rowPtr[user]!)));
    for (let step = 0; step < longest; step++) {
      for (let slot = 0; slot < group.length; slot++) {
        const user = group[slot]!, from = rowPtr[user]!, size = rowPtr[user + 1]! - from;
        if (step >= size) continue;
        const entry = from + (starts[slot]! + step) % size;
        push(user, colIdx[entry]!, targets[entry]!);
      }
      for (let negative = 0; negative < options.negatives; negative++) {
        for (let slot = 0; slot < group.length; slot++) {
          const user = group[slot]!;
          if (step >= rowPtr[user + 1]! - rowPtr[user]!) continue;
          const item = drawUnseen(matrix, { user, items, random });
          if (item >= 0) push(user, item, 0);
        }
      }
    }
    visited += group.length;
  }
  flush();
  return { error, updates };
}

/** An item without an entry of the user, or -1 where a few draws found none: the user knows nearly all. */
function drawUnseen(
  { rowPtr, colIdx }: Matrix,
  { user, items, random }: { user: number; items: number; random: Random },
): number {
  for (let attempt = 0; attempt < 8; attempt++) {
    const item = random.int(items);
    let low = rowPtr[user]!, high = rowPtr[user + 1]!;
    const end = high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (colIdx[middle]! < item) low = middle + 1;
      else high = middle;
    }
    if (low === end || colIdx[low] !== item) return item;
  }
  return -1;
}

interface Fitted {
  readonly arena: Arena;
  readonly state: State;
  readonly items: number;
  readonly unit: number;
  readonly zeroWeight: number;
  readonly options: MfOptions;
}

/** Q, b and the fold-in operator as a member; the algebra is in the header. */
function toMember(
  kernels: Kernels,
  { arena, state, items, unit, zeroWeight, options }: Fitted,
): Member {
  const { factors, foldRegularization, exponent, weight } = options;
  const { stride, itemFactors, itemBias, mean } = state;
  const gram = arena.f64(stride * stride), inverse = arena.f64(stride * stride);
  const folded = arena.f32(items * stride);
  kernels.gram(itemFactors.ptr, items, stride, gram.ptr);
  const cells = gram.view;
  let trace = 0;
  for (let f = 0; f < factors; f++) trace += cells[f * stride + f]!;
  // The floor keeps the inverse when every factor has shrunk to nothing.
  const ridge = Math.max(foldRegularization * trace / factors, 1e-9);
  for (let f = 0; f < factors; f++) cells[f * stride + f]! += ridge;
  if (kernels.invertSpd(gram.ptr, factors, stride, inverse.ptr) === 0) {
    throw new Error("Cannot train: the fold-in matrix of MF is not positive definite");
  }
  kernels.multiply(itemFactors.ptr, items, stride, inverse.ptr, stride, folded.ptr, stride);

  const out = itemFactors.view.slice(), fold = folded.view.slice(), bias = itemBias.view;
  const constant = new Float64Array(stride);
  for (let i = 0; i < items; i++) {
    for (let f = 0; f < factors; f++) constant[f]! += fold[i * stride + f]! * (mean + bias[i]!);
  }
  const base = new Float32Array(items);
  for (let i = 0; i < items; i++) {
    let projected = 0;
    for (let f = 0; f < factors; f++) projected += constant[f]! * out[i * stride + f]!;
    base[i] = zeroWeight * (mean + bias[i]! - projected);
  }
  for (let cell = 0; cell < fold.length; cell++) fold[cell]! /= unit;
  const member: Member = { name: "mf", family: "mf", factors, stride, fold, out, base, weight, exponent };
  checkMember(member, items);
  return member;
}

function fillNormal(
  span: Span<Float32Array>,
  { rows, factors, stride, random }: { rows: number; factors: number; stride: number; random: Random },
): void {
  const view = span.view, scale = 0.1 / Math.sqrt(factors);
  for (let row = 0; row < rows; row++) {
    for (let f = 0; f < factors; f++) view[row * stride + f] = random.normal() * scale;
  }
}

/** f(strength) of each entry in units of their root mean square, so that a learning rate fits every shop; and that unit. */
function targetsOf({ values }: Matrix, exponent: number): { targets: Float32Array; unit: number } {
  const targets = Float32Array.from(values, (value) => transformStrength(value, exponent));
  // Every strength may have underflowed: then all entries are alike.
  const unit = Math.sqrt(meanSquareOf(targets));
  if (!(unit > 0)) return { targets: targets.fill(1), unit: 1 };
  for (let e = 0; e < targets.length; e++) targets[e]! /= unit;
  return { targets, unit };
}

function meanSquareOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return sum / values.length;
}

function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
