/**
 * out[f] = round(vec[f] / scale) in 16 bits, for `topKBytes`: returns the scale, such that no sum of `stride` products with bytes
 * leaves 32 bits; 0 for a vector of zeros
 *
 * vec: f32[stride]; out: i16[stride]; stride a multiple of 4
 */
export function quantizeVector(vec: usize, stride: i32, out: usize): f32 {
  let largest: f32 = 0;
  for (let f = 0; f < stride; f++) largest = max(largest, abs(load<f32>(vec + (<usize> f << 2))));
  const most = <f32> min(32767, 0x7fffffff / (127 * stride));
  const inverse = largest > 0 ? most / largest : 0;
  for (let f = 0; f < stride; f++) {
    store<i16>(out + (<usize> f << 1), <i16> nearest<f32>(load<f32>(vec + (<usize> f << 2)) * inverse));
  }
  return largest / most;
}
