import { createRandom } from "../../engine/random.ts";
import { defaultSvdOptions, fitSvd } from "../../engine/svd.ts";
import { openContext } from "./context.ts";
import {
  contest,
  type KernelRow,
  mapBuilds,
  mapCalls,
  ours,
  oursRelaxed,
  repeat,
  type Run,
  toRows,
} from "./contest.ts";
import type { Problem } from "./problem.ts";

export const title =
  "The best 10 of all items by inner product, 64 factors, exact: found by 7 bits, scored in f32";

/** Queries that take turns. */
const queries = 16;
const stride = 64, k = 10, sizes = [10_000, 100_000, 1_000_000];
const inFull = "f32 throughout", inFullRelaxed = "f32 throughout, relaxed";
/** Of the kernel that scores every item in f32, and of the one that looks at 7 bits first, with the same lists. */
const barsInFull = { "C AVX-512": "1.3 (1.05)", "numpy f32": "0.70 (0.45)" };
const bars = { "numpy f32": "0.35 (0.20)" };

/** Where factors and queries come from. */
interface Source {
  readonly name: string;
  fill(x: Float32Array): void;
  query(vec: Float32Array, turn: number): void;
}

export async function run(): Promise<KernelRow[]> {
  const { problem } = await openContext();
  const rows: KernelRow[] = [];
  for (const source of [train(problem), random]) {
    for (const n of sizes) rows.push(...await race(source, n));
  }
  return rows;
}

async function race(source: Source, n: number): Promise<KernelRow[]> {
  const context = await openContext();
  const { problem: { arena, kernels }, native, peers, clock } = context;
  const mark = arena.mark(), padded = Math.ceil(n / 32) * 32;
  const x = arena.f32(n * stride), vecs = arena.f32(queries * stride), blocks = arena.f32(padded * stride);
  const bytes = arena.u8(padded * stride), bounds = arena.f32(padded * 3), query = arena.i32(4 + stride / 2);
  const items = arena.i32(k), best = arena.f32(k), work = arena.f32(32);
  source.fill(x.view);
  for (let turn = 0; turn < queries; turn++) source.query(vecs.view.subarray(turn * stride), turn);
  // How many rows are scored in f32 depends on the query, so they take turns.
  let asked = 0;
  const nextQuery = () => vecs.ptr + (asked++ % queries) * stride * Float32Array.BYTES_PER_ELEMENT;
  kernels.packBlocks(x.ptr, stride, 0, n, blocks.ptr);
  kernels.packBytes(x.ptr, stride, 0, n, bytes.ptr, bounds.ptr);
  const copy = [bytes.ptr, bounds.ptr, x.ptr] as const, out = [items.ptr, best.ptr] as const;
  const find = ({ quantizeVector, topKBytes }: typeof kernels, vec = nextQuery()) => {
    quantizeVector(vec, stride, query.ptr);
    topKBytes(...copy, 0, query.ptr, vec, stride, 0, n, 0, k, 0, ...out, work.ptr);
  };
  const findInF32 = (vec = nextQuery(), build = kernels) => {
    build.topKBlocks(blocks.ptr, 0, vec, stride, 0, n, 0, k, 0, ...out, work.ptr);
  };
  const times = Math.ceil(4_000_000 / n);
  const inF32 = native?.load("top_k", "top_k", ["u32", "u32", "i32", "i32", "i32", "u32", "u32"]);
  const byBytes = native?.load("top_k", "top_k_bytes", [
    ...["u32", "u32", "u32", "u32", "i32", "i32", "i32", "u32", "u32"] as const,
  ]);
  const contestants: Record<string, Run> = {
    ...mapBuilds(context.problem, (build) => repeat(times, () => find(build), clock)),
    [inFull]: repeat(times, () => findInF32(), clock),
    ...(context.problem.relaxed
      ? { [inFullRelaxed]: repeat(times, () => findInF32(nextQuery(), context.problem.relaxed), clock) }
      : {}),
    "TypeScript": repeat(Math.ceil(times / 8), () => findPlainly(x.view, vecs.view, n), clock),
    ...mapCalls(inF32, (call) =>
      repeat(times, () => {
        call(arena.memory, blocks.ptr, nextQuery(), stride, n, k, ...out);
      }, clock)),
  };
  for (const [build, call] of Object.entries(byBytes ?? {})) {
    contestants[`${build}, by bytes`] = repeat(times, () => {
      call(arena.memory, ...copy, nextQuery(), stride, n, k, ...out);
    }, clock);
  }
  if (peers) {
    contestants["numpy f32"] = async () =>
      (await peers.ask("numpy_top_k", { n, k, factors: stride, times })).seconds;
  }
  const name = `${n.toLocaleString("en")} items, ${source.name}`;
  const raced = await contest(contestants, context);
  const full = new Map(raced), own = full.get(inFull)!, ownRelaxed = full.get(inFullRelaxed);
  for (const other of [inFull, inFullRelaxed, ours, oursRelaxed]) full.delete(other);
  const byBytesToo = new Map(raced);
  byBytesToo.delete(inFullRelaxed);
  const rows = [
    ...toRows(
      `${name}, f32 throughout`,
      new Map([[ours, own], ...(ownRelaxed ? [[oursRelaxed, ownRelaxed] as const] : []), ...full]),
      barsInFull,
    )
      .filter(({ what }) => !what.endsWith("by bytes")),
    ...toRows(`${name}, by bytes`, byBytesToo, bars),
  ];
  let found = 0;
  const turns = Math.min(300, 10 * times);
  for (let turn = 0; turn < turns; turn++) {
    source.query(vecs.view.subarray(0, stride), turn);
    find(kernels, vecs.ptr);
    const chosen = new Set(items.view);
    findInF32(vecs.ptr);
    for (const item of items.view) if (chosen.has(item)) found++;
  }
  rows.push({
    what: `${name}: recall@10 over ${turns} queries`,
    figure: (found / k / turns).toFixed(4),
    bar: "0.999",
  });
  arena.reset(mark);
  return rows;
}

