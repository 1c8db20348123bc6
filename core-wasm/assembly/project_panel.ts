/**
 * out += X'Y for panels of 8 columns; sums of 64 rows in f32, sums of these in f64
 *
 * x, y: f32[rows x 8]; out: f64[8 x 8], out[i, j] for column i of x and j of y
 * Call it in chunks of rows by moving x and y; fill out with zeros first.
 */
import { madd } from "./inline/madd";

const blockBytes: usize = 64 << 5;

export function projectPanel(x: usize, y: usize, rows: i32, out: usize): void {
  const end = x + (<usize> rows << 5);
  const toY = y - x;
  for (let block = x; block < end; block += blockBytes) {
    const bytes = min(blockBytes, end - block);
    addTile(block, block + toY, bytes, out);
    addTile(block + 16, block + toY, bytes, out + 256);
  }
}

/** out[0..4, 0..8] += the products of four columns of X and eight of Y over a block of rows. */
function addTile(p: usize, q: usize, bytes: usize, out: usize): void {
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (const end = p + bytes; p < end; p += 32, q += 32) {
    const r0 = v128.load(q), r1 = v128.load(q, 16);
    const l0 = v128.load32_splat(p), l1 = v128.load32_splat(p, 4);
    const l2 = v128.load32_splat(p, 8), l3 = v128.load32_splat(p, 12);
    a0 = madd(l0, r0, a0);
    a1 = madd(l0, r1, a1);
    b0 = madd(l1, r0, b0);
    b1 = madd(l1, r1, b1);
    c0 = madd(l2, r0, c0);
    c1 = madd(l2, r1, c1);
    d0 = madd(l3, r0, d0);
    d1 = madd(l3, r1, d1);
  }
  addRow(out, a0, a1);
  addRow(out + 64, b0, b1);
  addRow(out + 128, c0, c1);
  addRow(out + 192, d0, d1);
}

@inline
function addRow(out: usize, low: v128, high: v128): void {
  addFour(out, low);
  addFour(out + 32, high);
}

@inline
function addFour(out: usize, sums: v128): void {
  const high = v128.shuffle<f32>(sums, sums, 2, 3, 2, 3);
  v128.store(out, f64x2.add(v128.load(out), f64x2.promote_low_f32x4(sums)));
  v128.store(out, f64x2.add(v128.load(out, 16), f64x2.promote_low_f32x4(high)), 16);
}
