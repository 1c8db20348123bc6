import assert from "node:assert/strict";
import { rank, type RankJob, tileWidth } from "../../../engine/evaluation/rank.ts";
import { rankInWorkers } from "../../../engine/evaluation/rank_in_workers.ts";
import { createRandom } from "../../../engine/random.ts";
import { fit, type Pair, toData } from "../models/score_users.ts";

/** Popularity 3, 2, 2, 1, 0 of items 0 to 4; user 3 has nothing. */
const pairs: readonly Pair[] = [
  { user: 0, item: 0 },
  { user: 1, item: 0 },
  { user: 2, item: 0 },
  { user: 0, item: 1 },
  { user: 1, item: 1 },
  { user: 1, item: 2 },
  { user: 2, item: 2 },
  { user: 2, item: 3 },
];

function createJob(change: Partial<RankJob> = {}): RankJob {
  const inputs = toData(pairs, { users: 4, items: 5 });
  return {
    model: "popularity",
    state: fit("popularity", inputs),
    inputs,
    fallback: Float32Array.of(0, 0, 0, 0, 1),
    users: Int32Array.of(0, 2, 3),
    k: 3,
    repeats: false,
    sampled: null,
    ...change,
  };
}

Deno.test("rank() leaves out what a user has, puts the lower position first among equals, and fills up with -1", () => {
  const { lists } = rank(createJob());
  assert.deepEqual([...lists.subarray(0, 3)], [2, 3, 4]);
  assert.deepEqual([...lists.subarray(3, 6)], [1, 4, -1]);
});

Deno.test("rank() gives users of whom nothing is known the fallback", () => {
  assert.deepEqual([...rank(createJob()).lists.subarray(6)], [4, 0, 1]);
});

Deno.test("rank() keeps what a user has as candidates with repeats", () => {
  assert.deepEqual([...rank(createJob({ repeats: true })).lists.subarray(0, 3)], [0, 1, 2]);
});

Deno.test("rank() among sampled candidates counts those that score strictly higher", () => {
  const sampled = {
    targets: Int32Array.of(2, 1, 0),
    ptr: Int32Array.of(0, 3, 4, 5),
    candidates: Int32Array.of(0, 1, 3, 4, 4),
  };
  // User 0: item 2 against 0 (higher), 1 (equal) and 3. User 3 is answered by the fallback.
  assert.deepEqual([...rank(createJob({ sampled })).ranks], [2, 1, 2]);
});

Deno.test("rank() refuses scores that are not numbers", () => {
  const state = { scores: new Float32Array(5).fill(NaN) };
  assert.throws(
    () => rank(createJob({ state })),
    /Cannot evaluate "popularity": the score of user 0 for item 0 is NaN/,
  );
});

Deno.test("rankInWorkers() gives what rank() gives, however the users fall into tiles", async () => {
  const random = createRandom(1), users = 3 * tileWidth + 5, items = 200_000;
  const many = Array.from(
    { length: 600 },
    (): Pair => ({ user: random.int(users), item: random.int(items) }),
  );
  const inputs = toData(many, { users, items });
  const job = createJob({
    model: "history",
    inputs,
    state: fit("history", inputs),
    fallback: new Float32Array(items).map((_, i) => i % 7),
    users: random.shuffle(Int32Array.from({ length: users }, (_, u) => u)).slice(),
    repeats: true,
  });
  let last = 0;
  assert.deepEqual(await rankInWorkers(job, (done) => last = done), rank(job));
  assert.equal(last, users);
});
