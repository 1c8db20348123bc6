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
 * parts[r, j] += scale x weights[j] x w_ji for the item i of each row r: every weight of the history is looked at once, which is less work
 * than finding those of each row
 *
 * @param explained items of the rows, in any order; one may come twice
 * @param rowOf i32[size], all -1, and left so
 * @param parts f32[rows x history]
 */
export function explainNeighbours(
  { ptr, items, weights: entries }: NeighboursMember,
  { positions, weights }: WeighedHistory,
  { explained, scale, rowOf, parts }: {
    readonly explained: Int32Array;
    readonly scale: number;
    readonly rowOf: Int32Array;
    readonly parts: Float32Array;
  },
): void {
  // The first row of an item, and of each row the next with the same item.
  const next = new Int32Array(explained.length), count = positions.length;
  for (let r = explained.length - 1; r >= 0; r--) {
    next[r] = rowOf[explained[r]!]!;
    rowOf[explained[r]!] = r;
  }
  for (let j = 0; j < count; j++) {
    const weight = scale * weights[j]!, position = positions[j]!;
    for (let e = ptr[position]!, end = ptr[position + 1]!; e < end; e++) {
      for (let r = rowOf[items[e]!]!; r >= 0; r = next[r]!) parts[r * count + j]! += weight * entries[e]!;
    }
  }
  for (const item of explained) rowOf[item] = -1;
}
