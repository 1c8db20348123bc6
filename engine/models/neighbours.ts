/** Item-item models: weights from an item of the history to the items it speaks for. */
import { type Matrix, transpose } from "../csr.ts";
import type { ModelData } from "../evaluation/strengths.ts";
import { toMatrix } from "../evaluation/strengths.ts";
import { clear, type Parameters, type Recommender, rowOf } from "./recommender.ts";
import { checkCounts } from "./svd.ts";

/** Row j holds the weights w_ji of history item j for items i. */
interface State {
  readonly ptr: Int32Array;
  readonly items: Int32Array;
  readonly weights: Float32Array;
  readonly decayPerDay: number;
}

type CosineParameters = Parameters & {
  readonly neighbours: number;
  /** Added to the product of the norms: pairs seen together a few times count less. */
  readonly shrinkage: number;
  readonly decay_per_day: number;
};

type WalkParameters = Parameters & {
  readonly neighbours: number;
  /** Power of the transition probabilities. */
  readonly alpha: number;
  /** Power of the popularity by which an item is divided. */
  readonly beta: number;
  readonly decay_per_day: number;
};

/**
 * Item-item cosine of the columns of strengths, each item keeping its nearest ones (Sarwar et al., "Item-Based Collaborative
 * Filtering Recommendation Algorithms", WWW 2001): score_i = sum over history items j among the neighbours of i of s_j cos(i, j).
 */
export const itemKnn: Recommender<State, CosineParameters> = {
  defaults: { neighbours: 200, shrinkage: 0, decay_per_day: 0 },
  check: ({ neighbours }) => checkCounts({ neighbours }),
  fit(data, { neighbours, shrinkage, decay_per_day: decayPerDay }, { onProgress }) {
    const matrix = toMatrix(data, decayPerDay);
    const norms = new Float64Array(data.items);
    for (let e = 0; e < matrix.colIdx.length; e++) norms[matrix.colIdx[e]!]! += matrix.values[e]! ** 2;
    for (let i = 0; i < norms.length; i++) norms[i] = Math.sqrt(norms[i]!);
    const lists = nearest(matrix, {
      first: (value) => value,
      second: (value) => value,
      weigh: (sum, item, other) => sum / (norms[item]! * norms[other]! + shrinkage || 1),
      neighbours,
      onProgress,
    });
    // The neighbours were chosen for each item i; scoring walks from the history item j.
    return { ...turn(lists, data.items), decayPerDay };
  },
  open: openNeighbours,
};

/**
 * Three steps of a random walk, item to user to item, whose probabilities are raised to `alpha` and divided by the popularity of the
 * item it ends at to the power `beta` (Paudel, Christoffel, Newell and Bernstein, "Updatable, Accurate, Diverse, and Scalable
 * Recommendations for Interactive Applications", ACM TiiS 2017). Each item keeps its heaviest ends.
 */
export const rp3beta: Recommender<State, WalkParameters> = {
  defaults: { neighbours: 200, alpha: 0.8, beta: 0.4, decay_per_day: 0 },
  check: ({ neighbours }) => checkCounts({ neighbours }),
  fit(data, { neighbours, alpha, beta, decay_per_day: decayPerDay }, { onProgress }) {
    const matrix = toMatrix(data, decayPerDay);
    const { byUser, byItem } = totals(matrix);
    const lists = nearest(matrix, {
      // From item j to user u: r_uj / d_j; from user u to item i: r_ui / d_u.
      first: (value, _user, item) => Math.pow(value / (byItem[item]! || 1), alpha),
      second: (value, user) => Math.pow(value / (byUser[user]! || 1), alpha),
      weigh: (sum, _item, other) => sum / Math.pow(byItem[other]! || 1, beta),
      neighbours,
      onProgress,
    });
    return { ...lists, decayPerDay };
  },
  open: openNeighbours,
};

type Lists = Pick<State, "ptr" | "items" | "weights">;

interface WalkOptions {
  /** Value of the step from the item of a row to a user, and from there to another item. */
  readonly first: (value: number, user: number, item: number) => number;
  readonly second: (value: number, user: number, item: number) => number;
  readonly weigh: (sum: number, item: number, other: number) => number;
  readonly neighbours: number;
  readonly onProgress: (done: number) => void;
}

