/** Truncated SVD of a sparse matrix from a block Krylov space: few products with the matrix, and accurate small singular values. */
import { type Span, strideOf } from "../core-wasm/layout.ts";
import type { Matrix } from "./csr.ts";
import { panelWidth, rowPartsOf } from "./krylov_jobs.ts";
import { createSpace, growSpace, isFull, sizeOf, type Space, spaceBytesFor } from "./krylov_space.ts";
import { createSoloTeam, type Team } from "./team.ts";

/** Columns that a rotation makes at a time. */
const rotatedWidth = 16;
/** Share of the largest eigenvalue of A'A that single precision leaves as noise. */
const noise = 1e-6;

export interface DecomposeOptions {
  readonly factors: number;
  readonly seed: number;
  /**
   * Largest |A'A v - s^2 v| / s^2 of a wanted vector; the error of a singular value is about its square over the distance to the next
   * ones. Default: `defaultTolerance`.
   */
  readonly tolerance?: number;
  /** Default: this thread alone. */
  readonly team?: Team;
  /** From 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

export interface Decomposition {
  /** Items x stride: right singular vectors in columns, largest singular value first. */
  readonly vectors: Float32Array;
  readonly stride: number;
  /** Vectors kept: at most `factors`, fewer when the matrix has a lower rank; at least 1. */
  readonly rank: number;
  /** Largest first, `rank` of them. */
  readonly singularValues: Float64Array;
}

/** Enough for ranking: a hundredth of a vector's length is not its own. */
export const defaultTolerance = 0.01;

/** Bytes of the arena that `decompose` takes, at most. */
export function svdBytesFor(
  { users, items, entries, factors }: { users: number; items: number; entries: number; factors: number },
): number {
  const steps = stepsFor({ users, items, factors }), side = steps * panelWidth;
  const stride = strideOf(factors) + rotatedWidth;
  return spaceBytesFor({ users, items, entries }, steps) + 4 * stride * (items + side) +
    8 * side * (2 * side + 1) + 256;
}

/**
 * Leading right singular vectors and singular values by Rayleigh-Ritz in a block Krylov space of A'A (krylov_space.ts; its convergence
 * from a random block: Musco and Musco, NIPS 2015), which grows until the wanted vectors are within the tolerance, or until it is full.
 * Deterministic by seed, and the same on any number of threads.
 *
 * @throws Error if the eigenvalues of the projected matrix do not converge, which only numbers that are not finite do
 */
export function decompose(
  matrix: Matrix,
  { factors, seed, tolerance = defaultTolerance, team = createSoloTeam(), onProgress }: DecomposeOptions,
): Decomposition {
  const items = matrix.itemIds.length;
  const steps = stepsFor({ users: matrix.userIds.length, items, factors });
  const { arena } = team, start = arena.mark();
  const space = createSpace(matrix, { steps, seed, team });
  const side = steps * panelWidth;
  const work: Work = {
    projected: arena.f64(side * side),
    vectors: arena.f64(side * side),
    squares: arena.f64(side),
  };
  for (let next = Math.ceil(1.25 * factors / panelWidth) + 4;;) {
    growSpace(space);
    onProgress?.(space.count / (steps + 1));
    if (!isFull(space) && (space.count < next || space.restarted)) continue;
    solveProjected(space, work);
    const excess = findResidual(space, work, factors) / tolerance;
    if (isFull(space) || excess <= 1) break;
    // A step takes half of it, or more.
    next = space.count + Math.max(Math.ceil(Math.log2(excess)), Math.ceil(space.count / 32));
  }
  // A copy: rotating may grow the memory.
  const values = work.squares.view.slice(), largest = values[0]!;
  let rank = 0;
  while (rank < Math.min(factors, sizeOf(space)) && values[rank]! > largest * noise) rank++;
  rank = Math.max(rank, 1);
  const result = { rank, stride: strideOf(rank) };
  const rotated = rotate(space, work, factors);
  const decomposition = {
    ...result,
    vectors: takeColumns(rotated, { rows: items, from: rotatedStrideOf(factors), ...result }),
    singularValues: values.slice(0, rank).map((value) => Math.sqrt(Math.max(0, value))),
  };
  arena.reset(start);
  onProgress?.(1);
  return decomposition;
}

