/**
 * What every model of `deno task evaluate` has in common: it is fitted to interactions, gives a state of plain data (so that it can be
 * sent to a Worker), and scores all items for a few users at once.
 */
import type { Arena, Span } from "../../core-wasm/layout.ts";
import type { Kernels } from "../../core-wasm/kernels.ts";
import type { Matrix } from "../csr.ts";
import type { ModelData } from "../evaluation/strengths.ts";
import type { CutOptions } from "../evaluation/cut.ts";
import type { Team } from "../team.ts";

/** The value of a parameter; a list for `members` and `weights` of the ensemble. */
export type Parameter = number | string | readonly string[] | readonly number[];
export type Parameters = Readonly<Record<string, Parameter>>;

export interface FitContext {
  readonly seed: number;
  /** Whether what users have already is recommended as well. */
  readonly repeats: boolean;
  /** From 0 to 1. */
  readonly onProgress: (done: number) => void;
  /** How the test part was cut off: what a model learns from a part of the data, it learns from one cut off like it. */
  readonly cut?: Omit<CutOptions, "seed"> | undefined;
  /** Threads for models that train on several; what they give is the same on any number. Default: this thread alone. */
  readonly team?: Team | undefined;
}

/** Where a scorer lives: one memory and its kernels. */
export interface ScoreContext {
  readonly arena: Arena;
  readonly kernels: Kernels;
  /** Users per tile, a multiple of 16. */
  readonly width: number;
}

/** Scores of all items for some users: f32[items x width], column c belonging to the c-th user. */
export type Tile = Span<Float32Array>;

/**
 * Fills the tile for at most `width` users; what it leaves in columns beyond them does not matter. Scores are finite.
 */
export type Scorer = (users: Int32Array, tile: Tile) => void;

export interface Recommender<State = unknown, P extends Parameters = Parameters> {
  /** Every parameter with its default. */
  readonly defaults: P;
  /** Fills in what depends on other parameters. */
  complete?(parameters: P): P;
  /** What is wrong with the parameters, or nothing. */
  check?(parameters: P): string | undefined;
  /** Chooses parameters that were left open, by what the data itself tells. */
  tune?(data: ModelData, parameters: P, context: FitContext): P;
  fit(data: ModelData, parameters: P, context: FitContext): State;
  /** @param inputs what is known of the users who are scored: the fitted data, or other users' */
  open(state: State, inputs: ModelData, context: ScoreContext): Scorer;
  /** The expected value of pairs; undefined where the model, as it was fitted, predicts none. */
  predict?(state: State, pairs: { users: Int32Array; items: Int32Array }): Float64Array | undefined;
}

/** Writes 0 to a whole tile. */
export function clear(tile: Tile): void {
  tile.view.fill(0);
}

/** The entries of one row of a matrix. */
export function rowOf(
  { rowPtr, colIdx, values }: Matrix,
  row: number,
): { items: Int32Array; values: Float32Array } {
  const from = rowPtr[row]!, to = rowPtr[row + 1]!;
  return { items: colIdx.subarray(from, to), values: values.subarray(from, to) };
}

/** Copies an array into the arena. */
export function place(arena: Arena, from: Float32Array): Span<Float32Array>;
export function place(arena: Arena, from: Int32Array): Span<Int32Array>;
export function place(arena: Arena, from: Float32Array | Int32Array): Span<Float32Array> | Span<Int32Array> {
  if (from instanceof Int32Array) {
    const span = arena.i32(from.length);
    span.view.set(from);
    return span;
  }
  const span = arena.f32(from.length);
  span.view.set(from);
  return span;
}
