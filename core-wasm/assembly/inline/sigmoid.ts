/**
 * 1 / (1 + exp(-z)) to about 1e-7 relative. The standard library's exp would bring tables with it, and a module without memory of its
 * own has no place for them.
 */
@inline
export function sigmoid(z: f64): f64 {
  return 1 / (1 + exponential(-z));
}

/** exp(x) = 2^n exp(r), |r| <= ln(2) / 2, exp(r) by its Taylor polynomial; x is held within what f64 can show. */
@inline
function exponential(x: f64): f64 {
  const held = min<f64>(max<f64>(x, -700), 700);
  const n = nearest<f64>(held * 1.4426950408889634);
  const r = held - n * 0.6931471805599453;
  const series = 1 + r * (1 + r * (0.5 + r * (0.16666666666666666 + r * (0.041666666666666664 +
    r * (0.008333333333333333 + r * (0.001388888888888889 + r * 0.0001984126984126984))))));
  return series * reinterpret<f64>((<i64> n + 1023) << 52);
}
