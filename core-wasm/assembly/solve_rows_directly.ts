/**
 * Ridge solutions of the rows of a sparse matrix with the other side's factors held fixed, in a basis where the Gram matrix of those
 * is diagonal (`rotateRows`), by Cholesky factors in f32: for r0 <= r < r1
 *
 *     (D + Y'WY) x = Y'W 1,    D = diag(diagonal) + ridge[r] I,    Y = the rows Y[colIdx[e], :], W = diag(weights[e]), e in row r
 *
 * rowPtr: i32[rows + 1]; colIdx: i32, weights: f32 by entry, at least 0; y: f32 rows of stride; diagonal: f32[stride], at least 0
 * ridge: f32[rows], above 0; x: f32 rows of stride; work: f32[(stride + max(stride, 64) + 2) x (stride + 8)]
 * Requires: stride a multiple of 4; x, work apart from the rest. Padding of zeros stays zero. A row without entries becomes zero.
 * (Hu, Koren and Volinsky, ICDM 2008.)
 *
 * A row with fewer entries than factors is solved in their space, as kernel ridge regression is (Saunders, Gammerman and Vovk, "Ridge
 * Regression Learning Algorithm in Dual Variables", ICML 1998): with the push-through identity and B = W^1/2 Y D^-1/2
 *
 *     x = D^-1 Y'W^1/2 z,    (I + B B') z = W^1/2 1
 *
 * which is a matrix of entries x entries whose eigenvalues are 1 and above. Either way the matrix is a diagonal one and E'E, added
 * as products of tiles of 4 x 8 sums in registers: E = W^1/2 Y, or E = B'. Only the upper triangle is made.
 */
import { addScaled } from "./inline/add_scaled";
import { dot } from "./inline/dot";
import { madd } from "./inline/madd";
import { factorUpper } from "./shared/factor_upper";
import { addNarrowTile, addTile } from "./shared/product_tile";

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
  diagonal: usize,
  ridge: usize,
  x: usize,
  work: usize,
): void {
  const rowBytes = <usize> stride << 2;
  for (let r = r0; r < r1; r++) {
    const from = <usize> load<i32>(rowPtr + (<usize> r << 2)) << 2;
    const bytes = (<usize> load<i32>(rowPtr + (<usize> r << 2), 4) << 2) - from;
    const to = x + <usize> r * rowBytes;
    memory.fill(to, 0, rowBytes);
    if (bytes == 0) continue;
    // D, then the matrix, then E.
    const own = f32x4.splat(load<f32>(ridge + (<usize> r << 2)));
    for (let o: usize = 0; o < rowBytes; o += 16) {
      v128.store(work + o, f32x4.add(own, v128.load(diagonal + o)));
    }
    if (bytes < rowBytes) solveByEntries(colIdx + from, weights + from, bytes, y, rowBytes, to, work);
    else solveByFactors(colIdx + from, weights + from, bytes, y, rowBytes, to, work);
  }
}

/** A function of its own, so that V8 takes its optimised form at the next call. */
function solveByFactors(
  columns: usize,
  weights: usize,
  count: usize,
  y: usize,
  rowBytes: usize,
  x: usize,
  d: usize,
): void {
  const wideBytes = rowBytes + 32;
  const a = d + rowBytes, entries = a + (rowBytes >> 2) * wideBytes;
  memory.fill(a, 0, entries - a);
  for (let o: usize = 0; o < rowBytes; o += 4) store<f32>(a + (o >> 2) * wideBytes + o, load<f32>(d + o));
  for (let start: usize = 0; start < count; start += chunk << 2) {
    const end = min(start + (chunk << 2), count);
    let to = entries, e = start;
    for (; e + 16 <= end; e += 16, to += wideBytes << 2) {
      copyFour(columns + e, v128.load(weights + e), y, rowBytes, to, wideBytes, x);
    }
    for (; e < end; e += 4, to += wideBytes) {
      const weight = load<f32>(weights + e);
      const row = y + <usize> load<u32>(columns + e) * rowBytes;
      addScaled(x, row, weight, rowBytes);
      const root = f32x4.splat(sqrt(weight));
      for (let o: usize = 0; o < rowBytes; o += 16) v128.store(to + o, f32x4.mul(root, v128.load(row + o)));
    }
    addProduct(entries, to, a, rowBytes);
  }
  solve(a, rowBytes, x);
}

/** Four rows of E = W^1/2 Y, and what they add to x = Y'W 1. */
@inline
function copyFour(
  columns: usize,
  weights: v128,
  y: usize,
  rowBytes: usize,
  to: usize,
  wideBytes: usize,
  x: usize,
): void {
  const a = y + <usize> load<u32>(columns) * rowBytes, b = y + <usize> load<u32>(columns, 4) * rowBytes;
  const c = y + <usize> load<u32>(columns, 8) * rowBytes, d = y + <usize> load<u32>(columns, 12) * rowBytes;
  const roots = f32x4.sqrt(weights), to2 = to + (wideBytes << 1);
  const wa = v128.shuffle<f32>(roots, roots, 0, 0, 0, 0), wb = v128.shuffle<f32>(roots, roots, 1, 1, 1, 1);
  const wc = v128.shuffle<f32>(roots, roots, 2, 2, 2, 2), wd = v128.shuffle<f32>(roots, roots, 3, 3, 3, 3);
  for (let o: usize = 0; o < rowBytes; o += 16) {
    const ea = f32x4.mul(wa, v128.load(a + o)), eb = f32x4.mul(wb, v128.load(b + o));
    const ec = f32x4.mul(wc, v128.load(c + o)), ed = f32x4.mul(wd, v128.load(d + o));
    v128.store(to + o, ea);
    v128.store(to + wideBytes + o, eb);
    v128.store(to2 + o, ec);
    v128.store(to2 + wideBytes + o, ed);
    const sum = f32x4.add(madd(wb, eb, f32x4.mul(wa, ea)), madd(wd, ed, f32x4.mul(wc, ec)));
    v128.store(x + o, f32x4.add(v128.load(x + o), sum));
  }
}

