/** The order in which an epoch of MF visits entries and zeros (mf.ts). */
import type { Matrix } from "./csr.ts";
import type { Random } from "./random.ts";

export interface VisitOptions {
  /** Per entry of the matrix. */
  readonly targets: Float32Array;
  /** Zeros drawn per entry. */
  readonly negatives: number;
  readonly random: Random;
  /** Where batches are written; their length is the most updates of one batch. */
  readonly batch: { readonly users: Int32Array; readonly items: Int32Array; readonly values: Float32Array };
}

export interface Visits {
  /** Runs one epoch: fills the batch again and again, calling `visit` with its size and the share of users that are done. */
  forEachBatch(visit: (size: number, done: number) => void): void;
}

/** Users whose updates alternate, so that one update need not wait for the one before it. */
const usersAtOnce = 4;
/** Draws for one zero before it is given up: the user knows nearly all items. */
const attempts = 8;

/**
 * Users come in random order, four at a time; each one's entries follow one another from a random start, every entry with its
 * zeros, drawn uniformly from the items that the user has no entry for.
 */
export function createVisits(matrix: Matrix, { targets, negatives, random, batch }: VisitOptions): Visits {
  const { rowPtr, colIdx } = matrix;
  const users = matrix.userIds.length, items = matrix.itemIds.length, room = batch.users.length;
  const sizeOf = (user: number) => rowPtr[user + 1]! - rowPtr[user]!;
  const order = Int32Array.from({ length: users }, (_, user) => user);

  function hasEntry(user: number, item: number): boolean {
    let low = rowPtr[user]!, high = rowPtr[user + 1]!;
    const end = high;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (colIdx[middle]! < item) low = middle + 1;
      else high = middle;
    }
    return low < end && colIdx[low] === item;
  }

  /** An item that the user has no entry for, or -1. */
  function drawZero(user: number): number {
    for (let attempt = 0; attempt < attempts; attempt++) {
      const item = random.int(items);
      if (!hasEntry(user, item)) return item;
    }
    return -1;
  }

  function forEachBatch(visit: (size: number, done: number) => void): void {
    let filled = 0, visited = 0;
    const starts = new Int32Array(usersAtOnce);

    function push(user: number, item: number, value: number): void {
      batch.users[filled] = user;
      batch.items[filled] = item;
      batch.values[filled] = value;
      if (++filled < room) return;
      visit(filled, visited / users);
      filled = 0;
    }

    random.shuffle(order);
    for (let first = 0; first < users; first += usersAtOnce) {
      const group = order.subarray(first, first + usersAtOnce);
      let longest = 0;
      for (let slot = 0; slot < group.length; slot++) {
        const size = sizeOf(group[slot]!);
        longest = Math.max(longest, size);
        starts[slot] = random.int(Math.max(1, size));
      }
      for (let step = 0; step < longest; step++) {
        for (let draw = 0; draw <= negatives; draw++) {
          for (let slot = 0; slot < group.length; slot++) {
            const user = group[slot]!, size = sizeOf(user);
            if (step >= size) continue;
            if (draw === 0) {
              const entry = rowPtr[user]! + (starts[slot]! + step) % size;
              push(user, colIdx[entry]!, targets[entry]!);
            } else {
              const item = drawZero(user);
              if (item >= 0) push(user, item, 0);
            }
          }
        }
      }
      visited += group.length;
    }
    if (filled > 0) visit(filled, 1);
  }

  return { forEachBatch };
}
