/** sum of a[i] * b[i] over n numbers of f64, any n. */
export function dotF64(a: usize, b: usize, n: i32): f64 {
  let s0 = f64x2.splat(0), s1 = f64x2.splat(0), s2 = f64x2.splat(0), s3 = f64x2.splat(0);
  const bytes = <usize> n << 3;
  let o: usize = 0;
  for (; o + 64 <= bytes; o += 64) {
    s0 = f64x2.add(s0, f64x2.mul(v128.load(a + o), v128.load(b + o)));
    s1 = f64x2.add(s1, f64x2.mul(v128.load(a + o, 16), v128.load(b + o, 16)));
    s2 = f64x2.add(s2, f64x2.mul(v128.load(a + o, 32), v128.load(b + o, 32)));
    s3 = f64x2.add(s3, f64x2.mul(v128.load(a + o, 48), v128.load(b + o, 48)));
  }
  for (; o + 16 <= bytes; o += 16) s0 = f64x2.add(s0, f64x2.mul(v128.load(a + o), v128.load(b + o)));
  const s = f64x2.add(f64x2.add(s0, s1), f64x2.add(s2, s3));
  let sum = f64x2.extract_lane(s, 0) + f64x2.extract_lane(s, 1);
  if (o < bytes) sum += load<f64>(a + o) * load<f64>(b + o);
  return sum;
}

/** y[i] += scale * x[i] over n numbers of f64, any n. */
export function addScaledF64(y: usize, x: usize, scale: f64, n: i32): void {
  const factor = f64x2.splat(scale);
  const bytes = <usize> n << 3;
  let o: usize = 0;
  for (; o + 16 <= bytes; o += 16) {
    v128.store(y + o, f64x2.add(v128.load(y + o), f64x2.mul(factor, v128.load(x + o))));
  }
  if (o < bytes) store<f64>(y + o, load<f64>(y + o) + scale * load<f64>(x + o));
}
