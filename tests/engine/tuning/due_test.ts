import assert from "node:assert/strict";
import type { ModelSettings } from "../../../engine/model.ts";
import { defaultTrainOptions, settingsOf } from "../../../engine/train.ts";
import { budgetFor, defaultBudget, type TuneRequest } from "../../../engine/tuning/due.ts";
import { reuse } from "../../../engine/tuning/reuse.ts";
import { usable } from "../../../engine/tuning/usable.ts";
import { mostEaseItems } from "../../../engine/ease.ts";
import { asOf, toEvents } from "../planted.ts";

const open = { ensemble: true, decay: true };
const day = 86_400_000, now = asOf;
const budgetOf = (request: Partial<TuneRequest>, interactions = 1_000) =>
  budgetFor({ open, ...request }, { now, interactions });

Deno.test("defaultBudget() is three seconds for every 100,000 interactions, from three to sixty", () => {
  assert.deepEqual([0, 100_000, 150_000, 400_000, 20_000_000].map(defaultBudget), [3, 3, 4.5, 12, 60]);
});

Deno.test("budgetFor() is 0 unless it was never done, is a week old, there is twice as much, or weights are open again", () => {
  const last = { at: now - 6 * day, interactions: 600, ensemble: true };
  assert.equal(budgetOf({}), 3);
  assert.equal(budgetOf({ last }), 0);
  assert.equal(budgetOf({ last: { ...last, at: now - 8 * day } }), 3);
  assert.equal(budgetOf({ last }, 1_200), 3);
  assert.equal(budgetOf({ last: { ...last, ensemble: false } }), 3);
  assert.equal(budgetOf({ last: { ...last, ensemble: false }, open: { ...open, ensemble: false } }), 0);
  assert.equal(budgetOf({ last, always: true }), 3);
  assert.equal(budgetOf({ last, always: true, budgetSeconds: 0 }), 0);
  assert.equal(budgetOf({ budgetSeconds: 7 }), 7);
  assert.equal(budgetOf({ last, budgetSeconds: 7 }), 0);
});

Deno.test("reuse() carries on what was found, but not what somebody has set since, and nothing that was never searched for", () => {
  const options = {
    ...{ ...defaultTrainOptions, asOf, createdAt: asOf, svd: { factors: 16 }, tasteDecayPerDay: 0.01 },
    ...{ shares: { svd: 0.5, ease: 0.5 }, members: { ease: { regularization: 77 } }, racing: true },
  };
  const tuned = { at: 5, interactions: 9, ensemble: true };
  const settings: ModelSettings = settingsOf({ ...options, tuned });
  assert.deepEqual(reuse(settingsOf(options), open), {});
  const { racing: _racing, ...mf } = settings.mf;
  const { svd, members, shares } = settings;
  assert.deepEqual(reuse(settings, open), { svd, mf, members, shares, tasteDecayPerDay: 0.01, tuned });
  assert.deepEqual(reuse(settings, { ensemble: false, decay: false }), {
    ...{ svd, mf },
    tuned: { ...tuned, ensemble: false },
  });
});

Deno.test("usable() leaves out a member that has become too large, and the weights with it where nothing is left", () => {
  const rows = Array.from({ length: mostEaseItems + 1 }, (_, i) => ({ user: 1, product: i + 1 }));
  const options = { ...defaultTrainOptions, asOf, createdAt: asOf, shares: { svd: 0.5, ease: 0.5 } };
  assert.equal(usable(options, toEvents(rows.slice(1))), options);
  assert.deepEqual(usable(options, toEvents(rows)).shares, { svd: 0.5 });
  assert.equal(usable({ ...options, shares: { ease: 1 } }, toEvents(rows)).shares, undefined);
});
