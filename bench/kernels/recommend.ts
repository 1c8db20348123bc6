import { probeHost } from "../../core-wasm/builds.ts";
import type { LoadOptions } from "../../core-wasm/kernels.ts";
import type { Member } from "../../engine/member.ts";
import type { Model } from "../../engine/model.ts";
import { createRandom, type Random } from "../../engine/random.ts";
import { createRanker } from "../../engine/ranker.ts";
import { becauseOf } from "../../services/reasons.ts";
import { type HistoryEvent, interactionTypes } from "../../types.ts";
import { measure } from "../measure.ts";
import type { KernelRow } from "./contest.ts";

export const title = "One whole recommendation: fold-in, exclusion, top 100 kept, 10 with reasons";

const items = 10_000, factors = 64, neighbours = 200, acts = 40, users = 200, calls = 5_000;
const ranking = { weights: { view: 1, like: 2, cart: 3, purchase: 5 }, decayPerDay: 0.1, asOf: 1e12 };

export async function run(): Promise<KernelRow[]> {
  const members = [createMember("svd", 1), createMember("mf", 2)];
  return [
    {
      what: `both members, ${factors} factors each`,
      ...await compare(members),
      bar: "p50 60 us (35 us)",
    },
    { what: `SVD alone, ${factors} factors`, ...await compare(members.slice(0, 1)) },
    {
      what: `both, ${neighbours} neighbours of each product, and a constant member`,
      ...await compare([...members, createNeighbours(3), createConstant(4)]),
    },
  ];
}

async function compare(members: readonly Member[]) {
  const figure = show(await time(members));
  return probeHost().relaxedSimd
    ? { figure, relaxed: show(await time(members, { relaxed: true })) }
    : { figure };
}

async function time(members: readonly Member[], options: LoadOptions = {}) {
  const ranker = createRanker(createModel(members), options);
  const random = createRandom(7);
  const histories = Array.from({ length: users }, () => createHistory(random));
  return await measure(calls, (i) => {
    const history = histories[i % users]!;
    const fold = ranker.fold(history, ranking);
    const exclude = ranker.newMask();
    for (const { type, productId } of history) {
      const position = ranker.positionOf(productId);
      if (type === "purchase") exclude[position >>> 5]! |= 1 << (position & 31);
    }
    const kept = ranker.rank(fold, { count: 100, exclude });
    return becauseOf(ranker, fold, kept.slice(0, 10).map(({ position }) => position), { all: false });
  });
}

function createHistory(random: Random): HistoryEvent[] {
  return Array.from({ length: acts }, (_, i) => ({
    productId: 1 + random.int(items),
    type: interactionTypes[random.int(interactionTypes.length)]!,
    at: ranking.asOf - i * 3_600_000,
  }));
}

function createMember(name: "svd" | "mf", seed: number): Member {
  const random = createRandom(seed);
  const rows = () => new Float32Array(items * factors).map(() => random.next() - 0.5);
  return {
    ...{ kind: "factors", name, factors, stride: factors, fold: rows(), out: rows(), exponent: 0.25 },
    base: name === "mf" ? new Float32Array(items).map(() => random.next()) : null,
    family: name === "svd" ? "cf" : "mf",
    weight: name === "svd" ? 0.7 : 0.3,
  };
}

function createNeighbours(seed: number): Member {
  const random = createRandom(seed);
  // Each row begins anywhere and takes every 40th item: ascending, and spread over all of them.
  const row = () => {
    const first = random.int(items);
    return Array.from({ length: neighbours }, (_, e) => (first + 40 * e) % items).sort((a, b) => a - b);
  };
  return {
    ...{ kind: "neighbours", name: "ease", family: "other", base: null, exponent: 0.25, weight: 0.3 },
    ptr: Int32Array.from({ length: items + 1 }, (_, j) => j * neighbours),
    items: Int32Array.from(Array.from({ length: items }, row).flat()),
    weights: new Float32Array(items * neighbours).map(() => random.next() - 0.2),
  };
}

function createConstant(seed: number): Member {
  const random = createRandom(seed);
  return {
    ...{ kind: "constant", name: "first-popularity", family: "other", exponent: 1, weight: 0.1 },
    base: new Float32Array(items).map(() => random.next()),
  };
}

function createModel(members: readonly Member[]): Model {
  return {
    ...{
      version: 1,
      createdAt: 0,
      asOf: ranking.asOf,
      users,
      interactions: users * acts,
      members: [...members],
    },
    itemIds: Float64Array.from({ length: items }, (_, i) => i + 1),
    popularity: new Float32Array(items),
    trending: new Float32Array(items),
    together: { ptr: new Int32Array(items + 1), items: new Int32Array(0), scores: new Float32Array(0) },
  } as unknown as Model;
}

function show({ p50, p99 }: { p50: number; p99: number }): string {
  return `p50 ${(1000 * p50).toFixed(0)} us, p99 ${(1000 * p99).toFixed(0)} us`;
}
