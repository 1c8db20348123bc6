import { madd } from "./inline/madd";

/**
 * X <- X V, in place
 *
 * x: f32 rows of stride; v: f32[stride x stride]; work: f32[4 x stride]; sums in f32
 * Requires: stride a multiple of 4, the three apart. Any number of rows, each independent of the others.
 */
export function rotateRows(x: usize, rows: i32, stride: i32, v: usize, work: usize): void {
  const rowBytes = <usize> stride << 2;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    rotateFour(x, rowBytes, rowBytes, v, work);
    memory.copy(x, work, rowBytes << 2);
    x += rowBytes << 2;
  }
  // A last row alone stands for all four.
  for (; r < rows; r++) {
    rotateFour(x, 0, rowBytes, v, work);
    memory.copy(x, work, rowBytes);
    x += rowBytes;
  }
}

/** Rows x, x + next, x + 2 next, x + 3 next times V: tiles of 4 x 8 sums in registers. */
function rotateFour(x: usize, next: usize, rowBytes: usize, v: usize, work: usize): void {
  const x2 = next << 1, x3 = x2 + next, end = x + rowBytes;
  const work1 = work + rowBytes, work2 = work1 + rowBytes, work3 = work2 + rowBytes;
  let o: usize = 0;
  for (; o + 32 <= rowBytes; o += 32) {
    let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
    for (let p = x, q = v + o; p < end; p += 4, q += rowBytes) {
      const r0 = v128.load(q), r1 = v128.load(q, 16);
      const l0 = v128.load32_splat(p), l1 = v128.load32_splat(p + next);
      const l2 = v128.load32_splat(p + x2), l3 = v128.load32_splat(p + x3);
      a0 = madd(l0, r0, a0);
      a1 = madd(l0, r1, a1);
      b0 = madd(l1, r0, b0);
      b1 = madd(l1, r1, b1);
      c0 = madd(l2, r0, c0);
      c1 = madd(l2, r1, c1);
      d0 = madd(l3, r0, d0);
      d1 = madd(l3, r1, d1);
    }
    v128.store(work + o, a0);
    v128.store(work + o, a1, 16);
    v128.store(work1 + o, b0);
    v128.store(work1 + o, b1, 16);
    v128.store(work2 + o, c0);
    v128.store(work2 + o, c1, 16);
    v128.store(work3 + o, d0);
    v128.store(work3 + o, d1, 16);
  }
  if (o < rowBytes) {
    let a = f32x4.splat(0), b = a, c = a, d = a;
    for (let p = x, q = v + o; p < end; p += 4, q += rowBytes) {
      const r = v128.load(q);
      a = madd(v128.load32_splat(p), r, a);
      b = madd(v128.load32_splat(p + next), r, b);
      c = madd(v128.load32_splat(p + x2), r, c);
      d = madd(v128.load32_splat(p + x3), r, d);
    }
    v128.store(work + o, a);
    v128.store(work1 + o, b);
    v128.store(work2 + o, c);
    v128.store(work3 + o, d);
  }
}
