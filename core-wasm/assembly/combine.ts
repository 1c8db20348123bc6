/**
 * dest[i] = (scale * src[i] + offset) [+ dest[i] when accumulate is not 0], for i < n
 *
 * src, dest: f32[n], the same array or apart; scale, offset: f32. Any n.
 */
export function combine(dest: usize, src: usize, n: i32, scale: f32, offset: f32, accumulate: i32): void {
  const bytes = <usize> n << 2;
  const blocks = bytes & ~15;
  const factor = f32x4.splat(scale), shift = f32x4.splat(offset);
  let o: usize = 0;
  if (accumulate) {
    for (; o < blocks; o += 16) {
      const term = f32x4.add(f32x4.mul(factor, v128.load(src + o)), shift);
      v128.store(dest + o, f32x4.add(v128.load(dest + o), term));
    }
    for (; o < bytes; o += 4) {
      store<f32>(dest + o, load<f32>(dest + o) + (scale * load<f32>(src + o) + offset));
    }
    return;
  }
  for (; o < blocks; o += 16) {
    v128.store(dest + o, f32x4.add(f32x4.mul(factor, v128.load(src + o)), shift));
  }
  for (; o < bytes; o += 4) store<f32>(dest + o, scale * load<f32>(src + o) + offset);
}
