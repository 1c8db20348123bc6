/** The jobs of the block Krylov SVD (truncated_svd.ts): panels are f32[items x 8], one after another. */
import type { Kernels } from "../core-wasm/kernels.ts";

/**
 * Columns of a panel, as the kernels want them. Narrow panels reach the wanted directions with fewer columns in all than wide ones; in
 * narrower ones still a column costs too much.
 */
export const panelWidth = 8;
const panelCells = panelWidth * panelWidth;
const rowBytes = panelWidth * Float32Array.BYTES_PER_ELEMENT;

/** Rows per kernel call: a first long call would stay in the engine's baseline compiler. */
const rowsPerCall = 2_000;
/** Most parts; their number depends on the matrix alone, hence so do the bits of what is summed over parts. */
const mostParts = 16;
const mostProductParts = 8;

/** Part p of A'(A X), over users starts[p] .. starts[p + 1], into the p-th panel at `sums`. */
export interface ProductJob {
  readonly kind: "product";
  readonly parts: number;
  readonly items: number;
  readonly starts: number;
  readonly rowPtr: number;
  readonly entries: number;
  readonly x: number;
  readonly sums: number;
}

/**
 * By rows: Y = the sum of `addends` panels at `sums` (none: Y as it is). Then part p of X'Y, for `count` panels X from `basis` on, into
 * f64[count x 8 x 8] as the p-th at `out`.
 */
export interface ProjectJob {
  readonly kind: "project";
  readonly parts: number;
  readonly items: number;
  readonly sums: number;
  readonly addends: number;
  readonly basis: number;
  readonly count: number;
  readonly y: number;
  readonly out: number;
}

/** By rows: Y -= X C for `count` panels X and f32[8 x 8] from `c` on. Then part p of Y'Y, f64[8 x 8], as the p-th at `out`; none for 0. */
export interface SubtractJob {
  readonly kind: "subtract";
  readonly parts: number;
  readonly items: number;
  readonly basis: number;
  readonly count: number;
  readonly c: number;
  readonly y: number;
  readonly out: number;
}

/** By rows: Y <- Y L^-T for the first n columns, zero behind them. */
export interface SolveJob {
  readonly kind: "solve";
  readonly parts: number;
  readonly items: number;
  readonly y: number;
  readonly l: number;
  readonly n: number;
}

/** By rows: Y = the sum of X C for `count` panels X and f32[8 x stride] from `c` on; stride a multiple of 16. */
export interface RotateJob {
  readonly kind: "rotate";
  readonly parts: number;
  readonly items: number;
  readonly basis: number;
  readonly count: number;
  readonly c: number;
  readonly stride: number;
  readonly y: number;
}

export type KrylovJob = ProductJob | ProjectJob | SubtractJob | SolveJob | RotateJob;

/** Parts of the jobs by rows. */
export function rowPartsOf(items: number): number {
  return Math.min(mostParts, Math.ceil(items / rowsPerCall));
}

/** Parts of a product: as many as cost little beside it, for each is a panel to clear, to fetch and to add. */
export function productPartsOf(entries: number, items: number): number {
  return Math.max(1, Math.min(mostProductParts, Math.floor(entries / (64 * items))));
}

/** At least the rows of all panels of a product's parts; it grows with both numbers. */
export function mostSumRowsOf(entries: number, items: number): number {
  return Math.min(mostProductParts * items, items + entries / 64);
}

interface Workplace {
  readonly kernels: Kernels;
  readonly memory: WebAssembly.Memory;
}

/** Computes one part. */
export function performKrylov(job: KrylovJob, part: number, { kernels, memory }: Workplace): void {
  const { items } = job, panelBytes = items * rowBytes;
  if (job.kind === "product") {
    const starts = new Int32Array(memory.buffer, job.starts, job.parts + 1);
    const z = job.sums + part * panelBytes;
    new Uint8Array(memory.buffer, z, panelBytes).fill(0);
    forChunks(starts[part]!, starts[part + 1]!, (row, end) => {
      kernels.normalProduct(job.rowPtr, job.entries, row, end, job.x, z);
    });
    return;
  }
  const from = Math.floor(items * part / job.parts), to = Math.floor(items * (part + 1) / job.parts);
  if (job.kind === "solve") {
    forChunks(from, to, (row, end) => {
      kernels.solveTriangularRight(job.y + row * rowBytes, end - row, panelWidth, job.l, job.n);
    });
  } else if (job.kind === "rotate") {
    forChunks(from, to, (row, end) => {
      for (let panel = 0; panel < job.count; panel++) {
        const x = job.basis + panel * panelBytes, c = job.c + panel * job.stride * rowBytes;
        const out = [0, job.y, row, end, panel > 0 ? 1 : 0] as const;
        kernels.scoreTile(x, panelWidth, panelWidth, c, job.stride, job.stride, ...out);
      }
    });
  } else if (job.kind === "project") {
    const cells = job.count * panelCells, out = job.out + part * cells * Float64Array.BYTES_PER_ELEMENT;
    new Float64Array(memory.buffer, out, cells).fill(0);
    forChunks(from, to, (row, end) => {
      const skip = row * rowBytes, y = job.y + skip;
      for (let addend = 0; addend < job.addends; addend++) {
        const z = job.sums + addend * panelBytes + skip;
        kernels.combine(y, z, (end - row) * panelWidth, 1, 0, addend > 0 ? 1 : 0);
      }
      for (let panel = 0; panel < job.count; panel++) {
        const cell = out + panel * panelCells * Float64Array.BYTES_PER_ELEMENT;
        kernels.projectPanel(job.basis + panel * panelBytes + skip, y, end - row, cell);
      }
    });
  } else {
    const out = job.out + part * panelCells * Float64Array.BYTES_PER_ELEMENT;
    forChunks(from, to, (row, end) => {
      const skip = row * rowBytes, y = job.y + skip;
      for (let panel = 0; panel < job.count; panel++) {
        const c = job.c + panel * panelCells * Float32Array.BYTES_PER_ELEMENT;
        kernels.subtractPanel(job.basis + panel * panelBytes + skip, c, end - row, y);
      }
      if (job.out > 0) kernels.gram(y, end - row, panelWidth, out, row > from ? 1 : 0);
    });
  }
}

function forChunks(from: number, to: number, visit: (row: number, end: number) => void): void {
  for (let row = from; row < to; row += rowsPerCall) visit(row, Math.min(to, row + rowsPerCall));
}
