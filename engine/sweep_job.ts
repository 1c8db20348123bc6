/** The job of the inverse by sweeping (inverse.ts). */
import type { Kernels } from "../core-wasm/kernels.ts";

/** Rows of a part, a multiple of 4: each is as wide as the matrix. */
const rowsPerPart = 192;

/** The update of all rows after the block from .. from + width of a matrix was swept, by rows. */
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

/** How many parts the sweep of so many rows is cut into. */
export function sweepPartsOf(rows: number): number {
  return Math.ceil(rows / rowsPerPart);
}

/** Computes one part. The last rows are the longest: they come first, so that no thread is left alone with them at the end. */
export function performSweep(
  { parts, a, n, stride, from, width, work }: SweepJob,
  part: number,
  { kernels }: { readonly kernels: Kernels },
): void {
  const row = (parts - 1 - part) * rowsPerPart;
  kernels.sweepUpdate(a, n, stride, from, width, work, row, Math.min(n, row + rowsPerPart));
}
