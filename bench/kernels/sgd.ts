import type { Span } from "../../core-wasm/layout.ts";
import { createRandom } from "../../engine/random.ts";
import { openContext } from "./context.ts";
import { contest, type KernelRow, mapBuilds, mapCalls, type Run, toRows } from "./contest.ts";
import { placeNormal, type Problem } from "./problem.ts";

export const title = "SGD for biased matrix factorisation, per update";

/** Updates of one turn: a part of an epoch says as much as all of it. */
const updates = 400_000;
/** Updates per call, as training does it. */
const perCall = 5_000;
const rate = 0.005, regularization = 0.02, mean = 3, keep = 1 - rate * regularization;

export async function run(): Promise<KernelRow[]> {
  const context = await openContext();
  const { problem, native, peers, clock } = context;
  const { arena } = problem;
  const start = arena.mark();
  const visits = placeVisits(problem);
  const count = visits.users.length;
  const passes = native?.load("sgd", "sgd", [
    ...["u32", "u32", "u32", "i32", "i32", "u32", "u32", "u32", "u32"] as const,
    ...["f32", "i32", "f32", "f32"] as const,
  ]);
  const rows: KernelRow[] = [];
  for (const k of [16, 32, 64, 128]) {
    const mark = arena.mark();
    const p = placeNormal(arena, { rows: problem.users, factors: k, scale: 0.1 });
    const q = placeNormal(arena, { rows: problem.items, factors: k, scale: 0.1 });
    const bu = arena.f32(problem.users), bi = arena.f32(problem.items);
    const sets = [visits.users.ptr, visits.items.ptr, visits.values.ptr] as const;
    const factors = [p.ptr, q.ptr, bu.ptr, bi.ptr] as const;
    const inCalls = (call: (from: number, to: number) => void): Run => () => {
      const from = clock();
      for (let e = 0; e < count; e += perCall) call(e, Math.min(count, e + perCall));
      return (clock() - from) / count;
    };
    const contestants: Record<string, Run> = {
      ...mapBuilds(problem, (kernels) =>
        inCalls((from, to) => {
          kernels.sgdEpoch(...sets, 0, from, to, ...factors, mean, k, rate, regularization, regularization);
        })),
      "TypeScript": inCalls((from, to) => runPlainly({ visits, p, q, bu, bi, k }, from, to)),
    };
    Object.assign(
      contestants,
      mapCalls(passes, (pass) =>
        inCalls((from, to) => {
          pass(arena.memory, ...sets, from, to, ...factors, mean, k, rate, regularization);
        })),
    );
    if (k === 64 && peers) {
      contestants["Surprise"] = async () => (await peers.ask("surprise_sgd", { factors: k })).seconds;
      contestants["numpy loop"] = async () =>
        (await peers.ask("numpy_sgd", { factors: k, count: 20_000 })).seconds;
      contestants["LIBMF"] = async () => (await peers.ask("libmf_sgd", { factors: k })).seconds;
    }
    const times = await contest(contestants, { ...context, rounds: k === 64 && peers ? 5 : context.rounds });
    rows.push(...toRows(`SGD k = ${k}`, times, {
      "C 128-bit": "1.10 (0.95)",
      ...(k === 64 ? { "C AVX-512": "2.0 (1.6)" } : {}),
      "Surprise": "0.20 (0.12)",
      "numpy loop": "0.005 (0.003)",
    }));
    arena.reset(mark);
  }
  arena.reset(start);
  return rows;
}

interface Visits {
  readonly users: Span<Int32Array>;
  readonly items: Span<Int32Array>;
  readonly values: Span<Float32Array>;
}

/** The order in which training visits entries: users at random, four at a time, each from a random entry on. */
function placeVisits({ arena, byUser, users }: Problem): Visits {
  const random = createRandom(3);
  const order = Int32Array.from({ length: users }, (_, u) => u);
  random.shuffle(order);
  const rowPtr = byUser.rowPtr.view, found: number[] = [];
  const owners: number[] = [];
  for (let first = 0; first < users && found.length < updates; first += 4) {
    const group = [...order.subarray(first, first + 4)].map((user) => {
      const size = rowPtr[user + 1]! - rowPtr[user]!;
      return { user, size, start: random.int(size) };
    });
    const longest = Math.max(...group.map(({ size }) => size));
    for (let step = 0; step < longest; step++) {
      for (const { user, size, start } of group) {
        if (step >= size) continue;
        found.push(rowPtr[user]! + (start + step) % size);
        owners.push(user);
      }
    }
  }
  const spans = {
    users: arena.i32(found.length),
    items: arena.i32(found.length),
    values: arena.f32(found.length),
  };
  const columns = byUser.colIdx.view, numbers = byUser.values.view;
  spans.users.view.set(owners);
  spans.items.view.set(found.map((entry) => columns[entry]!));
  spans.values.view.set(found.map((entry) => numbers[entry]!));
  return spans;
}

interface State {
  readonly visits: Visits;
  readonly p: Span<Float32Array>;
  readonly q: Span<Float32Array>;
  readonly bu: Span<Float32Array>;
  readonly bi: Span<Float32Array>;
  readonly k: number;
}

function runPlainly({ visits, p, q, bu, bi, k }: State, from: number, to: number): void {
  const users = visits.users.view, items = visits.items.view, values = visits.values.view;
  const userFactors = p.view, itemFactors = q.view, userBias = bu.view, itemBias = bi.view;
  for (let e = from; e < to; e++) {
    const u = users[e]!, i = items[e]!, a = u * k, b = i * k;
    let guess = mean + userBias[u]! + itemBias[i]!;
    for (let f = 0; f < k; f++) guess += userFactors[a + f]! * itemFactors[b + f]!;
    const error = values[e]! - guess;
    const step = rate * error;
    userBias[u] = keep * userBias[u]! + step;
    itemBias[i] = keep * itemBias[i]! + step;
    for (let f = 0; f < k; f++) {
      const old = userFactors[a + f]!, other = itemFactors[b + f]!;
      userFactors[a + f] = keep * old + step * other;
      itemFactors[b + f] = keep * other + step * old;
    }
  }
}
