/**
 * scores[i] = base[i] + dot(x[i, :], vec) for rows r0 .. r1, and their range
 *
 * blocks: the rows as `packBlocks` leaves them; base: f32 by row, padded to a multiple of 32, or 0 for none; vec: f32[stride]
 * scores: f32 by row, padded to a multiple of 32; limits: f32[2], lowered and raised by the scores of these rows: fill it with
 * +Infinity, -Infinity first. NaN is skipped. r0 must be a multiple of 32, and so must r1 unless it is the number of rows.
 */
import { scoreBlock } from "./inline/score_block";

export function scoreBlocks(
  blocks: usize,
  base: usize,
  vec: usize,
  stride: i32,
  r0: i32,
  r1: i32,
  scores: usize,
  limits: usize,
): void {
  const rowBytes = <usize> stride << 2;
  const none = f32x4.splat(Infinity);
  let low = v128.load32_splat(limits), high = v128.load32_splat(limits, 4);
  for (let first = r0; first < r1; first += 32) {
    const skip = <usize> first << 2;
    scoreBlock(blocks + <usize> (first >> 5) * (rowBytes << 5), base ? base + skip : 0, vec, rowBytes, scores + skip, none);
    const end = scores + (<usize> min(first + 32, r1) << 2);
    let p = scores + skip;
    // pmin(a, b) is "b < a ? b : a", so a NaN in b leaves a as it is.
    for (; p + 16 <= end; p += 16) {
      const values = v128.load(p);
      low = f32x4.pmin(low, values);
      high = f32x4.pmax(high, values);
    }
    for (; p < end; p += 4) {
      const value = v128.load32_splat(p);
      low = f32x4.pmin(low, value);
      high = f32x4.pmax(high, value);
    }
  }
  low = f32x4.pmin(low, v128.shuffle<f32>(low, low, 2, 3, 0, 1));
  high = f32x4.pmax(high, v128.shuffle<f32>(high, high, 2, 3, 0, 1));
  low = f32x4.pmin(low, v128.shuffle<f32>(low, low, 1, 0, 3, 2));
  high = f32x4.pmax(high, v128.shuffle<f32>(high, high, 1, 0, 3, 2));
  store<f32>(limits, f32x4.extract_lane(low, 0));
  store<f32>(limits, f32x4.extract_lane(high, 0), 4);
}
