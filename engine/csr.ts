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

/** Compressed sparse rows: row r holds entries rowPtr[r] to rowPtr[r + 1]. */
export interface Rows {
  readonly rowPtr: Int32Array;
  readonly colIdx: Int32Array;
  readonly values: Float32Array;
}

/** Users x items. Row u holds entries rowPtr[u] to rowPtr[u + 1], columns ascending, each pair once. */
export interface Matrix extends Rows {
  /** User id of each row, ascending. */
  readonly userIds: Float64Array;
  /** Product id of each column (an item's position), ascending. */
  readonly itemIds: Float64Array;
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
  const { ids: userIds, codes: rows } = encode(events.users);
  const { ids: itemIds, codes: columns } = encode(events.products);
  const weightOf = interactionTypes.map((type) => weights[type]);
  const n = events.users.length;

  const starts = new Int32Array(userIds.length + 1);
  for (let e = 0; e < n; e++) starts[rows[e]! + 1]!++;
  for (let u = 0; u < userIds.length; u++) starts[u + 1]! += starts[u]!;
  // One pass that reads in order and scatters, rather than one that gathers three columns from all over the memory.
  const byRow = new Int32Array(n), strengths = new Float64Array(n);
  const fill = starts.slice(0, -1);
  for (let e = 0; e < n; e++) {
    const at = fill[rows[e]!]!++;
    byRow[at] = columns[e]!;
    strengths[at] = weightOf[events.types[e]!]! * decayOf(events.at[e]!, decayPerDay, asOf);
  }

  const rowPtr = new Int32Array(userIds.length + 1);
  // There are never more entries than events before them, so they can take the place of what was read.
  const colIdx = byRow;
  const values = new Float32Array(n);
  const sums = new Float64Array(itemIds.length);
  const seenBy = new Int32Array(itemIds.length).fill(-1);
  let size = 0;
  for (let u = 0; u < userIds.length; u++) {
    const from = size;
    for (let o = starts[u]!; o < starts[u + 1]!; o++) {
      const column = byRow[o]!;
      if (seenBy[column] !== u) {
        seenBy[column] = u;
        sums[column] = 0;
        colIdx[size++] = column;
      }
      sums[column]! += strengths[o]!;
    }
    colIdx.subarray(from, size).sort();
    for (let e = from; e < size; e++) values[e] = sums[colIdx[e]!]!;
    rowPtr[u + 1] = size;
  }
  return { userIds, itemIds, rowPtr, colIdx: colIdx.subarray(0, size), values: values.subarray(0, size) };
}

/**
 * Refuses what would send a kernel, which checks nothing, to the wrong place in memory. Everything that is fitted passes here.
 *
 * @throws RangeError naming the first row or entry that is wrong
 */
export function checkMatrix({ userIds, itemIds, rowPtr, colIdx, values }: Matrix): void {
  const rows = userIds.length, columns = itemIds.length, size = colIdx.length;
  if (rowPtr.length !== rows + 1 || rowPtr[0] !== 0 || rowPtr[rows] !== size || values.length !== size) {
    throw new RangeError(
      `Cannot use matrix: ${rowPtr.length} row ends from ${rowPtr[0]} to ${
        rowPtr[rows]
      }, ${size} columns and ${values.length} values ` +
        `for ${rows} rows`,
    );
  }
  for (let r = 0; r < rows; r++) {
    if (rowPtr[r + 1]! < rowPtr[r]!) {
      throw new RangeError(`Cannot use matrix: row ${r} goes from entry ${rowPtr[r]} to ${rowPtr[r + 1]}`);
    }
    let before = -1;
    for (let e = rowPtr[r]!; e < rowPtr[r + 1]!; e++) {
      const column = colIdx[e]!;
      if (!(column >= 0 && column < columns)) {
        throw new RangeError(`Cannot use matrix: column "${column}" of entry ${e}, there are ${columns}`);
      }
      // Who splits a row by its columns, as training on several threads does, needs them in their order.
      if (column <= before) {
        throw new RangeError(
          `Cannot use matrix: column "${column}" of entry ${e} follows "${before}" in row ${r}`,
        );
      }
      if (!Number.isFinite(values[e])) {
        throw new RangeError(`Cannot use matrix: value "${values[e]}" of entry ${e}`);
      }
      before = column;
    }
  }
}

/** The same entries by item: rows are items, columns users. Ids swap with them. */
export function transpose(matrix: Matrix): Matrix {
  const size = matrix.colIdx.length;
  const rows = {
    rowPtr: new Int32Array(matrix.itemIds.length + 1),
    colIdx: new Int32Array(size),
    values: new Float32Array(size),
  };
  transposeInto(matrix, rows);
  return { userIds: matrix.itemIds, itemIds: matrix.userIds, ...rows };
}

/** Writes the transpose into arrays of its size, `rowPtr` all zero. */
export function transposeInto({ rowPtr, colIdx, values }: Rows, into: Rows): void {
  const rows = rowPtr.length - 1, columns = into.rowPtr.length - 1, size = colIdx.length;
  for (let e = 0; e < size; e++) into.rowPtr[colIdx[e]! + 1]!++;
  for (let c = 0; c < columns; c++) into.rowPtr[c + 1]! += into.rowPtr[c]!;
  const fill = into.rowPtr.slice(0, -1);
  for (let r = 0; r < rows; r++) {
    for (let e = rowPtr[r]!; e < rowPtr[r + 1]!; e++) {
      const at = fill[colIdx[e]!]!++;
      into.colIdx[at] = r;
      into.values[at] = values[e]!;
    }
  }
}

/** Positions of ids in an array without repeats. */
export function positionsOf(ids: Float64Array): Map<number, number> {
  const positions = new Map<number, number>();
  for (let i = 0; i < ids.length; i++) positions.set(ids[i]!, i);
  return positions;
}

/** Distinct ids, ascending, and for each of `all` its position among them. */
export function encode(all: Float64Array): { ids: Float64Array; codes: Int32Array } {
  const codes = new Int32Array(all.length);
  let largest = 0;
  for (const id of all) largest = Math.max(largest, id);
  // Ids of a database are mostly dense: then a table of at most two cells per event needs no hashing.
  if (largest < 2 * all.length) {
    const table = new Int32Array(largest + 1);
    for (const id of all) table[id] = 1;
    let size = 0;
    for (let id = 0; id <= largest; id++) size += table[id]!;
    const ids = new Float64Array(size);
    for (let id = 0, code = 0; id <= largest; id++) {
      if (table[id] === 0) continue;
      ids[code] = id;
      table[id] = code++;
    }
    for (let e = 0; e < all.length; e++) codes[e] = table[all[e]!]!;
    return { ids, codes };
  }
  const ids = Float64Array.from(new Set(all)).sort(), positions = positionsOf(ids);
  for (let e = 0; e < all.length; e++) codes[e] = positions.get(all[e]!)!;
  return { ids, codes };
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
