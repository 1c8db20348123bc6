/** Truncated SVD of a sparse matrix from a block Krylov space: few products with the matrix, and accurate small singular values. */
import { type Arena, createArena, type Span, strideOf } from "../core-wasm/layout.ts";
import { type Kernels, loadKernels } from "../core-wasm/kernels.ts";
import type { Matrix } from "./csr.ts";
import { createRandom } from "./random.ts";

/** Columns of a panel, as the kernels want them. */
const width = 16;
const panelBytesPerRow = width * Float32Array.BYTES_PER_ELEMENT;
/** Rows per kernel call: a first long call would stay in the engine's baseline compiler. */
const rowsPerCall = 2_000;

/** Share of the largest singular value, squared, below which a new direction has lost more than half of its digits. */
const smallShare = 1e-4;

/** Ratio of the shortest to the longest column from which one pass of CholeskyQR is enough in single precision. */
const wellConditioned = 0.1;

export interface KrylovOptions {
  readonly factors: number;
  /** Steps beyond those that make the space as wide as the factors: six to nine are enough for single precision. */
  readonly extraSteps: number;
  readonly seed: number;
  /** From 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

export interface RitzVectors {
  /** Items x stride, row-major: right singular vectors in columns, largest singular value first; padding behind `columns` holds more. */
  readonly vectors: Float32Array;
  readonly stride: number;
  /** Squared singular values, largest first; as many as the space is wide. */
  readonly squares: Float64Array;
}

/** Whether the space, 16 columns a step, fits into a matrix of this size. */
export function fitsKrylov(
  { users, items }: { users: number; items: number },
  { factors, extraSteps }: Pick<KrylovOptions, "factors" | "extraSteps">,
): boolean {
  return width * stepsFor(factors, extraSteps) <= Math.min(users, items);
}

/**
 * Ritz pairs of A'A in the space of Q, A'A Q, (A'A)^2 Q, ... for a random block Q, each step kept orthogonal to all before it (block
 * Lanczos with full re-orthogonalisation: Golub and Underwood, "The block Lanczos method for computing eigenvalues", 1977; its
 * convergence from a random block: Musco and Musco, NIPS 2015). A product is one pass over the entries, in which A X is never
 * kept. Deterministic by seed.
 *
 * @throws Error if the eigenvalues of the projected matrix do not converge, which only numbers that are not finite do
 */
export function findRitzVectors(
  matrix: Matrix,
  { factors, extraSteps, seed, onProgress }: KrylovOptions,
): RitzVectors {
  const users = matrix.userIds.length, items = matrix.itemIds.length;
  const steps = stepsFor(factors, extraSteps), size = steps * width;
  const arena = createArena({});
  const kernels = loadKernels(arena.memory);
  const sparse = placePairs(arena, matrix);
  const panels = Array.from({ length: steps + 1 }, () => arena.f32(items * width));
  const small: Small = {
    gram: arena.f64(width * width),
    product: arena.f64(width * width),
    negative: arena.f32(width * width),
  };
  const projected = arena.f64(size * size), vectors = arena.f64(size * size), squares = arena.f64(size);

  fillNormal(panels[0]!, seed);
  orthonormalise(kernels, panels[0]!, items, small.gram);
  for (let step = 0; step < steps; step++) {
    const next = panels[step + 1]!;
    multiplyNormal(kernels, { ...sparse, users, x: panels[step]!, z: next });
    // A'A being symmetric, only the last two panels are far from orthogonal: what a first pass leaves of them, and the rounding
    // along all others, goes in a second one.
    const near = step > 0 ? [step, step - 1] : [step];
    for (const before of [...near, ...panels.keys().take(step + 1)]) {
      takeAway(kernels, { panel: panels[before]!, from: next, items, small });
      addBlock(projected.view, small.product.view, { row: before, column: step, size });
    }
    if (step + 1 < steps) {
      const shortest = orthonormalise(kernels, next, items, small.gram);
      // The space is as good as complete when hardly anything is left: made to length 1, that is rounding along all panels.
      if (shortest < smallShare * largestDiagonal(projected.view, size)) {
        for (const panel of panels.slice(0, step + 1)) takeAway(kernels, { panel, from: next, items, small });
        orthonormalise(kernels, next, items, small.gram);
      }
    }
    onProgress?.((step + 1) / (steps + 1));
  }
  makeSymmetric(projected.view, size);
  if (kernels.eigenSymmetric(projected.ptr, size, size, squares.ptr, vectors.ptr) < 0) {
    throw new Error("Cannot train: the eigenvalues of the SVD did not converge");
  }

  const stride = Math.ceil(strideOf(factors) / width) * width;
  const rotation = arena.f32(width * stride), rotated = arena.f32(items * stride);
  for (let step = 0; step < steps; step++) {
    const from = vectors.view, to = rotation.view;
    for (let i = 0; i < width; i++) {
      const row = (step * width + i) * size;
      for (let f = 0; f < stride; f++) to[i * stride + f] = from[row + f]!;
    }
    forChunks(items, (row, end) => {
      const out = [0, rotated.ptr, row, end, step > 0 ? 1 : 0] as const;
      kernels.scoreTile(panels[step]!.ptr, width, width, rotation.ptr, stride, stride, ...out);
    });
  }
  onProgress?.(1);
  return { vectors: rotated.view, stride, squares: squares.view };
}

