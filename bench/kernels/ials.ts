import type { Span } from "../../core-wasm/layout.ts";
import { openContext } from "./context.ts";
import { contest, type KernelRow, mapCalls, type Run, toRows } from "./contest.ts";
import { placeNormal, type Sparse } from "./problem.ts";

export const title = "One epoch of iALS (users, then items), 64 factors";

const stride = 64, steps = 3, rowsPerCall = 500;

export async function run(): Promise<KernelRow[]> {
  const context = await openContext();
  const { problem, native, peers } = context;
  const { arena, kernels, byUser, byItem, users, items } = problem;
  const mark = arena.mark();
  const p = placeNormal(arena, { rows: users, factors: stride, scale: 0.1 });
  const q = placeNormal(arena, { rows: items, factors: stride, scale: 0.1, seed: 4 });
  const gram64 = arena.f64(stride * stride), gram = arena.f32(stride * stride);
  const work = arena.f32((stride + 72) * (stride + 4)), ridge = arena.f32(users).view.fill(0.1);
  const calls = native?.load("ridge_rows", "ridge_rows", [
    ...["u32", "u32", "u32", "i32", "i32", "u32", "i32", "u32", "u32", "u32", "i32"] as const,
  ]);
  type Solve = (
    matrix: readonly [number, number, number],
    r0: number,
    r1: number,
    y: number,
    x: number,
  ) => void;

  /** Solves the rows of one side with the other fixed. */
  function solveSide(matrix: Sparse, y: Span<Float32Array>, x: Span<Float32Array>, solve: Solve): void {
    gram64.view.fill(0);
    for (let r = 0; r < matrix.columns; r += rowsPerCall) {
      kernels.gram(y.ptr + 4 * stride * r, Math.min(rowsPerCall, matrix.columns - r), stride, gram64.ptr, 1);
    }
    gram.view.set(gram64.view);
    const pointers = [matrix.rowPtr.ptr, matrix.colIdx.ptr, matrix.values.ptr] as const;
    for (let r = 0; r < matrix.rows; r += rowsPerCall) {
      solve(pointers, r, Math.min(matrix.rows, r + rowsPerCall), y.ptr, x.ptr);
    }
  }
  const epoch = (solve: Solve): Run => () => {
    solveSide(byUser, q, p, solve);
    solveSide(byItem, p, q, solve);
  };
  const system = [gram.ptr, ridge.byteOffset] as const;
  const inC = (steps: number) =>
    mapCalls(calls, (call) =>
      epoch((matrix, r0, r1, y, x) => {
        call(arena.memory, ...matrix, r0, r1, y, stride, ...system, x, steps);
      }));
  const peer = (name: string): Record<string, Run> =>
    peers ? { "implicit": async () => (await peers.ask(name, { factors: stride }))?.seconds } : {};

  const byGradients = await contest({
    "Aisle": epoch((matrix, r0, r1, y, x) => {
      kernels.solveRows(...matrix, r0, r1, y, stride, ...system, x, steps, work.ptr);
    }),
    ...inC(steps),
    ...peer("implicit_cg"),
  }, { ...context, rounds: 5 });
  const directly = await contest({
    "Aisle": epoch((matrix, r0, r1, y, x) => {
      kernels.solveRowsDirectly(...matrix, r0, r1, y, stride, ...system, x, work.ptr);
    }),
    ...inC(0),
    ...peer("implicit_cholesky"),
  }, { ...context, rounds: 3 });
  arena.reset(mark);
  return [
    ...toRows(`iALS, ${steps} steps of conjugate gradients`, byGradients, { "implicit": "0.60 (0.40)" }),
    ...toRows("iALS, Cholesky", directly, { "implicit": "0.40 (0.25)" }),
  ];
}
