/**
 * EASE: the item-item matrix B with a zero diagonal that best rebuilds the histories by ridge regression,
 *
 *     B = I - P diag(1 / P_jj),   P = (X'X + regularization I)^-1
 *
 * (Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019). The inverse is made in place by a block sweep over the lower
 * triangle: for each block K of columns, with D = A_KK^-1 in double precision,
 *
 *     A_RR <- A_RR - A_RK D A_KR,   A_RK <- A_RK D,   A_KK <- -D
 *
 * after which the whole is -A^-1 (Goodnight, "A Tutorial on the SWEEP Operator", The American Statistician 1979).
 */
import { InvalidInputError } from "../../errors.ts";
import type { Matrix } from "../csr.ts";
import { toMatrix } from "../evaluation/strengths.ts";
import type { Team } from "../team.ts";
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

const mostItems = 20_000;
/** Columns swept at once. */
const block = 64;
/** Rows updated per call, so that little above the diagonal is computed. */
const rowsPerCall = 256;

export const ease: Recommender<State, EaseParameters> = {
  defaults: { regularization: 300, decay_per_day: 0 },
  check: ({ regularization }) =>
    regularization > 0 ? undefined : `regularization is "${regularization}", not above 0`,
  fit(data, { regularization, decay_per_day: decayPerDay }, { onProgress }) {
    if (data.items > mostItems) {
      throw new InvalidInputError(`Cannot fit ease: ${data.items} items, at most ${mostItems} are possible`);
    }
    const { inverse, stride } = invert(toMatrix(data, decayPerDay), regularization, onProgress);
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

/** (X'X + regularization I)^-1, rows of `stride`. */
function invert(
  matrix: Matrix,
  regularization: number,
  onProgress: (done: number) => void,
): { inverse: Float32Array; stride: number } {
  const stride = Math.ceil(matrix.itemIds.length / block) * block;
  return withWorkspace((team) => invertWith(team, { matrix, regularization, stride, onProgress }));
}

function invertWith(
  { arena, kernels }: Team,
  { matrix, regularization, stride, onProgress }: {
    matrix: Matrix;
    regularization: number;
    stride: number;
    onProgress: (done: number) => void;
  },
): { inverse: Float32Array; stride: number } {
  const n = matrix.itemIds.length;
  const a = arena.f32(n * stride);
  fillGram(a.view, { matrix, stride, regularization });
  const column = arena.f32(n * block), product = arena.f32(n * block), row = arena.f32(block * stride);
  const corner = arena.f64(block * block), inverse = arena.f64(block * block);
  for (let k = 0; k < n; k += block) {
    const size = Math.min(block, n - k);
    const cells = a.view, columnView = column.view, rowView = row.view, cornerView = corner.view;
    columnView.fill(0);
    rowView.fill(0);
    cornerView.fill(0);
    for (let c = 0; c < size; c++) {
      for (let d = 0; d < size; d++) {
        cornerView[c * block + d] = cells[(k + Math.max(c, d)) * stride + k + Math.min(c, d)]!;
      }
      // Only the lower triangle is kept: left of the block its row holds the numbers, below it its column.
      for (let i = 0; i < n; i++) {
        if (i >= k && i < k + size) continue;
        const value = i < k ? cells[(k + c) * stride + i]! : cells[i * stride + k + c]!;
        columnView[i * block + c] = value;
        rowView[c * stride + i] = value;
      }
    }
    if (kernels.invertSpd(corner.ptr, size, block, inverse.ptr) === 0) {
      throw new Error(
        `Cannot fit ease: the matrix is not positive definite at item ${k}; raise regularization`,
      );
    }
    clearRows(inverse.view, size);
    kernels.multiply(column.ptr, n, block, inverse.ptr, block, product.ptr, block);
    const productView = product.view;
    for (let p = 0; p < productView.length; p++) productView[p] = -productView[p]!;
    for (let from = 0; from < n; from += rowsPerCall) {
      const to = Math.min(n, from + rowsPerCall);
      const columns = Math.min(stride, Math.ceil(to / 16) * 16);
      kernels.scoreTile(product.ptr, block, size, row.ptr, stride, columns, 0, a.ptr, from, to, 1);
    }
    for (let c = 0; c < size; c++) {
      for (let i = 0; i < k; i++) cells[(k + c) * stride + i] = -productView[i * block + c]!;
      for (let i = k + size; i < n; i++) cells[i * stride + k + c] = -productView[i * block + c]!;
      for (let d = 0; d <= c; d++) cells[(k + c) * stride + k + d] = -inverse.view[c * block + d]!;
    }
    onProgress(Math.min(1, (k + size) / n));
  }
  const cells = a.view;
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) cells[j * stride + i] = cells[i * stride + j] = -cells[i * stride + j]!;
  }
  return { inverse: cells.slice(), stride };
}

/** `invertSpd` leaves rows beyond the last of a smaller block as they were. */
function clearRows(inverse: Float64Array, size: number): void {
  inverse.fill(0, size * block);
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
