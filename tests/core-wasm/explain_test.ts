import assert from "node:assert/strict";
import { assertNear, createStage, eps32, everySize, strides } from "./guarded.ts";

Deno.test("explain() adds what a plain loop adds for every length of history and several rows", () => {
  const stage = createStage(5);
  const { kernels, random } = stage;
  for (const count of everySize) {
    stage.clear();
    const stride = strides[count % strides.length]!, scale = Math.fround(random.normal());
    const rowCount = 1 + count % 9;
    const fold = stage.rows(40, stride, stride), out = stage.rows(30, stride, stride);
    const rows = stage.i32(Array.from({ length: rowCount }, () => random.int(30)));
    const items = stage.i32(Array.from({ length: count }, () => random.int(40)));
    const weights = stage.f32(Array.from({ length: count }, () => random.normal()));
    const dest = stage.f32(Array.from({ length: count * rowCount }, () => random.normal()));
    const before = dest.read(),
      folds = fold.read(),
      outs = out.read(),
      chosen = rows.read(),
      w = weights.read(),
      own = items.read();
    kernels.explain(
      ...[items.ptr, weights.ptr, count, fold.ptr] as const,
      ...[rows.ptr, rowCount, out.ptr, stride, scale, dest.ptr] as const,
    );
    const expected = new Float64Array(before.length), bound = new Float64Array(before.length);
    for (let at = 0; at < before.length; at++) {
      const r = Math.floor(at / count), j = at % count;
      let sum = 0, size = 0;
      for (let c = 0; c < stride; c++) {
        const term = folds[own[j]! * stride + c]! * outs[chosen[r]! * stride + c]!;
        sum += term;
        size += Math.abs(term);
      }
      expected[at] = before[at]! + scale * w[j]! * sum;
      bound[at] = (Math.abs(before[at]!) + Math.abs(scale * w[j]!) * size) * (stride + 4) * eps32;
    }
    assertNear(dest.read(), expected, bound, `${count} items, stride ${stride}`);
  }
});

Deno.test("explain() parts sum to the score of the folded history", () => {
  const stage = createStage(6);
  const { kernels, random } = stage;
  const stride = 64, count = 60, n = 200;
  const fold = stage.rows(n, stride, stride), out = stage.rows(n, stride, stride);
  const items = stage.i32(Array.from({ length: count }, () => random.int(n)));
  const weights = stage.f32(Array.from({ length: count }, () => random.next()));
  const vector = stage.f32(stride), scores = stage.f32(n), parts = stage.f32(count);
  kernels.foldIn(items.ptr, weights.ptr, count, fold.ptr, stride, vector.ptr);
  kernels.score(out.ptr, 0, vector.ptr, stride, scores.ptr, 0, n);
  kernels.explain(
    ...[items.ptr, weights.ptr, count, fold.ptr] as const,
    ...[stage.i32([17]).ptr, 1, out.ptr, stride, 1, parts.ptr] as const,
  );
  const sum = parts.read().reduce((total, part) => total + part, 0);
  assert.ok(Math.abs(sum - scores.read()[17]!) < 1e-3, `${sum} is not ${scores.view[17]}`);
});
