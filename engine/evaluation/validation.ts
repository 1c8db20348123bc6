/**
 * The cut of the training part that parameters are chosen on. It mirrors the split that is asked for, and knows of the test part
 * nothing but its size.
 */
import { createRandom } from "../random.ts";
import { createDataset, type Dataset } from "./dataset.ts";
import { filter, type Interactions, noInteractions } from "./interactions.ts";
import { describeSplit, type Parts, type Split, split } from "./split.ts";

export interface ValidationOptions {
  /** How the test part was split off; null where it was given. */
  readonly split: Split | null;
  readonly seed: number;
  /** Share of a held-out user's interactions that is their input. */
  readonly foldIn: number;
  readonly newOnly: boolean;
}

export interface Validation {
  /** From a few users to all of them; the last one is the whole cut. */
  readonly rungs: readonly Dataset[];
  /** How it was cut. */
  readonly protocol: string;
}

/** Each rung has so many times the users of the one before. */
const growth = 3;
/** Fewer users tell too little about which parameters are better. */
const fewestUsers = 2_000;
const mostRungs = 3;
/** Users who are ranked for. */
const mostRanked = 4_000;
/** Where fewer users were there before and after a moment, a cut at that moment tells too little about them. */
const fewestStayed = 0.1;
/** Powers of the popularity that pairs are withheld by. */
const powers = [0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.7, 1];

/**
 * Cuts the training part of a data set.
 *
 * @throws InvalidInputError when it is too small to be cut
 */
export function createValidation(dataset: Dataset, options: ValidationOptions): Validation {
  const { parts, protocol } = cut(dataset, options);
  const { seed, newOnly } = options;
  const users = new Set<number>();
  for (const { users: of } of [parts.train, parts.foldIn, parts.test]) for (const user of of) users.add(user);
  const order = createRandom(seed).shuffle([...users]);
  const rungs: Dataset[] = [];
  for (let size = users.size, rung = 0; rung < mostRungs; rung++, size = Math.floor(size / growth)) {
    if (rung > 0 && size < fewestUsers) break;
    const kept = size === users.size ? parts : keepUsers(parts, new Set(order.slice(0, size)));
    if (kept.train.length === 0 || kept.test.length === 0) break;
    rungs.unshift(limitRanked(createDataset(kept, { newOnly }), seed));
  }
  const count = dataset.negatives ? dataset.negatives.candidates.length / dataset.test.users.length : 0;
  return {
    rungs: count > 0 ? rungs.map((rung) => drawNegatives(rung, { count: Math.round(count), seed })) : rungs,
    protocol,
  };
}

function cut(
  { train, testRows, negatives, users, items }: Dataset,
  { split: asked, seed, foldIn }: ValidationOptions,
): { parts: Parts; protocol: string } {
  const by = (how: Split) => ({
    parts: split(train, how, { seed, foldIn }),
    protocol: `${describeSplit(how)} of the training part`,
  });
  // Of the test part only its size is used.
  const share = testRows.length / (train.length + testRows.length);
  const fraction = Number(Math.min(0.3, Math.max(0.05, share)).toFixed(3));
  switch (asked?.kind) {
    case "leave-one-out":
    case "last":
    case "random":
    case "temporal-fraction":
      return by(asked);
    case "temporal":
      return by({ kind: "temporal-fraction", fraction });
    case "user-holdout":
      return by({ ...asked, users: Math.max(1, Math.min(asked.users, Math.floor(countUsers(train) / 5))) });
  }
  // One test item per user is what negatives stand for.
  if (negatives) return by({ kind: "leave-one-out" });
  if (!train.at) return matchPopularity(train, { fraction, seed, items });
  const byMoment = by({ kind: "temporal-fraction", fraction });
  const before = new Set(byMoment.parts.train.users);
  const stayed = new Set(byMoment.parts.test.users.filter((user) => before.has(user)));
  return stayed.size >= fewestStayed * users ? byMoment : by({ kind: "last", fraction });
}

/**
 * A random cut whose withheld pairs are as popular in what remains as the pairs of the training part are in all of it: pair (u, i) is
 * drawn with a chance in proportion to popularity(i)^g, without replacement by keys (Efraimidis and Spirakis, Information Processing
 * Letters 2006), and g is the one of `powers` that comes nearest. A plain random cut withholds less popular items than a test part usually has, and
 * leads to parameters that favour rare items too much.
 */
