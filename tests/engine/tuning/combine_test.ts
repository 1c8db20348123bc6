import assert from "node:assert/strict";
import { createRandom } from "../../../engine/random.ts";
import { combine, type CombineOptions, membersOf, type Slot } from "../../../engine/tuning/combine.ts";
import { listCandidates, spaces } from "../../../engine/tuning/spaces.ts";
import type { Choice, Trials } from "../../../engine/tuning/trials.ts";

const choiceOf = (name: Choice["name"], factors: number): Choice => ({
  name,
  values: { factors },
  tasteDecayPerDay: 0,
});

/** What a combination is worth is known: the nearer to `target`, by member, the better; the same for each user but for some noise. */
function fakeTrials(target: ReadonlyMap<string, number>, users = 900): { trials: Trials; columns: number[] } {
  const columns: number[] = [], random = createRandom(1);
  const noise = Array.from({ length: users }, () => random.next() / 100);
  const measure: Trials["measure"] = (members, combinations, every = 1) =>
    combinations.map((shares) => {
      columns.push(every);
      const miss = members.reduce(
        (sum, { name, values }, m) =>
          sum + (shares[m]! - (target.get(`${name} ${values["factors"]}`) ?? 0)) ** 2,
        0,
      );
      return Float64Array.from({ length: Math.ceil(users / every) }, (_, u) => 1 - miss + noise[u * every]!);
    });
  return { trials: { users, measure } as Trials, columns };
}

const slots: Slot[] = [
  { start: choiceOf("svd", 64), best: choiceOf("svd", 16) },
  { start: choiceOf("mf", 64), best: choiceOf("mf", 16) },
  { best: choiceOf("ease", 1) },
];

function options(trials: Trials, changed: Partial<CombineOptions> = {}): CombineOptions {
  return {
    trials,
    fixed: [[0.7, 0.3, 0]],
    open: true,
    least: [0, 0, 0],
    clock: () => 0,
    deadline: 1,
    perColumn: 0,
    ...changed,
  };
}

Deno.test("combine() finds the members and weights that are best, whether they were set or found", () => {
  const { trials } = fakeTrials(new Map([["svd 64", 0.35], ["ease 1", 0.65]]));
  const found = combine(slots, options(trials));
  const { members, shares } = membersOf(slots, found.combination);
  assert.deepEqual(members.map(({ name, values }) => `${name} ${values["factors"]}`), ["svd 64", "ease 1"]);
  shares.forEach((share, m) => assert.ok(Math.abs(share - [0.35, 0.65][m]!) < 0.051, `${shares}`));
  assert.ok(
    found.tried.every(({ combination }) =>
      Math.abs(combination.shares.reduce((sum, share) => sum + share, 0) - 1) < 0.02
    ),
  );
});

Deno.test("combine() leaves out a member that adds next to nothing", () => {
  const { trials } = fakeTrials(new Map([["svd 16", 0.99], ["mf 16", 0.01]]));
  const { combination } = combine(slots, options(trials));
  assert.deepEqual(combination.shares, [1, 0, 0]);
});

Deno.test("combine() leaves every member at least what it must have, whatever is best", () => {
  const { trials } = fakeTrials(new Map([["ease 1", 1]]));
  const { combination, tried } = combine(slots, options(trials, { least: [0.05, 0.05, 0] }));
  assert.deepEqual(combination.shares, [0.05, 0.05, 0.9]);
  for (const { combination: { shares } } of tried) {
    assert.ok(shares[0]! >= 0.05 && shares[1]! >= 0.05, `${shares}`);
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 0.021, `${shares}`);
  }
});

Deno.test("combine() decides on all users, with what is set among them", () => {
  const { trials, columns } = fakeTrials(new Map([["ease 1", 1]]));
  const { column, tried } = combine(slots, options(trials));
  assert.equal(column.length, 900);
  assert.ok(columns.includes(3) && columns.lastIndexOf(3) < columns.indexOf(1));
  const onAll = tried.slice(columns.indexOf(1)).map(({ combination }) => combination);
  assert.ok(onAll.some(({ best, shares }) => !best[0] && String(shares) === "0.7,0.3,0"));
});

Deno.test("combine() tries only what is set with the best of its members where weights are not open", () => {
  const { trials } = fakeTrials(new Map([["svd 16", 0.7], ["mf 64", 0.3]]));
  const { combination, tried } = combine(slots, options(trials, { open: false }));
  assert.ok(tried.every(({ combination: { shares } }) => String(shares) === "0.7,0.3,0"));
  assert.deepEqual(combination.best, [true, false, true]);
});

Deno.test("combine() measures no more than there is time for", () => {
  const { trials, columns } = fakeTrials(new Map([["ease 1", 1]]));
  let now = 0;
  const measure: Trials["measure"] = (members, combinations, every = 1) => {
    now += combinations.length / every;
    return trials.measure(members, combinations, every);
  };
  const { column } = combine(slots, {
    ...options({ ...trials, measure }),
    ...{ clock: () => now, deadline: 20, perColumn: 1 },
  });
  assert.equal(column.length, 900);
  assert.ok(now <= 20 && columns.length > 10, `${now}`);
});

for (const space of spaces) {
  Deno.test(`listCandidates() of ${space.name} begins with what is set, repeats nothing and stays within the values`, () => {
    const list = (seed: number) =>
      listCandidates(space, { ...space.defaults, ...space.begin }, { count: 12, seed, first: true });
    const candidates = list(1);
    assert.deepEqual(candidates[0], { ...space.defaults, ...space.begin });
    assert.equal(new Set(candidates.map((values) => JSON.stringify(values))).size, candidates.length);
    assert.deepEqual(list(1), candidates);
    for (const values of candidates) {
      assert.deepEqual(Object.keys(values), Object.keys(space.defaults));
      for (const [key, value] of Object.entries(values)) {
        const known = [space.defaults[key], space.begin?.[key], ...space.values[key] ?? []];
        assert.ok(known.includes(value) || space.known.some((of) => of[key] === value), `${key} ${value}`);
      }
      assert.ok(space.cost(values, 1) > 0);
    }
  });
}