function stepsFor(factors: number, extraSteps: number): number {
  return Math.ceil(factors / width) + extraSteps;
}

interface Small {
  readonly gram: Span<Float64Array>;
  readonly product: Span<Float64Array>;
  readonly negative: Span<Float32Array>;
}

interface Pairs {
  readonly rowPtr: Span<Int32Array>;
  readonly entries: Span<Int32Array>;
}

/** The matrix with {i32 column, f32 value} side by side, so that a product reads one stream. */
function placePairs(arena: Arena, { rowPtr, colIdx, values }: Matrix): Pairs {
  const spans = { rowPtr: arena.i32(rowPtr.length), entries: arena.i32(2 * colIdx.length) };
  spans.rowPtr.view.set(rowPtr);
  const columns = spans.entries.view;
  const numbers = new Float32Array(columns.buffer, columns.byteOffset, columns.length);
  for (let e = 0; e < colIdx.length; e++) {
    columns[2 * e] = colIdx[e]!;
    numbers[2 * e + 1] = values[e]!;
  }
  return spans;
}

/** z = A'A x. */
function multiplyNormal(
  kernels: Kernels,
  { rowPtr, entries, users, x, z }: Pairs & {
    readonly users: number;
    readonly x: Span<Float32Array>;
    readonly z: Span<Float32Array>;
  },
): void {
  z.view.fill(0);
  forChunks(users, (r0, r1) => kernels.normalProduct(rowPtr.ptr, entries.ptr, r0, r1, x.ptr, z.ptr));
}

/** product = panel' from; from -= panel product. */
function takeAway(
  kernels: Kernels,
  { panel, from, items, small: { product, negative } }: {
    readonly panel: Span<Float32Array>;
    readonly from: Span<Float32Array>;
    readonly items: number;
    readonly small: Small;
  },
): void {
  product.view.fill(0);
  forChunks(items, (row, end) => {
    const skip = row * panelBytesPerRow;
    kernels.projectPanel(panel.ptr + skip, from.ptr + skip, end - row, product.ptr, width);
  });
  const cells = product.view, out = negative.view;
  for (let i = 0; i < cells.length; i++) out[i] = -cells[i]!;
  forChunks(items, (row, end) => {
    kernels.scoreTile(panel.ptr, width, width, negative.ptr, width, width, 0, from.ptr, row, end, 1);
  });
}

function addBlock(
  to: Float64Array,
  block: Float64Array,
  { row, column, size }: { row: number; column: number; size: number },
): void {
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      to[(row * width + i) * size + column * width + j]! += block[i * width + j]!;
    }
  }
}

/** The upper blocks were computed: the lower triangle mirrors them, blocks on the diagonal are averaged. */
function makeSymmetric(a: Float64Array, size: number): void {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const upper = a[j * size + i]!, lower = a[i * size + j]!;
      const isDiagonal = Math.floor(i / width) === Math.floor(j / width);
      a[i * size + j] = a[j * size + i] = isDiagonal ? (upper + lower) / 2 : upper;
    }
  }
}

/**
 * CholeskyQR, twice where needed: the second pass restores what the squared condition number of the first cost (Yamamoto et al., ETNA 2015). Returns
 * the smallest length that a column had beside those before it.
 */
function orthonormalise(
  kernels: Kernels,
  x: Span<Float32Array>,
  rows: number,
  gram: Span<Float64Array>,
): number {
  let shortest = Infinity, longest = 0;
  for (let pass = 0; pass < 2; pass++) {
    forChunks(rows, (row, end) => {
      kernels.gram(x.ptr + row * panelBytesPerRow, end - row, width, gram.ptr, row > 0 ? 1 : 0);
    });
    kernels.cholesky(gram.ptr, width, width);
    const cells = gram.view;
    for (let c = 0; c < width && pass === 0; c++) {
      shortest = Math.min(shortest, cells[c * width + c]!);
      longest = Math.max(longest, cells[c * width + c]!);
    }
    forChunks(rows, (row, end) => {
      kernels.solveTriangularRight(x.ptr + row * panelBytesPerRow, end - row, width, gram.ptr, width);
    });
    if (shortest > wellConditioned * longest) break;
  }
  return shortest;
}

function largestDiagonal(a: Float64Array, size: number): number {
  let largest = 0;
  for (let i = 0; i < size; i++) largest = Math.max(largest, a[i * size + i]!);
  return largest;
}

function fillNormal(span: Span<Float32Array>, seed: number): void {
  const random = createRandom(seed), view = span.view;
  for (let i = 0; i < view.length; i++) view[i] = random.normal();
}

function forChunks(rows: number, visit: (from: number, to: number) => void): void {
  for (let row = 0; row < rows; row += rowsPerCall) visit(row, Math.min(rows, row + rowsPerCall));
}
