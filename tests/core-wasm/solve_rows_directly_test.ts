import assert from "node:assert/strict";
import { createStage, strides } from "./guarded.ts";
import { createRidgeProblem } from "./ridge_rows.ts";

for (const relaxed of [false, true]) {
  const build = relaxed ? "relaxed" : "strict";

  Deno.test(`solveRowsDirectly() solves the ridge system of every row, for all numbers of entries (${build})`, () => {
    const stage = createStage(81, { relaxed });
    for (const stride of strides) {
      // Fewer entries than factors, and more.
      for (const perRow of [1, 5, 20, 70]) {
        stage.clear();
        const { system, check } = createRidgeProblem(stage, { rows: 9, columns: 90, stride, perRow });
        const work = stage.f32(
          new Float32Array((stride + Math.max(stride, 64) + 2) * (stride + 8)).fill(NaN),
        );
        stage.kernels.solveRowsDirectly(...system, work.ptr);
        check(1e-4);
        work.read();
      }
    }
  });
}

Deno.test("solveRowsDirectly() leaves a row that is not finite to itself", () => {
  const stage = createStage(82), stride = 16;
  const { system, x, ridge, rows } = createRidgeProblem(stage, { rows: 30, columns: 40, stride, perRow: 16 });
  const work = stage.f32((stride + 66) * (stride + 8));
  stage.kernels.solveRowsDirectly(...system, work.ptr);
  const solved = x.read();
  ridge.view[3] = NaN;
  stage.kernels.solveRowsDirectly(...system, work.ptr);
  const again = x.read();
  for (let r = 1; r < rows - 1; r++) {
    const own = [r * stride, (r + 1) * stride] as const;
    if (r !== 3) assert.deepEqual(again.subarray(...own), solved.subarray(...own));
  }
});
