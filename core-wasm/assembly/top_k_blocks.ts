/**
 * The k rows with the highest base[i] + dot(x[i, :], vec) among rows r0 .. r1 and those found before, without writing the
 * scores of the others anywhere
 *
 * blocks: the rows as `packBlocks` leaves them; base: f32 by row, padded to a multiple of 32, or 0 for none; vec: f32[stride]
 * excluded: u32 words, bit i of word i >> 5 leaves row i out, or 0 for none; work: f32[32]
 * outItems: i32[k]; outScores: f32[k]: descending, of equal scores the lower row first
 * count: how many entries of earlier ranges outItems and outScores hold, 0 at first: ranges must come in rising order. r0 must
 * be a multiple of 32, and so must r1 unless it is the number of rows. NaN is never chosen. Returns the new count, at most k.
 *
 * One number of vec, spread over a vector, serves 32 rows: no sums across. A block is looked at again only when one of its scores
 * beats the worst of the k, and the exclusion only for those that do.
 */
import { scoreBlock } from "./inline/score_block";
import { makeHeap, sortHeap, valueAt } from "./shared/heap";
import { offerBlock } from "./shared/offer_block";

export function topKBlocks(
  blocks: usize,
  base: usize,
  vec: usize,
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
  const rowBytes = <usize> stride << 2;
  for (let first = r0; first < r1; first += 32) {
    // A heap that is not full takes whatever comes, so every block is looked at.
    if (count == k) first = scan(blocks, base, vec, rowBytes, first, r1, valueAt(outScores, 0), work);
    else scan(blocks, base, vec, rowBytes, first, first + 1, 0, work);
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
  blocks: usize,
  base: usize,
  vec: usize,
  rowBytes: usize,
  first: i32,
  r1: i32,
  worst: f32,
  work: usize,
): i32 {
  const bar = f32x4.splat(worst);
  for (; first < r1; first += 32) {
    const block = blocks + <usize> (first >> 5) * (rowBytes << 5);
    if (scoreBlock(block, base ? base + (<usize> first << 2) : 0, vec, rowBytes, work, bar)) break;
  }
  return first;
}
