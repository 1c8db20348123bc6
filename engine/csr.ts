/** Interactions as columns, and the weighted, decayed user-item matrix in compressed sparse rows. */
import { interactionTypes } from "../types.ts";
import { decayOf, type StrengthOptions } from "./strength.ts";

/** Interactions in columns of equal length, in any order. */
export interface Events {
  readonly users: Float64Array;
  readonly products: Float64Array;
  /** Index into `interactionTypes`. */
  readonly types: Uint8Array;
  /** Epoch milliseconds. */
  readonly at: Float64Array;
  /** A code that interactions of one session share; -1 where there is none. */
  readonly sessions: Int32Array;
}

/** Users x items. Row u holds entries rowPtr[u] to rowPtr[u + 1], columns ascending, each pair once. */
export interface Matrix {
  /** User id of each row, ascending. */
  readonly userIds: Float64Array;
  /** Product id of each column (an item's position), ascending. */
  readonly itemIds: Float64Array;
  readonly rowPtr: Int32Array;
  readonly colIdx: Int32Array;
  /** Strength: the sum of the decayed weights of the pair's interactions. */
  readonly values: Float32Array;
}

/**
 * Builds the matrix of strengths (strength.ts). Sums are made in double precision in the order of the events. A pair whose
 * strength underflows in single precision (beyond about 870 days at the usual 0.1 a day) stays as an entry of value 0.
 *
 * @throws RangeError if the columns differ in length, an id is not a whole number from 0, a time is not finite or a type unknown
 */
export function buildMatrix(events: Events, { weights, decayPerDay, asOf }: StrengthOptions): Matrix {
  checkEvents(events);
  const userIds = sortedUnique(events.users);
  const itemIds = sortedUnique(events.products);
  const rowOf = positionsOf(userIds);
  const columnOf = positionsOf(itemIds);
  const weightOf = interactionTypes.map((type) => weights[type]);
  const n = events.users.length;

  const starts = new Int32Array(userIds.length + 1);
  const rows = new Int32Array(n);
  for (let e = 0; e < n; e++) {
    const row = rowOf.get(events.users[e]!)!;
    rows[e] = row;
    starts[row + 1]!++;
  }
  for (let u = 0; u < userIds.length; u++) starts[u + 1]! += starts[u]!;
  const order = new Int32Array(n);
  const fill = starts.slice(0, -1);
  for (let e = 0; e < n; e++) order[fill[rows[e]!]!++] = e;

  const rowPtr = new Int32Array(userIds.length + 1);
  const colIdx = new Int32Array(n);
  const values = new Float32Array(n);
  const sums = new Float64Array(itemIds.length);
  const seenBy = new Int32Array(itemIds.length).fill(-1);
  let size = 0;
  for (let u = 0; u < userIds.length; u++) {
    const from = size;
    for (let o = starts[u]!; o < starts[u + 1]!; o++) {
      const e = order[o]!;
      const column = columnOf.get(events.products[e]!)!;
      if (seenBy[column] !== u) {
        seenBy[column] = u;
        sums[column] = 0;
        colIdx[size++] = column;
      }
      sums[column]! += weightOf[events.types[e]!]! * decayOf(events.at[e]!, decayPerDay, asOf);
    }
    colIdx.subarray(from, size).sort();
    for (let e = from; e < size; e++) values[e] = sums[colIdx[e]!]!;
    rowPtr[u + 1] = size;
  }
  return { userIds, itemIds, rowPtr, colIdx: colIdx.slice(0, size), values: values.slice(0, size) };
}

/** The same entries by item: rows are items, columns users. Ids swap with them. */
export function transpose({ userIds, itemIds, rowPtr, colIdx, values }: Matrix): Matrix {
  const size = colIdx.length;
  const turnedPtr = new Int32Array(itemIds.length + 1);
  for (let e = 0; e < size; e++) turnedPtr[colIdx[e]! + 1]!++;
  for (let i = 0; i < itemIds.length; i++) turnedPtr[i + 1]! += turnedPtr[i]!;
  const turnedIdx = new Int32Array(size);
  const turnedValues = new Float32Array(size);
  const fill = turnedPtr.slice(0, -1);
  for (let u = 0; u < userIds.length; u++) {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      const at = fill[colIdx[e]!]!++;
      turnedIdx[at] = u;
      turnedValues[at] = values[e]!;
    }
  }
  return { userIds: itemIds, itemIds: userIds, rowPtr: turnedPtr, colIdx: turnedIdx, values: turnedValues };
}

/** Positions of ids in an array without repeats. */
export function positionsOf(ids: Float64Array): Map<number, number> {
  const positions = new Map<number, number>();
  for (let i = 0; i < ids.length; i++) positions.set(ids[i]!, i);
  return positions;
}

function sortedUnique(ids: Float64Array): Float64Array {
  const sorted = ids.slice().sort();
  let size = 0;
  for (let i = 0; i < sorted.length; i++) {
    if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[size++] = sorted[i]!;
  }
  return sorted.slice(0, size);
}

function checkEvents({ users, products, types, at, sessions }: Events): void {
  const n = users.length;
  for (const [name, column] of Object.entries({ products, types, at, sessions })) {
    if (column.length !== n) {
      throw new RangeError(`Cannot build matrix: ${n} users but ${column.length} entries in "${name}"`);
    }
  }
  for (let e = 0; e < n; e++) {
    const user = users[e]!, product = products[e]!;
    if (!(Number.isSafeInteger(user) && user >= 0)) {
      throw new RangeError(`Cannot build matrix: user id "${user}" of event ${e}`);
    }
    if (!(Number.isSafeInteger(product) && product >= 0)) {
      throw new RangeError(`Cannot build matrix: product id "${product}" of event ${e}`);
    }
    if (!Number.isFinite(at[e])) throw new RangeError(`Cannot build matrix: time "${at[e]}" of event ${e}`);
    if (types[e]! >= interactionTypes.length) {
      throw new RangeError(`Cannot build matrix: type "${types[e]}" of event ${e}`);
    }
  }
}