/** For fewer entries than factors, padded to a multiple of four by entries of weight 0. */
function solveByEntries(
  columns: usize,
  weights: usize,
  count: usize,
  y: usize,
  rowBytes: usize,
  x: usize,
  d: usize,
): void {
  const size = (count + 15) & ~15, wideBytes = size + 32;
  const z = d + rowBytes, a = z + size, factors = a + (size >> 2) * wideBytes;
  memory.fill(z, 0, factors - z);
  for (let e: usize = 0; e < count; e += 4) store<f32>(z + e, sqrt(load<f32>(weights + e)));
  for (let e: usize = 0; e < size; e += 4) store<f32>(a + (e >> 2) * wideBytes + e, 1);
  // From here on the roots of D^-1 are in its place.
  for (let o: usize = 0; o < rowBytes; o += 16) {
    v128.store(d + o, f32x4.div(f32x4.splat(1), f32x4.sqrt(v128.load(d + o))));
  }
  const last = columns + count - 4;
  for (let e: usize = 0; e < size; e += 16) turnFour(columns + e, last, v128.load(z + e), y, d, rowBytes, factors + e, wideBytes);
  addProduct(factors, factors + (rowBytes >> 2) * wideBytes, a, size);
  solve(a, size, z);
  for (let e: usize = 0; e < count; e += 4) {
    const scale = sqrt(load<f32>(weights + e)) * load<f32>(z + e);
    addScaled(x, y + <usize> load<u32>(columns + e) * rowBytes, scale, rowBytes);
  }
  for (let o: usize = 0; o < rowBytes; o += 16) {
    const root = v128.load(d + o);
    v128.store(x + o, f32x4.mul(v128.load(x + o), f32x4.mul(root, root)));
  }
}

/** Four columns of B': entries side by side, times the roots of their weights and of D^-1. */
@inline
function turnFour(
  columns: usize,
  last: usize,
  roots: v128,
  y: usize,
  inverse: usize,
  rowBytes: usize,
  to: usize,
  wideBytes: usize,
): void {
  const a = y + <usize> load<u32>(columns) * rowBytes, b = y + <usize> load<u32>(min(columns + 4, last)) * rowBytes;
  const c = y + <usize> load<u32>(min(columns + 8, last)) * rowBytes;
  const d = y + <usize> load<u32>(min(columns + 12, last)) * rowBytes;
  for (let o: usize = 0; o < rowBytes; o += 16) {
    const own = v128.load(inverse + o);
    const a0 = f32x4.mul(own, v128.load(a + o)), b0 = f32x4.mul(own, v128.load(b + o));
    const c0 = f32x4.mul(own, v128.load(c + o)), d0 = f32x4.mul(own, v128.load(d + o));
    const abLow = v128.shuffle<f32>(a0, b0, 0, 4, 1, 5), abHigh = v128.shuffle<f32>(a0, b0, 2, 6, 3, 7);
    const cdLow = v128.shuffle<f32>(c0, d0, 0, 4, 1, 5), cdHigh = v128.shuffle<f32>(c0, d0, 2, 6, 3, 7);
    const to2 = to + (wideBytes << 1);
    v128.store(to, f32x4.mul(roots, v128.shuffle<f32>(abLow, cdLow, 0, 1, 4, 5)));
    v128.store(to + wideBytes, f32x4.mul(roots, v128.shuffle<f32>(abLow, cdLow, 2, 3, 6, 7)));
    v128.store(to2, f32x4.mul(roots, v128.shuffle<f32>(abHigh, cdHigh, 0, 1, 4, 5)));
    v128.store(to2 + wideBytes, f32x4.mul(roots, v128.shuffle<f32>(abHigh, cdHigh, 2, 3, 6, 7)));
    to += wideBytes << 2;
  }
}

/** The upper triangle of a += E'E over rows of E from `from` to `end`. */
function addProduct(from: usize, end: usize, a: usize, size: usize): void {
  const wideBytes = size + 32;
  let row = a;
  for (let i: usize = 0; i < size; i += 16) {
    let j = i;
    for (; j + 32 <= size; j += 32) addTile(from, end, wideBytes, i, j, row + j, false);
    if (j < size) addNarrowTile(from, end, wideBytes, i, j, row + j);
    row += wideBytes << 2;
  }
}

/** x <- A^-1 x. The right side goes with the matrix, so that one half of the substitution is done with the factors. */
function solve(a: usize, size: usize, x: usize): void {
  const wideBytes = size + 32;
  for (let o: usize = 0; o < size; o += 4) {
    const behind = a + (o >> 2) * wideBytes + size;
    v128.store(behind, f32x4.replace_lane(f32x4.splat(0), 0, load<f32>(x + o)));
  }
  factorUpper(a, <i32> (size >> 2));
  substitute(a, size, wideBytes, x);
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
