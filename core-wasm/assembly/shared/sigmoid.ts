/**
 * 1 / (1 + exp(-z)) to about 1e-7 relative. The standard library's exp would bring tables with it, and a module without memory of its
 * own has no place for them.
 */
export function sigmoid(z: f64): f64 {
  return 1 / (1 + exponential(-z));
}

// A sum with it leaves the nearest whole number in the low bits: no rounding, no conversion, both slow.
const toWhole: f64 = 6755399441055744; // 1.5 x 2^52

/** exp(x) = 2^n exp(r), |r| <= ln(2) / 2, exp(r) by its Taylor polynomial; x is held within what f64 can show. NaN stays NaN. */
@inline
function exponential(x: f64): f64 {
  // By lanes: unlike min and max of one number these are an instruction each.
  const held = f64x2.extract_lane(f64x2.pmin(f64x2.pmax(f64x2.splat(x), f64x2.splat(-700)), f64x2.splat(700)), 0);
  const shifted = held * 1.4426950408889634 + toWhole, n = shifted - toWhole;
  const r = held - n * 0.6931471805599453;
  // In pairs (Estrin), so that few of the sums wait for each other.
  const r2 = r * r;
  const high = (0.041666666666666664 + r * 0.008333333333333333) +
    r2 * (0.001388888888888889 + r * 0.0001984126984126984);
  const series = (1 + r) + r2 * ((0.5 + r * 0.16666666666666666) + r2 * high);
  return series * reinterpret<f64>((reinterpret<i64>(shifted) + 1023) << 52);
}
