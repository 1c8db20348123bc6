import type { Kernels } from "../../core-wasm/kernels.ts";
import { diagonalise, type Factors } from "../../engine/diagonal_basis.ts";
import { createSoloTeam } from "../../engine/team.ts";
import { openContext } from "./context.ts";
import { contest, type KernelRow, mapBuilds, mapCalls, type Run, toRows } from "./contest.ts";
import { placeNormal, type Sparse } from "./problem.ts";

export const title = "One epoch of iALS (users, then items), 64 factors";

const stride = 64, steps = 3, rowsPerCall = 500;
/** More than any row needs: each ends when it is solved to single precision. */
const mostSteps = 100;

/**
 * Each turn is the third epoch, from the same factors, with all that belongs to it: Gram matrices, their eigenvectors, both sides turned
 * into that basis, all rows.
 */
export async function run(): Promise<KernelRow[]> {
  const context = await openContext();
  const { problem, native, peers, clock } = context;
  const { arena, kernels, byUser, byItem, users, items } = problem;
  const mark = arena.mark();
  const place = (rows: number, seed: number): Factors => ({
    ...{ rows, factors: stride, stride },
    span: placeNormal(arena, { rows, factors: stride, scale: 0.1, seed }),
  });
  const p = place(users, 2), q = place(items, 4);
  const diagonal = arena.f32(stride), ridge = arena.f32(users);
  ridge.view.fill(0.1);
  const work = arena.f32((stride + 66) * (stride + 8));
  const calls = native?.load("ridge_rows", "ridge_rows", [
    ...["u32", "u32", "u32", "i32", "i32", "u32", "i32", "u32", "u32", "u32", "i32"] as const,
  ]);
  type System = readonly [number, number, number, number, number, number, number, number, number, number];
  type Solve = (system: System) => void;

  /** Solves the rows of one side with the other fixed. */
  function solveSide(
    own: Kernels,
    matrix: Sparse,
    fixed: Factors,
    solved: Factors,
    solve: Solve,
  ): void {
    const gram = diagonalise(createSoloTeam(arena, own), fixed, solved);
    diagonal.view.set(gram);
    const pointers = [matrix.rowPtr.ptr, matrix.colIdx.ptr, matrix.values.ptr] as const;
    for (let r = 0; r < matrix.rows; r += rowsPerCall) {
      const rows = [r, Math.min(matrix.rows, r + rowsPerCall)] as const;
      solve([...pointers, ...rows, fixed.span.ptr, stride, diagonal.ptr, ridge.ptr, solved.span.ptr]);
    }
  }
  function runEpoch(solve: Solve, own = kernels): void {
    solveSide(own, byUser, q, p, solve);
    solveSide(own, byItem, p, q, solve);
  }
  for (let epoch = 0; epoch < 2; epoch++) {
    runEpoch((system) => kernels.solveRows(...system, steps, work.ptr));
  }
  const start = [p, q].map(({ span }) => span.view.slice());
  const epoch = (solve: Solve, own = kernels): Run => () => {
    [p, q].forEach(({ span }, side) => span.view.set(start[side]!));
    const from = clock();
    runEpoch(solve, own);
    return clock() - from;
  };
  const inWasm = (solve: (own: Kernels, system: System) => void): Record<string, Run> =>
    mapBuilds(problem, (own) => epoch((system) => solve(own, system), own));
  const inC = (steps: number) =>
    mapCalls(calls, (call) => epoch((system) => void call(arena.memory, ...system, steps)));
  const peer = (name: string, work: string): Record<string, Run> =>
    peers ? { [name]: async () => (await peers.ask(work, { factors: stride })).seconds } : {};

  const byGradients = await contest({
    ...inWasm((own, system) => own.solveRows(...system, steps, work.ptr)),
    ...inC(steps),
    ...peer("implicit, 3 steps", "implicit_cg"),
  }, { ...context, rounds: 5 });
  const exactly = await contest({
    ...inWasm((own, system) => own.solveRows(...system, mostSteps, work.ptr)),
    ...inC(mostSteps),
    ...peer("implicit, Cholesky", "implicit_cholesky"),
  }, { ...context, rounds: 3 });
  const directly = await contest({
    ...inWasm((own, system) => own.solveRowsDirectly(...system, work.ptr)),
    ...inC(0),
    ...peer("implicit, Cholesky", "implicit_cholesky"),
  }, { ...context, rounds: 3 });
  arena.reset(mark);
  return [
    ...toRows(`iALS, ${steps} steps of conjugate gradients`, byGradients, {
      "implicit, 3 steps": "0.60 (0.40)",
    }),
    ...toRows("iALS, conjugate gradients to single precision", exactly, {
      "implicit, Cholesky": "0.40 (0.25)",
    }),
    ...toRows("iALS, Cholesky", directly, { "implicit, Cholesky": "0.40 (0.25)" }),
  ];
}
