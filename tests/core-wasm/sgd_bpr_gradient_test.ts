import assert from "node:assert/strict";
import { differencesOf } from "./differences.ts";
import { assertNear, createStage, type Guarded, type Stage, strides } from "./guarded.ts";

const users = 5, items = 6, regularization = 0.125, biasRegularization = 0.0625;

interface Arrays {
  readonly all: readonly Guarded<Float32Array>[];
  /** Runs one triple. */
  run(user: number, better: number, worse: number, rate: number): number;
}

function place(stage: Stage, stride: number): Arrays {
  const normal = (length: number) => stage.f32(Array.from({ length }, () => stage.random.normal() / 2));
  const p = normal(users * stride), q = normal(items * stride), bi = normal(items);
  return {
    all: [p, q, bi],
    run(user, better, worse, rate) {
      const triple = [stage.i32([user]).ptr, stage.i32([better]).ptr, stage.i32([worse]).ptr, 0, 1] as const;
      return stage.kernels.sgdBpr(
        ...triple,
        ...[p.ptr, q.ptr, bi.ptr, stride, rate, regularization, biasRegularization] as const,
      );
    },
  };
}

Deno.test("sgdBpr() goes down the gradient of the loss of a pair that finite differences give", () => {
  const stage = createStage(151), rate = 0.0625;
  for (const stride of strides) {
    stage.clear();
    const user = stage.random.int(users), better = stage.random.int(items);
    const worse = (better + 1 + stage.random.int(items - 1)) % items;
    const { all, run } = place(stage, stride), start = all.map((array) => array.read());
    const lossOf = ([p, q, bi]: readonly Float64Array[]): number => {
      const own = p!.subarray(user * stride, (user + 1) * stride);
      const first = q!.subarray(better * stride, (better + 1) * stride);
      const second = q!.subarray(worse * stride, (worse + 1) * stride);
      const z = own.reduce(
        (sum, value, f) => sum + value * (first[f]! - second[f]!),
        bi![better]! - bi![worse]!,
      );
      const squares = [...own, ...first, ...second].reduce((sum, value) => sum + value * value, 0);
      return Math.log1p(Math.exp(-z)) + regularization * squares / 2 +
        biasRegularization * (bi![better]! ** 2 + bi![worse]! ** 2) / 2;
    };
    const gradient = differencesOf(lossOf, start);
    run(user, better, worse, rate);
    all.forEach((array, a) => {
      const moved = array.read().map((value, at) => (start[a]![at]! - value) / rate);
      assertNear(moved, gradient[a]!, 2e-5, `array ${a}, stride ${stride}`);
    });
  }
});

Deno.test("sgdBpr() lets no number that is not finite reach the rows of others, nor a step from a large score", () => {
  const stage = createStage(152), stride = 20;
  for (const bad of [NaN, Infinity, -Infinity]) {
    stage.clear();
    const { all, run } = place(stage, stride), start = all.map((array) => array.read());
    all[1]!.view[4 * stride + 3] = bad;
    run(2, 4, 1, 0.1);
    all.forEach((array, a) => {
      const rows = a === 0 ? [2] : [4, 1], size = a < 2 ? stride : 1;
      array.read().forEach((value, at) => {
        if (!rows.includes(Math.floor(at / size))) assert.equal(value, start[a]![at], `array ${a} at ${at}`);
      });
    });
  }
  for (const far of [1e30, -1e30]) {
    stage.clear();
    const { all, run } = place(stage, stride);
    all[2]!.view[1] = far;
    const error = run(1, 1, 3, 0.1);
    assert.ok(Math.abs(error - (far > 0 ? 0 : 1)) < 1e-6, `${error}`);
    assert.ok(all.every((array) => array.read().every(Number.isFinite)));
  }
});
