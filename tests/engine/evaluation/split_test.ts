import assert from "node:assert/strict";
import fc from "fast-check";
import { createDataset } from "../../../engine/evaluation/dataset.ts";
import { noInteractions } from "../../../engine/evaluation/interactions.ts";
import { describeSplit, parseSplit, split } from "../../../engine/evaluation/split.ts";
import { InvalidInputError } from "../../../errors.ts";
import { type Pair, toInteractions } from "../models/score_users.ts";

const options = { seed: 1, foldIn: 0.8 };

function items(rows: { readonly items: Int32Array }): number[] {
  return [...rows.items];
}

Deno.test("parseSplit() reads each form and refuses the rest with its text", () => {
  for (const text of ["leave-one-out", "temporal:0.2", "last:0.5", "random:0.25", "user-holdout:500"]) {
    assert.equal(describeSplit(parseSplit(text)), text);
  }
  assert.deepEqual(parseSplit("temporal:2011-11-11"), { kind: "temporal", from: Date.UTC(2011, 10, 11) });
  for (
    const text of [
      "",
      "loo",
      "random",
      "random:1",
      "random:0",
      "temporal:",
      "temporal:2",
      "user-holdout:0",
      "leave-one-out:2",
    ]
  ) {
    assert.throws(() => parseSplit(text), new RegExp(`Cannot split by --split "${text}"`), text);
  }
});

Deno.test("split() leaves out the last interaction of each user by time, of equal times the later line", () => {
  const rows = toInteractions([
    { user: 0, item: 1, at: 30 },
    { user: 0, item: 2, at: 10 },
    { user: 1, item: 3, at: 5 },
    { user: 1, item: 4, at: 5 },
    { user: 2, item: 5, at: 99 },
  ]);
  const { train, test } = split(rows, { kind: "leave-one-out" }, options);
  assert.deepEqual(items(test), [1, 4]);
  // A user with one interaction has nothing to learn from.
  assert.deepEqual(items(train), [2, 3, 5]);
});

Deno.test("split() cuts by a moment, or at the moment that leaves a share behind it", () => {
  const rows = toInteractions([40, 10, 30, 20, 30].map((at, item) => ({ user: 0, item, at })));
  assert.deepEqual(items(split(rows, { kind: "temporal", from: 30 }, options).test), [0, 2, 4]);
  assert.deepEqual(items(split(rows, { kind: "temporal-fraction", fraction: 0.2 }, options).test), [0]);
  assert.deepEqual(items(split(rows, { kind: "temporal-fraction", fraction: 0.4 }, options).test), [0, 2, 4]);
  const timeless = toInteractions([{ user: 0, item: 0 }]);
  assert.throws(() => split(timeless, { kind: "temporal", from: 1 }, options), /the file has no timestamps/);
  assert.throws(() => split(rows, { kind: "temporal", from: 99 }, options), /the test part is empty/);
});

Deno.test("split() takes the last share of every user by time", () => {
  const rows = toInteractions([
    { user: 0, item: 1, at: 30 },
    { user: 0, item: 2, at: 10 },
    { user: 0, item: 3, at: 20 },
    { user: 0, item: 4, at: 20 },
    { user: 1, item: 5, at: 1 },
  ]);
  const { train, test } = split(rows, { kind: "last", fraction: 0.4 }, options);
  assert.deepEqual(items(test), [1, 4]);
  assert.deepEqual(items(train), [2, 3, 5]);
});

Deno.test("split() divides at random so that every interaction is in exactly one part, and alike for one seed", () => {
  fc.assert(fc.property(fc.integer({ min: 4, max: 60 }), fc.integer({ min: 0, max: 1000 }), (n, seed) => {
    const rows = toInteractions(Array.from({ length: n }, (_, item): Pair => ({ user: item % 3, item })));
    const once = split(rows, { kind: "random", fraction: 0.25 }, { ...options, seed });
    assert.deepEqual(once, split(rows, { kind: "random", fraction: 0.25 }, { ...options, seed }));
    assert.equal(once.test.length, Math.round(0.25 * n));
    assert.deepEqual([...items(once.train), ...items(once.test)].sort((a, b) => a - b), items(rows));
  }));
});

Deno.test("split() holds users out: nothing of them is trained on, and a share of them is their input", () => {
  const rows = toInteractions(
    Array.from({ length: 60 }, (_, e): Pair => ({ user: e % 6, item: Math.floor(e / 6) })),
  );
  const { train, foldIn, test } = split(rows, { kind: "user-holdout", users: 2 }, options);
  assert.equal(new Set(train.users).size, 4);
  assert.deepEqual(new Set(foldIn.users), new Set(test.users));
  assert.ok([...test.users].every((user) => !train.users.includes(user)));
  assert.equal(foldIn.length, 16);
  assert.equal(test.length, 4);
  assert.throws(() => split(rows, { kind: "user-holdout", users: 6 }, options), InvalidInputError);
});

Deno.test("createDataset() places items by first appearance and lets duplicate test pairs collapse", () => {
  const train = toInteractions([{ user: 5, item: 9 }, { user: 5, item: 3 }, { user: 7, item: 9 }]);
  const test = toInteractions([{ user: 7, item: 3 }, { user: 7, item: 3 }, { user: 8, item: 1 }, {
    user: 7,
    item: 9,
  }]);
  const dataset = createDataset({ train, foldIn: noInteractions(), test });
  assert.deepEqual([dataset.users, dataset.items], [3, 3]);
  assert.deepEqual([...dataset.train.items], [0, 1, 0]);
  assert.deepEqual([...dataset.test.users], [1, 2]);
  // What a user has already stays among the test items, and so does an item that was never trained.
  assert.deepEqual([...dataset.test.items.subarray(0, 2)], [1, 0]);
  assert.deepEqual([...dataset.test.ptr], [0, 2, 3]);
  const fresh = createDataset({ train, foldIn: noInteractions(), test }, { newOnly: true });
  assert.deepEqual([...fresh.test.ptr], [0, 1, 2]);
});
