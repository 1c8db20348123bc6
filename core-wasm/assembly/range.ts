/**
 * out[0] = min of x, out[1] = max of x, over the numbers of x (NaN is skipped)
 *
 * x: f32[n]; out: f32[2]. Any n; without a number the answer is +Infinity, -Infinity.
 */
export function range(x: usize, n: i32, out: usize): void {
  const end = x + (<usize> n << 2);
  let low = f32x4.splat(Infinity), high = f32x4.splat(-Infinity);
  let low1 = low, high1 = high;
  let p = x;
  // pmin(a, b) is "b < a ? b : a", so a NaN in b leaves a as it is.
  for (; p + 32 <= end; p += 32) {
    const a = v128.load(p), b = v128.load(p, 16);
    low = f32x4.pmin(low, a);
    high = f32x4.pmax(high, a);
    low1 = f32x4.pmin(low1, b);
    high1 = f32x4.pmax(high1, b);
  }
  for (; p < end; p += 4) {
    const a = v128.load32_splat(p);
    low = f32x4.pmin(low, a);
    high = f32x4.pmax(high, a);
  }
  low = f32x4.pmin(low, low1);
  high = f32x4.pmax(high, high1);
  low = f32x4.pmin(low, v128.shuffle<f32>(low, low, 2, 3, 0, 1));
  high = f32x4.pmax(high, v128.shuffle<f32>(high, high, 2, 3, 0, 1));
  low = f32x4.pmin(low, v128.shuffle<f32>(low, low, 1, 0, 3, 2));
  high = f32x4.pmax(high, v128.shuffle<f32>(high, high, 1, 0, 3, 2));
  store<f32>(out, f32x4.extract_lane(low, 0));
  store<f32>(out, f32x4.extract_lane(high, 0), 4);
}
