/**
 * out = X' X [+ out when accumulate is not 0]
 *
 * x: f32[rows x stride]; out: f64[stride x stride], symmetric; products and sums in f64
 * Requires: stride a multiple of 4, out apart from x. Any number of rows; call it in chunks of rows with accumulate = 1.
 *
 * Tiles of 4 x 4 sums stay in registers over a block of rows that fits in the nearest cache.
 */
import { cell } from "./inline/vector_f64";

const blockBytes: usize = 16384;

export function gram(x: usize, rows: i32, stride: i32, out: usize, accumulate: i32): void {
  const rowBytes = <usize> stride << 2;
  const outBytes = <usize> stride << 3;
  if (!accumulate) memory.fill(out, 0, <usize> stride * outBytes);
  const blockRows = max<usize>(blockBytes / rowBytes, 16);
  const end = x + <usize> rows * rowBytes;
  for (let block = x; block < end; block += blockRows * rowBytes) {
    const blockEnd = min(block + blockRows * rowBytes, end);
    for (let i = 0; i < stride; i += 4) {
      for (let j = 0; j <= i; j += 4) {
        addTile(
          block,
          blockEnd,
          rowBytes,
          <usize> i << 2,
          <usize> j << 2,
          cell(out, outBytes, i, j),
          outBytes,
        );
      }
    }
  }
  for (let i = 0; i < stride; i++) {
    for (let j = 0; j < i; j++) {
      store<f64>(cell(out, outBytes, j, i), load<f64>(cell(out, outBytes, i, j)));
    }
  }
}

/** out[0..4, 0..4] += the product of columns i.. and j.. of the rows from `row` to `end`. */
function addTile(
  row: usize,
  end: usize,
  rowBytes: usize,
  i: usize,
  j: usize,
  out: usize,
  outBytes: usize,
): void {
  const out1 = out + outBytes, out2 = out1 + outBytes, out3 = out2 + outBytes;
  let a0 = v128.load(out), a1 = v128.load(out, 16);
  let b0 = v128.load(out1), b1 = v128.load(out1, 16);
  let c0 = v128.load(out2), c1 = v128.load(out2, 16);
  let d0 = v128.load(out3), d1 = v128.load(out3, 16);
  for (; row < end; row += rowBytes) {
    const left = row + i, right = row + j;
    const r0 = f64x2.promote_low_f32x4(v128.load64_zero(right));
    const r1 = f64x2.promote_low_f32x4(v128.load64_zero(right, 8));
    const l0 = f64x2.splat(<f64> load<f32>(left)), l1 = f64x2.splat(<f64> load<f32>(left, 4));
    const l2 = f64x2.splat(<f64> load<f32>(left, 8)), l3 = f64x2.splat(<f64> load<f32>(left, 12));
    a0 = f64x2.add(a0, f64x2.mul(l0, r0));
    a1 = f64x2.add(a1, f64x2.mul(l0, r1));
    b0 = f64x2.add(b0, f64x2.mul(l1, r0));
    b1 = f64x2.add(b1, f64x2.mul(l1, r1));
    c0 = f64x2.add(c0, f64x2.mul(l2, r0));
    c1 = f64x2.add(c1, f64x2.mul(l2, r1));
    d0 = f64x2.add(d0, f64x2.mul(l3, r0));
    d1 = f64x2.add(d1, f64x2.mul(l3, r1));
  }
  v128.store(out, a0);
  v128.store(out, a1, 16);
  v128.store(out1, b0);
  v128.store(out1, b1, 16);
  v128.store(out2, c0);
  v128.store(out2, c1, 16);
  v128.store(out3, d0);
  v128.store(out3, d1, 16);
}
