/** Truncated SVD of a sparse matrix by the randomised range finder with power iterations. */
import { type Arena, type Span, strideOf } from "../core-wasm/layout.ts";
import { type Matrix, type Rows, transposeInto } from "./csr.ts";
import { createRandom } from "./random.ts";
import { createSoloTeam, type Team } from "./team.ts";
import { gramPartsOf, partsOf, rowsPerPart } from "./team_jobs.ts";

/** Extra columns of the subspace, so that the last wanted factors converge as well. */
export const oversampling = 16;
/** Iterating stops when the captured energy grows by less than this share. */
const tolerance = 1e-4;

export interface DecomposeOptions {
  readonly factors: number;
  /** Most power iterations; fewer when the captured energy stops growing. */
  readonly iterations: number;
  readonly seed: number;
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

/**
 * Leading right singular vectors and singular values by block subspace iteration with A'A, orthonormalised by CholeskyQR, then
 * Rayleigh-Ritz on B = AQ (Halko, Martinsson and Tropp, SIAM Review 2011, algorithm 4.4 and section 5). Deterministic by seed.
 *
 * @throws Error if the eigenvalues of B'B do not converge, which only numbers that are not finite do
 */
export function decompose(
  matrix: Matrix,
  { factors, iterations, seed, team = createSoloTeam(), onProgress }: DecomposeOptions,
): Decomposition {
  const users = matrix.userIds.length, items = matrix.itemIds.length;
  const width = Math.min(factors + oversampling, users, items);
  const stride = strideOf(width);
  const { arena, kernels } = team, start = arena.mark();
  const byUser = placeRows(arena, users, matrix.values.length);
  const byItem = placeRows(arena, items, matrix.values.length);
  const basis = arena.f32(items * stride), image = arena.f32(users * stride);
  const small = arena.f64(stride * stride), vectors = arena.f64(stride * stride), squares = arena.f64(stride);
  const gramParts = arena.f64(gramPartsOf(Math.max(users, items)) * stride * stride);
  const shared = { small, gramParts, width, stride };
  viewOf(byUser).rowPtr.set(matrix.rowPtr);
  viewOf(byUser).colIdx.set(matrix.colIdx);
  viewOf(byUser).values.set(matrix.values);
  transposeInto(matrix, viewOf(byItem));

  fillNormal(basis, { rows: items, width, stride, seed });
  orthonormalise(team, { x: basis, rows: items, ...shared });
  let energy = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    multiplySparse(team, { matrix: byUser, x: basis, y: image, stride });
    const captured = sumOfSquares(image.view);
    multiplySparse(team, { matrix: byItem, x: image, y: basis, stride });
    orthonormalise(team, { x: basis, rows: items, ...shared });
    onProgress?.((iteration + 1) / (iterations + 1));
    if (iteration > 1 && captured <= energy * (1 + tolerance)) break;
    energy = captured;
  }

  multiplySparse(team, { matrix: byUser, x: basis, y: image, stride });
  multiplyByItself(team, { x: image, rows: users, ...shared });
  if (kernels.eigenSymmetric(small.ptr, width, stride, squares.ptr, vectors.ptr) < 0) {
    throw new Error("Cannot train: the eigenvalues of the SVD did not converge");
  }
  const rotated = arena.f32(items * stride);
  for (let row = 0; row < items; row += rowsPerPart) {
    const offset = row * stride * Float32Array.BYTES_PER_ELEMENT, count = Math.min(rowsPerPart, items - row);
    kernels.multiply(basis.ptr + offset, count, stride, vectors.ptr, stride, rotated.ptr + offset, stride);
  }
  const values = squares.view, largest = values[0]!;
  let rank = 0;
  // Beyond single precision of the largest, a direction is rounding noise.
  while (rank < Math.min(factors, width) && values[rank]! > largest * 1e-10) rank++;
  rank = Math.max(rank, 1);
  const result = { stride: strideOf(rank), rank };
  const decomposition = {
    ...result,
    vectors: takeColumns(rotated.view, { rows: items, from: stride, ...result }),
    singularValues: Float64Array.from(
      values.subarray(0, rank),
      (value: number) => Math.sqrt(Math.max(0, value)),
    ),
  };
  arena.reset(start);
  onProgress?.(1);
  return decomposition;
}

