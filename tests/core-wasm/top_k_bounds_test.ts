import assert from "node:assert/strict";
import { createStage, everySize, type Guarded, type Stage, strides } from "./guarded.ts";
import { awkward, packRows, padded, type RowsInBytes, scoreRows } from "./rows_in_bytes.ts";

interface Ensemble {
  readonly members: readonly RowsInBytes[];
  readonly scales: readonly number[];
  readonly offsets: readonly number[];
}

function createEnsemble(stage: Stage, n: number, turn: number): Ensemble {
  const members = Array.from({ length: 1 + turn % 3 }, (_, m) => {
    const stride = strides[(turn + m) % strides.length]!;
    return packRows(stage, { n, stride, based: (turn + m) % 2 === 0, change: awkward(stage, turn + m) });
  });
  return {
    members,
    scales: members.map(() => turn % 10 === 0 ? 0 : stage.random.next()),
    offsets: members.map(() => stage.random.normal()),
  };
}

/** The best by the most that each can score. */
function findByBounds(stage: Stage, { members, scales, offsets }: Ensemble, k: number, mask: number) {
  const n = members[0]!.n, most = stage.f32(padded(n)), all = stage.f32(padded(n));
  const described = stage.i32(6 * members.length), work = stage.f32(256);
  const floats = new Float32Array(described.view.buffer, described.view.byteOffset);
  members.forEach((rows, m) => {
    const limits = stage.f32([Infinity, -Infinity]);
    stage.kernels.scoreBytes(...rows.args, 0, n, most.ptr, limits.ptr, stage.f32(32).ptr);
    stage.kernels.combine(all.ptr, most.ptr, n, scales[m]!, offsets[m]!, m > 0 ? 1 : 0);
    described.view.set([rows.x.ptr, rows.base?.ptr ?? 0, rows.vec.ptr, rows.stride], 6 * m);
    floats[6 * m + 4] = scales[m]!;
    floats[6 * m + 5] = offsets[m]!;
  });
  const items = stage.i32(k), scores = stage.f32(k);
  const list = [mask, k, items.ptr, scores.ptr, work.ptr] as const;
  const count = stage.kernels.topKBounds(all.ptr, n, described.ptr, members.length, ...list);
  const scored = all.read().subarray(0, n).filter((bound) => bound === -Infinity).length;
  work.read();
  return {
    found: { items: [...items.read().subarray(0, count)], scores: [...scores.read().subarray(0, count)] },
    scored,
  };
}

/** The best of all scores; minus infinity is no score. */
function findByScores(stage: Stage, ensemble: Ensemble, k: number, mask: Guarded<Uint32Array> | undefined) {
  const { members, scales, offsets } = ensemble, n = members[0]!.n, all = stage.f32(n);
  members.forEach((rows, m) => {
    const raw = stage.f32(scoreRows(stage, rows));
    stage.kernels.combine(all.ptr, raw.ptr, n, scales[m]!, offsets[m]!, m > 0 ? 1 : 0);
  });
  all.view.forEach((score, i) => all.view[i] = score === -Infinity ? NaN : score);
  const items = stage.i32(k), scores = stage.f32(k);
  const count = stage.kernels.topK(all.ptr, n, mask?.ptr ?? 0, k, items.ptr, scores.ptr);
  return { items: [...items.read().subarray(0, count)], scores: [...scores.read().subarray(0, count)] };
}

for (const relaxed of [false, true]) {
  Deno.test(`topKBounds() gives what scoring everything gives, to the last bit (${relaxed ? "relaxed" : "strict"})`, () => {
    const stage = createStage(91, { relaxed });
    for (let turn = 0; turn < 4 * everySize.length; turn++) {
      stage.clear();
      const n = everySize[turn % everySize.length]!, k = 1 + stage.random.int(turn % 4 ? 20 : n + 3);
      const ensemble = createEnsemble(stage, n, turn);
      const mask = turn % 3
        ? stage.u32(new Uint32Array(padded(n) / 32).map(() => stage.random.int(2 ** 32)))
        : undefined;
      const expected = findByScores(stage, ensemble, k, mask);
      assert.deepEqual(findByBounds(stage, ensemble, k, mask?.ptr ?? 0).found, expected, `turn ${turn}`);
    }
  });
}

Deno.test("topKBounds() of many rows fills more than one batch, and scores hardly more than it must", () => {
  const stage = createStage(92);
  const members = [1, 2].map(() => packRows(stage, { n: 5_000, stride: 16 }));
  const ensemble = { members, scales: [0.7, 0.3], offsets: [0.1, -0.2] };
  for (const k of [1, 10, 100, 1_000, 5_000]) {
    const { found, scored } = findByBounds(stage, ensemble, k, 0);
    assert.deepEqual(found, findByScores(stage, ensemble, k, undefined), `${k}`);
    assert.ok(scored <= 3 * k + 250, `${scored} for ${k}`);
  }
  assert.deepEqual(findByBounds(stage, ensemble, 0, 0).found.items, []);
});

Deno.test("topKBounds() finds a score that is just its bound and the worst of the k, at every lane", () => {
  const stage = createStage(93);
  const n = 96, stride = 4, late = 63;
  for (let early = 0; early < late; early++) {
    stage.clear();
    const x = stage.f32(n * stride), vec = stage.f32([1, 0, 0, 0]), work = stage.f32(256);
    const most = stage.f32(new Float32Array(n).fill(1));
    // The late one promises more, so it is scored first, but has the same score as the early one.
    x.view[early * stride] = x.view[late * stride] = 2;
    most.view[early] = 2;
    most.view[late] = 3;
    const described = stage.i32([x.ptr, 0, vec.ptr, stride, 0, 0]);
    new Float32Array(described.view.buffer, described.view.byteOffset)[4] = 1;
    const items = stage.i32(1), scores = stage.f32(1);
    const list = [0, 1, items.ptr, scores.ptr, work.ptr] as const;
    assert.equal(stage.kernels.topKBounds(most.ptr, n, described.ptr, 1, ...list), 1);
    assert.deepEqual([...items.read(), ...scores.read()], [early, 2]);
  }
});
