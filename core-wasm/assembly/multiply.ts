/**
 * Y = X B
 *
 * x: f32[rows x strideX]; b: f64[strideX x strideB]; y: f32[rows x strideY]; products and sums in f64, rounded once
 * Requires: all strides multiples of 4, strideY <= strideB (further columns of B are left out), y apart from x and b.
 * Any number of rows, each independent of the others: call it in chunks by moving x and y.
 */
export function multiply(
  x: usize,
  rows: i32,
  strideX: i32,
  b: usize,
  strideB: i32,
  y: usize,
  strideY: i32,
): void {
  const xBytes = <usize> strideX << 2, bBytes = <usize> strideB << 3, yBytes = <usize> strideY << 2;
  let r = 0;
  for (; r + 4 <= rows; r += 4) {
    multiplyFour(x, xBytes, b, bBytes, y, yBytes);
    x += xBytes << 2;
    y += yBytes << 2;
  }
  for (; r < rows; r++) {
    multiplyOne(x, xBytes, b, bBytes, y, yBytes);
    x += xBytes;
    y += yBytes;
  }
}

/** Four rows at once: each load of B serves all of them. */
function multiplyFour(x: usize, xBytes: usize, b: usize, bBytes: usize, y: usize, yBytes: usize): void {
  const end = x + xBytes;
  const x2 = xBytes << 1, x3 = x2 + xBytes;
  for (let o: usize = 0; o < yBytes; o += 16) {
    let a0 = f64x2.splat(0), a1 = f64x2.splat(0), b0 = f64x2.splat(0), b1 = f64x2.splat(0);
    let c0 = f64x2.splat(0), c1 = f64x2.splat(0), d0 = f64x2.splat(0), d1 = f64x2.splat(0);
    let p = b + (o << 1);
    for (let q = x; q < end; q += 4) {
      const r0 = v128.load(p), r1 = v128.load(p, 16);
      const l0 = f64x2.splat(<f64> load<f32>(q)), l1 = f64x2.splat(<f64> load<f32>(q + xBytes));
      const l2 = f64x2.splat(<f64> load<f32>(q + x2)), l3 = f64x2.splat(<f64> load<f32>(q + x3));
      a0 = f64x2.add(a0, f64x2.mul(l0, r0));
      a1 = f64x2.add(a1, f64x2.mul(l0, r1));
      b0 = f64x2.add(b0, f64x2.mul(l1, r0));
      b1 = f64x2.add(b1, f64x2.mul(l1, r1));
      c0 = f64x2.add(c0, f64x2.mul(l2, r0));
      c1 = f64x2.add(c1, f64x2.mul(l2, r1));
      d0 = f64x2.add(d0, f64x2.mul(l3, r0));
      d1 = f64x2.add(d1, f64x2.mul(l3, r1));
      p += bBytes;
    }
    const out = y + o;
    storeRounded(out, a0, a1);
    storeRounded(out + yBytes, b0, b1);
    storeRounded(out + (yBytes << 1), c0, c1);
    storeRounded(out + (yBytes << 1) + yBytes, d0, d1);
  }
}

function multiplyOne(x: usize, xBytes: usize, b: usize, bBytes: usize, y: usize, yBytes: usize): void {
  const end = x + xBytes;
  for (let o: usize = 0; o < yBytes; o += 16) {
    let a0 = f64x2.splat(0), a1 = f64x2.splat(0);
    let p = b + (o << 1);
    for (let q = x; q < end; q += 4) {
      const l0 = f64x2.splat(<f64> load<f32>(q));
      a0 = f64x2.add(a0, f64x2.mul(l0, v128.load(p)));
      a1 = f64x2.add(a1, f64x2.mul(l0, v128.load(p, 16)));
      p += bBytes;
    }
    storeRounded(y + o, a0, a1);
  }
}

@inline
function storeRounded(to: usize, low: v128, high: v128): void {
  v128.store(
    to,
    v128.shuffle<f32>(f32x4.demote_f64x2_zero(low), f32x4.demote_f64x2_zero(high), 0, 1, 4, 5),
  );
}
