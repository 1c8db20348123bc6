/** What every model must do, whatever it computes. */
import assert from "node:assert/strict";
import { type ModelName, modelNames } from "../../../engine/models/registry.ts";
import { fit, type Pair, scoresOf, toData } from "./score_users.ts";

/** Settings for data of a few dozen users. */
const small: Partial<Record<ModelName, Record<string, unknown>>> = {
  svd: { factors: 2 },
  "graph-filter": { factors: 2 },
  mf: { factors: 4, epochs: 60, learning_rate: 0.1, negatives: 2 },
  bpr: { factors: 4, epochs: 60, learning_rate: 0.1 },
  ials: { factors: 2, regularization: 0.01 },
  ease: { regularization: 1 },
  ensemble: { members: ["svd?factors=2", "ease?regularization=1", "item-knn"], weights: [1, 1, 1] },
};

/** Those that give the same to everybody, or only what a user had. */
const tasteless: readonly ModelName[] = [
  "popularity",
  "decayed-popularity",
  "first-popularity",
  "history",
  "buy-again",
];

const users = 40, items = 20;

/** Even users have the even items and odd users the odd ones, each without one, which another one of their kind has. */
function checkerboard(): { pairs: Pair[]; withheld: number[] } {
  const pairs: Pair[] = [], withheld: number[] = [];
  for (let user = 0; user < users; user++) {
    const hidden = 2 * ((user >> 1) % (items / 2)) + user % 2;
    withheld.push(hidden);
    for (let item = user % 2; item < items; item += 2) {
      if (item !== hidden) pairs.push({ user, item, at: Date.UTC(2024, 0, 1 + (user + item) % 28) });
    }
  }
  return { pairs, withheld };
}

function fitBoard(name: ModelName, seed = 1) {
  const { pairs, withheld } = checkerboard();
  const data = toData(pairs, { users, items });
  return { data, withheld, state: fit(name, data, { given: small[name] ?? {}, seed }) };
}

const everyone = Array.from({ length: users }, (_, user) => user);

for (const name of modelNames) {
  if (!tasteless.includes(name)) {
    Deno.test(`${name} puts the withheld item of a checkerboard first among those a user does not have`, () => {
      const { data, withheld, state } = fitBoard(name);
      const scores = scoresOf(name, state, { inputs: data, users: everyone });
      for (const user of everyone) {
        const own = scores[user]!;
        for (let item = 1 - user % 2; item < items; item += 2) {
          assert.ok(
            own[withheld[user]!]! > own[item]!,
            `user ${user}: item ${item} before ${withheld[user]}`,
          );
        }
      }
    });

    Deno.test(`${name} understands a user who was not trained from their input`, () => {
      const { data, state } = fitBoard(name);
      const inputs = toData([2, 4, 6, 8].map((item) => ({ user: users, item })), { users: users + 1, items });
      // The users of the state keep their codes; the new one comes after them.
      const [scores] = scoresOf(name, extend(state), { inputs, users: [users] });
      for (let item = 1; item < items; item += 2) {
        assert.ok(
          scores![10]! > scores![item]!,
          `item ${item} scores ${scores![item]}, item 10 ${scores![10]}`,
        );
      }
      assert.ok(data.users === users);
    });
  }

  Deno.test(`${name} gives the same scores, bit by bit, when it is fitted and asked again`, () => {
    const first = fitBoard(name), second = fitBoard(name);
    const ask = ({ state, data }: typeof first) => scoresOf(name, state, { inputs: data, users: everyone });
    assert.deepEqual(ask(first), ask(second));
  });

  Deno.test(`${name} scores finite numbers for an empty history, a single item and items that nobody has`, () => {
    const pairs = [{ user: 0, item: 0 }, { user: 0, item: 1 }, { user: 1, item: 1 }, { user: 2, item: 2 }];
    const data = toData(pairs, { users: 5, items: 6 });
    const state = fit(name, data, { given: small[name] ?? {} });
    for (const scores of scoresOf(name, state, { inputs: data, users: [0, 1, 2, 3, 4] })) {
      assert.ok(scores.every(Number.isFinite), `${[...scores]}`);
    }
  });

  Deno.test(`${name} can be fitted to one interaction`, () => {
    const data = toData([{ user: 0, item: 0 }], { users: 1, items: 1 });
    const state = fit(name, data, { given: small[name] ?? {} });
    assert.ok(Number.isFinite(scoresOf(name, state, { inputs: data, users: [0] })[0]![0]));
  });

  Deno.test(`${name} keeps its state in plain data that a Worker can be sent`, () => {
    const { data, state } = fitBoard(name);
    const there = scoresOf(name, structuredClone(state), { inputs: data, users: everyone });
    assert.deepEqual(there, scoresOf(name, state, { inputs: data, users: everyone }));
  });
}

/** A state with one more user, as user-holdout has from the start: nothing was trained for them. */
function extend(state: unknown): unknown {
  const copy = structuredClone(state) as Record<string, unknown>;
  if (copy.trained instanceof Uint8Array) copy.trained = Uint8Array.from([...copy.trained, 0]);
  return copy;
}

Deno.test("mf with the squared loss scores an item that nobody had alike for everybody", () => {
  const { pairs } = checkerboard();
  const data = toData(pairs, { users, items: items + 1 });
  const state = fit("mf", data, { given: { loss: "squared", factors: 4, epochs: 5 } });
  const scores = scoresOf("mf", state, { inputs: data, users: everyone });
  assert.equal(new Set(scores.map((own) => own[items])).size, 1);
});
