import assert from "node:assert/strict";
import { search } from "../../../engine/evaluation/search.ts";
import { StoppedError } from "../../../engine/team.ts";
import { InvalidInputError } from "../../../errors.ts";

const candidates = Array.from({ length: 9 }, (_, factors) => ({ factors }));

/** A clock that every trial sets forward by a second. */
function createTrials(scoreOf: (factors: number, rung: number) => number) {
  const tried: [number, number][] = [];
  let now = 100;
  return {
    tried,
    clock: () => now,
    run(params: Readonly<Record<string, unknown>>, rung: number): Promise<number> {
      const factors = params.factors as number;
      now++;
      tried.push([rung, factors]);
      try {
        return Promise.resolve(scoreOf(factors, rung));
      } catch (error) {
        return Promise.reject(error);
      }
    },
  };
}

Deno.test("search() tries all on the first rung, and the best third with the first candidate on the next", async () => {
  const trials = createTrials((factors, rung) => rung === 0 ? factors : -Math.abs(factors - 7));
  const found = await search(candidates, { ...trials, rungs: 2, budget: 1_000 });
  assert.deepEqual(trials.tried.filter(([rung]) => rung === 0).map(([, factors]) => factors), [
    ...[0, 1, 2, 3, 4, 5, 6, 7, 8],
  ]);
  assert.deepEqual(trials.tried.filter(([rung]) => rung === 1).map(([, factors]) => factors), [8, 7, 6, 0]);
  assert.deepEqual([found.params.factors, found.rung, found.first], [7, 1, -7]);
  assert.ok(found.score === 0);
  assert.equal(found.cut, false);
  assert.equal(found.trials.length, 9);
});

Deno.test("search() takes the earlier one of equal candidates", async () => {
  const found = await search(candidates, { ...createTrials(() => 0.5), rungs: 3, budget: 1_000 });
  assert.equal(found.params, candidates[0]);
});

Deno.test("search() begins no trial that would not end within the rung's part of the budget", async () => {
  const trials = createTrials((factors) => factors);
  const found = await search(candidates, { ...trials, rungs: 2, budget: 8 });
  // Four seconds for each rung; the second takes up what is left after the first.
  assert.deepEqual(trials.tried, [[0, 0], [0, 1], [0, 2], [0, 3], [1, 3], [1, 2], [1, 0]]);
  assert.deepEqual([found.params.factors, found.cut], [3, true]);
});

Deno.test("search() tries the first candidate without any budget", async () => {
  const trials = createTrials((factors) => factors);
  const found = await search(candidates, { ...trials, rungs: 2, budget: 0 });
  assert.deepEqual(trials.tried, [[0, 0]]);
  assert.deepEqual([found.params.factors, found.cut], [0, true]);
});

Deno.test("search() passes over candidates that cannot be fitted or have no finite score", async () => {
  const trials = createTrials((factors) => {
    if (factors === 8) throw new Error("diverged");
    return factors === 7 ? NaN : factors;
  });
  const found = await search(candidates, { ...trials, rungs: 1, budget: 1_000 });
  assert.equal(found.params.factors, 6);
  assert.deepEqual(found.trials[8]!.scores.map(({ score }) => score), [null]);
});

Deno.test("search() throws what the first candidate threw when none can be fitted, and wrong input at once", async () => {
  const diverging = createTrials((factors) => {
    throw new Error(`diverged with ${factors}`);
  });
  await assert.rejects(search(candidates, { ...diverging, rungs: 2, budget: 1_000 }), /diverged with 0/);
  assert.equal(diverging.tried.length, 9);
  const wrong = createTrials(() => {
    throw new InvalidInputError("Cannot fit: wrong");
  });
  await assert.rejects(search(candidates, { ...wrong, rungs: 2, budget: 1_000 }), InvalidInputError);
  assert.equal(wrong.tried.length, 1);
});

Deno.test("search() tells by the cost what a trial will take, and goes on with what is quicker", async () => {
  const tried: [number, number][] = [];
  let now = 0;
  const found = await search([1, 9, 2, 1.5].map((factors) => ({ factors })), {
    ...{ rungs: 2, budget: 12, clock: () => now },
    cost: ({ factors }, rung) => (factors as number) * (rung + 1),
    run({ factors }, rung) {
      tried.push([rung, factors as number]);
      now += (factors as number) * (rung + 1);
      return Promise.resolve(factors as number);
    },
  });
  // Six seconds for each rung: nine are too many, and of the rest all can be tried.
  assert.deepEqual(tried, [[0, 1], [0, 2], [0, 1.5], [1, 2], [1, 1]]);
  assert.deepEqual([found.params.factors, found.cut], [2, true]);
});

Deno.test("search() ends when the training is told to stop", async () => {
  const stopped = new StoppedError("Cannot train: it was stopped");
  const trials = createTrials((factors) => {
    if (factors === 2) throw stopped;
    return factors;
  });
  await assert.rejects(search(candidates, { ...trials, rungs: 2, budget: 1_000 }), stopped);
});
