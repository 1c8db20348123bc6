/**
 * The MF member: biased matrix factorisation by stochastic gradient descent on observed strengths and sampled zeros,
 *
 *     t_ui ~ mean + b_u + b_i + <p_u, q_i>,    t = f(strength) / unit where observed, 0 where sampled
 *
 * (Koren, Bell and Volinsky, "Matrix Factorization Techniques for Recommender Systems", Computer 2009; sampled zeros for
 * ranking as in Rendle, Krichene, Zhang and Anderson, "Neural Collaborative Filtering vs. Matrix Factorization Revisited", RecSys
 * 2020). `unit` is the root mean square of f(strength).
 *
 * For serving, a user's vector is the ridge solution with the item factors Q held fixed. Zeros count w, which is how often
 * training drew one; observed entries count 1 on top, and their own w x (their zero) is left in, so that the operator is one
 * fixed matrix (the fixed Gram matrix of Hu, Koren and Volinsky, ICDM 2008). With mu_i = mean + b_i,
 *
 *     p = (w Q'Q + lambda I)^-1 (Q't - w Q'mu),     raw_i = w (mu_i + <p, q_i>)
 *       = w [mu_i - <c, q_i>] + sum_j f(s_j) <fold_j, out_i>
 *     out = Q,   fold = Q (Q'Q + lambda / w I)^-1 / unit,   c = unit x sum_i mu_i fold_i
 *
 * so the bracket, times w, is `base`: exactly affine in the history. The factor w on raw changes no ranking, and neither does the
 * user's own bias, which is the same for every item and left out.
 */
import { type Arena, createArena, type Span, strideOf } from "../core-wasm/layout.ts";
import { type Kernels, loadKernels } from "../core-wasm/kernels.ts";
import type { Matrix } from "./csr.ts";
import { checkMember, type Member, transformStrength } from "./member.ts";
import { createVisits, type Visits } from "./mf_visits.ts";
import { createRandom, type Random } from "./random.ts";

export interface MfOptions {
  readonly factors: number;
  readonly epochs: number;
  readonly learningRate: number;
  /** L2 penalty per update on factors and biases. */
  readonly regularization: number;
  /** Zeros sampled per observed entry, drawn anew in each epoch. */
  readonly negatives: number;
  /** lambda / w of the fold-in, in units of the mean eigenvalue of Q'Q. */
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
    },
    stride,
    mean: 0,
  };
  const { targets, unit } = targetsOf(matrix, options.exponent);
  state.mean = meanOf(targets) / (1 + options.negatives);
  fillNormal(state.userFactors, { rows: users, factors: options.factors, stride, random });
  fillNormal(state.itemFactors, { rows: items, factors: options.factors, stride, random });

  const { users: batchUsers, items: batchItems, values: batchValues } = state.batch;
  const visits = createVisits(matrix, {
    targets,
    negatives: options.negatives,
    random,
    // The memory does not grow while the epochs run, so these views stay valid.
    batch: { users: batchUsers.view, items: batchItems.view, values: batchValues.view },
  });
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    // Towards the end smaller steps settle what the first ones found.
    const rate = options.learningRate * (1 - 0.9 * epoch / options.epochs);
    const loss = runEpoch(kernels, { visits, state, options, rate, epoch });
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
  };
  readonly stride: number;
  mean: number;
}

interface Epoch {
  readonly visits: Visits;
  readonly state: State;
  readonly options: MfOptions;
  readonly rate: number;
  readonly epoch: number;
}

/** One pass over the entries and freshly drawn zeros; returns the mean squared error. */
function runEpoch(kernels: Kernels, { visits, state, options, rate, epoch }: Epoch): number {
  const { batch, userFactors, itemFactors, userBias, itemBias } = state;
  const { regularization, onProgress } = options;
  let error = 0, updates = 0;
  visits.forEachBatch((size, done) => {
    error += kernels.sgdEpoch(
      batch.users.ptr,
      batch.items.ptr,
      batch.values.ptr,
      0,
      0,
      size,
      userFactors.ptr,
      itemFactors.ptr,
      userBias.ptr,
      itemBias.ptr,
      state.mean,
      state.stride,
      rate,
      regularization,
      regularization,
    );
    updates += size;
    onProgress?.((epoch + done) / options.epochs);
  });
  return error / updates;
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