interface SparseSpans {
  readonly rows: number;
  readonly rowPtr: Span<Int32Array>;
  readonly colIdx: Span<Int32Array>;
  readonly values: Span<Float32Array>;
}

function placeRows(arena: Arena, rows: number, entries: number): SparseSpans {
  return { rows, rowPtr: arena.i32(rows + 1), colIdx: arena.i32(entries), values: arena.f32(entries) };
}

function viewOf({ rowPtr, colIdx, values }: SparseSpans): Rows {
  return { rowPtr: rowPtr.view, colIdx: colIdx.view, values: values.view };
}

function multiplySparse(
  team: Team,
  { matrix: { rows, rowPtr, colIdx, values }, x, y, stride }: {
    matrix: SparseSpans;
    x: Span<Float32Array>;
    y: Span<Float32Array>;
    stride: number;
  },
): void {
  const addresses = { rowPtr: rowPtr.ptr, colIdx: colIdx.ptr, values: values.ptr, x: x.ptr, y: y.ptr };
  team.run({ kind: "spmm", parts: partsOf(rows), rows, stride, ...addresses });
}

interface Block {
  readonly x: Span<Float32Array>;
  readonly rows: number;
  readonly small: Span<Float64Array>;
  readonly gramParts: Span<Float64Array>;
  readonly width: number;
  readonly stride: number;
}

/** small = X'X, the parts added in their order. */
function multiplyByItself(team: Team, { x, rows, stride, small, gramParts }: Block): void {
  const parts = gramPartsOf(rows), cells = stride * stride;
  team.run({ kind: "gram", parts, rows, x: x.ptr, stride, out: gramParts.ptr });
  const sums = small.view, all = gramParts.view;
  sums.set(all.subarray(0, cells));
  for (let part = 1; part < parts; part++) {
    for (let cell = 0; cell < cells; cell++) sums[cell]! += all[part * cells + cell]!;
  }
}

/** CholeskyQR twice: the second pass restores what the squared condition number of the first cost (Yamamoto et al., ETNA 2015). */
function orthonormalise(team: Team, block: Block): void {
  const { x, rows, small, width, stride } = block;
  for (let pass = 0; pass < 2; pass++) {
    multiplyByItself(team, block);
    team.kernels.cholesky(small.ptr, width, stride);
    team.run({ kind: "solve", parts: partsOf(rows), rows, x: x.ptr, stride, l: small.ptr, n: width });
  }
}

function fillNormal(
  span: Span<Float32Array>,
  { rows, width, stride, seed }: { rows: number; width: number; stride: number; seed: number },
): void {
  const random = createRandom(seed), view = span.view;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < width; column++) view[row * stride + column] = random.normal();
  }
}

function sumOfSquares(view: Float32Array): number {
  let sum = 0;
  for (let i = 0; i < view.length; i++) sum += view[i]! * view[i]!;
  return sum;
}

/** The first columns of a block, each with its largest entry positive, so that a sign never depends on rounding. */
function takeColumns(
  source: Float32Array,
  { rows, from, stride, rank }: { rows: number; from: number; stride: number; rank: number },
): Float32Array {
  const taken = new Float32Array(rows * stride);
  for (let column = 0; column < rank; column++) {
    let largest = 0;
    for (let row = 0; row < rows; row++) {
      const value = source[row * from + column]!;
      if (Math.abs(value) > Math.abs(largest)) largest = value;
    }
    const sign = largest < 0 ? -1 : 1;
    for (let row = 0; row < rows; row++) taken[row * stride + column] = sign * source[row * from + column]!;
  }
  return taken;
}
