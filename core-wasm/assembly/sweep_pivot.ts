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
 * The block is inverted, and multiplied with, in f64. Returns 1, or 0 when it is not positive definite.
 */
import { invertSpd } from "./invert_spd";

export function sweepPivot(a: usize, n: i32, stride: i32, from: i32, width: i32, work: usize): i32 {
  const rowBytes = <usize> stride << 2;
  const columns = work, products = columns + (<usize> (n * width) << 2);
  const block = products + (<usize> (n * width) << 2), inverse = block + (<usize> (width * width) << 3);
  readBlock(a + <usize> from * rowBytes + (<usize> from << 2), rowBytes, width, block);
  if (!invertSpd(block, width, width, inverse)) return 0;
  packColumns(a, n, rowBytes, from, width, columns);
  for (let r = 0; r < n; r += 4) {
    if (r >= from && r < from + width) continue;
    multiplyRows(columns, inverse, r, width, block, products + (<usize> (r * width) << 2));
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

/**
 * Four rows of A_RK A_KK^-1 into `to` as to[k][r % 4], in f64; `rows` is room for them side by side. Where columns are alike the products
 * nearly cancel: what is left must be more than the rounding of the inverse.
 */
function multiplyRows(columns: usize, inverse: usize, r: i32, width: i32, rows: usize, to: usize): void {
  for (let i = 0; i < 4; i++) {
    let p = columns + <usize> (r + i >> 3) * (<usize> width << 5) + (<usize> (r + i & 7) << 2);
    let q = rows + (<usize> i << 3);
    for (let k = 0; k < width; k++, p += 32, q += 32) store<f64>(q, <f64> load<f32>(p));
  }
  for (let j = 0; j < width; j += 4, to += 64) multiplyTile(rows, inverse + (<usize> j << 3), width, to);
}

/** Four columns of the product, each to[k][0..4]. */
function multiplyTile(rows: usize, column: usize, width: i32, to: usize): void {
  let a0 = f64x2.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (const end = rows + (<usize> width << 5); rows < end; rows += 32, column += <usize> width << 3) {
    const r0 = v128.load(column), r1 = v128.load(column, 16);
    const l0 = v128.load64_splat(rows), l1 = v128.load64_splat(rows, 8);
    a0 = f64x2.add(a0, f64x2.mul(l0, r0));
    a1 = f64x2.add(a1, f64x2.mul(l0, r1));
    b0 = f64x2.add(b0, f64x2.mul(l1, r0));
    b1 = f64x2.add(b1, f64x2.mul(l1, r1));
    const l2 = v128.load64_splat(rows, 16), l3 = v128.load64_splat(rows, 24);
    c0 = f64x2.add(c0, f64x2.mul(l2, r0));
    c1 = f64x2.add(c1, f64x2.mul(l2, r1));
    d0 = f64x2.add(d0, f64x2.mul(l3, r0));
    d1 = f64x2.add(d1, f64x2.mul(l3, r1));
  }
  putRow(to, a0, a1);
  putRow(to + 4, b0, b1);
  putRow(to + 8, c0, c1);
  putRow(to + 12, d0, d1);
}

@inline
function putRow(to: usize, low: v128, high: v128): void {
  store<f32>(to, <f32> f64x2.extract_lane(low, 0));
  store<f32>(to, <f32> f64x2.extract_lane(low, 1), 16);
  store<f32>(to, <f32> f64x2.extract_lane(high, 0), 32);
  store<f32>(to, <f32> f64x2.extract_lane(high, 1), 48);
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
