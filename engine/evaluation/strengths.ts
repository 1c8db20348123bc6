/** Strengths of users and items as a sparse matrix whose rows and columns are positions. */
import { interactionTypes, type InteractionWeights } from "../../types.ts";
import { checkMatrix, type Matrix } from "../csr.ts";
import { decayOf } from "../strength.ts";
import type { Interactions } from "./interactions.ts";

/** What a model is fitted to, or scores for. */
export interface ModelData {
  readonly users: number;
  readonly items: number;
  readonly events: Interactions;
  /** Epoch milliseconds from which age counts; 0 where there are no times. */
  readonly asOf: number;
  readonly weights: InteractionWeights;
  /** Every pair counts 1, whatever its value, type and number of interactions; where decay is asked for, the newest one's. */
  readonly binary: boolean;
}

/** The newest time of the interactions; 0 without times. */
export function newestOf({ at }: Interactions): number {
  let newest = 0;
  if (at) { for (const time of at) if (time > newest) newest = time; }
  return newest;
}

/**
 * Users x items. A pair's value is the sum over its interactions of
 *
 *     value (1 without) x weight of the type (1 without) x exp(-decayPerDay x days before asOf)
 *
 * in double precision in the order of the events; negative values count 0. Binary data has the decay of the newest interaction alone. Columns
 * ascend in a row.
 *
 * @throws RangeError for the position of a user or an item that there is not
 */
export function toMatrix(
  { users, items, events, asOf, weights, binary }: ModelData,
  decayPerDay = 0,
): Matrix {
  const { length, values, types, at } = events;
  const weightOf = interactionTypes.map((type) => weights[type]);
  const decays = at !== null && decayPerDay > 0;
  const starts = new Int32Array(users + 1);
  for (let e = 0; e < length; e++) starts[events.users[e]! + 1]!++;
  for (let u = 0; u < users; u++) starts[u + 1]! += starts[u]!;
  if (starts[0] !== 0 || starts[users] !== length) {
    throw new RangeError(`Cannot build matrix: interactions of users beyond ${users}`);
  }
  const order = new Int32Array(length), fill = starts.slice(0, -1);
  for (let e = 0; e < length; e++) order[fill[events.users[e]!]!++] = e;

  const rowPtr = new Int32Array(users + 1);
  const colIdx = new Int32Array(length), strengths = new Float32Array(length);
  const sums = new Float64Array(items), seenBy = new Int32Array(items).fill(-1);
  let size = 0;
  for (let u = 0; u < users; u++) {
    const from = size;
    for (let o = starts[u]!; o < starts[u + 1]!; o++) {
      const e = order[o]!, item = events.items[e]!;
      if (seenBy[item] !== u) {
        seenBy[item] = u;
        sums[item] = 0;
        colIdx[size++] = item;
      }
      const decay = decays ? decayOf(at[e]!, decayPerDay, asOf) : 1;
      if (binary) {
        sums[item] = Math.max(sums[item]!, decay);
        continue;
      }
      let strength = values ? Math.max(0, values[e]!) : 1;
      if (types) strength *= weightOf[types[e]!]!;
      sums[item]! += strength * decay;
    }
    colIdx.subarray(from, size).sort();
    for (let e = from; e < size; e++) strengths[e] = sums[colIdx[e]!]!;
    rowPtr[u + 1] = size;
  }
  const matrix = {
    userIds: Float64Array.from({ length: users }, (_, u) => u),
    itemIds: Float64Array.from({ length: items }, (_, i) => i),
    rowPtr,
    colIdx: colIdx.slice(0, size),
    values: strengths.slice(0, size),
  };
  checkMatrix(matrix);
  return matrix;
}

/** Sum of each column. */
export function itemTotals({ itemIds, colIdx, values }: Matrix): Float32Array {
  const totals = new Float64Array(itemIds.length);
  for (let e = 0; e < colIdx.length; e++) totals[colIdx[e]!]! += values[e]!;
  return Float32Array.from(totals);
}
