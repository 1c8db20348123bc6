/**
 * Ridge solutions of the rows of a sparse matrix with the other side's factors held fixed, by conjugate gradients from the present
 * values: for r0 <= r < r1, `steps` steps towards
 *
 *     (G + sum over e of weights[e] y y' + ridge[r] I) x = sum over e of weights[e] y,    y = Y[colIdx[e], :], e in row r
 *
 * rowPtr: i32[rows + 1]; colIdx: i32, weights: f32 by entry; y: f32 rows of stride; gram: f32[stride x stride], symmetric, padding 0
 * ridge: f32[rows], above 0; x: f32 rows of stride, padding 0; work: f32[3 x stride]
 * Requires: stride a multiple of 4; x, work apart from the rest. Stops early when the squared residual is below 1e-12 of the first one.
 * (Hu, Koren and Volinsky, ICDM 2008, solved as by Takács, Pilászy and Tikk, "Applications of the conjugate gradient method for implicit
 * feedback collaborative filtering", RecSys 2011.)
 */
import { addScaled } from "./inline/add_scaled";
import { dot } from "./inline/dot";
import { sumRows } from "./inline/horizontal";
import { madd } from "./inline/madd";

export function solveRows(
  rowPtr: usize,
  colIdx: usize,
  weights: usize,
  r0: i32,
  r1: i32,
  y: usize,
  stride: i32,
  gram: usize,
  ridge: usize,
  x: usize,
  steps: i32,
  work: usize,
): void {
  const rowBytes = <usize> stride << 2;
  for (let r = r0; r < r1; r++) {
    const from = <usize> load<i32>(rowPtr + (<usize> r << 2)) << 2;
    const to = <usize> load<i32>(rowPtr + (<usize> r << 2), 4) << 2;
    solveRow(
      colIdx + from,
      weights + from,
      to - from,
      y,
      rowBytes,
      gram,
      load<f32>(ridge + (<usize> r << 2)),
      x + <usize> r * rowBytes,
      steps,
      work,
    );
  }
}

/** A function of its own, so that V8 takes its optimised form at the next call. */
function solveRow(
  columns: usize,
  weights: usize,
  count: usize,
  y: usize,
  rowBytes: usize,
  gram: usize,
  ridge: f32,
  x: usize,
  steps: i32,
  work: usize,
): void {
  const residual = work, direction = work + rowBytes, image = direction + rowBytes;
  apply(columns, weights, count, y, rowBytes, gram, ridge, x, image, 1);
  for (let o: usize = 0; o < rowBytes; o += 16) {
    const rest = f32x4.neg(v128.load(image + o));
    v128.store(residual + o, rest);
    v128.store(direction + o, rest);
  }
  let square = dot(residual, residual, rowBytes);
  const enough = square * 1e-12;
  for (let step = 0; step < steps && square > enough; step++) {
    apply(columns, weights, count, y, rowBytes, gram, ridge, direction, image, 0);
    const length = square / dot(direction, image, rowBytes);
    addScaled(x, direction, length, rowBytes);
    addScaled(residual, image, -length, rowBytes);
    const next = dot(residual, residual, rowBytes);
    const turn = f32x4.splat(next / square);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(direction + o, f32x4.add(v128.load(residual + o), f32x4.mul(turn, v128.load(direction + o))));
    }
    square = next;
  }
}

