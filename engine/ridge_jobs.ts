/** The jobs of alternating least squares (ridge_side.ts, diagonal_basis.ts). */
import type { Kernels } from "../core-wasm/kernels.ts";

/** Rows in parts of `rowsPerPart`: a first long call would stay in the engine's baseline compiler. */
export const rowsPerPart = 2_000;
/** Most parts of a Gram matrix; their number depends on the rows alone, hence so do its bits. */
const gramParts = 16;

/** Part p of X'X into the p-th matrix at `out` (f64). */
export interface GramJob {
  readonly kind: "gram";
  readonly parts: number;
  readonly rows: number;
  readonly x: number;
  readonly stride: number;
  readonly out: number;
}

/** X <- X V by rows; work f32[parts x 4 x stride]. */
export interface TurnJob {
  readonly kind: "turn";
  readonly parts: number;
  readonly rows: number;
  readonly x: number;
  readonly stride: number;
  /** V. */
  readonly turn: number;
  readonly work: number;
}

/** Ridge solutions of the rows starts[part] .. starts[part + 1] (ridge_side.ts); work f32[parts x 4 x stride]. */
export interface SolutionJob {
  readonly kind: "ridge";
  readonly parts: number;
  readonly starts: number;
  readonly rowPtr: number;
  readonly colIdx: number;
  readonly weights: number;
  readonly fixed: number;
  readonly stride: number;
  readonly diagonal: number;
  readonly ridge: number;
  readonly solved: number;
  readonly steps: number;
  readonly work: number;
}

export type RidgeJob = GramJob | TurnJob | SolutionJob;

/** How many parts so many rows are cut into. */
export function partsOf(rows: number): number {
  return Math.ceil(rows / rowsPerPart);
}

/** The number of partial matrices of a Gram job. */
export function gramPartsOf(rows: number): number {
  return Math.min(gramParts, partsOf(rows));
}

/** Computes one part. */
export function performRidge(
  job: RidgeJob,
  part: number,
  { kernels, memory }: { readonly kernels: Kernels; readonly memory: WebAssembly.Memory },
): void {
  if (job.kind === "ridge") {
    const [from, to] = new Int32Array(memory.buffer, job.starts + 4 * part, 2);
    return solveRidgeRows(job, kernels, { from: from!, to: to!, part });
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
  const row = part * rowsPerPart, count = Math.min(rowsPerPart, rows - row);
  kernels.rotateRows(x + row * rowBytes, count, stride, job.turn, job.work + part * 4 * rowBytes);
}

/** Rows from .. to of a job, with the work space of a part. */
export function solveRidgeRows(
  job: SolutionJob,
  kernels: Kernels,
  { from, to, part }: { from: number; to: number; part: number },
): void {
  kernels.solveRows(
    job.rowPtr,
    job.colIdx,
    job.weights,
    from,
    to,
    job.fixed,
    job.stride,
    job.diagonal,
    job.ridge,
    job.solved,
    job.steps,
    job.work + part * 4 * job.stride * Float32Array.BYTES_PER_ELEMENT,
  );
}
