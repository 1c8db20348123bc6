import assert from "node:assert/strict";
import { createStage } from "./guarded.ts";

const users = 7, items = 9, rate = 0.1, regularization = 0.03, biasRegularization = 0.02;

Deno.test("sgdBpr() makes the steps of a plain loop and returns the sum of the squared errors", () => {
  const stage = createStage(7);
  const { kernels, random } = stage;
  for (
    const [factors, stride] of [[1, 4], [8, 8], [14, 16], [30, 32], [50, 52], [64, 64], [97, 100], [
      130,
      132,
    ]] as const
  ) {
    stage.clear();
    const n = 200, from = 5, to = 180;
    const user = stage.i32(Int32Array.from({ length: n }, () => random.int(users)));
    const better = stage.i32(Int32Array.from({ length: n }, () => random.int(items)));
    const worse = stage.i32(
      Int32Array.from(better.view, (item) => (item + 1 + random.int(items - 1)) % items),
    );
    const p = stage.rows(users, factors, stride), q = stage.rows(items, factors, stride);
    const bi = stage.f32(Float32Array.from({ length: items }, () => random.normal()));
    const P = Float64Array.from(p.view), Q = Float64Array.from(q.view), B = Float64Array.from(bi.view);
    let loss = 0;
    for (let e = from; e < to; e++) {
      const u = user.view[e]! * stride, i = better.view[e]!, j = worse.view[e]!;
      let z = B[i]! - B[j]!;
      for (let f = 0; f < stride; f++) z += P[u + f]! * (Q[i * stride + f]! - Q[j * stride + f]!);
      const g = 1 / (1 + Math.exp(z));
      loss += g * g;
      B[i]! += rate * (g - biasRegularization * B[i]!);
      B[j]! -= rate * (g + biasRegularization * B[j]!);
      for (let f = 0; f < stride; f++) {
        const a = P[u + f]!, b = Q[i * stride + f]!, c = Q[j * stride + f]!;
        P[u + f] = a + rate * (g * (b - c) - regularization * a);
        Q[i * stride + f] = b + rate * (g * a - regularization * b);
        Q[j * stride + f] = c - rate * (g * a + regularization * c);
      }
    }
    const total = kernels.sgdBpr(
      user.ptr,
      better.ptr,
      worse.ptr,
      from,
      to,
      p.ptr,
      q.ptr,
      bi.ptr,
      stride,
      rate,
      regularization,
      biasRegularization,
    );
    assert.ok(Math.abs(total - loss) < 1e-3 * loss, `${total}, not ${loss}`);
    for (const [array, expected] of [[p, P], [q, Q], [bi, B]] as const) {
      array.read().forEach((value, i) =>
        assert.ok(Math.abs(value - expected[i]!) < 1e-4, `${value} at ${i}`)
      );
    }
    user.read(), better.read(), worse.read();
  }
});
