import assert from "node:assert/strict";
import { toParameters } from "../../../engine/evaluation/parameters.ts";
import { listCandidates } from "../../../engine/evaluation/search_space.ts";
import { type ModelName, modelNames, recommenders } from "../../../engine/models/registry.ts";
import { toData } from "../models/score_users.ts";

const untimed = toData([{ user: 0, item: 0 }, { user: 1, item: 1 }], { users: 2, items: 2 });
const timed = toData([{ user: 0, item: 0, at: 1e12 }], { users: 1, items: 1 });

function candidatesOf(
  name: ModelName,
  { data = timed, given = {}, seed = 1 }: {
    data?: typeof timed;
    given?: Record<string, unknown>;
    seed?: number;
  } = {},
) {
  const context = { seed, repeats: false, onProgress: () => {} };
  return listCandidates(name, toParameters(name, given), data, { fixed: Object.keys(given), context });
}

for (const name of modelNames) {
  Deno.test(`listCandidates() gives ${name} its own parameters first, then other right ones, each once`, () => {
    const candidates = candidatesOf(name);
    assert.deepEqual(
      candidates[0]!.members ? { ...candidates[0], members: [] } : candidates[0],
      toParameters(name, {}),
    );
    assert.ok(candidates.length > 3 && candidates.length <= 36, `${candidates.length}`);
    assert.equal(new Set(candidates.map((params) => JSON.stringify(params))).size, candidates.length);
    for (const params of candidates) assert.equal(recommenders[name].check?.(params), undefined);
  });
}

Deno.test("listCandidates() leaves parameters that were given, and follows the loss of mf", () => {
  const given = { loss: "squared", factors: 7, negatives: 0 };
  const candidates = candidatesOf("mf", { given });
  for (const { loss, factors, negatives } of candidates) {
    assert.deepEqual({ loss, factors, negatives }, given);
  }
  assert.ok(new Set(candidates.map((params) => params.epochs)).size > 1);
});

Deno.test("listCandidates() tries no decay where there are no times, and nothing for a model without parameters left", () => {
  assert.equal(candidatesOf("popularity", { data: untimed }).length, 1);
  assert.ok(candidatesOf("svd", { data: untimed }).every((params) => params.decay_per_day === 0));
  assert.equal(candidatesOf("ease", { data: untimed, given: { regularization: 5 } }).length, 1);
});

Deno.test("listCandidates() is the same for the same seed and differs for another", () => {
  assert.deepEqual(candidatesOf("svd"), candidatesOf("svd"));
  assert.notDeepEqual(candidatesOf("svd"), candidatesOf("svd", { seed: 2 }));
});

Deno.test("listCandidates() tries the members of the ensemble without each one of them, unless they were given", () => {
  const [all, ...others] = candidatesOf("ensemble").map((params) => params.members as string[]);
  assert.equal(others.length, all!.length);
  others.forEach((members, left) => assert.deepEqual(members, all!.filter((_, m) => m !== left)));
  assert.equal(candidatesOf("ensemble", { given: { members: ["svd", "ease"] } }).length, 1);
});
