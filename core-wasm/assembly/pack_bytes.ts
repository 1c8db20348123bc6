/**
 * A copy of factor rows in 8 bits for `topKBytes`: round(x[i, f] / scales[i]), scales[i] = largest |x[i, :]| / 127, in blocks of 32
 * rows, two factors side by side
 *
 *     bytes[b][f / 2][j][f % 2] for row 32 b + j,   rows behind the last are zero
 *
 * x: f32[rows x stride]; bytes: i8[ceil(rows / 32) x stride x 32]; scales: f32[ceil(rows / 32) x 32]; all apart
 * Packs rows r0 .. r1; r0 must be a multiple of 32, and so must r1 unless it is the number of rows.
 */
export function packBytes(x: usize, stride: i32, r0: i32, r1: i32, bytes: usize, scales: usize): void {
  const rowBytes = <usize> stride << 2;
  for (let first = r0; first < r1; first += 32) {
    const block = bytes + <usize> (first >> 5) * (<usize> stride << 5);
    const valid = min(r1 - first, 32);
    memory.fill(block, 0, <usize> stride << 5);
    memory.fill(scales + (<usize> first << 2), 0, 128);
    for (let j = 0; j < valid; j++) {
      const row = x + <usize> (first + j) * rowBytes;
      const largest = largestOf(row, row + rowBytes);
      store<f32>(scales + (<usize> (first + j) << 2), largest / 127);
      const inverse = largest > 0 ? <f32> 127 / largest : 0;
      let to = block + (<usize> j << 1);
      for (let f: usize = 0; f < rowBytes; f += 8, to += 64) {
        store<i8>(to, <i8> nearest<f32>(load<f32>(row + f) * inverse));
        store<i8>(to, <i8> nearest<f32>(load<f32>(row + f, 4) * inverse), 1);
      }
    }
  }
}

function largestOf(from: usize, end: usize): f32 {
  let largest: f32 = 0;
  for (; from < end; from += 4) largest = max(largest, abs(load<f32>(from)));
  return largest;
}
