import { madd } from "./madd";

/** p <- keep p + step q and q <- keep q + step p, both from the values before, over rows of `bytes` (a multiple of 16). */
@inline
export function stepPair(p: usize, q: usize, bytes: usize, keep: f32, step: f32): void {
  const keeps = f32x4.splat(keep), steps = f32x4.splat(step);
  for (let o: usize = 0; o < bytes; o += 16) {
    const a = v128.load(p + o), b = v128.load(q + o);
    v128.store(p + o, madd(b, steps, f32x4.mul(a, keeps)));
    v128.store(q + o, madd(a, steps, f32x4.mul(b, keeps)));
  }
}
