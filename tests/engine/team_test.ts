import assert from "node:assert/strict";
import { createRandom } from "../../engine/random.ts";
import {
  createControl,
  createSeat,
  createSoloTeam,
  leadTeam,
  StoppedError,
  stopTeam,
  type Team,
} from "../../engine/team.ts";
import { decompose } from "../../engine/truncated_svd.ts";
import { panelWidth, productPartsOf, rowPartsOf } from "../../engine/krylov_jobs.ts";

import { withTeam } from "./with_team.ts";

const helper = new URL("./workers/helper.ts", import.meta.url);

/** Products of a random sparse matrix, and the Gram matrix of the result, as bytes. */
function compute(team: Team): string[] {
  const { arena } = team, random = createRandom(5);
  const users = 9_001, items = 4_500, perRow = 5, parts = 7;
  const rowPtr = arena.i32(users + 1), entries = arena.i32(2 * users * perRow), starts = arena.i32(parts + 1);
  const x = arena.f32(items * panelWidth), sums = arena.f32(parts * items * panelWidth);
  const c = arena.f32(panelWidth ** 2);
  rowPtr.view.forEach((_, r) => rowPtr.view[r] = r * perRow);
  starts.view.forEach((_, p) => starts.view[p] = Math.floor(users * p / parts));
  const columns = entries.view, values = new Float32Array(columns.buffer, entries.ptr, columns.length);
  for (let e = 0; e < users * perRow; e++) {
    columns[2 * e] = (random.int(items / perRow) * perRow) + e % perRow;
    values[2 * e + 1] = random.normal();
  }
  x.view.forEach((_, i) => x.view[i] = random.normal());
  c.view.forEach((_, i) => c.view[i] = random.normal());
  const results = [];
  for (let round = 0; round < 5; round++) {
    // Growing between jobs: the others must see what is behind the old end.
    const rowParts = rowPartsOf(items), y = arena.f32(items * panelWidth);
    const out = arena.f64(rowParts * panelWidth ** 2);
    arena.u8(1_000_000);
    team.run(
      {
        ...{ kind: "product", parts, items, starts: starts.ptr, rowPtr: rowPtr.ptr, entries: entries.ptr },
        ...{ x: x.ptr, sums: sums.ptr },
      } as const,
    );
    const at = { items, parts: rowParts, basis: x.ptr, count: 1, y: y.ptr, out: out.ptr };
    team.run({ kind: "project", ...at, sums: sums.ptr, addends: parts });
    results.push(y.view.join(), out.view.join());
    team.run({ kind: "subtract", ...at, c: c.ptr });
    assert.ok(out.view.some((cell) => cell !== 0));
    results.push(y.view.join(), out.view.join());
    x.view.set(y.view.map((value) => value / 100));
  }
  return results;
}

for (const helpers of [0, 1, 3]) {
  Deno.test(`a team with ${helpers} helpers computes the same bits as one thread alone`, async () => {
    const alone = compute(createSoloTeam());
    await withTeam(helpers, (team) => assert.deepEqual(compute(team), alone));
  });
}

Deno.test("decompose() gives the same bytes on any number of threads, also where a product has several parts", async () => {
  const random = createRandom(8), users = 4_000, items = 50, perRow = 10;
  assert.ok(productPartsOf(users * perRow, items) > 4);
  const matrix = {
    userIds: new Float64Array(users),
    itemIds: new Float64Array(items),
    rowPtr: Int32Array.from({ length: users + 1 }, (_, r) => r * perRow),
    colIdx: Int32Array.from({ length: users * perRow }, (_, e) => e % perRow * 5 + random.int(5)),
    values: Float32Array.from({ length: users * perRow }, () => random.next()),
  };
  const alone = decompose(matrix, { factors: 16, seed: 1 });
  for (const helpers of [1, 3]) {
    await withTeam(helpers, (team) => {
      assert.deepEqual(decompose(matrix, { factors: 16, seed: 1, team }), alone);
    });
  }
});

Deno.test("a team goes on without helpers that do not come", async () => {
  const seat = createSeat(createControl(), 1);
  assert.deepEqual(compute(leadTeam(seat)), compute(createSoloTeam()));
  // One that comes too late is sent away.
  const late = new Worker(helper, { type: "module" });
  const { promise, resolve } = Promise.withResolvers<unknown>();
  late.onmessage = ({ data }) => resolve(data);
  late.postMessage(seat);
  assert.equal(await promise, "left");
  late.terminate();
});

Deno.test("a part that fails ends the job, on whichever thread it was", async () => {
  for (let round = 0; round < 3; round++) {
    await withTeam(1, (team) => {
      const items = 100_000;
      // The rows end far behind the memory.
      const job = { kind: "solve", parts: rowPartsOf(items), items, y: 65_000, l: 64, n: 4 } as const;
      assert.throws(() => team.run(job), /memory access out of bounds/);
    });
  }
});

Deno.test("a team that was told to stop takes no more parts", async () => {
  // Without helpers, so that the first part is surely this thread's.
  await withTeam(0, (team, control) => {
    const { arena } = team, items = 200_000, y = arena.f32(items * panelWidth);
    const l = arena.f64(panelWidth ** 2);
    const job = { kind: "solve", parts: 16, items, y: y.ptr, l: l.ptr, n: 8 } as const;
    team.run(job);
    assert.throws(() => team.run(job, () => stopTeam(control)), StoppedError);
    assert.throws(() => team.run(job), StoppedError);
  });
});
