import assert from "node:assert/strict";
import { assertNear, createStage, everySize, strides } from "./guarded.ts";

function multiplyPlainly(x: Float32Array, rows: number, stride: number): Float64Array {
  const out = new Float64Array(stride * stride);
  for (let r = 0; r < rows; r++) {
    for (let i = 0; i < stride; i++) {
      for (let j = 0; j < stride; j++) out[i * stride + j]! += x[r * stride + i]! * x[r * stride + j]!;
    }
  }
  return out;
}

Deno.test("gram() gives what a plain f64 loop gives, bit for bit, for every number of rows", () => {
  const stage = createStage(21);
  for (const rows of everySize) {
    stage.clear();
    const stride = [4, 8, 12, 20][rows % 4]!;
    const x = stage.rows(rows, stride - rows % 3, stride),
      out = stage.f64(new Float64Array(stride * stride).fill(5));
    stage.kernels.gram(x.ptr, rows, stride, out.ptr);
    assert.deepEqual(out.read(), multiplyPlainly(x.read(), rows, stride), `${rows} rows, stride ${stride}`);
  }
});

Deno.test("gram() gives what a plain f64 loop gives at every stride", () => {
  const stage = createStage(22);
  for (const stride of [...strides, 256]) {
    stage.clear();
    const rows = 90;
    const x = stage.rows(rows, stride, stride), out = stage.f64(stride * stride);
    stage.kernels.gram(x.ptr, rows, stride, out.ptr);
    assertNear(out.read(), multiplyPlainly(x.read(), rows, stride), 1e-12, `stride ${stride}`);
  }
});

Deno.test("gram() in chunks with accumulate gives the bits of one call", () => {
  const stage = createStage(23);
  const { kernels, random } = stage;
  const rows = 1000, stride = 36;
  const x = stage.rows(rows, stride, stride),
    whole = stage.f64(stride * stride),
    parts = stage.f64(stride * stride);
  kernels.gram(x.ptr, rows, stride, whole.ptr);
  for (let r = 0; r < rows;) {
    const count = Math.min(rows - r, 1 + random.int(300));
    kernels.gram(x.ptr + r * stride * 4, count, stride, parts.ptr, r === 0 ? 0 : 1);
    r += count;
  }
  assert.deepEqual(parts.read(), whole.read());
});

Deno.test("gram() of no rows is zero", () => {
  const stage = createStage(24);
  const out = stage.f64(new Float64Array(16).fill(1));
  stage.kernels.gram(stage.f32(0).ptr, 0, 4, out.ptr);
  assert.deepEqual(out.read(), new Float64Array(16));
});
