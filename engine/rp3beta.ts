/**
 * The rp3beta member: three steps of a random walk, from a product of the history to a user and on to another product, with probabilities
 * to the power alpha, divided by the popularity of the product it ends at to the power beta (Paudel, Christoffel, Newell and Bernstein,
 * "Updatable, Accurate, Diverse, and Scalable Recommendations for Interactive Applications", ACM TiiS 2017),
 *
 *     raw_i = sum over history items j that keep i of  t_j sum over users u of (x_uj / d_j)^alpha (x_ui / d_u)^alpha / d_i^beta
 *
 * with x the entries of f(R) / unit, d their sums by user and by item, and t the history in the same unit (unit_strengths.ts). Each item
 * of a history keeps its heaviest ends.
 */
import { checkMatrix, type Matrix } from "./csr.ts";
import { type ItemLists, nearest } from "./item_lists.ts";
import { checkNeighbours, type NeighboursMember } from "./member.ts";
import { toNeighboursMember } from "./neighbours_member.ts";
import { toUnitMatrix } from "./unit_strengths.ts";

export const defaultRp3BetaOptions = { neighbours: 200, alpha: 0.8, beta: 0.4, exponent: 0.25 } as const;

export interface WalkSettings {
  /** Ends that each item keeps, at most. */
  readonly neighbours: number;
  /** Power of the transition probabilities. */
  readonly alpha: number;
  /** Power of the popularity by which an end is divided. */
  readonly beta: number;
}

export interface Rp3BetaOptions extends WalkSettings {
  /** Power of the strengths, see member.ts. */
  readonly exponent: number;
  readonly weight: number;
  /** From 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Fits the member.
 *
 * @throws Error "Cannot train: no interactions" for an empty matrix
 * @throws RangeError for options that are no numbers of their kind
 */
export function fitRp3Beta(matrix: Matrix, options: Rp3BetaOptions): NeighboursMember {
  const { neighbours, alpha, beta, exponent, weight, onProgress = () => {} } = options;
  if (matrix.values.length === 0) throw new Error("Cannot train: no interactions");
  checkMatrix(matrix);
  checkNeighbours(neighbours);
  if (!(alpha > 0)) throw new RangeError(`Cannot train: alpha is "${alpha}", not a number above 0`);
  if (!(beta >= 0)) throw new RangeError(`Cannot train: beta is "${beta}", not a number from 0`);
  const { matrix: scaled, unit } = toUnitMatrix(matrix, exponent);
  const lists = nearestByWalk(scaled, { neighbours, alpha, beta, onProgress });
  onProgress(1);
  return toNeighboursMember("rp3beta", lists, { unit, weight, exponent });
}

/** For each item the ends of its walks: entry (j, i) is what history item j says for i. */
export function nearestByWalk(
  matrix: Matrix,
  { neighbours, alpha, beta, onProgress }: WalkSettings & { readonly onProgress: (done: number) => void },
): ItemLists {
  const { byUser, byItem } = totals(matrix);
  return nearest(matrix, {
    // From item j to user u: r_uj / d_j; from user u to item i: r_ui / d_u.
    first: (value, _user, item) => Math.pow(value / (byItem[item]! || 1), alpha),
    second: (value, user) => Math.pow(value / (byUser[user]! || 1), alpha),
    weigh: (sum, _item, other) => sum / Math.pow(byItem[other]! || 1, beta),
    neighbours,
    onProgress,
  });
}

function totals(
  { userIds, itemIds, rowPtr, colIdx, values }: Matrix,
): { byUser: Float64Array; byItem: Float64Array } {
  const byUser = new Float64Array(userIds.length), byItem = new Float64Array(itemIds.length);
  for (let u = 0; u < userIds.length; u++) {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      byUser[u]! += values[e]!;
      byItem[colIdx[e]!]! += values[e]!;
    }
  }
  return { byUser, byItem };
}
