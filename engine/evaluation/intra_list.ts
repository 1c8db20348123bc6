/** How unlike the items of one list are: intra-list diversity (Smyth and McClave, ICCBR 2001; Ziegler et al., WWW 2005). */
import type { Owners } from "./owners.ts";

export interface IntraListOptions {
  /** Who has what in the training part: likeness does not depend on the model, so models can be compared. */
  readonly owners: Owners;
  /** Number of users in training: they are below it. */
  readonly users: number;
  /** Entries per list; -1 behind a list that is shorter. */
  readonly longest: number;
  /** Ascending, none above `longest`. */
  readonly cutoffs: readonly number[];
}

/**
 * For each cut-off k and each list the mean, over the pairs of its first k items, of 1 - cosine of their columns of the training
 * matrix, each filled cell a 1: 1 - |Ui and Uj| / sqrt(|Ui| |Uj|), Ui the users of item i. An item that nobody has is unlike every
 * other, and a list of fewer than two items has no pairs: 0.
 *
 * Nothing is done for each pair: the sum of the cosines of an item with those before it is one product, of its column with the sum
 * of theirs, all of length 1. The cost is that of reading the users of the listed items twice.
 *
 * @param lists one after another, `longest` entries each
 * @returns for each cut-off one value in [0, 1] per list
 */
export function intraListDiversity(
  lists: Int32Array,
  { owners: { ptr, users: ownerOf }, users, longest, cutoffs }: IntraListOptions,
): Float64Array[] {
  const size = lists.length / longest;
  const found = cutoffs.map(() => new Float64Array(size));
  const sum = new Float64Array(users);
  for (let l = 0; l < size; l++) {
    const list = lists.subarray(l * longest, (l + 1) * longest);
    let cosines = 0, items = 0, next = 0;
    for (; items < longest && list[items]! >= 0; items++) {
      for (; cutoffs[next] === items; next++) found[next]![l] = unlikeness(cosines, items);
      const from = ptr[list[items]!]!, to = ptr[list[items]! + 1]!;
      const cell = 1 / Math.sqrt(to - from);
      let product = 0;
      for (let o = from; o < to; o++) {
        const user = ownerOf[o]!;
        product += sum[user]!;
        sum[user] = sum[user]! + cell;
      }
      if (to > from) cosines += product * cell;
    }
    for (; next < cutoffs.length; next++) found[next]![l] = unlikeness(cosines, items);
    for (let i = 0; i < items; i++) {
      for (let o = ptr[list[i]!]!; o < ptr[list[i]! + 1]!; o++) sum[ownerOf[o]!] = 0;
    }
  }
  return found;
}

/** 1 - mean cosine of all pairs of so many items. Rounding may leave the sum a hair above the number of pairs. */
function unlikeness(cosines: number, items: number): number {
  const pairs = items * (items - 1) / 2;
  return pairs === 0 ? 0 : Math.max(0, 1 - cosines / pairs);
}
