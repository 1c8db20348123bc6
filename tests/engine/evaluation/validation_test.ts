import assert from "node:assert/strict";
import { createDataset, type Dataset } from "../../../engine/evaluation/dataset.ts";
import { noInteractions } from "../../../engine/evaluation/interactions.ts";
import { parseSplit, split } from "../../../engine/evaluation/split.ts";
import { createValidation, type Validation } from "../../../engine/evaluation/validation.ts";
import { createRandom } from "../../../engine/random.ts";
import { type Pair, toInteractions } from "../models/score_users.ts";

const base = { seed: 1, foldIn: 0.8, newOnly: false };
const day = 86_400_000;

/** Users with 10 items each, one a day; low items are more popular. */
function createPairs({ users, timed = true }: { users: number; timed?: boolean }): Pair[] {
  const random = createRandom(5), pairs: Pair[] = [];
  for (let user = 0; user < users; user++) {
    const items = new Set<number>();
    while (items.size < 10) items.add(Math.floor(60 * random.next() ** 2));
    [...items].forEach((item, d) => pairs.push({ user, item, ...timed && { at: 1.6e12 + d * day + user } }));
  }
  return pairs;
}

function divide(pairs: readonly Pair[], how: string): Dataset {
  return createDataset(split(toInteractions(pairs), parseSplit(how), base));
}

function validate(
  pairs: readonly Pair[],
  how: string,
): { whole: Dataset; validation: Validation; last: Dataset } {
  const whole = divide(pairs, how);
  const validation = createValidation(whole, { ...base, split: parseSplit(how) });
  return { whole, validation, last: validation.rungs.at(-1)! };
}

for (const how of ["leave-one-out", "temporal:0.2", "last:0.2", "random:0.2"]) {
  Deno.test(`createValidation() cuts the training part by ${how} again, without the test part`, () => {
    const { whole, validation, last } = validate(createPairs({ users: 60 }), how);
    assert.equal(validation.protocol, `${how} of the training part`);
    assert.equal(last.train.length + last.testRows.length, whole.train.length);
  });
}

Deno.test("createValidation() takes the last item but one of each user after leave-one-out", () => {
  const { whole, last } = validate(createPairs({ users: 60 }), "leave-one-out");
  assert.equal(last.test.items.length, 60);
  // Times tell the rows apart, whatever codes they have.
  const newest = (user: number) =>
    Math.max(...[...whole.train.at!].filter((_, e) => whole.train.users[e] === user));
  const expected = Array.from({ length: 60 }, (_, user) => newest(user)).sort();
  assert.deepEqual([...last.testRows.at!].sort(), expected);
});

Deno.test("createValidation() cuts before a date by an earlier moment, with as large a share", () => {
  const moment = 1.6e12 + 8 * day;
  const { validation, last } = validate(
    createPairs({ users: 60 }),
    `temporal:${new Date(moment).toISOString()}`,
  );
  assert.equal(validation.protocol, "temporal:0.2 of the training part");
  const cut = Math.min(...last.testRows.at!);
  assert.ok(cut > 1.6e12 + 5 * day && Math.max(...last.testRows.at!) < moment);
  assert.ok(Math.max(...last.train.at!) < cut);
});

Deno.test("createValidation() holds out users of whom nothing is trained", () => {
  const { last } = validate(createPairs({ users: 60 }), "user-holdout:10");
  const trained = new Set(last.train.users);
  assert.equal(last.test.users.length, 10);
  assert.ok(last.test.users.every((user) => !trained.has(user)));
  assert.ok(last.inputs.length > 0 && last.inputs !== last.train);
});

Deno.test("createValidation() of given parts without times leans to popular items, by their popularity^0.2", () => {
  // Two kinds of items: 10 with 1,000 users each, 1,000 with 10 users each. Either kind has half of the pairs.
  const pairs: Pair[] = [];
  for (let user = 0; user < 1_000; user++) {
    for (let item = 0; item < 10; item++) {
      pairs.push({ user, item }, { user, item: 10 + (user * 10 + item) % 1_000 });
    }
  }
  const whole = divide(pairs, "random:0.2");
  const validation = createValidation(whole, { ...base, split: null }), last = validation.rungs.at(-1)!;
  assert.equal(last.train.length + last.testRows.length, whole.train.length);
  assert.equal(validation.protocol, "random:0.2 of the training part, items drawn with popularity^0.2");
  const popularityOf = new Map<number, number>();
  for (const item of last.train.items) popularityOf.set(item, (popularityOf.get(item) ?? 0) + 1);
  const popular = last.testRows.items.filter((item) => (popularityOf.get(item) ?? 0) > 100).length;
  // A pair is withheld once an exponential clock of the rate popularity^0.2 rings: the moment by which a fifth of all has.
  const rates = [800 ** 0.2, 8 ** 0.2];
  const withheldBy = (t: number) => rates.map((rate) => 1 - Math.exp(-rate * t));
  let low = 0, high = 10;
  while (high - low > 1e-9) {
    const middle = (low + high) / 2, [a, b] = withheldBy(middle);
    if ((a! + b!) / 2 < 0.2) low = middle;
    else high = middle;
  }
  const [a, b] = withheldBy(low);
  const expected = a! / (a! + b!), share = popular / last.testRows.length;
  assert.ok(Math.abs(share - expected) < 0.03, `${share} for ${expected}`);
});

Deno.test("createValidation() of given parts with times cuts at a moment, or by user where none stays", () => {
  const pairs = createPairs({ users: 100 });
  const given = (rows: readonly Pair[]) =>
    createDataset({
      train: toInteractions(rows),
      foldIn: noInteractions(),
      test: toInteractions(rows.filter(({ item }) => item < 9).map(({ user }) => ({ user, item: 59 }))),
    });
  const stays = createValidation(given(pairs), { ...base, split: null });
  assert.match(stays.protocol, /^temporal:0\.\d+ of the training part$/);
  // Each user comes for a minute of their own.
  const gone = pairs.map((pair, e) => ({ ...pair, at: 1.6e12 + pair.user * 60_000 + e % 10 }));
  assert.match(createValidation(given(gone), { ...base, split: null }).protocol, /^last:0\.\d+ of/);
});

Deno.test("createValidation() draws as many negatives as were given, none that the user has", () => {
  const whole = divide(createPairs({ users: 60 }), "leave-one-out");
  const ptr = Int32Array.from({ length: 61 }, (_, t) => t * 20);
  const negatives = { ptr, candidates: new Int32Array(60 * 20) };
  const validation = createValidation({ ...whole, negatives }, { ...base, split: null });
  const last = validation.rungs.at(-1)!;
  assert.equal(last.negatives!.candidates.length, 60 * 20);
  last.test.users.forEach((user, t) => {
    const own = new Set([...last.inputs.items].filter((_, e) => last.inputs.users[e] === user));
    own.add(last.test.items[last.test.ptr[t]!]!);
    const drawn = last.negatives!.candidates.subarray(t * 20, (t + 1) * 20);
    assert.equal(new Set(drawn).size, 20);
    assert.ok(drawn.every((item) => !own.has(item)));
  });
});

Deno.test("createValidation() begins with a part of the users where there are many, and ranks for a sample of them", () => {
  const { validation } = validate(createPairs({ users: 7_000 }), "leave-one-out");
  assert.deepEqual(validation.rungs.map(({ users }) => users), [2_333, 7_000]);
  assert.deepEqual(validation.rungs.map(({ test }) => test.users.length), [2_333, 4_000]);
});