/** For each item the others with the largest weights, of equal ones the lower position, in the order of the positions. */
function nearest(matrix: Matrix, { first, second, weigh, neighbours, onProgress }: WalkOptions): Lists {
  const { rowPtr, colIdx, userIds, itemIds } = matrix;
  const turned = transpose(matrix);
  const n = itemIds.length;
  const steps = new Float64Array(colIdx.length);
  for (let u = 0; u < userIds.length; u++) {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) steps[e] = second(matrix.values[e]!, u, colIdx[e]!);
  }
  const sums = new Float64Array(n), touched = new Int32Array(n);
  const ptr = new Int32Array(n + 1);
  const items: Int32Array[] = [], weights: Float32Array[] = [];
  for (let i = 0; i < n; i++) {
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
    const found = touched.slice(0, count);
    const weightOf = new Float64Array(count);
    for (let c = 0; c < count; c++) weightOf[c] = weigh(sums[found[c]!]!, i, found[c]!);
    const kept = largest(weightOf, found, neighbours).map((c) => [found[c]!, weightOf[c]!] as const)
      .sort(([a], [b]) => a - b);
    for (const other of found) sums[other] = 0;
    items.push(Int32Array.from(kept, ([item]) => item));
    weights.push(Float32Array.from(kept, ([, weight]) => weight));
    ptr[i + 1] = ptr[i]! + kept.length;
    if (i % 256 === 0) onProgress(i / n);
  }
  return {
    ptr,
    items: joined(items, new Int32Array(ptr[n]!)),
    weights: joined(weights, new Float32Array(ptr[n]!)),
  };
}

/** Indices of the k largest values above 0; of equal ones those of the lower item. */
function largest(values: Float64Array, items: Int32Array, k: number): number[] {
  const positive: number[] = [];
  for (let c = 0; c < values.length; c++) if (values[c]! > 0) positive.push(c);
  if (positive.length <= k) return positive;
  const bar = Float64Array.from(positive, (c) => values[c]!).sort()[positive.length - k]!;
  const above = positive.filter((c) => values[c]! > bar);
  const equal = positive.filter((c) => values[c] === bar).sort((a, b) => items[a]! - items[b]!);
  return [...above, ...equal.slice(0, k - above.length)];
}

function joined<T extends Int32Array | Float32Array>(parts: readonly T[], to: T): T {
  let at = 0;
  for (const part of parts) {
    to.set(part as never, at);
    at += part.length;
  }
  return to;
}

/** The same weights by the other item. */
function turn({ ptr, items, weights }: Lists, n: number): Lists {
  const ids = Float64Array.from({ length: n }, (_, i) => i);
  const turned = transpose({ userIds: ids, itemIds: ids, rowPtr: ptr, colIdx: items, values: weights });
  return { ptr: turned.rowPtr, items: turned.colIdx, weights: turned.values };
}

function totals(
  { userIds, itemIds, rowPtr, colIdx, values }: Matrix,
): { byUser: Float64Array; byItem: Float64Array } {
  const byUser = new Float64Array(userIds.length), byItem = new Float64Array(itemIds.length);
  for (let u = 0; u < userIds.length; u++) {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      byUser[u]! += values[e]!;
      byItem[colIdx[e]!]! += values[e]!;
    }
  }
  return { byUser, byItem };
}

function openNeighbours(
  { ptr, items, weights, decayPerDay }: State,
  inputs: ModelData,
  { width }: { readonly width: number },
): ReturnType<Recommender["open"]> {
  const matrix = toMatrix(inputs, decayPerDay);
  return (users, tile) => {
    clear(tile);
    const view = tile.view;
    users.forEach((user, column) => {
      const own = rowOf(matrix, user);
      for (let e = 0; e < own.items.length; e++) {
        const from = own.items[e]!, value = own.values[e]!;
        for (let n = ptr[from]!; n < ptr[from + 1]!; n++) {
          view[items[n]! * width + column]! += value * weights[n]!;
        }
      }
    });
  };
}
