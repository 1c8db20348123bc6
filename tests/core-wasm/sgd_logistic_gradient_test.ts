import assert from "node:assert/strict";
import { differencesOf } from "./differences.ts";
import { assertNear, createStage, type Guarded, type Stage, strides } from "./guarded.ts";

const users = 5, items = 6, mean = -0.3, regularization = 0.125, biasRegularization = 0.0625;

interface Arrays {
  readonly all: readonly Guarded<Float32Array>[];
  /** Runs one entry per call. */
  run(user: number, item: number, label: number, rate: number): number;
}

function place(stage: Stage, stride: number): Arrays {
  const normal = (length: number) => stage.f32(Array.from({ length }, () => stage.random.normal() / 2));
  const p = normal(users * stride), q = normal(items * stride), bu = normal(users), bi = normal(items);
  return {
    all: [p, q, bu, bi],
    run(user, item, label, rate) {
      const entry = [stage.i32([user]).ptr, stage.i32([item]).ptr, stage.f32([label]).ptr, 0, 1] as const;
      return stage.kernels.sgdLogistic(
        ...entry,
        ...[p.ptr, q.ptr, bu.ptr, bi.ptr, mean, stride, rate, regularization, biasRegularization] as const,
      );
    },
  };
}

Deno.test("sgdLogistic() goes down the gradient of the logistic loss that finite differences give", () => {
  const stage = createStage(141), rate = 0.0625;
  for (const stride of strides) {
    for (const label of [0, 1]) {
      stage.clear();
      const user = stage.random.int(users), item = stage.random.int(items);
      const { all, run } = place(stage, stride), start = all.map((array) => array.read());
      const lossOf = ([p, q, bu, bi]: readonly Float64Array[]): number => {
        const own = p!.subarray(user * stride, (user + 1) * stride);
        const other = q!.subarray(item * stride, (item + 1) * stride);
        const z = own.reduce((sum, value, f) => sum + value * other[f]!, mean + bu![user]! + bi![item]!);
        const squares = [...own, ...other].reduce((sum, value) => sum + value * value, 0);
        return Math.log1p(Math.exp(-z)) + (1 - label) * z + regularization * squares / 2 +
          biasRegularization * (bu![user]! ** 2 + bi![item]! ** 2) / 2;
      };
      const gradient = differencesOf(lossOf, start);
      run(user, item, label, rate);
      all.forEach((array, a) => {
        const moved = array.read().map((value, at) => (start[a]![at]! - value) / rate);
        assertNear(moved, gradient[a]!, 2e-5, `array ${a}, stride ${stride}, label ${label}`);
      });
    }
  }
});

Deno.test("sgdLogistic() lets no number that is not finite reach the rows of others, nor the bias of a large score", () => {
  const stage = createStage(142), stride = 20;
  for (const bad of [NaN, Infinity, -Infinity]) {
    stage.clear();
    const { all, run } = place(stage, stride), start = all.map((array) => array.read());
    all[0]!.view[2 * stride + 3] = bad;
    run(2, 4, 1, 0.1);
    all.forEach((array, a) => {
      const row = a % 2 === 0 ? 2 : 4, size = a < 2 ? stride : 1;
      array.read().forEach((value, at) => {
        if (Math.floor(at / size) !== row) assert.equal(value, start[a]![at], `array ${a} at ${at}`);
      });
    });
  }
  // Scores far beyond what exp() holds.
  for (const far of [1e30, -1e30]) {
    stage.clear();
    const { all, run } = place(stage, stride);
    all[2]!.view[1] = far;
    const error = run(1, 1, 0, 0.1);
    assert.ok(Math.abs(error - (far > 0 ? 1 : 0)) < 1e-6, `${error}`);
    assert.ok(all.every((array) => array.read().every(Number.isFinite)));
  }
});
