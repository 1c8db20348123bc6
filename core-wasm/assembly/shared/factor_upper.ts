/**
 * The upper triangle of A (f32, n x n in rows of `rowBytes`, n a multiple of 4) becomes U with U'U = A, and its diagonal the
 * inverses of U's diagonal. Four columns behind A are taken along: a right side b becomes U'^-1 b. A must be positive definite by more than rounding: a pivot that is not above 0 counts as the smallest
 * normal number. What is left of the diagonal is lost.
 *
 * Four pivots at a time: their rows are finished, then every row below takes away all four products at once.
 */
export function factorUpper(a: usize, n: i32, rowBytes: usize): void {
  const size = <usize> n << 2, end = size + 16;
  for (let d: usize = 0; d < size; d += 16) {
    const top = a + (d >> 2) * rowBytes;
    finishRows(top, d, end, rowBytes);
    const row1 = top + rowBytes, row2 = row1 + rowBytes, row3 = row2 + rowBytes;
    let to = row3 + rowBytes;
    for (let i = d + 16; i < size; i += 4) {
      const w0 = v128.load32_splat(top + i), w1 = v128.load32_splat(row1 + i);
      const w2 = v128.load32_splat(row2 + i), w3 = v128.load32_splat(row3 + i);
      for (let o = i & ~15; o < end; o += 16) {
        const low = f32x4.add(f32x4.mul(w0, v128.load(top + o)), f32x4.mul(w1, v128.load(row1 + o)));
        const high = f32x4.add(f32x4.mul(w2, v128.load(row2 + o)), f32x4.mul(w3, v128.load(row3 + o)));
        v128.store(to + o, f32x4.sub(v128.load(to + o), f32x4.add(low, high)));
      }
      to += rowBytes;
    }
  }
}

/** The four rows of a panel, from column d on: each is divided by the root of its pivot, and taken from those below it. */
function finishRows(top: usize, d: usize, end: usize, rowBytes: usize): void {
  let row = top;
  for (let k: usize = 0; k < 4; k++) {
    const own = row + d + (k << 2);
    const pivot = load<f32>(own);
    const inverse = <f32> 1 / sqrt(pivot > 0 ? pivot : <f32> 1.1754944e-38);
    const scale = f32x4.splat(inverse);
    for (let o = d; o < end; o += 16) v128.store(row + o, f32x4.mul(scale, v128.load(row + o)));
    let below = row + rowBytes;
    for (let j = k + 1; j < 4; j++) {
      const w = v128.load32_splat(row + d + (j << 2));
      for (let o = d; o < end; o += 16) {
        v128.store(below + o, f32x4.sub(v128.load(below + o), f32x4.mul(w, v128.load(row + o))));
      }
      below += rowBytes;
    }
    store<f32>(own, inverse);
    row += rowBytes;
  }
}
