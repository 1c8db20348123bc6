/** The jobs of a team (team.ts): what a part computes, and where it writes. They hold numbers alone, so that they can be posted. */
import type { Kernels } from "../core-wasm/kernels.ts";
import { type SgdJob, visitBlock } from "./mf_block.ts";

/** Rows in parts of `rowsPerPart`: a first long call would stay in the engine's baseline compiler. */
export const rowsPerPart = 2_000;
/** Most parts of a Gram matrix; their number depends on the rows alone, hence so do its bits. */
const gramParts = 16;
/** Rows of a part of a sweep, a multiple of 6: each is as wide as the matrix. */
const rowsPerSweepPart = 192;

/** Y = A X by rows of A, in CSR. */
export interface SpmmJob {
  readonly kind: "spmm";
  readonly parts: number;
  readonly rows: number;
  readonly rowPtr: number;
  readonly colIdx: number;
  readonly values: number;
  readonly x: number;
  readonly y: number;
  readonly stride: number;
}

/** Part p of X'X into the p-th matrix at `out` (f64). */
export interface GramJob {
  readonly kind: "gram";
  readonly parts: number;
  readonly rows: number;
  readonly x: number;
  readonly stride: number;
  readonly out: number;
}

/** X <- X L^-T by rows. */
export interface SolveJob {
  readonly kind: "solve";
  readonly parts: number;
  readonly rows: number;
  readonly x: number;
  readonly stride: number;
  readonly l: number;
  readonly n: number;
}

/** The update of all rows after the block from .. from + width of a matrix was swept, by rows (inverse.ts). */
export interface SweepJob {
  readonly kind: "sweep";
  readonly parts: number;
  readonly a: number;
  readonly n: number;
  readonly stride: number;
  readonly from: number;
  readonly width: number;
  readonly work: number;
}

export type Job = SpmmJob | GramJob | SolveJob | SweepJob | SgdJob;

/** How many parts so many rows are cut into. */
export function partsOf(rows: number): number {
  return Math.ceil(rows / rowsPerPart);
}

/** The number of partial matrices of a Gram job. */
export function gramPartsOf(rows: number): number {
  return Math.min(gramParts, partsOf(rows));
}

/** How many parts the sweep of so many rows is cut into. */
export function sweepPartsOf(rows: number): number {
  return Math.ceil(rows / rowsPerSweepPart);
}

/** Computes one part. */
export function perform(
  job: Job,
  part: number,
  { kernels, memory }: { readonly kernels: Kernels; readonly memory: WebAssembly.Memory },
): void {
  if (job.kind === "sgd") return visitBlock(job, part, { kernels, memory });
  if (job.kind === "sweep") {
    // The last rows are the longest: they come first, so that no thread is left alone with them at the end.
    const row = (job.parts - 1 - part) * rowsPerSweepPart, end = Math.min(job.n, row + rowsPerSweepPart);
    return kernels.sweepUpdate(job.a, job.n, job.stride, job.from, job.width, job.work, row, end);
  }
  const { rows, x, stride } = job, rowBytes = stride * Float32Array.BYTES_PER_ELEMENT;
  if (job.kind === "gram") {
    const out = job.out + part * stride * stride * Float64Array.BYTES_PER_ELEMENT;
    const end = Math.floor(rows * (part + 1) / job.parts);
    for (let row = Math.floor(rows * part / job.parts), accumulate: 0 | 1 = 0; row < end; accumulate = 1) {
      const count = Math.min(rowsPerPart, end - row);
      kernels.gram(x + row * rowBytes, count, stride, out, accumulate);
      row += count;
    }
    return;
  }
  const row = part * rowsPerPart, end = Math.min(rows, row + rowsPerPart);
  if (job.kind === "spmm") {
    kernels.spmm(job.rowPtr, job.colIdx, job.values, row, end, x, job.y, stride);
  } else kernels.solveTriangularRight(x + row * rowBytes, end - row, stride, job.l, job.n);
}
