/**
 * The EASE member: the item-item matrix B with a zero diagonal that best rebuilds the histories by ridge regression,
 *
 *     B = I - P diag(1 / P_ii),   P = (X'X + regularization I)^-1,   raw_i = sum over history items j of  t_j B_ji
 *
 * (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019), with X = f(R) / unit and t the history in the same unit
 * (unit_strengths.ts). Of each column B_.i what is furthest from zero is kept: a list per item in place of items x items numbers.
 */
import type { Span } from "../core-wasm/layout.ts";
import { checkMatrix, type Matrix } from "./csr.ts";
import { inverseStrideOf, invertInPlace } from "./inverse.ts";
import { type ItemLists, strongest, turn } from "./item_lists.ts";
import { checkNeighbours, type NeighboursMember } from "./member.ts";
import { toNeighboursMember } from "./neighbours_member.ts";
import { createSoloTeam, type Team } from "./team.ts";
import { toUnitMatrix } from "./unit_strengths.ts";

export const defaultEaseOptions = { regularization: 300, neighbours: 200, exponent: 0.25 } as const;

/** Items that the member is fitted to, at most (docs/memory.md): its time grows with their cube. */
export const mostEaseItems = 5_000;

export interface EaseOptions {
  /** Added to the diagonal of X'X. */
  readonly regularization: number;
  /** Weights that each item keeps, at most. */
  readonly neighbours: number;
  /** Power of the strengths, see member.ts. */
  readonly exponent: number;
  readonly weight: number;
  /** Default: this thread alone. */
  readonly team?: Team;
  /** From 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/**
 * Fits the member; the same on any number of threads.
 *
 * @throws Error "Cannot train: no interactions" for an empty matrix
 * @throws RangeError for more than `mostEaseItems` items, and for options that are no numbers of their kind
 */
export function fitEase(matrix: Matrix, options: EaseOptions): NeighboursMember {
  const { regularization, neighbours, exponent, weight, onProgress = () => {} } = options;
  const items = matrix.itemIds.length;
  if (matrix.values.length === 0) throw new Error("Cannot train: no interactions");
  checkEaseItems(items);
  checkMatrix(matrix);
  checkNeighbours(neighbours);
  if (!(regularization > 0 && Number.isFinite(regularization))) {
    throw new RangeError(`Cannot train: regularization of ease is "${regularization}", not above 0`);
  }
  const { matrix: scaled, unit } = toUnitMatrix(matrix, exponent);
  const team = options.team ?? createSoloTeam(), start = team.arena.mark();
  try {
    onProgress(0);
    const inverted = invertGram(team, scaled, {
      regularization,
      onProgress: (done) => onProgress(0.9 * done),
    });
    const lists = turn(strongestOf(inverted.inverse.view, { ...inverted, items, neighbours }));
    onProgress(1);
    return toNeighboursMember("ease", lists, { unit, weight, exponent });
  } finally {
    team.arena.reset(start);
  }
}

/** @throws RangeError for more items than the member is fitted to, naming what takes them */
export function checkEaseItems(items: number): void {
  if (items <= mostEaseItems) return;
  throw new RangeError(
    `Cannot train: ease takes up to ${mostEaseItems} products, there are ${items}; item-knn takes any number`,
  );
}

/**
 * P = (X'X + regularization I)^-1 at the end of the team's memory, rows of `stride`.
 *
 * @throws Error "Cannot fit ease: ..." where rounding leaves no positive definite matrix
 */
export function invertGram(
  team: Team,
  matrix: Matrix,
  { regularization, onProgress }: {
    readonly regularization: number;
    readonly onProgress: (done: number) => void;
  },
): { inverse: Span<Float32Array>; stride: number } {
  const n = matrix.itemIds.length, stride = inverseStrideOf(n);
  const inverse = team.arena.f32(stride * stride);
  fillGram(inverse.view, { matrix, stride, regularization });
  const refused = invertInPlace(team, { cells: inverse, n, stride }, onProgress);
  if (refused !== undefined) {
    throw new Error(
      `Cannot fit ease: the matrix is not positive definite at item ${refused}; raise regularization`,
    );
  }
  return { inverse, stride };
}

/** Of each item i the weights B_ji = -P_ij / P_ii that are furthest from zero, by item i. P is symmetric: its row is read. */
export function strongestOf(
  inverse: Float32Array,
  { items, stride, neighbours }: {
    readonly items: number;
    readonly stride: number;
    readonly neighbours: number;
  },
): ItemLists {
  return strongest(items, {
    neighbours,
    weightsOf(i, into) {
      const at = i * stride, own = inverse[at + i]!;
      for (let j = 0; j < items; j++) into[j] = -inverse[at + j]! / own;
    },
  });
}

/** The lower triangle of X'X + regularization I. */
function fillGram(
  cells: Float32Array,
  { matrix, stride, regularization }: { matrix: Matrix; stride: number; regularization: number },
): void {
  const { rowPtr, colIdx, values, userIds, itemIds } = matrix;
  for (let u = 0; u < userIds.length; u++) {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      const at = colIdx[e]! * stride, value = values[e]!;
      for (let o = rowPtr[u]!; o <= e; o++) cells[at + colIdx[o]!]! += value * values[o]!;
    }
  }
  for (let i = 0; i < itemIds.length; i++) cells[i * stride + i]! += regularization;
}
