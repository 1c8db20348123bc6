/**
 * A vector in 8 bits for `topKBytes` and `scoreBytes`: q[f] = round(vec[f] / unit), unit = largest |vec| / 127
 *
 * vec: f32[stride], stride a multiple of 4; out: 16 + 2 stride bytes: i32 -64 x sum of q, f32 unit, f32 at least |vec|, f32 at least
 * |vec - unit q| with what rounding can add to a product of `stride` terms as a share of the lengths, then q as `sumBytes` of the
 * build reads it. NaN or infinity in vec gives bounds that are not finite.
 */
import { leastError, leastScaled, roundUp } from "./inline/byte_bounds";

export function quantizeVector(vec: usize, stride: i32, out: usize): void {
  const vecBytes = <usize> stride << 2;
  let largest: f32 = 0;
  for (let f: usize = 0; f < vecBytes; f += 4) largest = max(largest, abs(load<f32>(vec + f)));
  const unit: f32 = largest < leastScaled ? 0 : largest / 127;
  const inverse: f32 = unit > 0 && largest < Infinity ? <f32> 127 / largest : 0;
  let sum = 0, square: f64 = 0, errorSquare: f64 = 0;
  for (let f: usize = 0; f < vecBytes; f += 4) {
    const value = load<f32>(vec + f);
    const step = nearest<f32>(value * inverse);
    const level = step == step ? <i32> step : 0;
    putLevel(out + 16 + (f >> 4 << 3), <i32> (f >> 2 & 3), level);
    sum += level;
    const error = <f64> value - <f64> unit * <f64> level;
    square += <f64> value * <f64> value;
    errorSquare += error * error;
  }
  const length = sqrt(square);
  // Each of the products and sums of the exact score, and of the few steps of the bound, rounds by 2^-24 of the lengths at most.
  const rounding = length * <f64> (stride + 16) * 1.1920928955078125e-7;
  store<i32>(out, -64 * sum);
  store<f32>(out, unit, 4);
  store<f32>(out, roundUp(length), 8);
  store<f32>(out, roundUp(sqrt(errorSquare) + rounding) + leastError, 12);
}

/**
 * Number `at` of a group of four. Relaxed: four bytes. Strict: pairs of 16 bits for the even and for the odd numbers, see
 * `sumBytes`.
 */
@inline
function putLevel(group: usize, at: i32, level: i32): void {
  if (ASC_FEATURE_RELAXED_SIMD) {
    store<i8>(group + <usize> at, level);
    return;
  }
  const pair = group + (<usize> (at >> 1) << 1);
  if (at & 1) store<i16>(pair, level - 256 * load<i16>(pair), 4);
  else store<i16>(pair, level);
}
