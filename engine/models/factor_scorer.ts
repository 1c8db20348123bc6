/** Scores of models whose score is a user vector times item vectors. */
import type { Span } from "../../core-wasm/layout.ts";
import { place, type ScoreContext, type Scorer } from "./recommender.ts";

/** Item vectors as f32 rows of `stride`, the first `factors` of which count, and what an item scores for a user vector of zeros. */
export interface ItemVectors {
  readonly factors: number;
  readonly stride: number;
  readonly vectors: Float32Array;
  readonly base: Float32Array | null;
}

/** Rows per kernel call: a first long call would stay in the engine's baseline compiler. */
const rowsPerCall = 2_048;

/**
 * score = base_i + <user vector, item vector>.
 *
 * @param readVector writes the vector of a user into its argument, f32[stride]
 */
export function openFactorScorer(
  { factors, stride, vectors, base }: ItemVectors,
  readVector: (user: number, into: Float32Array) => void,
  context: ScoreContext,
): Scorer {
  const { arena, width } = context;
  const items = vectors.length / stride;
  const out = place(arena, vectors), start = base && place(arena, base);
  const users = arena.f32(factors * width);
  const vector = new Float32Array(stride);
  return (batch, tile) => {
    const columns = users.view;
    batch.forEach((user, column) => {
      readVector(user, vector);
      for (let f = 0; f < factors; f++) columns[f * width + column] = vector[f]!;
    });
    multiplyTile(context, {
      rows: out,
      items,
      stride,
      factors,
      columns: users,
      base: start?.ptr ?? 0,
      tile,
      accumulate: 0,
    });
  };
}

/** tile = base + rows x columns, added to the tile with `accumulate` 1. */
export function multiplyTile(
  { kernels, width }: ScoreContext,
  { rows, items, stride, factors, columns, base, tile, accumulate }: {
    rows: Span<Float32Array>;
    items: number;
    stride: number;
    factors: number;
    columns: Span<Float32Array>;
    base: number;
    tile: Span<Float32Array>;
    accumulate: 0 | 1;
  },
): void {
  for (let row = 0; row < items; row += rowsPerCall) {
    const end = Math.min(items, row + rowsPerCall);
    kernels.scoreTile(
      rows.ptr,
      stride,
      factors,
      columns.ptr,
      width,
      width,
      base,
      tile.ptr,
      row,
      end,
      accumulate,
    );
  }
}

/**
 * Reads a user's vector as the weighted sum of `fold` rows of their history.
 *
 * @param history the entries of a user
 */
export function foldReader(
  fold: Float32Array,
  stride: number,
  history: (user: number) => { readonly items: Int32Array; readonly values: Float32Array },
): (user: number, into: Float32Array) => void {
  return (user, into) => {
    into.fill(0);
    const { items, values } = history(user);
    for (let e = 0; e < items.length; e++) {
      const from = items[e]! * stride, value = values[e]!;
      for (let f = 0; f < stride; f++) into[f]! += value * fold[from + f]!;
    }
  };
}
