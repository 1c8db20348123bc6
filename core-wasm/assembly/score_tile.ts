import { madd } from "./inline/madd";

/**
 * Y[r, c] = base[r] + sum over f < inner of A[r, f] * B[f, c] [+ Y[r, c] when accumulate is not 0], for r0 <= r < r1, c < columns
 *
 * a: f32 rows of strideA; b: f32[inner x stride]; base: f32 by row, or 0 for none; y: f32 rows of `stride`; sums in f32
 * Requires: inner <= strideA, columns a multiple of 16 and at most stride, stride a multiple of 4, y apart from the rest. No padding
 * of A is read.
 *
 * A tile of scores: the rows of A are item factors, the columns of B the vectors of `columns` users. Sums of 2 x 16 stay in registers;
 * a block of rows serves all panels of columns while it is in the cache.
 */
const blockBytes: usize = 131072;

export function scoreTile(
  a: usize,
  strideA: i32,
  inner: i32,
  b: usize,
  stride: i32,
  columns: i32,
  base: usize,
  y: usize,
  r0: i32,
  r1: i32,
  accumulate: i32,
): void {
  const aBytes = <usize> strideA << 2, yBytes = <usize> stride << 2;
  const end = <usize> columns << 2;
  const innerBytes = <usize> inner << 2;
  const blockRows = max<i32>(<i32> (blockBytes / max<usize>(aBytes, 4)), 2) & ~1;
  for (let from = r0; from < r1; from += blockRows) {
    const to = min(from + blockRows, r1);
    for (let o: usize = 0; o < end; o += 64) {
      panel(a, aBytes, innerBytes, b + o, base, y + o, yBytes, from, to, accumulate);
    }
  }
}

/** 16 columns of rows from .. to. A function of its own, so that V8 takes its optimised form at the next call. */
function panel(
  a: usize,
  aBytes: usize,
  innerBytes: usize,
  b: usize,
  base: usize,
  y: usize,
  yBytes: usize,
  from: i32,
  to: i32,
  accumulate: i32,
): void {
  let r = from;
  for (; r + 2 <= to; r += 2) {
    const start0 = base ? v128.load32_splat(base + (<usize> r << 2)) : f32x4.splat(0);
    const start1 = base ? v128.load32_splat(base + (<usize> r << 2), 4) : f32x4.splat(0);
    let a0 = start0, a1 = start0, a2 = start0, a3 = start0;
    let b0 = start1, b1 = start1, b2 = start1, b3 = start1;
    let p = a + <usize> r * aBytes;
    const end = p + innerBytes;
    for (let q = b; p < end; p += 4, q += yBytes) {
      const w0 = v128.load32_splat(p), w1 = v128.load32_splat(p + aBytes);
      const v0 = v128.load(q), v1 = v128.load(q, 16), v2 = v128.load(q, 32), v3 = v128.load(q, 48);
      a0 = madd(w0, v0, a0);
      a1 = madd(w0, v1, a1);
      a2 = madd(w0, v2, a2);
      a3 = madd(w0, v3, a3);
      b0 = madd(w1, v0, b0);
      b1 = madd(w1, v1, b1);
      b2 = madd(w1, v2, b2);
      b3 = madd(w1, v3, b3);
    }
    const out = y + <usize> r * yBytes;
    put(out, a0, a1, a2, a3, accumulate);
    put(out + yBytes, b0, b1, b2, b3, accumulate);
  }
  if (r < to) {
    const start = base ? v128.load32_splat(base + (<usize> r << 2)) : f32x4.splat(0);
    let a0 = start, a1 = start, a2 = start, a3 = start;
    let p = a + <usize> r * aBytes;
    const end = p + innerBytes;
    for (let q = b; p < end; p += 4, q += yBytes) {
      const w = v128.load32_splat(p);
      a0 = madd(w, v128.load(q), a0);
      a1 = madd(w, v128.load(q, 16), a1);
      a2 = madd(w, v128.load(q, 32), a2);
      a3 = madd(w, v128.load(q, 48), a3);
    }
    put(y + <usize> r * yBytes, a0, a1, a2, a3, accumulate);
  }
}

@inline
function put(out: usize, s0: v128, s1: v128, s2: v128, s3: v128, accumulate: i32): void {
  if (accumulate) {
    s0 = f32x4.add(v128.load(out), s0);
    s1 = f32x4.add(v128.load(out, 16), s1);
    s2 = f32x4.add(v128.load(out, 32), s2);
    s3 = f32x4.add(v128.load(out, 48), s3);
  }
  v128.store(out, s0);
  v128.store(out, s1, 16);
  v128.store(out, s2, 32);
  v128.store(out, s3, 48);
}
