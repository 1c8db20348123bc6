/**
 * The CF member: truncated SVD of the degree-normalised matrix.
 *
 *     T = f(R),   R~ = Du^-a T Di^-b ~ U S V'        (Du, Di: sums of the rows and columns of T, shrunk)
 *     raw_i = sum_j f(s_j) <fold_j, out_i>,   fold_j = d_j^-b V_j,   out_i = d_i^c V_i
 *
 * so a history is projected on the item side, as a user's row of R~ would be, and no user factors are kept. b takes from popular
 * items what their popularity alone would give them; c hands a part of it back, because popular items are in fact bought more.
 */
import { type Arena, createArena, type Span, strideOf } from "../core-wasm/layout.ts";
import { type Kernels, loadKernels } from "../core-wasm/kernels.ts";
import { type Matrix, transpose } from "./csr.ts";
import { checkMember, type Member, transformStrength } from "./member.ts";
import { createRandom } from "./random.ts";

export interface SvdOptions {
  readonly factors: number;
  /** Most power iterations; fewer when the captured energy stops growing. */
  readonly iterations: number;
  /** a: how far a row is divided by its user's degree. */
  readonly userExponent: number;
  /** b: how far a column is divided by its item's degree. */
  readonly itemExponent: number;
  /** c: how far an item's score is multiplied by its degree again. */
  readonly outputExponent: number;
  /** Power of the strengths, see member.ts. */
  readonly exponent: number;
  readonly seed: number;
  readonly weight: number;
  /** From 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

export const defaultSvdOptions = {
  factors: 64,
  iterations: 8,
  userExponent: 0.4,
  itemExponent: 0.4,
  outputExponent: 0.5,
  exponent: 0.25,
} as const;

/** Extra columns of the subspace, so that the last wanted factors converge as well. */
const oversampling = 16;
/** Iterating stops when the captured energy grows by less than this share. */
const tolerance = 1e-4;
/** Rows per kernel call: a first long call would stay in the engine's baseline compiler. */
const rowsPerCall = 2_000;
/** Degrees are shrunk by this share of their mean, so that hardly known items are not blown up. */
const shrinkage = 0.1;

/**
 * Fits the member by block subspace iteration with A'A and CholeskyQR, then Rayleigh-Ritz on B = AQ (Halko, Martinsson and
 * Tropp, "Finding Structure with Randomness", SIAM Review 2011, algorithms 4.4 and 5.1). Deterministic by seed.
 *
 * @throws Error "Cannot train: no interactions" for an empty matrix
 */
export function fitSvd(matrix: Matrix, options: SvdOptions): Member {
  const { userExponent, itemExponent, outputExponent, exponent, weight } = options;
  const items = matrix.itemIds.length;
  if (matrix.values.length === 0) throw new Error("Cannot train: no interactions");
  const { values, itemDegrees } = normalise(matrix, { userExponent, itemExponent, exponent });
  const { vectors, stride, rank } = decompose({ ...matrix, values }, options);

  const fold = new Float32Array(items * stride);
  const out = new Float32Array(items * stride);
  for (let i = 0; i < items; i++) {
    const degree = itemDegrees[i]!;
    const into = Math.pow(degree, -itemExponent), back = Math.pow(degree, outputExponent);
    for (let f = 0; f < rank; f++) {
      fold[i * stride + f] = vectors[i * stride + f]! * into;
      out[i * stride + f] = vectors[i * stride + f]! * back;
    }
  }
  const member: Member = {
    name: "svd",
    family: "cf",
    factors: rank,
    stride,
    fold,
    out,
    base: null,
    weight,
    exponent,
  };
  checkMember(member, items);
  return member;
}

/** The values of R~ and the shrunk item degrees, in units of their mean so that scores keep an even scale. */
function normalise(
  { userIds, itemIds, rowPtr, colIdx, values }: Matrix,
  { userExponent, itemExponent, exponent }: Pick<SvdOptions, "userExponent" | "itemExponent" | "exponent">,
): { values: Float32Array; itemDegrees: Float64Array } {
  const transformed = Float64Array.from(values, (value) => transformStrength(value, exponent));
  const userDegrees = new Float64Array(userIds.length);
  const itemDegrees = new Float64Array(itemIds.length);
  for (let u = 0; u < userIds.length; u++) {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      userDegrees[u]! += transformed[e]!;
      itemDegrees[colIdx[e]!]! += transformed[e]!;
    }
  }
  shrink(userDegrees);
  shrink(itemDegrees);
  const normalised = new Float32Array(values.length);
  for (let u = 0; u < userIds.length; u++) {
    const byUser = Math.pow(userDegrees[u]!, -userExponent);
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      normalised[e] = transformed[e]! * byUser * Math.pow(itemDegrees[colIdx[e]!]!, -itemExponent);
    }
  }
  return { values: normalised, itemDegrees };
}

function shrink(degrees: Float64Array): void {
  let mean = 0;
  for (const degree of degrees) mean += degree / degrees.length;
  // Every strength may have underflowed: then all degrees are alike.
  if (!(mean > 0)) mean = 1;
  for (let i = 0; i < degrees.length; i++) degrees[i] = degrees[i]! / mean + shrinkage;
}

interface Decomposition {
  /** Items x stride: right singular vectors in columns, largest singular value first. */
  readonly vectors: Float32Array;
  readonly stride: number;
  readonly rank: number;
}

/** Leading right singular vectors of the matrix. */
export function decompose(
  matrix: Matrix,
  { factors, iterations, seed, onProgress }: Pick<
    SvdOptions,
    "factors" | "iterations" | "seed" | "onProgress"
  >,
): Decomposition & { readonly singularValues: Float64Array } {
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
  kernels.gram(image.ptr, users, stride, small.ptr);
  if (kernels.eigenSymmetric(small.ptr, width, stride, squares.ptr, vectors.ptr) < 0) {
    throw new Error("Cannot train: the eigenvalues of the SVD did not converge");
  }
  const rotated = arena.f32(items * stride);
  kernels.multiply(basis.ptr, items, stride, vectors.ptr, stride, rotated.ptr, stride);
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
    singularValues: Float64Array.from(values.subarray(0, rank), (value) => Math.sqrt(Math.max(0, value))),
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
  for (let row = 0; row < rows; row += rowsPerCall) {
    const end = Math.min(rows, row + rowsPerCall);
    kernels.spmm(rowPtr.ptr, colIdx.ptr, values.ptr, row, end, x.ptr, y.ptr, stride);
  }
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
    kernels.gram(x.ptr, rows, stride, small.ptr);
    kernels.cholesky(small.ptr, width, stride);
    kernels.solveTriangularRight(x.ptr, rows, stride, small.ptr, width);
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
