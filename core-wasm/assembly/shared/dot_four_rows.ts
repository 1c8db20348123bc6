import { sumRows } from "../inline/horizontal";
import { madd } from "../inline/madd";

/** Inner products of four rows with a vector, with the bits of `dotRow`: each load of it serves all four. */
export function dotFourRows(row: usize, row1: usize, row2: usize, row3: usize, vec: usize, rowBytes: usize): v128 {
  const pairs = rowBytes & ~31;
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
  return sumRows(f32x4.add(a0, a1), f32x4.add(b0, b1), f32x4.add(c0, c1), f32x4.add(d0, d1));
}
