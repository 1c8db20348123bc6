import { madd } from "../inline/madd";

/**
 * y[:] = sum over e of values[e] * x[columns[e], :]
 *
 * columns: i32[count], values: f32[count], x: f32 rows of `rowBytes` (a multiple of 16), y: one such row, not inside x.
 * Panels of 32, 16 and 4 columns keep their sums in registers over all entries of the row.
 * A function of its own, not inlined: V8 cannot replace a running function by its optimised form, but the next call
 * takes it.
 */
export function gatherRow(
  columns: usize,
  values: usize,
  count: i32,
  x: usize,
  y: usize,
  rowBytes: usize,
): void {
  const end = columns + (<usize> count << 2);
  const toValue = values - columns;
  let o: usize = 0;
  for (; o + 128 <= rowBytes; o += 128) {
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    let s4 = f32x4.splat(0), s5 = f32x4.splat(0), s6 = f32x4.splat(0), s7 = f32x4.splat(0);
    for (let c = columns; c < end; c += 4) {
      const w = v128.load32_splat(c + toValue);
      const p = x + o + <usize> load<u32>(c) * rowBytes;
      s0 = madd(w, v128.load(p), s0);
      s1 = madd(w, v128.load(p, 16), s1);
      s2 = madd(w, v128.load(p, 32), s2);
      s3 = madd(w, v128.load(p, 48), s3);
      s4 = madd(w, v128.load(p, 64), s4);
      s5 = madd(w, v128.load(p, 80), s5);
      s6 = madd(w, v128.load(p, 96), s6);
      s7 = madd(w, v128.load(p, 112), s7);
    }
    v128.store(y + o, s0);
    v128.store(y + o, s1, 16);
    v128.store(y + o, s2, 32);
    v128.store(y + o, s3, 48);
    v128.store(y + o, s4, 64);
    v128.store(y + o, s5, 80);
    v128.store(y + o, s6, 96);
    v128.store(y + o, s7, 112);
  }
  for (; o + 64 <= rowBytes; o += 64) {
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    for (let c = columns; c < end; c += 4) {
      const w = v128.load32_splat(c + toValue);
      const p = x + o + <usize> load<u32>(c) * rowBytes;
      s0 = madd(w, v128.load(p), s0);
      s1 = madd(w, v128.load(p, 16), s1);
      s2 = madd(w, v128.load(p, 32), s2);
      s3 = madd(w, v128.load(p, 48), s3);
    }
    v128.store(y + o, s0);
    v128.store(y + o, s1, 16);
    v128.store(y + o, s2, 32);
    v128.store(y + o, s3, 48);
  }
  for (; o < rowBytes; o += 16) {
    let s0 = f32x4.splat(0);
    for (let c = columns; c < end; c += 4) {
      const p = x + o + <usize> load<u32>(c) * rowBytes;
      s0 = madd(v128.load32_splat(c + toValue), v128.load(p), s0);
    }
    v128.store(y + o, s0);
  }
}
