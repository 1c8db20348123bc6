/**
 * scores[i] = base[i] + dot(out[i, :], vec), for r0 <= i < r1
 *
 * out: f32[n x stride]; base: f32[n] or 0 for none; vec: f32[stride]; scores: f32[n], indexed by i (not by i - r0)
 * Requires: stride a multiple of 4, scores apart from the rest. A score has the same bits however the rows are split.
 */
import { madd } from "./inline/madd";
import { sumLanes, sumRows } from "./inline/horizontal";

export function score(
  out: usize,
  base: usize,
  vec: usize,
  stride: i32,
  scores: usize,
  r0: i32,
  r1: i32,
): void {
  const rowBytes = <usize> stride << 2;
  const pairs = rowBytes & ~31;
  let i = <usize> r0 << 2;
  const end = <usize> r1 << 2;
  let row = out + <usize> r0 * rowBytes;
  // Four rows share each load of the vector, and their sums are added across in one transposition.
  for (; i + 16 <= end; i += 16) {
    const row1 = row + rowBytes, row2 = row1 + rowBytes, row3 = row2 + rowBytes;
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0), b0 = f32x4.splat(0), b1 = f32x4.splat(0);
    let c0 = f32x4.splat(0), c1 = f32x4.splat(0), d0 = f32x4.splat(0), d1 = f32x4.splat(0);
    let o: usize = 0;
    for (; o < pairs; o += 32) {
      const v0 = v128.load(vec + o), v1 = v128.load(vec + o, 16);
      a0 = madd(v0, v128.load(row + o), a0);
      b0 = madd(v0, v128.load(row1 + o), b0);
      c0 = madd(v0, v128.load(row2 + o), c0);
      d0 = madd(v0, v128.load(row3 + o), d0);
      a1 = madd(v1, v128.load(row + o, 16), a1);
      b1 = madd(v1, v128.load(row1 + o, 16), b1);
      c1 = madd(v1, v128.load(row2 + o, 16), c1);
      d1 = madd(v1, v128.load(row3 + o, 16), d1);
    }
    if (o < rowBytes) {
      const v0 = v128.load(vec + o);
      a0 = madd(v0, v128.load(row + o), a0);
      b0 = madd(v0, v128.load(row1 + o), b0);
      c0 = madd(v0, v128.load(row2 + o), c0);
      d0 = madd(v0, v128.load(row3 + o), d0);
    }
    let sum = sumRows(f32x4.add(a0, a1), f32x4.add(b0, b1), f32x4.add(c0, c1), f32x4.add(d0, d1));
    if (base) sum = f32x4.add(v128.load(base + i), sum);
    v128.store(scores + i, sum);
    row = row3 + rowBytes;
  }
  for (; i < end; i += 4) {
    let a0 = f32x4.splat(0), a1 = f32x4.splat(0);
    let o: usize = 0;
    for (; o < pairs; o += 32) {
      a0 = madd(v128.load(vec + o), v128.load(row + o), a0);
      a1 = madd(v128.load(vec + o, 16), v128.load(row + o, 16), a1);
    }
    if (o < rowBytes) a0 = madd(v128.load(vec + o), v128.load(row + o), a0);
    let sum = sumLanes(f32x4.add(a0, a1));
    if (base) sum = load<f32>(base + i) + sum;
    store<f32>(scores + i, sum);
    row += rowBytes;
  }
}