/** Panels that the space has room for: a wide margin, but not many more than there are directions. */
function stepsFor({ users, items, factors }: { users: number; items: number; factors: number }): number {
  // Beside those of the rows there are some of the random start.
  const directions = Math.min(items, users + 4 * panelWidth);
  return Math.ceil(Math.min(directions, 2 * factors + 128) / panelWidth);
}

function rotatedStrideOf(factors: number): number {
  return Math.ceil(factors / rotatedWidth) * rotatedWidth;
}

interface Work {
  readonly projected: Span<Float64Array>;
  readonly vectors: Span<Float64Array>;
  readonly squares: Span<Float64Array>;
}

/** Eigenvalues and eigenvectors (stride strideOf(size)) of A'A in the space. */
function solveProjected(space: Space, { projected, vectors, squares }: Work): void {
  const size = sizeOf(space), stride = strideOf(size), side = space.steps * panelWidth;
  const from = space.projected, to = projected.view;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      const upper = from[j * side + i]!, lower = from[i * side + j]!;
      // Blocks on the diagonal are averaged, of the others only the upper ones were computed.
      const isDiagonal = Math.floor(i / panelWidth) === Math.floor(j / panelWidth);
      to[i * stride + j] = isDiagonal ? (upper + lower) / 2 : upper;
    }
  }
  if (space.team.kernels.eigenSymmetric(projected.ptr, size, stride, squares.ptr, vectors.ptr) < 0) {
    throw new Error("Cannot train: the eigenvalues of the SVD did not converge");
  }
}

/**
 * The largest |A'A v - s^2 v| / s^2 of the wanted vectors: as A'A Q = Q T + W e', it is the length of W times the vector's last
 * coefficients.
 */
function findResidual(space: Space, { vectors, squares }: Work, factors: number): number {
  const size = sizeOf(space), stride = strideOf(size), { rest } = space;
  const cells = vectors.view, values = squares.view;
  let largest = 0;
  for (let f = 0; f < Math.min(factors, size); f++) {
    const along = new Float64Array(panelWidth);
    for (let i = 0; i < panelWidth; i++) {
      const coefficient = cells[(size - panelWidth + i) * stride + f]!;
      for (let j = 0; j <= i; j++) along[j]! += rest[i * panelWidth + j]! * coefficient;
    }
    // What is noise cannot get better.
    const residual = Math.max(0, Math.hypot(...along) - noise * values[0]!);
    if (residual > 0) largest = Math.max(largest, residual / Math.max(values[f]!, noise * values[0]!));
  }
  return largest;
}

/** Items x rotatedStrideOf(factors): the basis times the leading eigenvectors. */
function rotate(space: Space, { vectors }: Work, factors: number): Float32Array {
  const { team, items, basis, count } = space;
  const size = sizeOf(space), stride = rotatedStrideOf(factors), columns = Math.min(stride, size);
  const c = team.arena.f32(count * panelWidth * stride), y = team.arena.f32(items * stride);
  const from = vectors.view, to = c.view;
  for (let i = 0; i < size; i++) {
    for (let f = 0; f < columns; f++) to[i * stride + f] = from[i * strideOf(size) + f]!;
  }
  const at = { basis: basis.ptr, c: c.ptr, y: y.ptr };
  team.run({ kind: "rotate", parts: rowPartsOf(items), items, count, stride, ...at });
  return y.view;
}

/** The first columns of a block, each with its largest entry positive, so that a sign never depends on rounding. */
function takeColumns(
  source: Float32Array,
  { rows, from, stride, rank }: { rows: number; from: number; stride: number; rank: number },
): Float32Array {
  const taken = new Float32Array(rows * stride), largest = new Float32Array(rank);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < rank; column++) {
      const value = source[row * from + column]!;
      if (Math.abs(value) > Math.abs(largest[column]!)) largest[column] = value;
    }
  }
  const signs = largest.map((value) => value < 0 ? -1 : 1);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < rank; column++) {
      taken[row * stride + column] = signs[column]! * source[row * from + column]!;
    }
  }
  return taken;
}
