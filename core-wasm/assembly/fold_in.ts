/**
 * out[:] = sum over j < count of weights[j] * fold[items[j], :]: the user vector of a history
 *
 * items: i32[count]; weights: f32[count]; fold: f32[n x stride]; out: f32[stride]
 * Requires: stride a multiple of 4, every item inside fold, out not inside fold. Sums in f32, in the order of the history.
 * An empty history gives zeros.
 */
import { gatherRow } from "./shared/gather_row";

export function foldIn(items: usize, weights: usize, count: i32, fold: usize, stride: i32, out: usize): void {
  gatherRow(items, weights, count, fold, out, <usize> stride << 2);
}
