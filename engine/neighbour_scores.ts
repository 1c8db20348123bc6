/** Scores of a member of neighbours (member.ts) for all items, and what each act of the history adds to some of them. */
import type { NeighboursMember } from "./member.ts";

/** Items of a history, and f(strength) of each. */
export interface WeighedHistory {
  readonly positions: Int32Array;
  readonly weights: Float32Array;
}

/**
 * scores[i] = base[i] + sum over j of weights[j] x w_ji, summed in double precision in the order of the history
 *
 * @param scores f32[size or more]
 * @param sums f64[size], used up
 */
export function scoreNeighbours(
  { ptr, items, weights: entries, base }: NeighboursMember,
  { positions, weights }: WeighedHistory,
  { scores, sums }: { readonly scores: Float32Array; readonly sums: Float64Array },
): void {
  if (base) sums.set(base);
  else sums.fill(0);
  for (let j = 0; j < positions.length; j++) {
    const weight = weights[j]!, position = positions[j]!;
    for (let e = ptr[position]!, end = ptr[position + 1]!; e < end; e++) {
      sums[items[e]!]! += weight * entries[e]!;
    }
  }
  scores.set(sums);
}

/**
 * parts[r, j] += scale x weights[j] x w_ji for the item i of each row r
 *
 * @param parts f32[rows x history]
 * @param row f64[size], all 0, and left so: a row of weights at a time is spread out in it, which is less work than looking each one up
 */
export function explainNeighbours(
  { ptr, items, weights: entries }: NeighboursMember,
  { positions, weights }: WeighedHistory,
  { explained, scale, row, parts }: {
    readonly explained: Int32Array;
    readonly scale: number;
    readonly row: Float64Array;
    readonly parts: Float32Array;
  },
): void {
  const count = positions.length;
  for (let j = 0; j < count; j++) {
    const from = ptr[positions[j]!]!, end = ptr[positions[j]! + 1]!, weight = scale * weights[j]!;
    for (let e = from; e < end; e++) row[items[e]!] = entries[e]!;
    for (let r = 0; r < explained.length; r++) parts[r * count + j]! += weight * row[explained[r]!]!;
    for (let e = from; e < end; e++) row[items[e]!] = 0;
  }
}
