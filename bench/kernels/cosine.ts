import type { Span } from "../../core-wasm/layout.ts";
import { openContext } from "./context.ts";
import { contest, type KernelRow, mapCalls, toRows } from "./contest.ts";
import { fillPairs, type Sparse } from "./problem.ts";

export const title = "Cosine of all items with all others, 20 neighbours each";

const k = 20, itemsPerCall = 200;

export async function run(): Promise<KernelRow[]> {
  const context = await openContext();
  const { problem: { arena, kernels, byItem, byUser, items }, native, peers } = context;
  const mark = arena.mark();
  const norms = normsOf(byItem);
  const entries = arena.i32(byItem.pairs.length), turned = arena.i32(byUser.pairs.length);
  fillPairs(entries, byItem.colIdx.view, scaleByRow(byItem, norms));
  const columns = byUser.colIdx.view;
  fillPairs(turned, columns, byUser.values.view.map((value, e) => value / norms[columns[e]!]!));
  const sums = arena.f32(Math.ceil(items / 32) * 32),
    found = arena.i32(items * k),
    scores = arena.f32(items * k);
  const counts = arena.i32(items);
  const matrix = [byItem.rowPtr.ptr, entries.ptr, byUser.rowPtr.ptr, turned.ptr, items] as const;
  const calls = native?.load("sparse", "neighbours", [
    ...["u32", "u32", "u32", "u32", "i32", "i32", "i32", "u32", "i32", "u32", "u32"] as const,
  ]);
  const inCalls = (call: (r0: number, r1: number) => void) => () => {
    for (let r = 0; r < items; r += itemsPerCall) call(r, Math.min(items, r + itemsPerCall));
  };
  const times = await contest({
    "Aisle": inCalls((r0, r1) => {
      kernels.itemNeighbours(...matrix, r0, r1, sums.ptr, k, found.ptr, scores.ptr, counts.ptr);
    }),
    "TypeScript": inCalls((r0, r1) => runPlainly({ byItem, byUser, entries, turned, sums, items }, r0, r1)),
    ...mapCalls(calls, (call) =>
      inCalls((r0, r1) => {
        call(arena.memory, ...matrix, r0, r1, sums.ptr, k, found.ptr, scores.ptr);
      })),
    ...(peers ? { "implicit": async () => (await peers.ask("implicit_cosine", { k: k + 1 }))?.seconds } : {}),
  }, { ...context, rounds: 5 });
  arena.reset(mark);
  return toRows("item cosine", times, { "implicit": "0.45 (0.28)" });
}

function normsOf({ rows, rowPtr, values }: Sparse): Float64Array {
  const pointers = rowPtr.view, numbers = values.view;
  return Float64Array.from({ length: rows }, (_, r) => {
    let square = 0;
    for (let e = pointers[r]!; e < pointers[r + 1]!; e++) square += numbers[e]! ** 2;
    return square > 0 ? Math.sqrt(square) : 1;
  });
}

function scaleByRow({ rows, rowPtr, values }: Sparse, norms: Float64Array): Float32Array {
  const pointers = rowPtr.view, scaled = values.view.slice();
  for (let r = 0; r < rows; r++) {
    for (let e = pointers[r]!; e < pointers[r + 1]!; e++) scaled[e]! /= norms[r]!;
  }
  return scaled;
}

interface State {
  readonly byItem: Sparse;
  readonly byUser: Sparse;
  readonly entries: Span<Int32Array>;
  readonly turned: Span<Int32Array>;
  readonly sums: Span<Float32Array>;
  readonly items: number;
}

function runPlainly({ byItem, byUser, entries, turned, sums, items }: State, r0: number, r1: number): void {
  const rowPtr = byItem.rowPtr.view, turnedPtr = byUser.rowPtr.view, total = sums.view;
  const pairs = entries.view, numbers = new Float32Array(pairs.buffer, pairs.byteOffset, pairs.length);
  const others = turned.view,
    otherNumbers = new Float32Array(others.buffer, others.byteOffset, others.length);
  const best = new Float32Array(k), found = new Int32Array(k);
  for (let r = r0; r < r1; r++) {
    for (let e = rowPtr[r]!; e < rowPtr[r + 1]!; e++) {
      const column = pairs[2 * e]!, value = numbers[2 * e + 1]!;
      for (let o = turnedPtr[column]!; o < turnedPtr[column + 1]!; o++) {
        total[others[2 * o]!]! += value * otherNumbers[2 * o + 1]!;
      }
    }
    total[r] = 0;
    best.fill(0);
    for (let i = 0; i < items; i++) {
      const score = total[i]!;
      total[i] = 0;
      if (!(score > best[k - 1]!)) continue;
      let hole = k - 1;
      for (; hole > 0 && best[hole - 1]! < score; hole--) {
        best[hole] = best[hole - 1]!;
        found[hole] = found[hole - 1]!;
      }
      best[hole] = score;
      found[hole] = i;
    }
  }
}
