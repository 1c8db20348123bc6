import { sumLanes } from "./horizontal";
import { madd } from "./madd";

/** Inner product of a row with a vector. */
@inline
export function dotRow(row: usize, vec: usize, rowBytes: usize): f32 {
  const pairs = rowBytes & ~31;
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0);
  let o: usize = 0;
  for (; o < pairs; o += 32) {
    a0 = madd(v128.load(vec + o), v128.load(row + o), a0);
    a1 = madd(v128.load(vec + o, 16), v128.load(row + o, 16), a1);
  }
  if (o < rowBytes) a0 = madd(v128.load(vec + o), v128.load(row + o), a0);
  return sumLanes(f32x4.add(a0, a1));
}

/** base[row] + dot(x[row, :], vec), base 0 for none: the bits of `score`. */
@inline
export function scoreRow(x: usize, base: usize, vec: usize, row: i32, rowBytes: usize): f32 {
  const product = dotRow(x + <usize> row * rowBytes, vec, rowBytes);
  return base ? load<f32>(base + (<usize> row << 2)) + product : product;
}
