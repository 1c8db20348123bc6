/**
 * Y -= X C for panels of 8 columns
 *
 * x, y: f32[rows x 8], apart; c: f32[8 x 8]; sums in f32, in the order of the columns of x
 * Any number of rows, each independent of the others: call it in chunks by moving x and y.
 */
import { madd } from "./inline/madd";

export function subtractPanel(x: usize, c: usize, rows: i32, y: usize): void {
  const end = y + (<usize> rows << 5), fours = y + (<usize> (rows & ~3) << 5);
  for (; y < fours; x += 128, y += 128) subtractFour(x, c, y);
  for (; y < end; x += 32, y += 32) subtractOne(x, c, y);
}

/** Four rows at once: each load of C serves all of them. */
function subtractFour(x: usize, c: usize, y: usize): void {
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (const end = x + 32; x < end; x += 4, c += 32) {
    const v0 = v128.load(c), v1 = v128.load(c, 16);
    const w0 = v128.load32_splat(x), w1 = v128.load32_splat(x, 32);
    const w2 = v128.load32_splat(x, 64), w3 = v128.load32_splat(x, 96);
    a0 = madd(w0, v0, a0);
    a1 = madd(w0, v1, a1);
    b0 = madd(w1, v0, b0);
    b1 = madd(w1, v1, b1);
    c0 = madd(w2, v0, c0);
    c1 = madd(w2, v1, c1);
    d0 = madd(w3, v0, d0);
    d1 = madd(w3, v1, d1);
  }
  take(y, a0, a1);
  take(y + 32, b0, b1);
  take(y + 64, c0, c1);
  take(y + 96, d0, d1);
}

function subtractOne(x: usize, c: usize, y: usize): void {
  let a0 = f32x4.splat(0), a1 = a0;
  for (const end = x + 32; x < end; x += 4, c += 32) {
    const w = v128.load32_splat(x);
    a0 = madd(w, v128.load(c), a0);
    a1 = madd(w, v128.load(c, 16), a1);
  }
  take(y, a0, a1);
}

@inline
function take(y: usize, low: v128, high: v128): void {
  v128.store(y, f32x4.sub(v128.load(y), low));
  v128.store(y, f32x4.sub(v128.load(y, 16), high), 16);
}
