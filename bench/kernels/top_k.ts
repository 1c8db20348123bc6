import { createRandom } from "../../engine/random.ts";
import { openContext } from "./context.ts";
import { contest, type KernelRow, mapCalls, repeat, type Run, toRows } from "./contest.ts";
import { placeNormal } from "./problem.ts";

export const title = "The best 10 of all items by inner product, 64 factors";

const stride = 64, k = 10;
/** Approximate candidates per wanted item, before they are scored exactly. */
const oversampling = 2;

export async function run(): Promise<KernelRow[]> {
  const context = await openContext();
  const { problem: { arena, kernels }, native, peers, clock } = context;
  const exact = native?.load("top_k", "top_k", ["u32", "u32", "i32", "i32", "i32", "u32", "u32"]);
  const coarse = native?.load("top_k", "top_k_bytes", [
    ...["u32", "u32", "u32", "f32", "i32", "i32", "i32", "u32", "u32"] as const,
  ]);
  const rows: KernelRow[] = [];
  for (const n of [10_000, 100_000, 1_000_000]) {
    const mark = arena.mark(), padded = Math.ceil(n / 32) * 32;
    // Trained factors fall off; white noise would be the easiest case of all for the list and the hardest for bytes.
    const x = placeNormal(arena, { rows: n, factors: stride }),
      vec = placeNormal(arena, { rows: 1, factors: stride });
    x.view.forEach((value, at, all) => all[at] = value / Math.sqrt(1 + at % stride));
    vec.view.forEach((value, f, all) => all[f] = value / Math.sqrt(1 + f));
    const blocks = arena.f32(padded * stride), bytes = arena.u8(padded * stride), scales = arena.f32(padded);
    const query = arena.i32(stride / 2), work = arena.f32(32);
    const items = arena.i32(k * oversampling), best = arena.f32(k * oversampling);
    kernels.packBlocks(x.ptr, stride, 0, n, blocks.ptr);
    kernels.packBytes(x.ptr, stride, 0, n, bytes.ptr, scales.ptr);
    const out = [items.ptr, best.ptr] as const;
    const findExactly = () => {
      kernels.topKBlocks(blocks.ptr, 0, vec.ptr, stride, 0, n, 0, k, 0, ...out, work.ptr);
    };
    const findByBytes = () => {
      const scale = kernels.quantizeVector(vec.ptr, stride, query.ptr), count = k * oversampling;
      kernels.topKBytes(
        ...[bytes.ptr, scales.ptr, 0, query.ptr, scale, stride, 0, n, 0, count, 0, ...out, work.ptr] as const,
      );
      kernels.rescore(x.ptr, 0, vec.ptr, stride, items.ptr, count, best.ptr);
    };
    const times = Math.ceil(4_000_000 / n);
    const numpy: Record<string, Run> = peers
      ? {
        "numpy f32": async () => (await peers.ask("numpy_top_k", { n, k, factors: stride, times }))?.seconds,
      }
      : {};
    const exactTimes = await contest({
      "Aisle": repeat(times, findExactly, clock),
      "TypeScript": repeat(Math.ceil(times / 8), () => findPlainly(x.view, vec.view, n), clock),
      ...mapCalls(exact, (call) =>
        repeat(times, () => {
          call(arena.memory, blocks.ptr, vec.ptr, stride, n, k, ...out);
        }, clock)),
      ...numpy,
    }, context);
    const name = n.toLocaleString("en");
    rows.push(
      ...toRows(`f32, ${name} items`, exactTimes, { "C native": "1.3 (1.05)", "numpy f32": "0.70 (0.45)" }),
    );
    const byteTimes = await contest({
      "Aisle": repeat(times, findByBytes, clock),
      ...mapCalls(coarse, (call) =>
        repeat(times, () => {
          const scale = kernels.quantizeVector(vec.ptr, stride, query.ptr);
          call(arena.memory, bytes.ptr, scales.ptr, query.ptr, scale, stride, n, k * oversampling, ...out);
          kernels.rescore(x.ptr, 0, vec.ptr, stride, items.ptr, k * oversampling, best.ptr);
        }, clock)),
      ...numpy,
    }, context);
    rows.push(...toRows(`8 bits and re-scoring, ${name} items`, byteTimes, { "numpy f32": "0.35 (0.20)" }));
    let found = 0;
    const turns = Math.min(300, times);
    for (let turn = 0; turn < turns; turn++) {
      placeQuery(vec.view, turn);
      findByBytes();
      const approximate = new Set(items.view.subarray(0, k));
      findExactly();
      for (const item of items.view.subarray(0, k)) if (approximate.has(item)) found++;
    }
    rows.push({
      what: `8 bits and re-scoring, ${name} items: recall@10 over ${turns} queries`,
      figure: (found / k / turns).toFixed(4),
      bar: "0.999",
    });
    arena.reset(mark);
  }
  return rows;
}

function placeQuery(vec: Float32Array, seed: number): void {
  const random = createRandom(100 + seed);
  for (let f = 0; f < stride; f++) vec[f] = random.normal() / Math.sqrt(1 + f);
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
