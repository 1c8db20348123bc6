import assert from "node:assert/strict";
import { createStage } from "./guarded.ts";

const users = 7, items = 9, mean = -0.4, rate = 0.1, regularization = 0.03, biasRegularization = 0.02;

Deno.test("sgdLogistic() makes the steps of a plain loop and returns the sum of the squared errors", () => {
  const stage = createStage(6);
  const { kernels, random } = stage;
  for (
    const [factors, stride] of [[1, 4], [8, 8], [14, 16], [30, 32], [50, 52], [64, 64], [97, 100], [
      130,
      132,
    ]] as const
  ) {
    stage.clear();
    const n = 200, from = 3, to = 190;
    const draw = (bound: number) => stage.i32(Int32Array.from({ length: n }, () => random.int(bound)));
    const user = draw(users), item = draw(items);
    const label = stage.f32(Float32Array.from({ length: n }, () => random.int(2)));
    const p = stage.rows(users, factors, stride), q = stage.rows(items, factors, stride);
    const bu = stage.f32(Float32Array.from({ length: users }, () => random.normal()));
    const bi = stage.f32(Float32Array.from({ length: items }, () => random.normal()));
    const [P, Q, BU, BI] = [p, q, bu, bi].map((array) => Float64Array.from(array.view)) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    let loss = 0;
    for (let e = from; e < to; e++) {
      const u = user.view[e]!, i = item.view[e]!, l = label.view[e]!;
      let z = mean + BU[u]! + BI[i]!;
      for (let f = 0; f < stride; f++) z += P[u * stride + f]! * Q[i * stride + f]!;
      const g = l - 1 / (1 + Math.exp(-z));
      loss += g * g;
      BU[u]! += rate * (g - biasRegularization * BU[u]!);
      BI[i]! += rate * (g - biasRegularization * BI[i]!);
      for (let f = 0; f < stride; f++) {
        const a = P[u * stride + f]!, b = Q[i * stride + f]!;
        P[u * stride + f] = a + rate * (g * b - regularization * a);
        Q[i * stride + f] = b + rate * (g * a - regularization * b);
      }
    }
    const total = kernels.sgdLogistic(
      user.ptr,
      item.ptr,
      label.ptr,
      from,
      to,
      p.ptr,
      q.ptr,
      bu.ptr,
      bi.ptr,
      mean,
      stride,
      rate,
      regularization,
      biasRegularization,
    );
    assert.ok(Math.abs(total - loss) < 1e-3 * loss, `${total}, not ${loss}`);
    for (const [array, expected] of [[p, P], [q, Q], [bu, BU], [bi, BI]] as const) {
      array.read().forEach((value, i) =>
        assert.ok(Math.abs(value - expected[i]!) < 1e-4, `${value} at ${i}`)
      );
    }
    user.read(), item.read(), label.read();
  }
});

Deno.test("sgdLogistic() holds probabilities between 0 and 1 however far the guess is, and passes NaN on", () => {
  const stage = createStage(8);
  const one = stage.i32([0]), label = stage.f32([1]), p = stage.f32(4), q = stage.f32(4);
  const run = (guess: number) =>
    stage.kernels.sgdLogistic(
      ...[one.ptr, one.ptr, label.ptr, 0, 1, p.ptr, q.ptr, stage.f32(1).ptr, stage.f32(1).ptr] as const,
      ...[guess, 4, rate, regularization, biasRegularization] as const,
    );
  for (const guess of [40, 800, 1e30, Infinity]) assert.ok(run(guess) < 1e-12, `${guess}`);
  for (const guess of [-40, -800, -1e30, -Infinity]) assert.equal(run(guess), 1, `${guess}`);
  for (let guess = -12; guess <= 12; guess += 0.37) {
    const expected = (1 - 1 / (1 + Math.exp(-Math.fround(guess)))) ** 2;
    assert.ok(Math.abs(run(guess) / expected - 1) < 1e-6, `${guess}`);
  }
  assert.ok(Number.isNaN(run(NaN)));
});
