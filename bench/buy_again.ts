/**
 * How well orders of what people bought foretell what they buy in the month after a moment: the table of docs/ranking.md, "Buying
 * again". The file has one purchase a line, as `deno task evaluate` reads it, with times.
 *
 *     deno run --config bench/deno.json --allow-read bench/buy_again.ts FILE 2011-08-11 2011-10-11 2011-11-11
 */
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { createGunzip } from "node:zlib";
import type { Events } from "../engine/csr.ts";
import { createNames, filter, type Interactions } from "../engine/evaluation/interactions.ts";
import { createParser } from "../engine/evaluation/parse.ts";
import { ndcg, recallCapped } from "../engine/metrics.ts";
import { createRanker } from "../engine/ranker.ts";
import { type Bought, rankBought, repeatsOf } from "../engine/repeats.ts";
import { msPerDay } from "../engine/strength.ts";
import { defaultTrainOptions, train } from "../engine/train.ts";
import { interactionTypes } from "../types.ts";

const cutoffs = [5, 20];
const monthDays = 31;

const [file, ...cuts] = Deno.args;
if (!file || cuts.length === 0) throw new Error("Cannot measure: FILE and a date are missing");
const all = await read(file);
say("all", JSON.stringify(repeatsOf(toEvents(all))));
for (const cut of cuts) measure(all, Date.parse(cut));

async function read(path: string): Promise<Interactions> {
  const names = { users: createNames(), items: createNames() };
  const parser = createParser({ source: path, format: "lines", ...names, minValue: undefined });
  const bytes = createReadStream(path);
  const input = path.endsWith(".gz") ? bytes.pipe(createGunzip()) : bytes;
  for await (const line of createInterface({ input })) parser.add(line);
  return parser.finish();
}

function toEvents({ users, items, at, length }: Interactions): Events {
  return {
    users: Float64Array.from(users),
    products: Float64Array.from(items),
    types: new Uint8Array(length).fill(interactionTypes.indexOf("purchase")),
    at: at!,
    sessions: new Int32Array(length).fill(-1),
  };
}

interface Purchase {
  readonly productId: number;
  readonly at: number;
  readonly type: "purchase";
}

/** The purchases of each user, newest first. */
function byUser({ users, items, at, length }: Interactions): Map<number, Purchase[]> {
  const found = new Map<number, Purchase[]>();
  for (let e = 0; e < length; e++) {
    const purchase: Purchase = { productId: items[e]!, at: at![e]!, type: "purchase" };
    const own = found.get(users[e]!);
    if (own) own.push(purchase);
    else found.set(users[e]!, [purchase]);
  }
  for (const own of found.values()) own.sort((a, b) => b.at - a.at);
  return found;
}

function measure(all: Interactions, cut: number): void {
  const before = filter(all, (e) => all.at![e]! < cut);
  const after = filter(all, (e) => all.at![e]! >= cut && all.at![e]! < cut + monthDays * msPerDay);
  const asOf = before.at!.reduce((newest, at) => Math.max(newest, at), 0);
  const { weights, decayPerDay } = defaultTrainOptions;
  const ranker = createRanker(
    train(toEvents(before), { ...defaultTrainOptions, asOf, createdAt: asOf }),
  );
  const { popularity } = ranker.model;
  const known = byUser(before), sums = new Map<string, number[]>();
  let users = 0;
  for (const [user, bought] of byUser(after)) {
    const own = known.get(user)?.slice(0, 2000);
    if (!own) continue;
    users++;
    const relevant = new Set(bought.map(({ productId }) => productId));
    const fold = ranker.fold(own, { weights, decayPerDay, asOf });
    const scores = new Map(
      ranker.rank(fold, { count: ranker.size }).map(({ productId, score }) => [productId, score]),
    );
    const scoreOf = (productId: number) => scores.get(productId) ?? 0;
    const ranked = rankBought(own, scoreOf), days = rankBought(own, () => 1);
    const by = (value: (one: Bought) => number) =>
      days.map((one) => [one.productId, value(one)] as const).sort((a, b) => b[1] - a[1]).map(([id]) => id);
    const orders = {
      "the list itself": [...scores.keys()],
      "days, then last": days.map(({ productId }) => productId),
      "score": by(({ productId }) => scoreOf(productId)),
      "decayed popularity": by(({ productId }) => popularity[ranker.positionOf(productId)]!),
      "log(days) + 2 x score": by((one) => Math.log(one.days) + 2 * scoreOf(one.productId)),
      "days x score": ranked.map(({ productId }) => productId),
    };
    for (const [name, order] of Object.entries(orders)) {
      const values = cutoffs.flatMap((k) => [recallCapped(order, relevant, k), ndcg(order, relevant, k)]);
      sums.set(name, values.map((value, i) => value + (sums.get(name)?.[i] ?? 0)));
    }
  }
  say(
    `\n${new Date(cut).toISOString().slice(0, 10)}, ${users} users`,
    JSON.stringify(ranker.model.report.repeats),
  );
  for (const [name, values] of sums) {
    say(name.padEnd(24), ...values.map((value) => (value / users).toFixed(4)));
  }
}

function say(...words: readonly string[]): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${words.join(" ")}\n`));
}
