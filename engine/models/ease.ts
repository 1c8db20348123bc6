/**
 * EASE: the item-item matrix B with a zero diagonal that best rebuilds the histories by ridge regression,
 *
 *     B = I - P diag(1 / P_jj),   P = (X'X + regularization I)^-1
 *
 * (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019).
 */
import { mostArenaBytes } from "../../core-wasm/layout.ts";
import { InvalidInputError } from "../../errors.ts";
import type { Matrix } from "../csr.ts";
import { toMatrix } from "../evaluation/strengths.ts";
import { inverseBytesFor, inverseStrideOf, invertInPlace, largestInverse } from "../inverse.ts";
import { toGb } from "../memory.ts";
import { type Parameters, place, type Recommender, rowOf } from "./recommender.ts";
import { withWorkspace } from "./workspace.ts";

type EaseParameters = Parameters & {
  readonly regularization: number;
  readonly decay_per_day: number;
};

interface State {
  /** Row j: what history item j gives to each item; rows of `stride`. */
  readonly weights: Float32Array;
  readonly stride: number;
  readonly decayPerDay: number;
}

export const ease: Recommender<State, EaseParameters> = {
  defaults: { regularization: 300, decay_per_day: 0 },
  check: ({ regularization }) =>
    regularization > 0 ? undefined : `regularization is "${regularization}", not above 0`,
  fit(data, { regularization, decay_per_day: decayPerDay }, { onProgress }) {
    checkItems(data.items);
    const { inverse, stride } = invert(toMatrix(data, decayPerDay), { regularization, onProgress });
    const n = data.items;
    const diagonal = Float64Array.from({ length: n }, (_, i) => inverse[i * stride + i]!);
    for (let j = 0; j < n; j++) {
      const row = inverse.subarray(j * stride, (j + 1) * stride);
      for (let i = 0; i < n; i++) row[i] = i === j ? 0 : -row[i]! / diagonal[i]!;
    }
    return { weights: inverse, stride, decayPerDay };
  },
  open({ weights, stride, decayPerDay }, inputs, { arena, kernels, width }) {
    const matrix = toMatrix(inputs, decayPerDay);
    const rows = place(arena, weights), row = arena.f32(stride);
    const longest = matrix.rowPtr.reduce(
      (most, end, u) => u === 0 ? 0 : Math.max(most, end - matrix.rowPtr[u - 1]!),
      0,
    );
    const history = { items: arena.i32(longest), values: arena.f32(longest) };
    return (users, tile) => {
      users.forEach((user, column) => {
        const { items, values } = rowOf(matrix, user);
        history.items.view.set(items);
        history.values.view.set(values);
        kernels.foldIn(history.items.ptr, history.values.ptr, items.length, rows.ptr, stride, row.ptr);
        const from = row.view, to = tile.view;
        for (let i = 0; i < inputs.items; i++) to[i * width + column] = from[i]!;
      });
    };
  },
};

/**
 * Refuses what WebAssembly cannot address, before anything is computed. Scoring needs no more than the inverse did.
 *
 * @throws InvalidInputError naming what would fit
 */
export function checkItems(items: number): void {
  const bytes = inverseBytesFor(items);
  if (bytes <= mostArenaBytes) return;
  throw new InvalidInputError(
    `Cannot fit ease: the inverse of ${items} items needs ${toGb(bytes)} of the ${
      toGb(mostArenaBytes)
    } that WebAssembly can ` +
      `address; ${largestInverse()} items would fit`,
  );
}

/** (X'X + regularization I)^-1, rows of `stride`. */
function invert(
  matrix: Matrix,
  { regularization, onProgress }: { regularization: number; onProgress: (done: number) => void },
): { inverse: Float32Array; stride: number } {
  const n = matrix.itemIds.length, stride = inverseStrideOf(n);
  return withWorkspace((team) => {
    const cells = team.arena.f32(stride * stride);
    fillGram(cells.view, { matrix, stride, regularization });
    const refused = invertInPlace(team, { cells, n, stride }, onProgress);
    if (refused !== undefined) {
      throw new Error(
        `Cannot fit ease: the matrix is not positive definite at item ${refused}; raise regularization`,
      );
    }
    return { inverse: cells.view.slice(0, n * stride), stride };
  });
}

/** The lower triangle of X'X + regularization I. */
function fillGram(
  cells: Float32Array,
  { matrix, stride, regularization }: { matrix: Matrix; stride: number; regularization: number },
): void {
  const { rowPtr, colIdx, values, userIds, itemIds } = matrix;
  for (let u = 0; u < userIds.length; u++) {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      const at = colIdx[e]! * stride, value = values[e]!;
      for (let o = rowPtr[u]!; o <= e; o++) cells[at + colIdx[o]!]! += value * values[o]!;
    }
  }
  for (let i = 0; i < itemIds.length; i++) cells[i * stride + i]! += regularization;
}
