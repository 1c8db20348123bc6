/**
 * Factors of users and items may be turned together, by any orthogonal V: <p V, q V> = <p, q>. With the eigenvectors of one side's Gram
 * matrix in V that matrix becomes diagonal, and so does what all rows of a ridge problem share (core-wasm/assembly/solve_rows.ts).
 */
import type { Span } from "../core-wasm/layout.ts";
import { gramPartsOf, partsOf } from "./ridge_jobs.ts";
import type { Team } from "./team.ts";

/** Rows of `stride` numbers, of which `factors` are used. */
export interface Factors {
  readonly rows: number;
  readonly factors: number;
  readonly stride: number;
  readonly span: Span<Float32Array>;
}

/** Turns both sides into the basis of the first, in place, and returns the diagonal of its Gram matrix there: f64[factors], descending. */
export function diagonalise(team: Team, fixed: Factors, other: Factors): Float64Array {
  const { arena, kernels } = team, { factors, stride } = fixed;
  const start = arena.mark();
  const parts = gramPartsOf(fixed.rows), cells = stride * stride;
  const grams = arena.f64(parts * cells), vectors = arena.f64(cells), values = arena.f64(stride);
  team.run({ kind: "gram", parts, rows: fixed.rows, x: fixed.span.ptr, stride, out: grams.ptr });
  const view = grams.view;
  for (let at = cells; at < view.length; at++) view[at % cells]! += view[at]!;
  if (kernels.eigenSymmetric(grams.ptr, factors, stride, values.ptr, vectors.ptr) < 0) {
    throw new Error("Cannot train: the factors stopped being finite");
  }
  const turn = arena.f32(cells);
  turn.view.set(vectors.view);
  const diagonal = values.view.slice(0, factors).map((value) => Math.max(0, value));
  for (const { rows, span } of [fixed, other]) {
    const parts = partsOf(rows), work = arena.f32(parts * 4 * stride);
    team.run({ kind: "turn", parts, rows, x: span.ptr, stride, turn: turn.ptr, work: work.ptr });
  }
  arena.reset(start);
  return diagonal;
}
