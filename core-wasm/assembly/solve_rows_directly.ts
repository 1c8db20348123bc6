/**
 * Ridge solutions of the rows of a sparse matrix with the other side's factors held fixed, by Cholesky factors in f32: for r0 <= r < r1
 *
 *     (G + sum over e of weights[e] y y' + ridge[r] I) x = sum over e of weights[e] y,    y = Y[colIdx[e], :], e in row r
 *
 * rowPtr: i32[rows + 1]; colIdx: i32, weights: f32 by entry, at least 0; y: f32 rows of stride; gram: f32[stride x stride], symmetric
 * ridge: f32[rows], above 0; x: f32 rows of stride; work: f32[(stride + 72) x (stride + 4)]
 * Requires: stride a multiple of 4; x, work apart from the rest. Padding of zeros stays zero. A row without entries becomes zero.
 * (Hu, Koren and Volinsky, ICDM 2008.)
 *
 * The entries of a row are copied side by side, times the root of their weights, and added as products of tiles of 4 x 8 sums in
 * registers; only the upper triangle is made.
 */
import { addScaled } from "./inline/add_scaled";
import { dot } from "./inline/dot";
import { factorUpper } from "./shared/factor_upper";

/** Entries copied at once: at 64 factors they fill half of the nearest cache. */
const chunk = 64;

export function solveRowsDirectly(
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
  work: usize,
): void {
  memory.fill(x, 0, rowBytes);
  if (count == 0) return;
  // Rows of the matrix and of the entries are half a tile longer, so that the last tile may reach over.
  const wideBytes = rowBytes + 16;
  const entries = work + (rowBytes >> 2) * wideBytes;
  copyGram(gram, rowBytes, ridge, work, wideBytes);
  for (let start: usize = 0; start < count; start += chunk << 2) {
    const end = min(start + (chunk << 2), count);
    let to = entries;
    for (let e = start; e < end; e += 4) {
      const weight = load<f32>(weights + e);
      const row = y + <usize> load<u32>(columns + e) * rowBytes;
      addScaled(x, row, weight, rowBytes);
      const root = f32x4.splat(sqrt(weight));
      for (let o: usize = 0; o < rowBytes; o += 16) v128.store(to + o, f32x4.mul(root, v128.load(row + o)));
      v128.store(to + rowBytes, f32x4.splat(0));
      to += wideBytes;
    }
    addProduct(entries, to, work, rowBytes, wideBytes);
  }
  // The right side goes with the matrix, so that one half of the substitution is done with the factors.
  for (let d: usize = 0; d < rowBytes; d += 4) {
    store<f32>(work + (d >> 2) * wideBytes + rowBytes, load<f32>(x + d));
  }
  factorUpper(work, <i32> (rowBytes >> 2), wideBytes);
  substitute(work, rowBytes, wideBytes, x);
}

/** The upper triangle of G + ridge I. */
function copyGram(gram: usize, rowBytes: usize, ridge: f32, to: usize, wideBytes: usize): void {
  for (let d: usize = 0; d < rowBytes; d += 4) {
    for (let o = d & ~15; o < rowBytes; o += 16) v128.store(to + o, v128.load(gram + o));
    store<f32>(to + d, load<f32>(to + d) + ridge);
    gram += rowBytes;
    to += wideBytes;
  }
}

/** The upper triangle of a += E'E over rows of E from `from` to `end`. */
function addProduct(from: usize, end: usize, a: usize, rowBytes: usize, wideBytes: usize): void {
  for (let i: usize = 0; i < rowBytes; i += 16) {
    for (let j = i; j < rowBytes; j += 32) addTile(from, end, i, j, a + (i >> 2) * wideBytes + j, wideBytes);
  }
}

function addTile(p: usize, end: usize, i: usize, j: usize, a: usize, wideBytes: usize): void {
  const a1 = a + wideBytes, a2 = a1 + wideBytes, a3 = a2 + wideBytes;
  let s0 = v128.load(a), s1 = v128.load(a, 16), t0 = v128.load(a1), t1 = v128.load(a1, 16);
  let u0 = v128.load(a2), u1 = v128.load(a2, 16), v0 = v128.load(a3), v1 = v128.load(a3, 16);
  for (; p < end; p += wideBytes) {
    const left = p + i, right = p + j;
    const r0 = v128.load(right), r1 = v128.load(right, 16);
    const l0 = v128.load32_splat(left), l1 = v128.load32_splat(left, 4);
    const l2 = v128.load32_splat(left, 8), l3 = v128.load32_splat(left, 12);
    s0 = f32x4.add(s0, f32x4.mul(l0, r0));
    s1 = f32x4.add(s1, f32x4.mul(l0, r1));
    t0 = f32x4.add(t0, f32x4.mul(l1, r0));
    t1 = f32x4.add(t1, f32x4.mul(l1, r1));
    u0 = f32x4.add(u0, f32x4.mul(l2, r0));
    u1 = f32x4.add(u1, f32x4.mul(l2, r1));
    v0 = f32x4.add(v0, f32x4.mul(l3, r0));
    v1 = f32x4.add(v1, f32x4.mul(l3, r1));
  }
  v128.store(a, s0);
  v128.store(a, s1, 16);
  v128.store(a1, t0);
  v128.store(a1, t1, 16);
  v128.store(a2, u0);
  v128.store(a2, u1, 16);
  v128.store(a3, v0);
  v128.store(a3, v1, 16);
}

/** x = U^-1 of the column behind U; the diagonal of U holds the inverses of its numbers. */
function substitute(u: usize, rowBytes: usize, wideBytes: usize, x: usize): void {
  let row = u + (rowBytes >> 2) * wideBytes;
  for (let d = rowBytes; d > 0;) {
    d -= 4;
    row -= wideBytes;
    let value = load<f32>(row + rowBytes);
    const from = (d + 16) & ~15;
    for (let o = d + 4; o < from; o += 4) value -= load<f32>(x + o) * load<f32>(row + o);
    if (from < rowBytes) value -= dot(x + from, row + from, rowBytes - from);
    store<f32>(x + d, value * load<f32>(row + d));
  }
}
