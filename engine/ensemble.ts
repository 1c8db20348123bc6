/**
 * How members are combined. Each member's raw scores are min-max normalised to [0, 1] over all items of the request, then
 * weighted: 0.7 for the CF family and 0.3 for the MF family unless the model or the caller says otherwise.
 */
import type { Family, Member } from "./member.ts";

/** Weights of the two families; only their ratio matters. */
export interface EnsembleWeights {
  readonly cf: number;
  readonly mf: number;
}

export const defaultEnsemble: EnsembleWeights = { cf: 0.7, mf: 0.3 };

/**
 * The share of each member in the combined score, summing to 1. With `weights`, each family gets its weight and its members
 * split it by their own, or evenly where these are all 0; without, the members' own weights decide.
 *
 * @throws RangeError if a weight is negative or not finite, or if all of them are 0
 */
export function sharesOf(members: readonly Member[], weights?: EnsembleWeights): Float64Array {
  const totals: Record<Family, number> = { cf: 0, mf: 0 }, counts: Record<Family, number> = { cf: 0, mf: 0 };
  for (const { family, weight } of members) {
    totals[family] += weight;
    counts[family]++;
  }
  const shares = Float64Array.from(members, ({ family, weight }) => {
    if (!weights) return weight;
    return weights[family] * (totals[family] > 0 ? weight / totals[family] : 1 / counts[family]);
  });
  let sum = 0;
  for (const share of shares) {
    if (!(Number.isFinite(share) && share >= 0)) {
      throw new RangeError(`Cannot combine scores: weights are "${JSON.stringify(weights)}"`);
    }
    sum += share;
  }
  if (sum === 0) throw new RangeError("Cannot combine scores: the weights of all members are 0");
  for (let m = 0; m < shares.length; m++) shares[m]! /= sum;
  return shares;
}