function matchPopularity(
  train: Interactions,
  { fraction, seed, items }: { fraction: number; seed: number; items: number },
): { parts: Parts; protocol: string } {
  const random = createRandom(seed);
  const count = Math.max(1, Math.round(fraction * train.length));
  const popularity = new Float64Array(items);
  for (const item of train.items) popularity[item]!++;
  const wanted = mean(train.items, popularity);
  const draws = Float64Array.from(
    train.items,
    () => Math.log(-Math.log(1 - random.next() || Number.EPSILON)),
  );
  const withhold = (power: number) => {
    const keys = Float64Array.from(draws, (draw, e) => draw - power * Math.log(popularity[train.items[e]!]!));
    const limit = keys.slice().sort()[count - 1]!;
    const isWithheld = (e: number) => keys[e]! <= limit;
    const remaining = popularity.slice();
    train.items.forEach((item, e) => isWithheld(e) && remaining[item]!--);
    return { isWithheld, remaining };
  };
  let power = 0, smallest = Infinity;
  // No bisection: where a few items have most pairs, drawing more of them makes them less popular in what remains.
  for (const tried of powers) {
    const { isWithheld, remaining } = withhold(tried);
    const distance = Math.abs(mean(train.items.filter((_, e) => isWithheld(e)), remaining) - wanted);
    if (distance < smallest) [power, smallest] = [tried, distance];
  }
  const { isWithheld } = withhold(power);
  return {
    parts: {
      train: filter(train, (e) => !isWithheld(e)),
      foldIn: noInteractions(),
      test: filter(train, isWithheld),
    },
    protocol: `random:${fraction} of the training part, items drawn with popularity^${power.toFixed(2)}`,
  };
}

function mean(items: Int32Array, of: Float64Array): number {
  let sum = 0;
  for (const item of items) sum += of[item]!;
  return sum / items.length;
}

function countUsers({ users }: Interactions): number {
  return new Set(users).size;
}

function keepUsers({ train, foldIn, test }: Parts, kept: ReadonlySet<number>): Parts {
  const keep = (from: Interactions) => filter(from, (e) => kept.has(from.users[e]!));
  return { train: keep(train), foldIn: keep(foldIn), test: keep(test) };
}

/** A sample of the test users where there are many. */
function limitRanked(dataset: Dataset, seed: number): Dataset {
  const { users, ptr, items } = dataset.test;
  if (users.length <= mostRanked) return dataset;
  const order = createRandom(seed).shuffle(Int32Array.from(users, (_, t) => t));
  const kept = order.slice(0, mostRanked).sort();
  const lists = Array.from(kept, (t) => items.subarray(ptr[t], ptr[t + 1]));
  const starts = new Int32Array(kept.length + 1);
  lists.forEach((list, t) => starts[t + 1] = starts[t]! + list.length);
  const withheld = new Int32Array(starts[kept.length]!);
  lists.forEach((list, t) => withheld.set(list, starts[t]));
  return { ...dataset, test: { users: kept.map((t) => users[t]!), ptr: starts, items: withheld } };
}

/** So many items for each test user that they do not have, drawn alike from all. */
function drawNegatives(dataset: Dataset, { count, seed }: { count: number; seed: number }): Dataset {
  const { test, items, inputs } = dataset;
  const random = createRandom(seed);
  const own = new Map<number, Set<number>>(Array.from(test.users, (user) => [user, new Set()]));
  for (let e = 0; e < inputs.length; e++) own.get(inputs.users[e]!)?.add(inputs.items[e]!);
  const ptr = new Int32Array(test.users.length + 1);
  const candidates: number[] = [];
  test.users.forEach((user, t) => {
    const taken = own.get(user)!;
    for (let i = test.ptr[t]!; i < test.ptr[t + 1]!; i++) taken.add(test.items[i]!);
    const wanted = Math.min(count, items - taken.size);
    for (let drawn = 0; drawn < wanted;) {
      const item = random.int(items);
      if (taken.has(item)) continue;
      taken.add(item);
      candidates.push(item);
      drawn++;
    }
    ptr[t + 1] = candidates.length;
  });
  return { ...dataset, negatives: { ptr, candidates: Int32Array.from(candidates) } };
}
