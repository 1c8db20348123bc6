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
 * The share of each member in the combined score, summing to 1. With `weights`, each of the two families gets its weight, its members
 * split it by their own, and members of no such family get nothing; without, the members' own weights decide. They also do where a
 * model holds none of the members that `weights` are for: a list by its own weights is better than none.
 *
 * @throws RangeError if a weight is negative or not finite, or if all of them are 0
 */
export function sharesOf(members: readonly Member[], weights?: EnsembleWeights): Float64Array {
  const totals: Record<Family, number> = { cf: 0, mf: 0, other: 0 };
  for (const { family, weight } of members) totals[family] += weight;
  const refuse = (why: string) => new RangeError(`Cannot combine scores: ${why}`);
  if (weights) {
    for (const weight of [weights.cf, weights.mf]) {
      if (!(Number.isFinite(weight) && weight >= 0)) throw refuse(`weights are "${JSON.stringify(weights)}"`);
    }
    if (weights.cf + weights.mf === 0) throw refuse("the weights of all members are 0");
  }
  const held = weights && weights.cf * totals.cf + weights.mf * totals.mf > 0;
  const given = held ? { ...weights, other: 0 } : undefined;
  const shares = Float64Array.from(members, ({ family, weight }) => {
    if (!given) return weight;
    return totals[family] > 0 ? given[family] * weight / totals[family] : 0;
  });
  let sum = 0;
  for (const share of shares) {
    if (!(Number.isFinite(share) && share >= 0)) throw refuse(`a member has the weight "${share}"`);
    sum += share;
  }
  if (sum === 0) throw refuse("the weights of all members are 0");
  for (let m = 0; m < shares.length; m++) shares[m]! /= sum;
  return shares;
}
