/** The cut of the training part (cut.ts) that parameters are chosen on, for a few users and for all of them. */
import { InvalidInputError } from "../../errors.ts";
import { createRandom } from "../random.ts";
import { createDataset, type Dataset } from "./dataset.ts";
import { type CutOptions, cutTraining } from "./cut.ts";
import { filter, type Interactions } from "./interactions.ts";
import type { Parts } from "./split.ts";

export interface ValidationOptions extends Pick<CutOptions, "split" | "seed" | "foldIn"> {
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

/**
 * Cuts the training part of a data set.
 *
 * @throws InvalidInputError when it is too small to be cut
 */
export function createValidation(dataset: Dataset, options: ValidationOptions): Validation {
  try {
    return cutInRungs(dataset, options);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    throw new InvalidInputError(
      `Cannot use --validate: the training part cannot be cut once more: ${error.message}`,
    );
  }
}

function cutInRungs(dataset: Dataset, options: ValidationOptions): Validation {
  const { parts, protocol } = cutTraining(dataset.train, { ...options, ...testPartOf(dataset) });
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

/** All that a cut may know of the test part. */
export function testPartOf(
  { train, testRows, negatives }: Dataset,
): Pick<CutOptions, "share" | "sampled"> {
  return { share: testRows.length / (train.length + testRows.length), sampled: negatives !== null };
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
