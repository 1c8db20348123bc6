/** Synthetic interactions with power laws on both sides, in WebAssembly memory in both orientations. */
import { probeHost } from "../../core-wasm/builds.ts";
import { type Arena, createArena, type Span } from "../../core-wasm/layout.ts";
import { type Kernels, loadKernels } from "../../core-wasm/kernels.ts";
import { createRandom, type Random } from "../../engine/random.ts";

export interface Size {
  readonly users: number;
  readonly items: number;
  readonly entries: number;
}

/** The sizes that figures are kept for; the large one has the shape of MovieLens 20M. */
export const sizes = {
  a: { users: 50_000, items: 10_000, entries: 2_000_000 },
  b: { users: 138_000, items: 27_000, entries: 20_000_000 },
} as const;

/** A sparse matrix by rows, plain and as {i32 column, f32 value} pairs. */
export interface Sparse {
  readonly rows: number;
  readonly columns: number;
  readonly rowPtr: Span<Int32Array>;
  readonly colIdx: Span<Int32Array>;
  readonly values: Span<Float32Array>;
  readonly pairs: Span<Int32Array>;
}

export interface Problem extends Size {
  readonly arena: Arena;
  readonly kernels: Kernels;
  /** The relaxed build over the same memory, where the host can run it. */
  readonly relaxed: Kernels | undefined;
  readonly byUser: Sparse;
  readonly byItem: Sparse;
}

/** Groups of items that users lean to, the first ones more than the last: they give the spectrum its leading directions. */
const groups = 60;

/** Draws a problem; the same seed gives the same one. About `entries` of them: a pair is drawn once. */
export function createProblem({ users, items, entries }: Size, seed = 1): Problem {
  const random = createRandom(seed);
  const degrees = drawDegrees(random, { users, items, entries });
  const rowPtr = new Int32Array(users + 1);
  for (let u = 0; u < users; u++) rowPtr[u + 1] = rowPtr[u]! + degrees[u]!;
  const total = rowPtr[users]!;
  const colIdx = new Int32Array(total), values = new Float32Array(total);
  const seen = new Int32Array(items).fill(-1), tastes = new Int32Array(3);
  for (let u = 0; u < users; u++) {
    for (let t = 0; t < tastes.length; t++) tastes[t] = Math.floor(groups * random.next() ** 2);
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!;) {
      // Item i belongs to group i mod groups, and low positions are the popular ones.
      const taste = tastes[random.int(tastes.length)]!;
      const popular = Math.floor(items * random.next() ** 3);
      const item = random.next() < 0.4 ? popular : Math.min(items - 1, popular - popular % groups + taste);
      if (seen[item] === u) continue;
      seen[item] = u;
      colIdx[e] = item;
      values[e++] = 1 + random.int(5);
    }
    colIdx.subarray(rowPtr[u]!, rowPtr[u + 1]!).sort();
  }
  const arena = createArena();
  const plain = { rows: users, columns: items, rowPtr, colIdx, values };
  return {
    ...{ users, items, entries: total, arena },
    kernels: loadKernels(arena.memory),
    relaxed: probeHost().relaxedSimd ? loadKernels(arena.memory, { relaxed: true }) : undefined,
    byUser: placeSparse(arena, plain),
    byItem: placeSparse(arena, transpose(plain)),
  };
}

interface Plain {
  readonly rows: number;
  readonly columns: number;
  readonly rowPtr: Int32Array;
  readonly colIdx: Int32Array;
  readonly values: Float32Array;
}

/** Entries per user: a few have very many, nobody more than a third of the items. */
function drawDegrees(random: Random, { users, items, entries }: Size): Int32Array {
  const raw = new Float64Array(users).map(() => Math.exp(1.1 * random.normal()));
  const sum = raw.reduce((a, b) => a + b, 0);
  const most = Math.floor(items / 3);
  return Int32Array.from(raw, (weight) => Math.min(most, Math.max(1, Math.round(weight / sum * entries))));
}

function transpose({ rows, columns, rowPtr, colIdx, values }: Plain): Plain {
  const turned = new Int32Array(columns + 1);
  for (const column of colIdx) turned[column + 1]!++;
  for (let c = 0; c < columns; c++) turned[c + 1]! += turned[c]!;
  const next = turned.slice(),
    rowsOf = new Int32Array(colIdx.length),
    numbers = new Float32Array(colIdx.length);
  for (let r = 0; r < rows; r++) {
    for (let e = rowPtr[r]!; e < rowPtr[r + 1]!; e++) {
      const at = next[colIdx[e]!]!++;
      rowsOf[at] = r;
      numbers[at] = values[e]!;
    }
  }
  return { rows: columns, columns: rows, rowPtr: turned, colIdx: rowsOf, values: numbers };
}

function placeSparse(arena: Arena, { rows, columns, rowPtr, colIdx, values }: Plain): Sparse {
  const spans = {
    rowPtr: arena.i32(rowPtr.length),
    colIdx: arena.i32(colIdx.length),
    values: arena.f32(values.length),
    pairs: arena.i32(2 * colIdx.length),
  };
  spans.rowPtr.view.set(rowPtr);
  spans.colIdx.view.set(colIdx);
  spans.values.view.set(values);
  fillPairs(spans.pairs, colIdx, values);
  return { rows, columns, ...spans };
}

/** Writes {i32 column, f32 value} pairs. */
export function fillPairs(pairs: Span<Int32Array>, colIdx: Int32Array, values: Float32Array): void {
  const columns = pairs.view, numbers = new Float32Array(columns.buffer, columns.byteOffset, columns.length);
  for (let e = 0; e < colIdx.length; e++) {
    columns[2 * e] = colIdx[e]!;
    numbers[2 * e + 1] = values[e]!;
  }
}

/** rows x stride normal numbers, scaled; padding behind `factors` zero. */
export function placeNormal(
  arena: Arena,
  { rows, factors, stride = factors, scale = 1, seed = 2 }: {
    rows: number;
    factors: number;
    stride?: number;
    scale?: number;
    seed?: number;
  },
): Span<Float32Array> {
  const span = arena.f32(rows * stride), view = span.view, random = createRandom(seed);
  for (let r = 0; r < rows; r++) {
    for (let f = 0; f < factors; f++) view[r * stride + f] = scale * random.normal();
  }
  return span;
}