/** image = (G + ridge I) v + sum of weights (y'v - target) y: with the target 1 it is what the left side is above the right one. */
function apply(
  columns: usize,
  weights: usize,
  count: usize,
  y: usize,
  rowBytes: usize,
  gram: usize,
  ridge: f32,
  v: usize,
  image: usize,
  target: f32,
): void {
  const ridges = f32x4.splat(ridge);
  for (let o: usize = 0; o < rowBytes; o += 16) v128.store(image + o, f32x4.mul(ridges, v128.load(v + o)));
  let row = gram;
  // G is symmetric: the sum of its rows times the numbers of v, four rows at a time.
  for (let f: usize = 0; f < rowBytes; f += 16) {
    const w0 = v128.load32_splat(v + f), w1 = v128.load32_splat(v + f, 4);
    const w2 = v128.load32_splat(v + f, 8), w3 = v128.load32_splat(v + f, 12);
    const row1 = row + rowBytes, row2 = row1 + rowBytes, row3 = row2 + rowBytes;
    for (let o: usize = 0; o < rowBytes; o += 16) {
      const low = madd(w1, v128.load(row1 + o), f32x4.mul(w0, v128.load(row + o)));
      const high = madd(w3, v128.load(row3 + o), f32x4.mul(w2, v128.load(row2 + o)));
      v128.store(image + o, f32x4.add(v128.load(image + o), f32x4.add(low, high)));
    }
    row = row3 + rowBytes;
  }
  let e: usize = 0;
  for (; e + 16 <= count; e += 16) addFour(columns + e, v128.load(weights + e), y, v, image, rowBytes, target);
  for (; e < count; e += 4) {
    const other = y + <usize> load<u32>(columns + e) * rowBytes;
    addScaled(image, other, load<f32>(weights + e) * (dot(other, v, rowBytes) - target), rowBytes);
  }
}

/** image += weight (y'v - target) y for four entries: they share the loads of v, and those and stores of image. */
@inline
function addFour(
  columns: usize,
  weights: v128,
  y: usize,
  v: usize,
  image: usize,
  rowBytes: usize,
  target: f32,
): void {
  const a = y + <usize> load<u32>(columns) * rowBytes, b = y + <usize> load<u32>(columns, 4) * rowBytes;
  const c = y + <usize> load<u32>(columns, 8) * rowBytes, d = y + <usize> load<u32>(columns, 12) * rowBytes;
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  const pairs = rowBytes & ~31;
  let o: usize = 0;
  for (; o < pairs; o += 32) {
    const v0 = v128.load(v + o), v1 = v128.load(v + o, 16);
    a0 = madd(v0, v128.load(a + o), a0);
    b0 = madd(v0, v128.load(b + o), b0);
    c0 = madd(v0, v128.load(c + o), c0);
    d0 = madd(v0, v128.load(d + o), d0);
    a1 = madd(v1, v128.load(a + o, 16), a1);
    b1 = madd(v1, v128.load(b + o, 16), b1);
    c1 = madd(v1, v128.load(c + o, 16), c1);
    d1 = madd(v1, v128.load(d + o, 16), d1);
  }
  if (o < rowBytes) {
    const v0 = v128.load(v + o);
    a0 = madd(v0, v128.load(a + o), a0);
    b0 = madd(v0, v128.load(b + o), b0);
    c0 = madd(v0, v128.load(c + o), c0);
    d0 = madd(v0, v128.load(d + o), d0);
  }
  const sums = sumRows(f32x4.add(a0, a1), f32x4.add(b0, b1), f32x4.add(c0, c1), f32x4.add(d0, d1));
  const scales = f32x4.mul(weights, f32x4.sub(sums, f32x4.splat(target)));
  const wa = v128.shuffle<f32>(scales, scales, 0, 0, 0, 0), wb = v128.shuffle<f32>(scales, scales, 1, 1, 1, 1);
  const wc = v128.shuffle<f32>(scales, scales, 2, 2, 2, 2), wd = v128.shuffle<f32>(scales, scales, 3, 3, 3, 3);
  for (o = 0; o < rowBytes; o += 16) {
    const low = madd(wb, v128.load(b + o), f32x4.mul(wa, v128.load(a + o)));
    const high = madd(wd, v128.load(d + o), f32x4.mul(wc, v128.load(c + o)));
    v128.store(image + o, f32x4.add(v128.load(image + o), f32x4.add(low, high)));
  }
}
