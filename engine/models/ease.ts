/**
 * EASE (engine/ease.ts; Steck, "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019): the whole matrix, or as the shop serves it,
 * cut to the strongest weights of each item.
 */
import { mostArenaBytes } from "../../core-wasm/layout.ts";
import { InvalidInputError } from "../../errors.ts";
import { invertGram, strongestOf } from "../ease.ts";
import { toMatrix } from "../evaluation/strengths.ts";
import { inverseBytesFor, largestInverse } from "../inverse.ts";
import { turn } from "../item_lists.ts";
import { toGb } from "../memory.ts";
import { type NeighbourState, openNeighbours } from "./neighbours.ts";
import { type Parameters, place, type Recommender, rowOf } from "./recommender.ts";
import { checkCounts } from "./svd.ts";
import { withWorkspace } from "./workspace.ts";

type EaseParameters = Parameters & {
  readonly regularization: number;
  /** Weights that each item keeps, the furthest from zero; 0: all. */
  readonly neighbours: number;
  readonly decay_per_day: number;
};

interface DenseState {
  /** Row j: what history item j gives to each item; rows of `stride`. */
  readonly weights: Float32Array;
  readonly stride: number;
  readonly decayPerDay: number;
}

type State = DenseState | NeighbourState;

/**
 * Up to so many items the inverse is small enough to stay in the memory of a team until the end, and quick enough for one member among
 * others.
 */
export const mostSharedItems = 8_000;

export const ease: Recommender<State, EaseParameters> = {
  defaults: { regularization: 300, neighbours: 0, decay_per_day: 0 },
  check: ({ regularization, neighbours }) => {
    if (!(regularization > 0)) return `regularization is "${regularization}", not above 0`;
    return neighbours === 0 ? undefined : checkCounts({ neighbours });
  },
  fit(data, { regularization, neighbours, decay_per_day: decayPerDay }, { onProgress, team: given }) {
    checkItems(data.items);
    const items = data.items, matrix = toMatrix(data, decayPerDay);
    return withWorkspace((team): State => {
      const { inverse, stride } = invertGram(team, matrix, { regularization, onProgress });
      if (neighbours > 0) {
        return { ...turn(strongestOf(inverse.view, { items, stride, neighbours })), decayPerDay };
      }
      const weights = inverse.view.slice(0, items * stride);
      const diagonal = Float64Array.from({ length: items }, (_, i) => weights[i * stride + i]!);
      for (let j = 0; j < items; j++) {
        const row = weights.subarray(j * stride, (j + 1) * stride);
        for (let i = 0; i < items; i++) row[i] = i === j ? 0 : -row[i]! / diagonal[i]!;
      }
      return { weights, stride, decayPerDay };
    }, items <= mostSharedItems ? given : undefined);
  },
  open(state, inputs, context) {
    if ("ptr" in state) return openNeighbours(state, inputs, context);
    const { weights, stride, decayPerDay } = state, { arena, kernels, width } = context;
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
