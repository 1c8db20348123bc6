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
import { gramPartsOf, partsOf } from "../../engine/team_jobs.ts";
import { withTeam } from "./with_team.ts";

const helper = new URL("./workers/helper.ts", import.meta.url);

/** Products of a random sparse matrix and the Gram matrix of the result, as bytes. */
function compute(team: Team): string[] {
  const { arena } = team, random = createRandom(5);
  const rows = 9_001, columns = 70, stride = 8, perRow = 5;
  const rowPtr = arena.i32(rows + 1), colIdx = arena.i32(rows * perRow), values = arena.f32(rows * perRow);
  const x = arena.f32(columns * stride), y = arena.f32(rows * stride);
  rowPtr.view.forEach((_, r) => rowPtr.view[r] = r * perRow);
  colIdx.view.forEach((_, e) => colIdx.view[e] = random.int(columns));
  values.view.forEach((_, e) => values.view[e] = random.normal());
  x.view.forEach((_, i) => x.view[i] = random.normal());
  const results = [];
  for (let round = 0; round < 5; round++) {
    // Growing between jobs: the others must see what is behind the old end.
    const parts = gramPartsOf(rows), gram = arena.f64(parts * stride * stride);
    arena.u8(1_000_000);
    team.run(
      {
        ...{ kind: "spmm", parts: partsOf(rows), rows, stride, x: x.ptr, y: y.ptr },
        ...{ rowPtr: rowPtr.ptr, colIdx: colIdx.ptr, values: values.ptr },
      } as const,
    );
    team.run({ kind: "gram", parts, rows, x: y.ptr, stride, out: gram.ptr });
    assert.ok(gram.view.some((cell) => cell !== 0));
    results.push(y.view.join(), gram.view.join());
    x.view.set(y.view.subarray(0, x.length));
  }
  return results;
}

for (const helpers of [0, 1, 3]) {
  Deno.test(`a team with ${helpers} helpers computes the same bits as one thread alone`, async () => {
    const alone = compute(createSoloTeam());
    await withTeam(helpers, (team) => assert.deepEqual(compute(team), alone));
  });
}

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
      const rows = 100_000, stride = 4;
      // The rows end far behind the memory.
      const job = { kind: "solve", parts: partsOf(rows), rows, x: 65_000, stride, l: 64, n: 4 } as const;
      assert.throws(() => team.run(job), /memory access out of bounds/);
    });
  }
});

Deno.test("a team that was told to stop takes no more parts", async () => {
  // Without helpers, so that the first part is surely this thread's.
  await withTeam(0, (team, control) => {
    const { arena } = team, rows = 200_000, stride = 4, x = arena.f32(rows * stride);
    const gram = arena.f64(16 * stride * stride);
    const job = { kind: "gram", parts: 16, rows, x: x.ptr, stride, out: gram.ptr } as const;
    team.run(job);
    assert.throws(() => team.run(job, () => stopTeam(control)), StoppedError);
    assert.throws(() => team.run(job), StoppedError);
  });
});
