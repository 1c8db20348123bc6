/** Puts the scores of a member on a scale that members share. */
import type { MemberName } from "./members.ts";
import type { Tile } from "./recommender.ts";

/** Scores that span magnitudes: their logarithm is what compares. */
const logarithmic: readonly MemberName[] = ["popularity", "decayed-popularity", "first-popularity"];

/** Probability below which nothing tells that an item is had again. */
const rarest = 0.01;

/**
 * Replaces a column's scores by z-scores over the items the user does not have, so that one weight serves users with long and short
 * histories. Popularity is taken as its logarithm first. The user's own history is no matter of taste but of counts: log1p of it, alike
 * for everybody; so is how often an item is had again: its logarithm.
 *
 * @param own items of each column's user, ascending
 */
export function scaleTile(
  name: MemberName,
  tile: Tile,
  { own, width, items }: { own: readonly Int32Array[]; width: number; items: number },
): void {
  const view = tile.view;
  const cells = items * width;
  if (name === "history") {
    for (let i = 0; i < cells; i++) view[i] = Math.log1p(Math.max(0, view[i]!));
    return;
  }
  if (name === "buy-again") {
    for (let i = 0; i < cells; i++) view[i] = Math.log(Math.max(1, view[i]! / rarest));
    return;
  }
  if (logarithmic.includes(name)) {
    let sum = 0;
    for (let i = 0; i < cells; i += width) sum += view[i]!;
    const floor = 1e-3 * sum / items || 1;
    for (let i = 0; i < cells; i++) view[i] = Math.log(Math.max(0, view[i]!) + floor);
  }
  const sums = new Float64Array(width), squares = new Float64Array(width);
  for (let i = 0; i < cells; i += width) {
    for (let c = 0; c < width; c++) {
      const value = view[i + c]!;
      sums[c]! += value;
      squares[c]! += value * value;
    }
  }
  const scales = new Float64Array(width), shifts = new Float64Array(width);
  own.forEach((list, c) => {
    for (const item of list) {
      const value = view[item * width + c]!;
      sums[c]! -= value;
      squares[c]! -= value * value;
    }
    const n = Math.max(1, items - list.length), mean = sums[c]! / n;
    const variance = squares[c]! / n - mean * mean;
    // All alike: nothing to tell apart.
    scales[c] = variance > 1e-12 * mean * mean ? 1 / Math.sqrt(variance) : 0;
    shifts[c] = mean;
  });
  for (let i = 0; i < cells; i += width) {
    for (let c = 0; c < width; c++) view[i + c] = (view[i + c]! - shifts[c]!) * scales[c]!;
  }
}
