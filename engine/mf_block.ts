/**
 * The order in which an epoch of MF visits entries and zeros (mf.ts), one block at a time. Users and items are cut into
 * `strata` ranges each; a step of an epoch visits the blocks (b, b + step), which share neither users nor items: so they can be
 * visited in any order or at once, and the result is the same (distributed stochastic gradient descent: Gemulla, Nijkamp, Haas and
 * Sismanis, "Large-Scale Matrix Factorization with Distributed Stochastic Gradient Descent", KDD 2011).
 */
import type { Kernels } from "../core-wasm/kernels.ts";
import { createRandom } from "./random.ts";

/** A step of an epoch: part b visits the entries of user range b in item range b + step, or in all with `racing`. */
export interface SgdJob {
  readonly kind: "sgd";
  /** The number of strata. */
  readonly parts: number;
  readonly step: number;
  /** Parts share items: which one writes last is chance. */
  readonly racing: boolean;
  readonly epoch: number;
  readonly seed: number;
  readonly items: number;
  /** First user of each range, and one more. */
  readonly userStarts: readonly number[];
  readonly entries: number;
  readonly negatives: number;
  readonly rate: number;
  readonly regularization: number;
  readonly mean: number;
  readonly stride: number;
  /** Addresses: the matrix with a target per entry (f32), the model, `batch` as in `bytesOfBatch` per part, sums f64[2 x parts]. */
  readonly rowPtr: number;
  readonly colIdx: number;
  readonly targets: number;
  readonly userFactors: number;
  readonly itemFactors: number;
  readonly userBias: number;
  readonly itemBias: number;
  readonly batch: number;
  /** By part: the sum of squared errors and the number of updates. */
  readonly sums: number;
}

/** Updates per kernel call: a first long call would stay in the engine's baseline compiler. */
const updatesPerCall = 5_000;
/** Three arrays of 4 bytes per update, at multiples of 16. */
export const bytesOfBatch = 3 * 4 * updatesPerCall;
/** Users whose updates alternate, so that one update need not wait for the one before it. */
const usersAtOnce = 4;
/** Draws for one zero before it is given up: the user knows nearly all items. */
const attempts = 8;
/** Steps of additive recurrences with low discrepancy, from the golden ratio and the plastic number. */
const byUser = 0.6180339887498949, byEpoch = 0.7548776662466927;

/** First item of range `range`. */
export function itemStart(items: number, range: number, strata: number): number {
  return Math.floor(items * range / strata);
}

/** First user of each of `strata` ranges that hold about as many entries each, and one more. */
export function userStartsOf(rowPtr: Int32Array, strata: number): number[] {
  const users = rowPtr.length - 1, entries = rowPtr[users]!;
  const starts = [0];
  for (let u = 0; u <= users && starts.length < strata; u++) {
    while (starts.length < strata && rowPtr[u]! >= entries * starts.length / strata) starts.push(u);
  }
  return [...starts, users];
}

/** Where `visitBlock` puts a batch. */
interface Batch {
  readonly users: Int32Array;
  readonly items: Int32Array;
  readonly values: Float32Array;
}

/** One part of a job: visits its block and descends along each update. */
export function visitBlock(
  job: SgdJob,
  part: number,
  { kernels, memory }: { readonly kernels: Kernels; readonly memory: WebAssembly.Memory },
): void {
  const { regularization } = job;
  const at = job.batch + part * bytesOfBatch, length = updatesPerCall;
  const buffer = memory.buffer;
  const batch = {
    users: new Int32Array(buffer, at, length),
    items: new Int32Array(buffer, at + 4 * length, length),
    values: new Float32Array(buffer, at + 8 * length, length),
  };
  let error = 0, updates = 0;
  const block = {
    rowPtr: new Int32Array(buffer, job.rowPtr, job.userStarts.at(-1)! + 1),
    colIdx: new Int32Array(buffer, job.colIdx, job.entries),
    targets: new Float32Array(buffer, job.targets, job.entries),
  };
  forEachBatch(block, { job, part, batch }, (size) => {
    error += kernels.sgdEpoch(
      at,
      at + 4 * length,
      at + 8 * length,
      0,
      0,
      size,
      job.userFactors,
      job.itemFactors,
      job.userBias,
      job.itemBias,
      job.mean,
      job.stride,
      job.rate,
      regularization,
      regularization,
    );
    updates += size;
  });
  new Float64Array(buffer, job.sums, 2 * job.parts).set([error, updates], 2 * part);
}

interface Entries {
  readonly rowPtr: Int32Array;
  readonly colIdx: Int32Array;
  readonly targets: Float32Array;
}

