/**
 * The k rows with the highest approximate score base[i] + scale * scales[i] * (bytes of row i . query) among rows r0 .. r1 and
 * those found before: candidates for `rescore`, about a quarter of the memory traffic of `topKBlocks`
 *
 * bytes, scales: the rows as `packBytes` leaves them; query, scale: from `quantizeVector`; stride a multiple of 4
 * base: f32 by row, padded to a multiple of 32, or 0 for none; the rest as in `topKBlocks`.
 *
 * Products of 8 and 16 bits are added in pairs by one instruction; the two factors of a pair stand side by side, so that
 * no sum goes across rows.
 */
import { makeHeap, sortHeap, valueAt } from "./shared/heap";
import { offerBlock } from "./shared/offer_block";

export function topKBytes(
  bytes: usize,
  scales: usize,
  base: usize,
  query: usize,
  scale: f32,
  stride: i32,
  r0: i32,
  r1: i32,
  excluded: usize,
  k: i32,
  count: i32,
  outItems: usize,
  outScores: usize,
  work: usize,
): i32 {
  if (k <= 0) return 0;
  makeHeap(outItems, outScores, count);
  for (let first = r0; first < r1; first += 32) {
    // A heap that is not full takes whatever comes, so every block is looked at.
    if (count == k) first = scan(bytes, scales, base, query, scale, stride, first, r1, valueAt(outScores, 0), work);
    else scan(bytes, scales, base, query, scale, stride, first, first + 1, 0, work);
    if (first >= r1) break;
    count = offerBlock(work, first, min(r1 - first, 32), excluded, k, count, outItems, outScores);
  }
  sortHeap(outItems, outScores, count);
  return count;
}

/**
 * Scores blocks, each into `work`, up to one with a score above `worst`: returns its first row, or a row not before r1 when there
 * is none.
 */
function scan(
  bytes: usize,
  scales: usize,
  base: usize,
  query: usize,
  scale: f32,
  stride: i32,
  first: i32,
  r1: i32,
  worst: f32,
  work: usize,
): i32 {
  const bar = f32x4.splat(worst), unit = f32x4.splat(scale);
  const blockBytes = <usize> stride << 5;
  const end = query + (<usize> stride << 1);
  let p = bytes + <usize> (first >> 5) * blockBytes;
  for (; first < r1; first += 32) {
    let s0 = i32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
    for (let q = query; q < end; q += 4) {
      const w = v128.load32_splat(q);
      s0 = i32x4.add(s0, i32x4.dot_i16x8_s(w, v128.load8x8_s(p)));
      s1 = i32x4.add(s1, i32x4.dot_i16x8_s(w, v128.load8x8_s(p, 8)));
      s2 = i32x4.add(s2, i32x4.dot_i16x8_s(w, v128.load8x8_s(p, 16)));
      s3 = i32x4.add(s3, i32x4.dot_i16x8_s(w, v128.load8x8_s(p, 24)));
      s4 = i32x4.add(s4, i32x4.dot_i16x8_s(w, v128.load8x8_s(p, 32)));
      s5 = i32x4.add(s5, i32x4.dot_i16x8_s(w, v128.load8x8_s(p, 40)));
      s6 = i32x4.add(s6, i32x4.dot_i16x8_s(w, v128.load8x8_s(p, 48)));
      s7 = i32x4.add(s7, i32x4.dot_i16x8_s(w, v128.load8x8_s(p, 56)));
      p += 64;
    }
    const at = <usize> first << 2;
    const from = scales + at, add = base ? base + at : 0;
    let any = put(work, from, add, unit, bar, s0);
    any = v128.or(any, put(work + 16, from + 16, add ? add + 16 : 0, unit, bar, s1));
    any = v128.or(any, put(work + 32, from + 32, add ? add + 32 : 0, unit, bar, s2));
    any = v128.or(any, put(work + 48, from + 48, add ? add + 48 : 0, unit, bar, s3));
    any = v128.or(any, put(work + 64, from + 64, add ? add + 64 : 0, unit, bar, s4));
    any = v128.or(any, put(work + 80, from + 80, add ? add + 80 : 0, unit, bar, s5));
    any = v128.or(any, put(work + 96, from + 96, add ? add + 96 : 0, unit, bar, s6));
    any = v128.or(any, put(work + 112, from + 112, add ? add + 112 : 0, unit, bar, s7));
    if (v128.any_true(any)) break;
  }
  return first;
}

/** Writes four scores; the lanes that are above `bar`. */
@inline
function put(to: usize, scales: usize, base: usize, unit: v128, bar: v128, sums: v128): v128 {
  let scores = f32x4.mul(f32x4.mul(unit, v128.load(scales)), f32x4.convert_i32x4_s(sums));
  if (base) scores = f32x4.add(v128.load(base), scores);
  v128.store(to, scores);
  return f32x4.gt(scores, bar);
}
