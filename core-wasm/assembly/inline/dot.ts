import { madd } from "./madd";
import { sumLanes } from "./horizontal";

/**
 * sum of a[i] * b[i] over `bytes` bytes of f32 (a multiple of 16), in four accumulators: one chain of additions would wait
 * four cycles for each step.
 */
@inline
export function dot(a: usize, b: usize, bytes: usize): f32 {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  let s2 = f32x4.splat(0);
  let s3 = f32x4.splat(0);
  const blocks = bytes & ~63;
  let o: usize = 0;
  for (; o < blocks; o += 64) {
    s0 = madd(v128.load(a + o), v128.load(b + o), s0);
    s1 = madd(v128.load(a + o, 16), v128.load(b + o, 16), s1);
    s2 = madd(v128.load(a + o, 32), v128.load(b + o, 32), s2);
    s3 = madd(v128.load(a + o, 48), v128.load(b + o, 48), s3);
  }
  for (; o < bytes; o += 16) {
    s0 = madd(v128.load(a + o), v128.load(b + o), s0);
  }
  return sumLanes(f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3)));
}
