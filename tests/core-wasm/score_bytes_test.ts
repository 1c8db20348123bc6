import assert from "node:assert/strict";
import { createStage, everySize, type Stage, strides } from "./guarded.ts";
import {
  awkward,
  exactInSteps,
  packRows,
  padded,
  roundedOneWay,
  type RowsInBytes,
  scoreRows,
  vectorRoundedOneWay,
} from "./rows_in_bytes.ts";

const finite = (values: Iterable<number>) => [...values].filter((value) => !Number.isNaN(value));

function assertNotBelow(stage: Stage, rows: RowsInBytes, label: string): void {
  const { n } = rows, most = stage.f32(padded(n)), limits = stage.f32([Infinity, -Infinity]);
  stage.kernels.scoreBytes(...rows.args, 0, n, most.ptr, limits.ptr, stage.f32(32).ptr);
  const bounds = most.read();
  scoreRows(stage, rows).forEach((score, i) => {
    assert.ok(bounds[i]! >= score, `${label}, row ${i}: ${score} above ${bounds[i]}`);
  });
}

for (const relaxed of [false, true]) {
  const build = relaxed ? "relaxed" : "strict";

  Deno.test(`scoreBytes() gives no less than the score of any row, and the exact range of all (${build})`, () => {
    const stage = createStage(81, { relaxed });
    for (let turn = 0; turn < 4 * everySize.length; turn++) {
      stage.clear();
      const n = everySize[turn % everySize.length]!, stride = strides[turn % strides.length]!;
      const change = turn % 4 === 0
        ? roundedOneWay(stage)
        : turn % 4 === 1
        ? vectorRoundedOneWay(stage)
        : awkward(stage, turn);
      const rows = packRows(stage, { n, stride, based: turn % 2 === 0, change });
      const all = scoreRows(stage, rows);
      for (const cuts of [[], [32, 64, 224].filter((cut) => cut < n)]) {
        const most = stage.f32(padded(n)), limits = stage.f32([Infinity, -Infinity]), work = stage.f32(32);
        let from = 0;
        for (const to of [...cuts, n]) {
          stage.kernels.scoreBytes(...rows.args, from, to, most.ptr, limits.ptr, work.ptr);
          from = to;
        }
        work.read();
        const bounds = most.read();
        // NaN bounds nothing: who reads it has to look at the row.
        for (let i = 0; i < n; i++) assert.ok(!(bounds[i]! < all[i]!), `row ${i} of ${n}, turn ${turn}`);
        const numbers = finite(all);
        assert.deepEqual([...limits.read()], [Math.min(...numbers), Math.max(...numbers)], `turn ${turn}`);
      }
    }
  });

  Deno.test(`scoreBytes() gives no less than the score of rows that only rounding keeps from their bound (${build})`, () => {
    const stage = createStage(84, { relaxed });
    for (let turn = 0; turn < 40; turn++) {
      stage.clear();
      const stride = strides[turn % strides.length]!;
      assertNotBelow(stage, packRows(stage, { n: 320, stride, change: exactInSteps(stage) }), `turn ${turn}`);
    }
  });

  Deno.test(`scoreBytes() gives no less than the score where products and steps end below f32 (${build})`, () => {
    const stage = createStage(85, { relaxed });
    for (let down = 0; down <= 44; down++) {
      for (let across = 0; across <= 44; across++) {
        stage.clear();
        const change = (x: Float32Array, vec: Float32Array) => {
          x.fill(10 ** -down);
          vec.fill(10 ** -across);
        };
        const rows = packRows(stage, { n: 3, stride: 64, change });
        assertNotBelow(stage, rows, `1e-${down} times 1e-${across}`);
      }
    }
  });

  Deno.test(`scoreBytes() is near the scores of trained sizes (${build})`, () => {
    const stage = createStage(82, { relaxed });
    const n = 500, stride = 64;
    const rows = packRows(stage, { n, stride });
    const all = scoreRows(stage, rows),
      most = stage.f32(padded(n)),
      limits = stage.f32([Infinity, -Infinity]);
    stage.kernels.scoreBytes(...rows.args, 0, n, most.ptr, limits.ptr, stage.f32(32).ptr);
    const range = limits.view[1]! - limits.view[0]!;
    most.read().subarray(0, n).forEach((bound, i) => assert.ok(bound - all[i]! < 0.06 * range));
  });
}

Deno.test("scoreItems() gives the bits of score() for the rows that are named", () => {
  const stage = createStage(83);
  for (const count of everySize) {
    stage.clear();
    const n = count + 5, stride = strides[count % strides.length]!;
    const rows = packRows(stage, { n, stride, based: count % 2 === 0 });
    const items = stage.i32(Array.from({ length: count }, () => stage.random.int(n)));
    const scores = stage.f32(count), all = scoreRows(stage, rows);
    const from = [rows.x.ptr, rows.base?.ptr ?? 0, rows.vec.ptr, stride] as const;
    stage.kernels.scoreItems(...from, items.ptr, count, scores.ptr);
    assert.deepEqual([...scores.read()], Array.from(items.read(), (item) => all[item]!));
  }
});