/**
 * Users come in random order, four at a time; each one's entries follow one another from a random start, the zeros spread evenly
 * among them. Over the steps of an epoch every entry comes once, and `negatives` zeros per entry, drawn uniformly from the items
 * that the user has no entry for: a range of items gets its share of a user's zeros, whatever the user has in it.
 */
export function forEachBatch(
  { rowPtr, colIdx, targets }: Entries,
  { job, part, batch }: { readonly job: SgdJob; readonly part: number; readonly batch: Batch },
  visit: (size: number) => void,
): void {
  const { parts, items, negatives, epoch } = job;
  const range = job.racing ? 0 : (part + job.step) % parts;
  const firstItem = job.racing ? 0 : itemStart(items, range, parts);
  const endItem = job.racing ? items : itemStart(items, range + 1, parts);
  const size = endItem - firstItem;
  if (size === 0) return;
  const random = createRandom((job.seed % 2 ** 32) * 2 ** 20 + (epoch * parts + job.step) * parts + part);
  const { users: batchUsers, items: batchItems, values: batchValues } = batch;
  /** Beyond it there is no room for an update of each user of a group. */
  const most = batchUsers.length - usersAtOnce;
  let filled = 0;

  function empty(size: number): number {
    visit(size);
    return 0;
  }

  /** The first entry of low .. high at or behind the item. */
  function findEntry(low: number, high: number, item: number): number {
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (colIdx[middle]! < item) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** Items that the user of a slot has an entry for carry the number of the group. */
  const known = new Int32Array(usersAtOnce * size);

  /** An item of the range that the user of the slot has no entry for, or -1. */
  function drawZero(slot: number, group: number): number {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const item = Math.floor(random.next() * size);
      if (known[slot * size + item] !== group) return firstItem + item;
    }
    return -1;
  }

  const firstUser = job.userStarts[part]!, users = job.userStarts[part + 1]! - firstUser;
  const order = random.shuffle(Int32Array.from({ length: users }, (_, user) => firstUser + user));
  const low = new Int32Array(usersAtOnce),
    high = new Int32Array(usersAtOnce),
    start = new Int32Array(usersAtOnce);
  const zeros = new Int32Array(usersAtOnce),
    steps = new Int32Array(usersAtOnce),
    due = new Int32Array(usersAtOnce),
    owed = new Int32Array(usersAtOnce);
  for (let first = 0; first < users; first += usersAtOnce) {
    const group = Math.min(usersAtOnce, users - first);
    let longest = 0;
    for (let slot = 0; slot < group; slot++) {
      const user = order[first + slot]!, from = rowPtr[user]!, to = rowPtr[user + 1]!;
      low[slot] = findEntry(from, to, firstItem);
      high[slot] = findEntry(low[slot]!, to, endItem);
      for (let e = low[slot]!; e < high[slot]!; e++) known[slot * size + colIdx[e]! - firstItem] = first + 1;
      const entries = high[slot]! - low[slot]!, all = negatives * (to - from);
      // Rounded differently for each user and epoch, and over the ranges never more or less than all.
      const offset = (user * byUser + epoch * byEpoch) % 1;
      zeros[slot] = Math.floor(all * endItem / items + offset) - Math.floor(all * firstItem / items + offset);
      steps[slot] = Math.max(entries, Math.ceil(zeros[slot]! / Math.max(1, negatives)));
      start[slot] = low[slot]! + random.int(Math.max(1, entries));
      owed[slot] = 0;
      longest = Math.max(longest, steps[slot]!);
    }
    for (let step = 0; step < longest; step++) {
      let rows = 0;
      if (filled > most) filled = empty(filled);
      for (let slot = 0; slot < group; slot++) {
        const all = steps[slot]!, entries = high[slot]! - low[slot]!;
        let now = 0;
        if (step < entries) {
          const behind = start[slot]! + step, entry = behind < high[slot]! ? behind : behind - entries;
          batchUsers[filled] = order[first + slot]!;
          batchItems[filled] = colIdx[entry]!;
          batchValues[filled++] = targets[entry]!;
        }
        if (step < all) {
          for (owed[slot]! += zeros[slot]!; owed[slot]! >= all; owed[slot]! -= all) now++;
        }
        due[slot] = now;
        rows = Math.max(rows, now);
      }
      for (let row = 0; row < rows; row++) {
        if (filled > most) filled = empty(filled);
        for (let slot = 0; slot < group; slot++) {
          const item = row < due[slot]! ? drawZero(slot, first + 1) : -1;
          if (item < 0) continue;
          batchUsers[filled] = order[first + slot]!;
          batchItems[filled] = item;
          batchValues[filled++] = 0;
        }
      }
    }
  }
  if (filled > 0) visit(filled);
}
