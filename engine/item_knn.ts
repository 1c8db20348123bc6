/**
 * The item-knn member: item-item cosine of the columns of strengths, each item keeping its nearest ones (Sarwar et al., "Item-Based
 * Collaborative Filtering Recommendation Algorithms", WWW 2001),
 *
 *     raw_i = sum over history items j among the neighbours of i of  t_j <x_j, x_i> / (|x_j| |x_i| + shrinkage)
 *
 * with x the columns of f(R) / unit and t the history in the same unit (unit_strengths.ts).
 */
import { checkMatrix, type Matrix } from "./csr.ts";
import { type ItemLists, nearest, turn } from "./item_lists.ts";
import { checkNeighbours, type NeighboursMember } from "./member.ts";
import { toNeighboursMember } from "./neighbours_member.ts";
import { toUnitMatrix } from "./unit_strengths.ts";

export const defaultItemKnnOptions = { neighbours: 200, shrinkage: 0, exponent: 0.25 } as const;

export interface ItemKnnOptions {
  /** Others that each item keeps, at most. */
  readonly neighbours: number;
  /** Added to the product of the norms: pairs seen together a few times count less. */
  readonly shrinkage: number;
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
export function fitItemKnn(matrix: Matrix, options: ItemKnnOptions): NeighboursMember {
  const { neighbours, shrinkage, exponent, weight, onProgress = () => {} } = options;
  if (matrix.values.length === 0) throw new Error("Cannot train: no interactions");
  checkMatrix(matrix);
  checkNeighbours(neighbours);
  if (!(shrinkage >= 0)) {
    throw new RangeError(`Cannot train: shrinkage is "${shrinkage}", not a number from 0`);
  }
  const { matrix: scaled, unit } = toUnitMatrix(matrix, exponent);
  const lists = turn(nearestByCosine(scaled, { neighbours, shrinkage, onProgress }));
  onProgress(1);
  return toNeighboursMember("item-knn", lists, { unit, weight, exponent });
}

/** For each item its nearest ones by cosine: entry (i, j) is what history item j says for i. */
export function nearestByCosine(
  matrix: Matrix,
  { neighbours, shrinkage, onProgress }: {
    readonly neighbours: number;
    readonly shrinkage: number;
    readonly onProgress: (done: number) => void;
  },
): ItemLists {
  const norms = new Float64Array(matrix.itemIds.length);
  for (let e = 0; e < matrix.colIdx.length; e++) norms[matrix.colIdx[e]!]! += matrix.values[e]! ** 2;
  for (let i = 0; i < norms.length; i++) norms[i] = Math.sqrt(norms[i]!);
  return nearest(matrix, {
    first: (value) => value,
    second: (value) => value,
    weigh: (sum, item, other) => sum / (norms[item]! * norms[other]! + shrinkage || 1),
    neighbours,
    onProgress,
  });
}
