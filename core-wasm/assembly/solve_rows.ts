/**
 * Ridge solutions of the rows of a sparse matrix with the other side's factors held fixed, in a basis where the Gram matrix of those
 * is diagonal (`rotateRows`), by conjugate gradients from the present values: for r0 <= r < r1, at most `steps` steps towards
 *
 *     (D + sum over e of weights[e] y y') x = sum over e of weights[e] y,    D = diag(diagonal) + ridge[r] I,
 *                                                                            y = Y[colIdx[e], :], e in row r
 *
 * rowPtr: i32[rows + 1]; colIdx: i32, weights: f32 by entry, at least 0; y: f32 rows of stride; diagonal: f32[stride], at least 0
 * ridge: f32[rows], above 0; x: f32 rows of stride; work: f32[4 x stride]
 * Requires: stride a multiple of 4; x, work apart from the rest. Padding of zeros stays zero.
 * (Hu, Koren and Volinsky, ICDM 2008, solved as by Takács, Pilászy and Tikk, "Applications of the conjugate gradient method for implicit
 * feedback collaborative filtering", RecSys 2011.)
 *
 * D is the preconditioner, and the part of the matrix that all rows share: what remains are as many products of rank one as the row has
 * entries, mostly small against it. The matrix is above D, so for the residual r the error e of x has e'Ae <= r'D^-1 r, and x'Ax >= x'Dx:
 * a row is solved, and left, when the first is 1e-12 of the second.
 */
import { addScaled } from "./inline/add_scaled";
import { dot } from "./inline/dot";
import { sumLanes, sumRows } from "./inline/horizontal";
import { madd } from "./inline/madd";

const enough: f32 = 1e-12;

export function solveRows(
  rowPtr: usize,
  colIdx: usize,
  weights: usize,
  r0: i32,
  r1: i32,
  y: usize,
  stride: i32,
  diagonal: usize,
  ridge: usize,
  x: usize,
  steps: i32,
  work: usize,
): void {
  const rowBytes = <usize> stride << 2;
  for (let r = r0; r < r1; r++) {
    const from = <usize> load<i32>(rowPtr + (<usize> r << 2)) << 2;
    const to = <usize> load<i32>(rowPtr + (<usize> r << 2), 4) << 2;
    const own = f32x4.splat(load<f32>(ridge + (<usize> r << 2)));
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(work + o, f32x4.add(own, v128.load(diagonal + o)));
    }
    solveRow(colIdx + from, weights + from, to - from, y, rowBytes, x + <usize> r * rowBytes, steps, work);
  }
}

/** A function of its own, so that V8 takes its optimised form at the next call. D is at the start of `work`. */
function solveRow(
  columns: usize,
  weights: usize,
  count: usize,
  y: usize,
  rowBytes: usize,
  x: usize,
  steps: i32,
  work: usize,
): void {
  const residual = work + rowBytes, direction = residual + rowBytes, image = direction + rowBytes;
  apply(columns, weights, count, y, rowBytes, work, x, image, 1);
  let squares = f32x4.splat(0), sizes = f32x4.splat(0);
  for (let o: usize = 0; o < rowBytes; o += 16) {
    const d = v128.load(work + o), own = v128.load(x + o), rest = f32x4.neg(v128.load(image + o));
    const towards = f32x4.div(rest, d);
    v128.store(residual + o, rest);
    v128.store(direction + o, towards);
    squares = madd(rest, towards, squares);
    sizes = madd(f32x4.mul(own, own), d, sizes);
  }
  let square = sumLanes(squares);
  for (let step = 1; step <= steps && square > enough * sumLanes(sizes); step++) {
    // After the last step nobody asks for the residual.
    if (step == steps) {
      const along = dotImage(columns, weights, count, y, rowBytes, work, direction);
      addScaled(x, direction, square / along, rowBytes);
      return;
    }
    apply(columns, weights, count, y, rowBytes, work, direction, image, 0);
    const length = f32x4.splat(square / dot(direction, image, rowBytes));
    squares = f32x4.splat(0);
    sizes = f32x4.splat(0);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      const d = v128.load(work + o);
      const own = madd(length, v128.load(direction + o), v128.load(x + o));
      const rest = f32x4.sub(v128.load(residual + o), f32x4.mul(length, v128.load(image + o)));
      const towards = f32x4.div(rest, d);
      v128.store(x + o, own);
      v128.store(residual + o, rest);
      v128.store(image + o, towards);
      squares = madd(rest, towards, squares);
      sizes = madd(f32x4.mul(own, own), d, sizes);
    }
    const next = sumLanes(squares), turn = f32x4.splat(next / square);
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(direction + o, madd(turn, v128.load(direction + o), v128.load(image + o)));
    }
    square = next;
  }
}

