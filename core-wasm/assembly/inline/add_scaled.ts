import { madd } from "./madd";

/** to += scale * from, over `bytes` bytes of f32 (a multiple of 16). */
@inline
export function addScaled(to: usize, from: usize, scale: f32, bytes: usize): void {
  const scales = f32x4.splat(scale);
  for (let o: usize = 0; o < bytes; o += 16) {
    v128.store(to + o, madd(scales, v128.load(from + o), v128.load(to + o)));
  }
}
