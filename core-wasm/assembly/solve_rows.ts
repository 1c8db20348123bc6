/**
 * Ridge solutions of the rows of a sparse matrix with the other side's factors held fixed, by conjugate gradients from the present
 * values: for r0 <= r < r1, `steps` steps towards
 *
 *     (G + sum over e of weights[e] y y' + ridge[r] I) x = sum over e of weights[e] y,    y = Y[colIdx[e], :], e in row r
 *
 * rowPtr: i32[rows + 1]; colIdx: i32, weights: f32 by entry; y: f32 rows of stride; gram: f32[stride x stride], symmetric, padding 0
 * ridge: f32[rows], above 0; x: f32 rows of stride, padding 0; work: f32[4 x stride]
 * Requires: stride a multiple of 4; x, work apart from the rest. Stops early when the squared residual is below 1e-12 of the right side's.
 * (Hu, Koren and Volinsky, ICDM 2008, solved as by Takács, Pilászy and Tikk, "Applications of the conjugate gradient method for implicit
 * feedback collaborative filtering", RecSys 2011.)
 */
import { dot } from "./inline/dot";

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
  const residual = work, direction = work + rowBytes, image = direction + rowBytes, right = image + rowBytes;
  memory.fill(right, 0, rowBytes);
  for (let e: usize = 0; e < count; e += 4) {
    addScaled(right, y + <usize> load<u32>(columns + e) * rowBytes, load<f32>(weights + e), rowBytes);
  }
  apply(columns, weights, count, y, rowBytes, gram, ridge, x, image);
  for (let o: usize = 0; o < rowBytes; o += 16) {
    const difference = f32x4.sub(v128.load(right + o), v128.load(image + o));
    v128.store(residual + o, difference);
    v128.store(direction + o, difference);
  }
  let square = dot(residual, residual, rowBytes);
  const enough = dot(right, right, rowBytes) * 1e-12;
  for (let step = 0; step < steps && square > enough; step++) {
    apply(columns, weights, count, y, rowBytes, gram, ridge, direction, image);
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

/** image = (G + sum of weights y y' + ridge I) v */
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
      const low = f32x4.add(f32x4.mul(w0, v128.load(row + o)), f32x4.mul(w1, v128.load(row1 + o)));
      const high = f32x4.add(f32x4.mul(w2, v128.load(row2 + o)), f32x4.mul(w3, v128.load(row3 + o)));
      v128.store(image + o, f32x4.add(v128.load(image + o), f32x4.add(low, high)));
    }
    row = row3 + rowBytes;
  }
  for (let e: usize = 0; e < count; e += 4) {
    const other = y + <usize> load<u32>(columns + e) * rowBytes;
    addScaled(image, other, load<f32>(weights + e) * dot(other, v, rowBytes), rowBytes);
  }
}

@inline
function addScaled(to: usize, from: usize, scale: f32, bytes: usize): void {
  const scales = f32x4.splat(scale);
  for (let o: usize = 0; o < bytes; o += 16) {
    v128.store(to + o, f32x4.add(v128.load(to + o), f32x4.mul(scales, v128.load(from + o))));
  }
}