/** image = D v + sum of weights (y'v - target) y: with the target 1 it is what the left side is above the right one. */
function apply(
  columns: usize,
  weights: usize,
  count: usize,
  y: usize,
  rowBytes: usize,
  d: usize,
  v: usize,
  image: usize,
  target: f32,
): void {
  for (let o: usize = 0; o < rowBytes; o += 16) {
    v128.store(image + o, f32x4.mul(v128.load(d + o), v128.load(v + o)));
  }
  const targets = f32x4.splat(target);
  let e: usize = 0;
  for (; e + 16 <= count; e += 16) {
    const sums = dotFour(columns + e, y, v, rowBytes);
    addFour(columns + e, f32x4.mul(v128.load(weights + e), f32x4.sub(sums, targets)), y, image, rowBytes);
  }
  for (; e < count; e += 4) {
    const other = y + <usize> load<u32>(columns + e) * rowBytes;
    addScaled(image, other, load<f32>(weights + e) * (dot(other, v, rowBytes) - target), rowBytes);
  }
}

/** v'(D + sum of weights y y') v. */
function dotImage(
  columns: usize,
  weights: usize,
  count: usize,
  y: usize,
  rowBytes: usize,
  d: usize,
  v: usize,
): f32 {
  let squares = f32x4.splat(0);
  for (let o: usize = 0; o < rowBytes; o += 16) {
    const own = v128.load(v + o);
    squares = madd(f32x4.mul(own, own), v128.load(d + o), squares);
  }
  let e: usize = 0;
  for (; e + 16 <= count; e += 16) {
    const sums = dotFour(columns + e, y, v, rowBytes);
    squares = madd(f32x4.mul(sums, sums), v128.load(weights + e), squares);
  }
  let square = sumLanes(squares);
  for (; e < count; e += 4) {
    const along = dot(y + <usize> load<u32>(columns + e) * rowBytes, v, rowBytes);
    square += load<f32>(weights + e) * along * along;
  }
  return square;
}

/** y'v of four entries: they share the loads of v. */
@inline
function dotFour(columns: usize, y: usize, v: usize, rowBytes: usize): v128 {
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
  return sumRows(f32x4.add(a0, a1), f32x4.add(b0, b1), f32x4.add(c0, c1), f32x4.add(d0, d1));
}

/** image += scale y for four entries: they share its loads and stores. */
@inline
function addFour(columns: usize, scales: v128, y: usize, image: usize, rowBytes: usize): void {
  const a = y + <usize> load<u32>(columns) * rowBytes, b = y + <usize> load<u32>(columns, 4) * rowBytes;
  const c = y + <usize> load<u32>(columns, 8) * rowBytes, d = y + <usize> load<u32>(columns, 12) * rowBytes;
  const wa = v128.shuffle<f32>(scales, scales, 0, 0, 0, 0), wb = v128.shuffle<f32>(scales, scales, 1, 1, 1, 1);
  const wc = v128.shuffle<f32>(scales, scales, 2, 2, 2, 2), wd = v128.shuffle<f32>(scales, scales, 3, 3, 3, 3);
  for (let o: usize = 0; o < rowBytes; o += 16) {
    const low = madd(wb, v128.load(b + o), f32x4.mul(wa, v128.load(a + o)));
    const high = madd(wd, v128.load(d + o), f32x4.mul(wc, v128.load(c + o)));
    v128.store(image + o, f32x4.add(v128.load(image + o), f32x4.add(low, high)));
  }
}
