/**
 * Sparse weights between items: for each item a list of others. Item-item cosine and random walks are made here; what EASE leaves of a
 * dense matrix is cut here too.
 */
import { type Matrix, transpose } from "./csr.ts";

/** Row r holds entries ptr[r] to ptr[r + 1]: other items, ascending, and their weights. */
export interface ItemLists {
  /** i32[items + 1] */
  readonly ptr: Int32Array;
  /** i32[entries] */
  readonly items: Int32Array;
  /** f32[entries] */
  readonly weights: Float32Array;
}

export interface WalkOptions {
  /** Value of the step from the item of a row to a user, and from there to another item. */
  readonly first: (value: number, user: number, item: number) => number;
  readonly second: (value: number, user: number, item: number) => number;
  readonly weigh: (sum: number, item: number, other: number) => number;
  /** Others that each item keeps, at most. */
  readonly neighbours: number;
  /** From 0 to 1, which the caller reports. */
  readonly onProgress: (done: number) => void;
}

/** A hundred reports, however many items there are. */
const reports = 100;

/** For each item the others with the largest weights, of equal ones the lower position, in the order of the positions. */
export function nearest(
  matrix: Matrix,
  { first, second, weigh, neighbours, onProgress }: WalkOptions,
): ItemLists {
  const { rowPtr, colIdx, userIds, itemIds } = matrix;
  const turned = transpose(matrix);
  const n = itemIds.length;
  const steps = new Float64Array(colIdx.length);
  for (let u = 0; u < userIds.length; u++) {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) steps[e] = second(matrix.values[e]!, u, colIdx[e]!);
  }
  const sums = new Float64Array(n), touched = new Int32Array(n);
  const lists = createLists(n);
  const reportEvery = Math.ceil(n / reports);
  for (let i = 0; i < n; i++) {
    if (i % reportEvery === 0) onProgress(i / n);
    let count = 0;
    for (let o = turned.rowPtr[i]!; o < turned.rowPtr[i + 1]!; o++) {
      const user = turned.colIdx[o]!, step = first(turned.values[o]!, user, i);
      for (let e = rowPtr[user]!; e < rowPtr[user + 1]!; e++) {
        const other = colIdx[e]!;
        if (other === i) continue;
        if (sums[other] === 0) touched[count++] = other;
        // A sum of exactly zero would be listed twice; harmless, but strengths of 0 make it likely.
        sums[other]! += step * steps[e]! || Number.MIN_VALUE;
      }
    }
    const found = touched.slice(0, count).sort(), weights = new Float64Array(count);
    for (let c = 0; c < count; c++) weights[c] = weigh(sums[found[c]!]!, i, found[c]!);
    for (const other of found) sums[other] = 0;
    lists.append(found, weights, largest(weights, neighbours));
  }
  return lists.take();
}

/**
 * For each of n items what is furthest from zero among the weights of the others.
 *
 * @param weightsOf fills the weights of all others for an item, f64[n]
 */
export function strongest(
  n: number,
  { neighbours, weightsOf }: {
    readonly neighbours: number;
    readonly weightsOf: (item: number, into: Float64Array) => void;
  },
): ItemLists {
  const all = Int32Array.from({ length: n }, (_, i) => i);
  const weights = new Float64Array(n), sizes = new Float64Array(n);
  const lists = createLists(n);
  for (let i = 0; i < n; i++) {
    weightsOf(i, weights);
    weights[i] = 0;
    for (let j = 0; j < n; j++) sizes[j] = Math.abs(weights[j]!);
    lists.append(all, weights, largest(sizes, neighbours));
  }
  return lists.take();
}

/** The same weights by the other item. */
export function turn({ ptr, items, weights }: ItemLists): ItemLists {
  const ids = Float64Array.from({ length: ptr.length - 1 }, (_, i) => i);
  const turned = transpose({ userIds: ids, itemIds: ids, rowPtr: ptr, colIdx: items, values: weights });
  return { ptr: turned.rowPtr, items: turned.colIdx, weights: turned.values };
}

/** Weight of item i in the row of item j, 0 where it is not listed. */
export function weightOf({ ptr, items, weights }: ItemLists, j: number, i: number): number {
  let low = ptr[j]!, high = ptr[j + 1]!;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (items[middle]! < i) low = middle + 1;
    else high = middle;
  }
  return low < ptr[j + 1]! && items[low] === i ? weights[low]! : 0;
}

/** Collects the rows of n items, in their order. */
function createLists(n: number) {
  const ptr = new Int32Array(n + 1);
  const items: Int32Array[] = [], weights: Float32Array[] = [];
  return {
    append(others: Int32Array, values: Float64Array, chosen: Int32Array): void {
      items.push(chosen.map((c) => others[c]!));
      weights.push(Float32Array.from(chosen, (c) => values[c]!));
      ptr[items.length] = ptr[items.length - 1]! + chosen.length;
    },
    take: (): ItemLists => ({
      ptr,
      items: joined(items, new Int32Array(ptr[n]!)),
      weights: joined(weights, new Float32Array(ptr[n]!)),
    }),
  };
}

/** Indices, ascending, of the k largest values above 0; of equal ones the lower. */
function largest(values: Float64Array, k: number): Int32Array {
  const n = values.length, positive = new Float64Array(n);
  let count = 0;
  for (let c = 0; c < n; c++) if (values[c]! > 0) positive[count++] = values[c]!;
  const bar = count > k ? kthLargest(positive, count, k) : 0;
  let above = 0;
  for (let c = 0; c < count; c++) if (positive[c]! > bar) above++;
  const chosen = new Int32Array(Math.min(count, k));
  // At a bar of 0 nothing is equal to it that counts.
  for (let c = 0, to = 0, equal = chosen.length - above; c < n; c++) {
    if (values[c]! > bar || (values[c] === bar && equal-- > 0)) chosen[to++] = c;
  }
  return chosen;
}

/** The k-th largest of the first `count` values, which it reorders: quickselect (Hoare, "Algorithm 65: Find", CACM 4(7), 1961). */
function kthLargest(values: Float64Array, count: number, k: number): number {
  let from = 0, to = count - 1;
  const wanted = k - 1;
  while (from < to) {
    const pivot = middleOf(values[from]!, values[(from + to) >>> 1]!, values[to]!);
    let i = from, j = to;
    while (i <= j) {
      while (values[i]! > pivot) i++;
      while (values[j]! < pivot) j--;
      if (i > j) break;
      const value = values[i]!;
      values[i++] = values[j]!;
      values[j--] = value;
    }
    if (wanted <= j) to = j;
    else if (wanted >= i) from = i;
    else break;
  }
  return values[wanted]!;
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}

function joined<T extends Int32Array | Float32Array>(parts: readonly T[], to: T): T {
  let at = 0;
  for (const part of parts) {
    to.set(part as never, at);
    at += part.length;
  }
  return to;
}
