/**
 * Truncated SVD of the normalised matrix, ranked by projecting a history on the item side:
 *
 *     R~ = Du^-a T Di^-b ~ U S V',   score_i = d_i^c sum_k g(s_k) V_ik sum_j t_j d_j^-b V_jk,   g(s) = s^2 / (s^2 + regularization s_1^2)
 *
 * With both exponents 0 this is PureSVD (Cremonesi, Koren and Turrin, "Performance of Recommender Algorithms on Top-N Recommendation
 * Tasks", RecSys 2010).
 */
import type { Matrix } from "../csr.ts";
import { transformStrength } from "../member.ts";
import { decompose } from "../truncated_svd.ts";
import { toMatrix } from "../evaluation/strengths.ts";
import { foldReader, openFactorScorer } from "./factor_scorer.ts";
import { normaliseMatrix, powersOf } from "./normalised.ts";
import { type Parameters, type Recommender, rowOf } from "./recommender.ts";
import { createShared } from "./share.ts";
import { withWorkspace } from "./workspace.ts";

type SvdParameters = Parameters & {
  readonly factors: number;
  readonly user_exponent: number;
  readonly item_exponent: number;
  /** c; below 0 it is taken from item_exponent: equal to it, so that 0 stays 0. */
  readonly output_exponent: number;
  readonly regularization: number;
  /** Power of the strengths. */
  readonly strength_exponent: number;
  readonly decay_per_day: number;
};

export interface FactorState {
  readonly factors: number;
  readonly stride: number;
  /** What a history item adds to the user's vector, and what that is multiplied with: items x stride. */
  readonly fold: Float32Array;
  readonly out: Float32Array;
  readonly strengthExponent: number;
  readonly decayPerDay: number;
}

export const svd: Recommender<FactorState, SvdParameters> = {
  defaults: {
    factors: 256,
    user_exponent: 0.3,
    item_exponent: 0.35,
    output_exponent: -1,
    regularization: 0,
    strength_exponent: 1,
    decay_per_day: 0,
  },
  check: ({ factors }) => checkCounts({ factors }),
  fit(data, parameters, { seed, onProgress }) {
    const { factors, item_exponent: itemExponent, regularization } = parameters;
    const { strength_exponent: strengthExponent, decay_per_day: decayPerDay } = parameters;
    const { matrix, itemDegrees } = normaliseMatrix(toMatrix(data, decayPerDay), {
      userExponent: parameters.user_exponent,
      itemExponent,
      strengthExponent,
    });
    const parts = withWorkspace((team) => decompose(matrix, { factors, seed, team, onProgress }));
    const outExponent = parameters.output_exponent < 0 ? itemExponent : parameters.output_exponent;
    const gains = filterOf(parts.singularValues, regularization);
    return {
      factors: parts.rank,
      stride: parts.stride,
      fold: scaleRows(parts, { byItem: powersOf(itemDegrees, -itemExponent), gains: gains.map(() => 1) }),
      out: scaleRows(parts, { byItem: powersOf(itemDegrees, outExponent), gains }),
      strengthExponent,
      decayPerDay,
    };
  },
  open({ fold, out, factors, stride, strengthExponent, decayPerDay }, inputs, context) {
    const matrix = toMatrix(inputs, decayPerDay);
    const reader = foldReader(fold, stride, historyOf(matrix, strengthExponent));
    return openFactorScorer({ factors, stride, vectors: out, base: null }, reader, context);
  },
};

/** A user's items with the strengths to a power. */
export function historyOf(
  matrix: Matrix,
  strengthExponent: number,
): (user: number) => { items: Int32Array; values: Float32Array } {
  return (user) => {
    const { items, values } = rowOf(matrix, user);
    return { items, values: values.map((value) => transformStrength(value, strengthExponent)) };
  };
}

/** Rows of vectors in shared memory, each times its item's number and each column times its gain. */
export function scaleRows(
  { vectors, stride, rank }: { vectors: Float32Array; stride: number; rank: number },
  { byItem, gains }: { byItem: Float64Array; gains: Float64Array },
): Float32Array {
  const scaled = createShared(vectors.length);
  for (let i = 0; i < byItem.length; i++) {
    for (let f = 0; f < rank; f++) scaled[i * stride + f] = vectors[i * stride + f]! * byItem[i]! * gains[f]!;
  }
  return scaled;
}

function filterOf(singularValues: Float64Array, regularization: number): Float64Array {
  const largest = singularValues[0]! ** 2;
  // A matrix of zeros has no directions at all.
  return singularValues.map((value) => value > 0 ? value ** 2 / (value ** 2 + regularization * largest) : 0);
}

/** A complaint about the first that is not a whole number from 1. */
export function checkCounts(counts: Readonly<Record<string, number>>): string | undefined {
  for (const [name, value] of Object.entries(counts)) {
    if (!(Number.isInteger(value) && value >= 1)) return `${name} is "${value}", not a whole number from 1`;
  }
  return undefined;
}
