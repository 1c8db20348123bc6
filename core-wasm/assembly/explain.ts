/**
 * dest[j] += scale * weights[j] * dot(fold[items[j], :], outRow), for j < count: what each act of a history adds to a score
 *
 * items: i32[count]; weights: f32[count]; fold: f32[n x stride]; outRow: f32[stride]; scale: f32; dest: f32[count]
 * Requires: stride a multiple of 4, every item inside fold.
 */
import { dot } from "./inline/dot";

export function explain(
  items: usize,
  weights: usize,
  count: i32,
  fold: usize,
  outRow: usize,
  stride: i32,
  scale: f32,
  dest: usize,
): void {
  const rowBytes = <usize> stride << 2;
  const bytes = <usize> count << 2;
  for (let o: usize = 0; o < bytes; o += 4) {
    const row = fold + <usize> load<u32>(items + o) * rowBytes;
    const part = scale * load<f32>(weights + o) * dot(row, outRow, rowBytes);
    store<f32>(dest + o, load<f32>(dest + o) + part);
  }
}
