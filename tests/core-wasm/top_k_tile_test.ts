import assert from "node:assert/strict";
import { createStage } from "./guarded.ts";

/** Rows of one column by score, of equal scores the lower first, without those that may not be chosen. */
function sortColumn(
  scores: Float32Array,
  { n, width, column }: { n: number; width: number; column: number },
) {
  return Array.from({ length: n }, (_, row) => ({ row, score: scores[row * width + column]! }))
    .filter(({ score }) => score > -Infinity)
    .sort((a, b) => b.score - a.score || a.row - b.row);
}

Deno.test("topKTile() gives what sorting each column gives, with ties, NaN and -Infinity", () => {
  const stage = createStage(5);
  const { kernels, random } = stage;
  for (const n of [0, 1, 4, 5, 33, 130]) {
    for (const k of [1, 5, 20]) {
      for (const width of [4, 12]) {
        stage.clear();
        const scores = stage.f32(Float32Array.from({ length: n * width }, () => {
          const kind = random.int(10);
          if (kind === 0) return NaN;
          if (kind === 1) return -Infinity;
          return kind < 6 ? random.int(4) - 2 : random.normal();
        }));
        const items = stage.i32(width * k), values = stage.f32(width * k), counts = stage.i32(width);
        kernels.topKTile(scores.ptr, n, width, k, items.ptr, values.ptr, counts.ptr);
        scores.read();
        const gotItems = items.read(), gotValues = values.read(), gotCounts = counts.read();
        for (let column = 0; column < width; column++) {
          const best = sortColumn(scores.view, { n, width, column }).slice(0, k);
          const at = column * k, what = `${n} rows, best ${k}, column ${column} of ${width}`;
          assert.equal(gotCounts[column], best.length, what);
          assert.deepEqual([...gotItems.subarray(at, at + best.length)], best.map(({ row }) => row), what);
          assert.deepEqual(
            [...gotValues.subarray(at, at + best.length)],
            best.map(({ score }) => score),
            what,
          );
          assert.ok(gotItems.subarray(at + best.length, at + k).every((item) => item === -1), what);
        }
      }
    }
  }
});
