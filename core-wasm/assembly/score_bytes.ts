/**
 * The most that each of rows r0 .. r1 can score, most[i] >= base[i] + dot(x[i, :], vec), by its bytes; and the exact range of the scores
 *
 * bytes, bounds: the rows x as `packBytes` leaves them; query: from `quantizeVector`; x: f32 rows of stride, a multiple of 4
 * base: f32 by row, or 0 for none; most: f32 by row; both padded to a multiple of 32; work: 128 bytes
 * limits: f32[2], lowered and raised by the scores of these rows, those that `score` gives: fill it with +Infinity, -Infinity
 * first. A score of NaN is skipped. r0 must be a multiple of 32, and so must r1 unless it is the number of rows.
 *
 * Only rows that could be the highest or the lowest so far are scored in f32.
 */
import { errorsOf, productsOf, sumBytes } from "./inline/byte_bounds";
import { scoreRow } from "./inline/dot_rows";

export function scoreBytes(
  bytes: usize,
  bounds: usize,
  x: usize,
  base: usize,
  query: usize,
  vec: usize,
  stride: i32,
  r0: i32,
  r1: i32,
  most: usize,
  limits: usize,
  work: usize,
): void {
  const rowBytes = <usize> stride << 2;
  for (let first = r0; first < r1; first += 32) {
    first = scan(bytes, bounds, base, query, stride, first, r1, most, limits, work);
    if (first >= r1) break;
    const valid = min(r1 - first, 32);
    for (let j: usize = 0; j < <usize> valid; j++) {
      const above = load<f32>(most + (<usize> first + j << 2)), below = load<f32>(work + (j << 2));
      if (above <= load<f32>(limits, 4) && below >= load<f32>(limits)) continue;
      const value = scoreRow(x, base, vec, first + <i32> j, rowBytes);
      if (value < load<f32>(limits)) store<f32>(limits, value);
      if (value > load<f32>(limits, 4)) store<f32>(limits, value, 4);
    }
  }
}

/** Bounds blocks up to one with rows that may score beyond the limits: returns its first row, the least of each of its rows in `work`. */
function scan(
  bytes: usize,
  bounds: usize,
  base: usize,
  query: usize,
  stride: i32,
  first: i32,
  r1: i32,
  most: usize,
  limits: usize,
  work: usize,
): i32 {
  const low = v128.load32_splat(limits), high = v128.load32_splat(limits, 4);
  const unit = v128.load32_splat(query, 4), length = v128.load32_splat(query, 8), error = v128.load32_splat(query, 12);
  for (; first < r1; first += 32) {
    const block = <usize> (first >> 5), at = <usize> first << 2;
    sumBytes(bytes + block * (<usize> stride << 5), query, stride, work);
    const from = bounds + block * 384;
    let inside = f32x4.eq(unit, unit);
    for (let o: usize = 0; o < 128; o += 16) {
      const products = productsOf(work + o, from + o, unit), errors = errorsOf(from + o, length, error);
      let above = f32x4.add(products, errors), below = f32x4.sub(products, errors);
      if (base) {
        const add = v128.load(base + at + o);
        above = f32x4.add(add, above);
        below = f32x4.add(add, below);
      }
      v128.store(most + at + o, above);
      v128.store(work + o, below);
      inside = v128.and(inside, v128.and(f32x4.le(above, high), f32x4.ge(below, low)));
    }
    if (!i32x4.all_true(inside)) break;
  }
  return first;
}
