import assert from "node:assert/strict";
import { createStage, strides } from "./guarded.ts";
import { createRidgeProblem } from "./ridge_rows.ts";

for (const relaxed of [false, true]) {
  const build = relaxed ? "relaxed" : "strict";

  Deno.test(`solveRows() ends at the solution of the ridge system of every row, from any start (${build})`, () => {
    const stage = createStage(8, { relaxed });
    for (const stride of strides) {
      for (const perRow of [1, 5, 70]) {
        stage.clear();
        const { system, check } = createRidgeProblem(stage, { rows: 7, columns: 90, stride, perRow });
        const work = stage.f32(new Float32Array(4 * stride).fill(NaN));
        stage.kernels.solveRows(...system, 2 * stride + 20, work.ptr);
        check(1e-4);
        work.read();
      }
    }
  });
}

Deno.test("solveRows() comes nearer with each step, down to the last one, which needs no residual", () => {
  const stage = createStage(9), stride = 32;
  const { system, x, check } = createRidgeProblem(stage, { rows: 12, columns: 90, stride, perRow: 40 });
  const work = stage.f32(4 * stride), start = x.read();
  const after = (steps: number) => {
    x.view.set(start);
    stage.kernels.solveRows(...system, steps, work.ptr);
    return x.read();
  };
  const solved = after(60);
  check(1e-4);
  const distances = [0, 1, 2, 3, 4, 5].map((steps) => {
    const present = after(steps);
    return Math.hypot(...present.map((value, i) => value - solved[i]!));
  });
  assert.deepEqual(after(0), start);
  distances.forEach((value, i) => assert.ok(i === 0 || value < distances[i - 1]!, distances.join()));
});

Deno.test("solveRows() leaves a row that is solved as it is, and a row that is not finite to itself", () => {
  const stage = createStage(10), stride = 16;
  const { system, x, rows } = createRidgeProblem(stage, { rows: 6, columns: 40, stride, perRow: 9 });
  const work = stage.f32(4 * stride);
  stage.kernels.solveRows(...system, 60, work.ptr);
  const solved = x.read();
  stage.kernels.solveRows(...system, 60, work.ptr);
  x.read().forEach((value, i) => assert.ok(Math.abs(value - solved[i]!) < 1e-5));
  x.view.set([NaN, Infinity], 2 * stride);
  stage.kernels.solveRows(...system, 60, work.ptr);
  const others = x.read();
  for (let r = 3; r < rows; r++) {
    for (let f = 0; f < stride; f++) {
      assert.ok(Math.abs(others[r * stride + f]! - solved[r * stride + f]!) < 1e-5);
    }
  }
});