/** Normal numbers that fall off with the factor. */
const random: Source = {
  name: "random factors",
  fill(x) {
    const { normal } = createRandom(2);
    for (let at = 0; at < x.length; at++) x[at] = normal() / Math.sqrt(1 + at % stride);
  },
  query(vec, turn) {
    const { normal } = createRandom(100 + turn);
    for (let f = 0; f < stride; f++) vec[f] = normal() / Math.sqrt(1 + f);
  },
};

/** The SVD of the problem, as the engine trains it; more items than it has are like those it has. Queries are its users. */
function train({ users, items, byUser }: Problem): Source {
  // Copies: the memory grows.
  const { rowPtr, colIdx, values } = {
    rowPtr: byUser.rowPtr.view.slice(),
    colIdx: byUser.colIdx.view.slice(),
    values: byUser.values.view.slice(),
  };
  const ids = (count: number) => Float64Array.from({ length: count }, (_, i) => i + 1);
  const matrix = { userIds: ids(users), itemIds: ids(items), rowPtr, colIdx, values };
  const { fold, out } = fitSvd(matrix, { ...defaultSvdOptions, factors: stride, seed: 1, weight: 1 });
  return {
    name: "trained factors",
    fill(x) {
      const { normal } = createRandom(2);
      for (let at = 0; at < x.length; at++) {
        x[at] = out[at % out.length]! * (at < out.length ? 1 : 1 + 0.1 * normal());
      }
    },
    query(vec, turn) {
      vec.fill(0, 0, stride);
      for (let e = rowPtr[turn]!; e < rowPtr[turn + 1]!; e++) {
        for (let f = 0; f < stride; f++) vec[f]! += fold[colIdx[e]! * stride + f]!;
      }
    },
  };
}

function findPlainly(x: Float32Array, vec: Float32Array, n: number): Int32Array {
  const items = new Int32Array(k).fill(-1), best = new Float32Array(k).fill(-Infinity);
  for (let i = 0; i < n; i++) {
    let score = 0;
    for (let f = 0; f < stride; f++) score += x[i * stride + f]! * vec[f]!;
    if (!(score > best[k - 1]!)) continue;
    let hole = k - 1;
    for (; hole > 0 && best[hole - 1]! < score; hole--) {
      best[hole] = best[hole - 1]!;
      items[hole] = items[hole - 1]!;
    }
    best[hole] = score;
    items[hole] = i;
  }
  return items;
}
