import assert from "node:assert/strict";
import { share } from "../../../engine/models/share.ts";
import { dropWorkspace, withWorkspace } from "../../../engine/models/workspace.ts";
import { fit, toData } from "./score_users.ts";

Deno.test("withWorkspace() gives the same memory again, empty and from its start", () => {
  dropWorkspace();
  const first = withWorkspace(({ arena }) => {
    const span = arena.f32(1_000);
    span.view.fill(7);
    return { memory: arena.memory, ptr: span.ptr };
  });
  withWorkspace(({ arena }) => {
    const span = arena.f32(1_000);
    assert.equal(arena.memory, first.memory);
    assert.equal(span.ptr, first.ptr);
    assert.ok(span.view.every((value) => value === 0));
  });
});

Deno.test("withWorkspace() gives work inside of work another memory, and takes memory back from work that fails", () => {
  dropWorkspace();
  const outer = withWorkspace(({ arena }) => {
    const span = arena.f32(10);
    span.view.fill(1);
    withWorkspace((inner) => {
      assert.notEqual(inner.arena.memory, arena.memory);
      inner.arena.f32(10).view.fill(2);
    });
    assert.ok(span.view.every((value) => value === 1));
    return arena.memory;
  });
  assert.throws(() =>
    withWorkspace(({ arena }) => {
      arena.f32(1_000_000);
      throw new Error("diverged");
    }), /diverged/);
  withWorkspace(({ arena }) => {
    assert.equal(arena.memory, outer);
    assert.ok(arena.mark() < 1_000);
  });
});

Deno.test("share() moves large arrays to shared memory wherever they are, and leaves the rest as it is", () => {
  const small = Float32Array.of(1, 2);
  const state = {
    factors: 3,
    name: "svd",
    none: null,
    small,
    members: [{ out: new Float32Array(20_000).fill(0.5), ids: new Float64Array(20_000).fill(1e12) }],
    matrix: { colIdx: new Int32Array(20_000).fill(-3), seen: new Uint8Array(80_000).fill(9) },
  };
  const shared = share(state);
  assert.deepEqual(shared, state);
  assert.equal(shared.small, small);
  const { members: [member], matrix } = shared;
  for (const array of [member!.out, member!.ids, matrix.colIdx, matrix.seen]) {
    assert.ok(array.buffer as unknown instanceof SharedArrayBuffer);
  }
  assert.equal(share(shared).members[0]!.out, member!.out);
});

for (const name of ["svd", "graph-filter"] as const) {
  Deno.test(`${name} keeps its factors in shared memory, which no Worker copies`, () => {
    const data = toData([{ user: 0, item: 0 }, { user: 0, item: 1 }, { user: 1, item: 1 }], {
      users: 2,
      items: 2,
    });
    const state = fit(name, data, { given: { factors: 1 } }) as { fold: Float32Array; out: Float32Array };
    assert.ok(state.fold.buffer instanceof SharedArrayBuffer);
    assert.ok(state.out.buffer instanceof SharedArrayBuffer);
  });
}
