/** One side of an alternating least squares problem: the ridge solutions of all its rows while the other side's factors are fixed. */
import type { Span } from "../core-wasm/layout.ts";
import type { Rows } from "./csr.ts";
import { diagonalise, type Factors } from "./diagonal_basis.ts";
import type { Team } from "./team.ts";
import { rowsPerPart, type SolutionJob } from "./ridge_jobs.ts";

/** A matrix in the memory of a team, cut into parts that are about as much work. */
export interface Side {
  readonly rowPtr: Span<Int32Array>;
  readonly colIdx: Span<Int32Array>;
  readonly weights: Span<Float32Array>;
  /** The penalty of each row. */
  readonly ridge: Span<Float32Array>;
  /** What pairs without an entry weigh. */
  readonly unobserved: number;
  readonly diagonal: Span<Float32Array>;
  /** First row of each part, and one more. */
  readonly starts: Span<Int32Array>;
  readonly work: Span<Float32Array>;
}

/** Entries from which a part is full, also with few rows. */
const entriesPerPart = 20_000;

export function placeSide(
  { arena }: Team,
  { rowPtr, colIdx, values }: Rows,
  { stride, unobserved, ridge }: {
    stride: number;
    unobserved: number;
    /** By the number of a row's entries. */
    ridge: (entries: number) => number;
  },
): Side {
  const starts = startsOf(rowPtr);
  const side = {
    rowPtr: arena.i32(rowPtr.length),
    colIdx: arena.i32(colIdx.length),
    weights: arena.f32(values.length),
    ridge: arena.f32(rowPtr.length - 1),
    diagonal: arena.f32(stride),
    starts: arena.i32(starts.length),
    work: arena.f32((starts.length - 1) * 4 * stride),
  };
  side.rowPtr.view.set(rowPtr);
  side.colIdx.view.set(colIdx);
  side.weights.view.set(values);
  side.starts.view.set(starts);
  const ridges = side.ridge.view;
  for (let r = 0; r < ridges.length; r++) ridges[r] = ridge(rowPtr[r + 1]! - rowPtr[r]!);
  return { ...side, unobserved };
}

/**
 * Takes at most `steps` conjugate gradient steps with every row of `solved`, on all threads of the team. Both sides end in the basis of
 * the fixed one: they differ by an orthogonal matrix from what they were.
 */
export function solveSide(
  team: Team,
  side: Side,
  { fixed, solved, steps }: { fixed: Factors; solved: Factors; steps: number },
): void {
  setDiagonal(side, diagonalise(team, fixed, solved));
  team.run(ridgeJob(side, { fixed, solved, steps }));
}

/** The diagonal of the fixed side's Gram matrix, in the basis that its factors are in. */
export function setDiagonal({ diagonal, unobserved }: Side, gram: ArrayLike<number>): void {
  const view = diagonal.view;
  for (let f = 0; f < gram.length; f++) view[f] = unobserved * gram[f]!;
}

/** The rows of `solved` in the parts of the side. */
export function ridgeJob(
  side: Side,
  { fixed, solved, steps }: { fixed: Factors; solved: Factors; steps: number },
): SolutionJob {
  return {
    ...{ kind: "ridge", parts: side.starts.length - 1, starts: side.starts.ptr, steps } as const,
    rowPtr: side.rowPtr.ptr,
    colIdx: side.colIdx.ptr,
    weights: side.weights.ptr,
    fixed: fixed.span.ptr,
    stride: fixed.stride,
    diagonal: side.diagonal.ptr,
    ridge: side.ridge.ptr,
    solved: solved.span.ptr,
    work: side.work.ptr,
  };
}

/** First rows of parts that hold about as many entries each: a few rows may have most of them. */
function startsOf(rowPtr: Int32Array): Int32Array {
  const rows = rowPtr.length - 1;
  const starts = [0];
  let cost = 0;
  for (let r = 0; r < rows; r++) {
    if (cost >= entriesPerPart || r - starts.at(-1)! >= rowsPerPart) {
      starts.push(r);
      cost = 0;
    }
    cost += rowPtr[r + 1]! - rowPtr[r]!;
  }
  return Int32Array.from([...starts, rows]);
}
