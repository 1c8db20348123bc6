import type { Kernels } from "../../core-wasm/kernels.ts";
import { createRandom } from "../../engine/random.ts";
import { openContext } from "./context.ts";
import { contest, type KernelRow, mapBuilds, mapCalls, type Run, toRows } from "./contest.ts";

export const title = "Inverse of a symmetric positive definite matrix, as EASE needs it";

const n = 4_992, width = 96, rowsPerCall = 480, checkedRows = 20;

export async function run(): Promise<KernelRow[]> {
  const context = await openContext();
  const { problem, native, peers, clock } = context, { arena } = problem;
  const mark = arena.mark();
  const a = arena.f32(n * n), work = arena.u8(8 * width * n + 32 * width * width);
  const calls = native?.load("inverse", "update", [
    ...["u32", "i32", "i32", "i32", "i32", "u32", "i32", "i32"] as const,
  ]);
  type Update = (from: number, width: number, r0: number, r1: number) => void;
  const invert = (kernels: Kernels, update: Update): Run => () => {
    fillSymmetric(a.view);
    const start = clock();
    for (let from = 0; from < n; from += width) {
      if (!kernels.sweepPivot(a.ptr, n, n, from, width, work.ptr)) {
        throw new Error("Cannot invert: not definite");
      }
      for (let r = 0; r < n; r += rowsPerCall) update(from, width, r, Math.min(n, r + rowsPerCall));
    }
    for (let r = 0; r < n; r += rowsPerCall) kernels.sweepFinish(a.ptr, n, r, Math.min(n, r + rowsPerCall));
    return clock() - start;
  };
  const times = await contest({
    ...mapBuilds(problem, (kernels) =>
      invert(kernels, (from, width, r0, r1) => {
        kernels.sweepUpdate(a.ptr, n, n, from, width, work.ptr, r0, r1);
      })),
    ...mapCalls(calls, (call) =>
      invert(problem.kernels, (from, width, r0, r1) => {
        call(arena.memory, a.ptr, n, n, from, width, work.ptr, r0, r1);
      })),
    ...(peers
      ? { "numpy.linalg.inv f64": async () => (await peers.ask("numpy_inverse", { n })).seconds }
      : {}),
  }, { ...context, rounds: 3 });
  const errors = [problem.kernels, problem.relaxed].map((kernels) => {
    if (!kernels) return undefined;
    invert(kernels, (from, width, r0, r1) => {
      kernels.sweepUpdate(a.ptr, n, n, from, width, work.ptr, r0, r1);
    })();
    return largestError(a.view).toExponential(1);
  });
  arena.reset(mark);
  const name = `inverse, n = ${n.toLocaleString("en")}`;
  return [
    ...toRows(name, times, { "numpy.linalg.inv f64": "0.75 (0.55)" }),
    {
      what: `${name}: largest |A A^-1 - I| in ${checkedRows} rows`,
      figure: errors[0]!,
      ...(errors[1] ? { relaxed: errors[1] } : {}),
    },
  ];
}

/** Columns that are alike, as those of products are, and a penalty: a condition number of about 50. Only the lower triangle is read. */
function fillSymmetric(a: Float32Array): void {
  const random = createRandom(5);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) a[i * n + j] = 0.9 + 0.2 * random.next();
    a[i * n + i] = 1 + n / 50;
  }
}

/** By products in f64 of some rows of the matrix with the whole of its inverse. */
function largestError(inverse: Float32Array): number {
  const matrix = new Float32Array(n * n);
  fillSymmetric(matrix);
  let largest = 0;
  for (let row = 0; row < n; row += Math.ceil(n / checkedRows)) {
    const products = new Float64Array(n);
    for (let k = 0; k < n; k++) {
      const cell = matrix[Math.max(row, k) * n + Math.min(row, k)]!;
      for (let j = 0; j < n; j++) products[j]! += cell * inverse[k * n + j]!;
    }
    products[row]! -= 1;
    for (const product of products) largest = Math.max(largest, Math.abs(product));
  }
  return largest;
}
