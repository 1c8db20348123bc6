/**
 * A copy of factor rows in 7 bits for `topKBytes` and `scoreBytes`, and how far it is from them
 *
 *     bytes[b][f / 4][j][f % 4] = 64 + round(x[i, f] / scale_i),   scale_i = largest |x[i, :]| / 63, for row i = 32 b + j
 *     bounds[b][0][j] = scale_i;   bounds[b][1][j] >= |x_i - copy_i|;   bounds[b][2][j] >= |x_i| and |copy_i|
 *
 * Rows behind the last are those of a row of zeros. A row with NaN or infinity gets bounds that are not finite.
 * x: f32[rows x stride], stride a multiple of 4; bytes: u8[ceil(rows / 32) x stride x 32]; bounds: f32[ceil(rows / 32) x 3 x 32]; all apart
 * Packs rows r0 .. r1; r0 must be a multiple of 32, and so must r1 unless it is the number of rows.
 */
import { leastLength, leastScaled, roundUp } from "./inline/byte_bounds";

export function packBytes(x: usize, stride: i32, r0: i32, r1: i32, bytes: usize, bounds: usize): void {
  const rowBytes = <usize> stride << 2;
  for (let first = r0; first < r1; first += 32) {
    const block = bytes + <usize> (first >> 5) * (<usize> stride << 5);
    const limits = bounds + <usize> (first >> 5) * 384;
    const valid = min(r1 - first, 32);
    memory.fill(block, 64, <usize> stride << 5);
    memory.fill(limits, 0, 384);
    for (let j = 0; j < valid; j++) {
      packRow(x + <usize> (first + j) * rowBytes, rowBytes, block + (<usize> j << 2), limits + (<usize> j << 2));
    }
  }
}

function packRow(row: usize, rowBytes: usize, to: usize, limits: usize): void {
  let largest: f32 = 0;
  for (let f: usize = 0; f < rowBytes; f += 4) largest = max(largest, abs(load<f32>(row + f)));
  // What is too small to be divided by is left out of the copy, and counts as its error.
  const scale: f32 = largest < leastScaled ? 0 : largest / 63;
  const inverse: f32 = scale > 0 && largest < Infinity ? <f32> 63 / largest : 0;
  let square: f64 = 0, copySquare: f64 = 0, errorSquare: f64 = 0;
  for (let f: usize = 0; f < rowBytes; f += 4) {
    const value = load<f32>(row + f);
    const step = nearest<f32>(value * inverse);
    // NaN and infinity may become any byte: the bounds of the row say that the copy is worth nothing.
    const level = step == step ? <i32> step : 0;
    store<u8>(to + (f >> 4 << 7) + (f >> 2 & 3), level + 64);
    const copied = <f64> scale * <f64> level, error = <f64> value - copied;
    square += <f64> value * <f64> value;
    copySquare += copied * copied;
    errorSquare += error * error;
  }
  store<f32>(limits, scale);
  store<f32>(limits, roundUp(sqrt(errorSquare)), 128);
  store<f32>(limits, roundUp(sqrt(max(square, copySquare))) + leastLength, 256);
}
