/**
 * First half of a step of the inverse of a symmetric positive definite matrix by blocks, in place: the pivot block K = from .. from + width
 *
 *     A_KK <- -A_KK^-1,   A_RK <- A_RK A_KK^-1   for all other rows R
 *
 * `sweepUpdate` then takes A_RK A_KK^-1 A_KR from the rest. Swept by all blocks, the matrix is -A^-1 (the sweep operator: Goodnight,
 * "A tutorial on the SWEEP operator", The American Statistician 33(3), 1979; here on the lower triangle alone).
 *
 * a: f32[n x stride], only its lower triangle counts; n, stride and width multiples of 8 (pad with ones on the diagonal), width at most
 * 96, from a multiple of 96
 * work: 16-byte aligned, 8 * width * n + 32 * width * width bytes; `sweepUpdate` needs what is left there
 * The block is inverted in f64. Returns 1, or 0 when it is not positive definite.
 */
import { invertSpd } from "./invert_spd";
import { subtractTile } from "./inline/tile_f32";

export function sweepPivot(a: usize, n: i32, stride: i32, from: i32, width: i32, work: usize): i32 {
  const rowBytes = <usize> stride << 2;
  const columns = work, products = columns + (<usize> (n * width) << 2);
  const block = products + (<usize> (n * width) << 2), inverse = block + (<usize> (width * width) << 3);
  readBlock(a + <usize> from * rowBytes + (<usize> from << 2), rowBytes, width, block);
  if (!invertSpd(block, width, width, inverse)) return 0;
  packColumns(a, n, rowBytes, from, width, columns);
  // The inverse as panels of 8 columns, negated: tiles are subtracted.
  packInverse(inverse, width, block);
  const rows = block + (<usize> (width * width) << 2);
  for (let r = 0; r < n; r += 4) {
    if (r >= from && r < from + width) continue;
    multiplyRows(columns, block, r, width, rows, products + (<usize> (r * width) << 2));
  }
  writeBack(a, n, rowBytes, from, width, products, inverse);
  return 1;
}

/** The lower triangle of the pivot block in f64. */
function readBlock(from: usize, rowBytes: usize, width: i32, to: usize): void {
  for (let i = 0; i < width; i++) {
    for (let j = 0; j < width; j++) {
      store<f64>(to + (<usize> (i * width + j) << 3), <f64> load<f32>(from + (<usize> j << 2)));
    }
    from += rowBytes;
  }
}

/** The columns K of the symmetric matrix, as panels of 8 rows: to[r / 8][k][r % 8]. */
function packColumns(a: usize, n: i32, rowBytes: usize, from: i32, width: i32, to: usize): void {
  const panelBytes = <usize> width << 5;
  for (let r = 0; r < n; r++) {
    let p = to + <usize> (r >> 3) * panelBytes + (<usize> (r & 7) << 2);
    // Row r of the lower triangle ends at its diagonal: behind it the numbers stand in column r.
    let q = r >= from ? a + <usize> r * rowBytes + (<usize> from << 2) : a + <usize> from * rowBytes + (<usize> r << 2);
    const step: usize = r >= from ? 4 : rowBytes;
    for (let k = 0; k < width; k++, p += 32, q += step) store<f32>(p, load<f32>(q));
  }
}

/** to[j / 8][k][j % 8] = -inverse[k, j] */
function packInverse(inverse: usize, width: i32, to: usize): void {
  for (let j = 0; j < width; j += 8) {
    for (let k = 0; k < width; k++) {
      for (let o = 0; o < 8; o++, to += 4) {
        store<f32>(to, <f32> -load<f64>(inverse + (<usize> (k * width + j + o) << 3)));
      }
    }
  }
}

/** Four rows of A_RK A_KK^-1 into `to` as to[k][r % 4]; `rows` is room for them side by side. */
function multiplyRows(columns: usize, negative: usize, r: i32, width: i32, rows: usize, to: usize): void {
  // The four rows, packed as the left side of a tile.
  for (let i = 0; i < 4; i++) {
    let p = columns + <usize> (r + i >> 3) * (<usize> width << 5) + (<usize> (r + i & 7) << 2);
    let q = rows + (<usize> i << 2);
    for (let k = 0; k < width; k++, p += 32, q += 16) store<f32>(q, load<f32>(p));
  }
  const rowBytes = <usize> width << 2, tile = rows + 4 * rowBytes;
  memory.fill(tile, 0, 4 * rowBytes);
  for (let j = 0; j < width; j += 8) {
    subtractTile(rows, negative + <usize> j * rowBytes, width, tile + (<usize> j << 2), rowBytes);
  }
  for (let k = 0; k < width; k++, to += 16) {
    const from = tile + (<usize> k << 2);
    for (let i: usize = 0; i < 4; i++) store<f32>(to + (i << 2), load<f32>(from + i * rowBytes));
  }
}

/** A_RK and A_KK in the lower triangle. */
function writeBack(
  a: usize,
  n: i32,
  rowBytes: usize,
  from: i32,
  width: i32,
  products: usize,
  inverse: usize,
): void {
  const top = a + <usize> from * rowBytes;
  for (let r = 0; r < n; r++) {
    if (r >= from && r < from + width) {
      const row = a + <usize> r * rowBytes + (<usize> from << 2);
      for (let k = 0; k <= r - from; k++) {
        store<f32>(row + (<usize> k << 2), <f32> -load<f64>(inverse + (<usize> ((r - from) * width + k) << 3)));
      }
      continue;
    }
    let q = products + <usize> ((r & ~3) * width) * 4 + (<usize> (r & 3) << 2);
    let p = r > from ? a + <usize> r * rowBytes + (<usize> from << 2) : top + (<usize> r << 2);
    const step: usize = r > from ? 4 : rowBytes;
    for (let k = 0; k < width; k++, p += step, q += 16) store<f32>(p, load<f32>(q));
  }
}
