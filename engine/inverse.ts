/**
 * The inverse of a symmetric positive definite matrix, in place, by sweeping blocks of columns (core-wasm/assembly/sweep_pivot.ts; Goodnight,
 * "A Tutorial on the SWEEP Operator", The American Statistician 33(3), 1979). Each block is inverted by one thread; the update of all other
 * rows, which is nearly all the work, is shared by the team. The bits do not depend on how many there are.
 */
import { mostArenaBytes, type Span } from "../core-wasm/layout.ts";
import type { Team } from "./team.ts";
import { sweepPartsOf } from "./sweep_job.ts";

/** Columns swept at once: the most that the kernels take. */
const width = 96;
/** Rows mirrored per call. */
const rowsPerCall = 480;

/** The matrix: lower triangle of `stride` x `stride` numbers, those beyond the n-th row and column ignored. */
export interface SquareMatrix {
  readonly cells: Span<Float32Array>;
  readonly n: number;
  /** `inverseStrideOf(n)`. */
  readonly stride: number;
}

/** Numbers per row and rows of a matrix of size n: whole tiles. */
export function inverseStrideOf(n: number): number {
  return Math.ceil(n / 8) * 8;
}

/** Bytes of memory that the matrix and its inversion need. */
export function inverseBytesFor(n: number): number {
  const stride = inverseStrideOf(n);
  return 4 * stride * stride + workBytesFor(stride);
}

/** The largest matrix whose inversion fits into so many bytes. */
export function largestInverse(bytes: number = mostArenaBytes): number {
  let n = Math.floor(Math.sqrt(bytes / 4));
  while (n > 0 && inverseBytesFor(n) > bytes) n--;
  return n;
}

/**
 * Inverts the matrix in place; both triangles are filled.
 *
 * @returns the first row of the block that is not positive definite, or undefined when the inverse is there
 */
export function invertInPlace(
  team: Team,
  { cells, n, stride }: SquareMatrix,
  onProgress: (done: number) => void = () => {},
): number | undefined {
  const { arena, kernels } = team, a = cells.ptr;
  const numbers = cells.view;
  for (let i = n; i < stride; i++) {
    numbers.fill(0, i * stride, i * stride + i);
    numbers[i * stride + i] = 1;
  }
  const mark = arena.mark(), work = arena.u8(workBytesFor(stride)).ptr;
  try {
    for (let from = 0; from < stride; from += width) {
      const block = { a, n: stride, stride, from, width: Math.min(width, stride - from), work };
      if (kernels.sweepPivot(a, stride, stride, from, block.width, work) === 0) return from;
      team.run({ kind: "sweep", parts: sweepPartsOf(stride), ...block }, (done) => {
        onProgress((from + done * block.width) / stride);
      });
    }
  } finally {
    arena.reset(mark);
  }
  for (let row = 0; row < stride; row += rowsPerCall) {
    kernels.sweepFinish(a, stride, row, Math.min(stride, row + rowsPerCall));
  }
  onProgress(1);
  return undefined;
}

function workBytesFor(stride: number): number {
  return 8 * width * stride + 32 * width * width;
}
