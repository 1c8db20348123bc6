import { addTile } from "./product_tile";

/**
 * The upper triangle of A (f32, n x n in rows of n + 8, n a multiple of 4) becomes U with U'U = A, and its diagonal the
 * inverses of U's diagonal. Four columns behind A are taken along: a right side b becomes U'^-1 b. A must be positive definite by more
 * than rounding: a pivot that is not above 0 counts as the smallest normal number. What is left of the diagonal is lost.
 *
 * Four rows at a time: the products of all rows above them are taken away in tiles, then they are finished among themselves.
 */
export function factorUpper(a: usize, n: i32): void {
  const size = <usize> n << 2, rowBytes = size + 32;
  let top = a;
  for (let d: usize = 0; d < size; d += 16) {
    for (let j = d; j < size + 16; j += 32) addTile(a, top, rowBytes, d, j, top + j, true);
    finishRows(top, d, size + 16, rowBytes);
    top += rowBytes << 2;
  }
}

/** Four rows from column d on: the corner of 4 x 4 number by number, then all columns at once. */
function finishRows(top: usize, d: usize, end: usize, rowBytes: usize): void {
  const row1 = top + rowBytes, row2 = row1 + rowBytes, row3 = row2 + rowBytes;
  const corner0 = top + d, corner1 = row1 + d, corner2 = row2 + d, corner3 = row3 + d;
  const i0 = inverseRoot(load<f32>(corner0));
  const u01 = load<f32>(corner0, 4) * i0, u02 = load<f32>(corner0, 8) * i0, u03 = load<f32>(corner0, 12) * i0;
  const i1 = inverseRoot(load<f32>(corner1, 4) - u01 * u01);
  const u12 = (load<f32>(corner1, 8) - u01 * u02) * i1, u13 = (load<f32>(corner1, 12) - u01 * u03) * i1;
  const i2 = inverseRoot(load<f32>(corner2, 8) - u02 * u02 - u12 * u12);
  const u23 = (load<f32>(corner2, 12) - u02 * u03 - u12 * u13) * i2;
  const i3 = inverseRoot(load<f32>(corner3, 12) - u03 * u03 - u13 * u13 - u23 * u23);
  for (let o = d; o < end; o += 16) {
    const a = f32x4.mul(f32x4.splat(i0), v128.load(top + o));
    let b = v128.load(row1 + o), c = v128.load(row2 + o), e = v128.load(row3 + o);
    b = f32x4.mul(f32x4.splat(i1), f32x4.sub(b, f32x4.mul(f32x4.splat(u01), a)));
    c = f32x4.sub(f32x4.sub(c, f32x4.mul(f32x4.splat(u02), a)), f32x4.mul(f32x4.splat(u12), b));
    c = f32x4.mul(f32x4.splat(i2), c);
    e = f32x4.sub(f32x4.sub(e, f32x4.mul(f32x4.splat(u03), a)), f32x4.mul(f32x4.splat(u13), b));
    e = f32x4.mul(f32x4.splat(i3), f32x4.sub(e, f32x4.mul(f32x4.splat(u23), c)));
    v128.store(top + o, a);
    v128.store(row1 + o, b);
    v128.store(row2 + o, c);
    v128.store(row3 + o, e);
  }
  store<f32>(corner0, i0);
  store<f32>(corner1, i1, 4);
  store<f32>(corner2, i2, 8);
  store<f32>(corner3, i3, 12);
}

@inline
function inverseRoot(pivot: f32): f32 {
  return <f32> 1 / sqrt(pivot > 0 ? pivot : <f32> 1.1754944e-38);
}
