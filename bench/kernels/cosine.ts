import type { Span } from "../../core-wasm/layout.ts";
import { openContext } from "./context.ts";
import { contest, type KernelRow, mapBuilds, mapCalls, toRows } from "./contest.ts";
import { fillPairs, type Sparse } from "./problem.ts";

export const title = "Cosine of all items with all others, 20 neighbours each";

const k = 20, itemsPerCall = 200;

export async function run(): Promise<KernelRow[]> {
  const context = await openContext();
  const { problem, native, peers } = context, { arena, byItem, byUser, items } = problem;
  const mark = arena.mark();
  const norms = normsOf(byItem);
  const entries = arena.i32(byItem.pairs.length), turned = arena.f32(byUser.values.length);
  fillPairs(entries, byItem.colIdx.view, scaleByRow(byItem, norms));
  const columns = byUser.colIdx.view;
  turned.view.set(byUser.values.view.map((value, e) => value / norms[columns[e]!]!));
  const cursors = arena.i32(byUser.rows), counts = arena.i32(items);
  const sums = arena.f32(Math.ceil(items / 16) * 16), bars = arena.f32(sums.length);
  const found = arena.i32(items * k), scores = arena.f32(items * k);
  const matrix = [
    ...[byItem.rowPtr.ptr, entries.ptr, byUser.rowPtr.ptr, byUser.colIdx.ptr, turned.ptr, cursors.ptr],
    items,
  ] as const;
  const lists = [sums.ptr, bars.ptr, k, found.ptr, scores.ptr, counts.ptr] as const;
  const calls = native?.load("sparse", "neighbours", [
    ...["u32", "u32", "u32", "u32", "u32", "u32", "i32", "i32", "i32"] as const,
    ...["u32", "u32", "i32", "u32", "u32", "u32"] as const,
  ]);
  const inCalls = (call: (r0: number, r1: number) => void) => () => {
    cursors.view.set(byUser.rowPtr.view.subarray(0, byUser.rows));
    bars.view.fill(0);
    counts.view.fill(0);
    for (let r = 0; r < items; r += itemsPerCall) call(r, Math.min(items, r + itemsPerCall));
  };
  const state = { byItem, byUser, entries, turned, cursors, sums, bars, found, scores, counts };
  const times = await contest({
    ...mapBuilds(problem, (kernels) =>
      inCalls((r0, r1) => {
        kernels.itemNeighbours(...matrix, r0, r1, ...lists);
      })),
    "TypeScript": inCalls((r0, r1) => runPlainly(state, r0, r1)),
    ...mapCalls(calls, (call) =>
      inCalls((r0, r1) => {
        call(arena.memory, ...matrix, r0, r1, ...lists);
      })),
    ...(peers ? { "implicit": async () => (await peers.ask("implicit_cosine", { k: k + 1 })).seconds } : {}),
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
  readonly turned: Span<Float32Array>;
  readonly cursors: Span<Int32Array>;
  readonly sums: Span<Float32Array>;
  readonly bars: Span<Float32Array>;
  readonly found: Span<Int32Array>;
  readonly scores: Span<Float32Array>;
  readonly counts: Span<Int32Array>;
}

function runPlainly(
  { byItem, byUser, entries, turned, cursors, ...lists }: State,
  r0: number,
  r1: number,
): void {
  const rowPtr = byItem.rowPtr.view, ends = byUser.rowPtr.view, next = cursors.view;
  const pairs = entries.view, numbers = new Float32Array(pairs.buffer, pairs.byteOffset, pairs.length);
  const others = byUser.colIdx.view, values = turned.view, total = lists.sums.view, bars = lists.bars.view;
  const found = lists.found.view, scores = lists.scores.view, counts = lists.counts.view;

  function enter(row: number, item: number, score: number): void {
    const at = row * k;
    let hole = at + (counts[row]! < k ? counts[row]!++ : k - 1);
    for (; hole > at && scores[hole - 1]! < score; hole--) {
      scores[hole] = scores[hole - 1]!;
      found[hole] = found[hole - 1]!;
    }
    scores[hole] = score;
    found[hole] = item;
    if (counts[row] === k) bars[row] = scores[at + k - 1]!;
  }

  for (let r = r0; r < r1; r++) {
    for (let e = rowPtr[r]!; e < rowPtr[r + 1]!; e++) {
      const column = pairs[2 * e]!, value = numbers[2 * e + 1]!;
      for (let o = ++next[column]!; o < ends[column + 1]!; o++) total[others[o]!]! += value * values[o]!;
    }
    for (let i = r + 1; i < byItem.rows; i++) {
      const score = total[i]!;
      total[i] = 0;
      if (score > bars[r]!) enter(r, i, score);
      if (score > bars[i]!) enter(i, r, score);
    }
  }
}
