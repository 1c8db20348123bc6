/** Truncated SVD of a sparse matrix by the randomised range finder with power iterations. */
import { type Arena, createArena, type Span, strideOf } from "../core-wasm/layout.ts";
import { type Kernels, loadKernels } from "../core-wasm/kernels.ts";
import { type Matrix, transpose } from "./csr.ts";
import { createRandom } from "./random.ts";

/** Extra columns of the subspace, so that the last wanted factors converge as well. */
const oversampling = 16;
/** Iterating stops when the captured energy grows by less than this share. */
const tolerance = 1e-4;
/** Rows per kernel call: a first long call would stay in the engine's baseline compiler. */
const rowsPerCall = 2_000;

export interface DecomposeOptions {
  readonly factors: number;
  /** Most power iterations; fewer when the captured energy stops growing. */
  readonly iterations: number;
  readonly seed: number;
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
  { factors, iterations, seed, onProgress }: DecomposeOptions,
): Decomposition {
  const users = matrix.userIds.length, items = matrix.itemIds.length;
  const width = Math.min(factors + oversampling, users, items);
  const stride = strideOf(width);
  const arena = createArena({});
  const kernels = loadKernels(arena.memory);
  const byUser = copyMatrix(arena, matrix), byItem = copyMatrix(arena, transpose(matrix));
  const basis = arena.f32(items * stride), image = arena.f32(users * stride);
  const small = arena.f64(stride * stride), vectors = arena.f64(stride * stride), squares = arena.f64(stride);

  fillNormal(basis, { rows: items, width, stride, seed });
  orthonormalise(kernels, { x: basis, rows: items, small, width, stride });
  let energy = 0;
  for (let iteration = 0; iteration < iterations; iteration++) {
    multiplySparse(kernels, { matrix: byUser, x: basis, y: image, stride });
    const captured = sumOfSquares(image.view);
    multiplySparse(kernels, { matrix: byItem, x: image, y: basis, stride });
    orthonormalise(kernels, { x: basis, rows: items, small, width, stride });
    onProgress?.((iteration + 1) / (iterations + 1));
    if (iteration > 1 && captured <= energy * (1 + tolerance)) break;
    energy = captured;
  }

  multiplySparse(kernels, { matrix: byUser, x: basis, y: image, stride });
  multiplyByItself(kernels, { x: image, rows: users, stride, small });
  if (kernels.eigenSymmetric(small.ptr, width, stride, squares.ptr, vectors.ptr) < 0) {
    throw new Error("Cannot train: the eigenvalues of the SVD did not converge");
  }
  const rotated = arena.f32(items * stride);
  forChunks(items, (row, count) => {
    const offset = row * stride * Float32Array.BYTES_PER_ELEMENT;
    kernels.multiply(basis.ptr + offset, count, stride, vectors.ptr, stride, rotated.ptr + offset, stride);
  });
  const values = squares.view, largest = values[0]!;
  let rank = 0;
  // Beyond single precision of the largest, a direction is rounding noise.
  while (rank < Math.min(factors, width) && values[rank]! > largest * 1e-10) rank++;
  rank = Math.max(rank, 1);
  const result = { stride: strideOf(rank), rank };
  onProgress?.(1);
  return {
    ...result,
    vectors: takeColumns(rotated.view, { rows: items, from: stride, ...result }),
    singularValues: Float64Array.from(
      values.subarray(0, rank),
      (value: number) => Math.sqrt(Math.max(0, value)),
    ),
  };
}

interface SparseSpans {
  readonly rows: number;
  readonly rowPtr: Span<Int32Array>;
  readonly colIdx: Span<Int32Array>;
  readonly values: Span<Float32Array>;
}

function copyMatrix(arena: Arena, matrix: Matrix): SparseSpans {
  const rowPtr = arena.i32(matrix.rowPtr.length);
  const colIdx = arena.i32(matrix.colIdx.length);
  const values = arena.f32(matrix.values.length);
  rowPtr.view.set(matrix.rowPtr);
  colIdx.view.set(matrix.colIdx);
  values.view.set(matrix.values);
  return { rows: matrix.userIds.length, rowPtr, colIdx, values };
}

function multiplySparse(
  kernels: Kernels,
  { matrix, x, y, stride }: {
    matrix: SparseSpans;
    x: Span<Float32Array>;
    y: Span<Float32Array>;
    stride: number;
  },
): void {
  const { rows, rowPtr, colIdx, values } = matrix;
  forChunks(rows, (row, count) => {
    kernels.spmm(rowPtr.ptr, colIdx.ptr, values.ptr, row, row + count, x.ptr, y.ptr, stride);
  });
}

function forChunks(rows: number, visit: (row: number, count: number) => void): void {
  for (let row = 0; row < rows; row += rowsPerCall) visit(row, Math.min(rowsPerCall, rows - row));
}

/** small = X'X. */
function multiplyByItself(kernels: Kernels, { x, rows, stride, small }: Omit<Block, "width">): void {
  forChunks(rows, (row, count) => {
    const chunk = x.ptr + row * stride * Float32Array.BYTES_PER_ELEMENT;
    kernels.gram(chunk, count, stride, small.ptr, row > 0 ? 1 : 0);
  });
}

interface Block {
  readonly x: Span<Float32Array>;
  readonly rows: number;
  readonly small: Span<Float64Array>;
  readonly width: number;
  readonly stride: number;
}

/** CholeskyQR twice: the second pass restores what the squared condition number of the first cost (Yamamoto et al., ETNA 2015). */
function orthonormalise(kernels: Kernels, { x, rows, small, width, stride }: Block): void {
  for (let pass = 0; pass < 2; pass++) {
    multiplyByItself(kernels, { x, rows, stride, small });
    kernels.cholesky(small.ptr, width, stride);
    forChunks(rows, (row, count) => {
      const chunk = x.ptr + row * stride * Float32Array.BYTES_PER_ELEMENT;
      kernels.solveTriangularRight(chunk, count, stride, small.ptr, width);
    });
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
