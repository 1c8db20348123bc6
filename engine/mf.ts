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
import { type Span, strideOf } from "../core-wasm/layout.ts";
import { checkMatrix, type Matrix } from "./csr.ts";
import { checkFactors, checkMember, type FactorsMember } from "./member.ts";
import { bytesOfBatch, type SgdJob, userStartsOf } from "./mf_block.ts";
import { createRandom, type Random } from "./random.ts";
import { createSoloTeam, type Team } from "./team.ts";
import { fillUnitStrengths } from "./unit_strengths.ts";

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
  /**
   * Threads take users of their own but share the items, without waiting for each other (Niu, Recht, Re and Wright, "Hogwild!",
   * NIPS 2011): faster where there are several, and no result is like another. Without it the result is the same on any number.
   */
  readonly racing?: boolean;
  /** Default: this thread alone. */
  readonly team?: Team;
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

/**
 * Ranges that users and items are cut into (mf_block.ts), hence the most threads that help. Fixed, because another number is another
 * order of updates: the result must not depend on the machine.
 */
const strata = 4;

/**
 * Fits the member. Deterministic by seed, whatever the number of threads, save when `racing`.
 *
 * @throws Error "Cannot train: no interactions" for an empty matrix, or naming the epoch in which the error stopped being finite
 */
export function fitMf(matrix: Matrix, options: MfOptions): FactorsMember {
  if (matrix.values.length === 0) throw new Error("Cannot train: no interactions");
  checkMatrix(matrix);
  checkFactors(options.factors);
  const team = options.team ?? createSoloTeam(), start = team.arena.mark();
  const fitted = descend(matrix, team, options);
  const member = toMember(team, fitted, options);
  team.arena.reset(start);
  return member;
}

interface Fitted {
  readonly items: number;
  readonly stride: number;
  readonly mean: number;
  readonly itemFactors: Span<Float32Array>;
  readonly itemBias: Span<Float32Array>;
  /** The root mean square of f(strength). */
  readonly unit: number;
  /** A zero was seen this much as often as there are zeros: that is its weight in the fold-in too. */
  readonly zeroWeight: number;
}

/** All epochs. */
function descend(matrix: Matrix, team: Team, options: MfOptions): Fitted {
  const { factors, epochs, learningRate, regularization, negatives, seed, racing = false } = options;
  const { onProgress, onEpoch } = options;
  const { arena } = team;
  const users = matrix.userIds.length, items = matrix.itemIds.length, entries = matrix.values.length;
  const stride = strideOf(factors);
  const rowPtr = arena.i32(users + 1), colIdx = arena.i32(entries), targets = arena.f32(entries);
  const userFactors = arena.f32(users * stride), itemFactors = arena.f32(items * stride);
  const userBias = arena.f32(users), itemBias = arena.f32(items);
  const batch = arena.u8(strata * bytesOfBatch), sums = arena.f64(2 * strata);
  rowPtr.view.set(matrix.rowPtr);
  colIdx.view.set(matrix.colIdx);
  const { unit, mean: targetMean } = fillUnitStrengths(targets.view, matrix.values, options.exponent);
  const mean = targetMean / (1 + negatives);
  const random = createRandom(seed);
  fillNormal(userFactors, { rows: users, factors, stride, random });
  fillNormal(itemFactors, { rows: items, factors, stride, random });

  const job: Omit<SgdJob, "step" | "epoch" | "rate"> = {
    kind: "sgd",
    parts: strata,
    userStarts: userStartsOf(matrix.rowPtr, strata),
    ...{ racing, seed, items, entries, negatives, regularization, mean, stride },
    rowPtr: rowPtr.ptr,
    colIdx: colIdx.ptr,
    targets: targets.ptr,
    userFactors: userFactors.ptr,
    itemFactors: itemFactors.ptr,
    userBias: userBias.ptr,
    itemBias: itemBias.ptr,
    batch: batch.ptr,
    sums: sums.ptr,
  };
  const steps = racing ? 1 : strata;
  for (let epoch = 0; epoch < epochs; epoch++) {
    // Towards the end smaller steps settle what the first ones found.
    const rate = learningRate * (1 - 0.9 * epoch / epochs);
    let error = 0, updates = 0;
    for (let step = 0; step < steps; step++) {
      sums.view.fill(0);
      team.run(
        { ...job, step, epoch, rate },
        (done) => onProgress?.((epoch + (step + done) / steps) / epochs),
      );
      for (let part = 0; part < strata; part++) {
        error += sums.view[2 * part]!;
        updates += sums.view[2 * part + 1]!;
      }
    }
    const loss = error / updates;
    if (!Number.isFinite(loss)) {
      throw new Error(
        `Cannot train: the error of MF epoch ${epoch + 1} is "${loss}"; lower the learning rate`,
      );
    }
    onEpoch?.(loss);
  }
  onProgress?.(1);
  const zeroWeight = Math.min(1, negatives * entries / (users * items));
  return { items, stride, mean, itemFactors, itemBias, unit, zeroWeight };
}

/** Q, b and the fold-in operator as a member; the algebra is in the header. */
function toMember(
  { arena, kernels }: Team,
  { items, stride, mean, itemFactors, itemBias, unit, zeroWeight }: Fitted,
  { factors, foldRegularization, exponent, weight }: MfOptions,
): FactorsMember {
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
  const member: FactorsMember = {
    kind: "factors",
    ...{ name: "mf", family: "mf", factors, stride, fold, out, base, weight, exponent },
  };
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
