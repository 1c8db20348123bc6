import assert from "node:assert/strict";
import { type GateReport, judge } from "../../../engine/gate/gate.ts";
import { fromArtifact, type Model, toArtifact } from "../../../engine/model.ts";
import { msPerDay } from "../../../engine/strength.ts";
import { createControl, createSeat, leadTeam, StoppedError, stopTeam } from "../../../engine/team.ts";
import { defaultTrainOptions, train, type TrainOptions } from "../../../engine/train.ts";
import { asOf, type Row, toEvents } from "../planted.ts";
import { noise, shoppers, shuffled } from "./shoppers.ts";

const options: TrainOptions = {
  ...defaultTrainOptions,
  asOf,
  createdAt: asOf + 1,
  svd: { factors: 12 },
  mf: { factors: 12, epochs: 4 },
};
const only = { view: 0, like: 0, cart: 0, purchase: 0 };

function judged(rows: readonly Row[], changed: Partial<TrainOptions> = {}, serving?: Model): GateReport {
  return judge(toEvents(rows), { ...options, ...changed }, { serving });
}

Deno.test("judge() lets a model pass that learned from true events, with figures and intervals for all it was compared with", () => {
  const rows = shoppers(), serving = train(toEvents(rows), options);
  const report = judged(rows, {}, serving);
  assert.equal(report.passed, true);
  assert.equal(
    report.reason,
    "not worse than popularity, decayed popularity; the serving model has the same settings",
  );
  assert.equal(report.metric, "ndcg@20");
  assert.ok(report.heldOut.users >= 200 && report.heldOut.from < asOf);
  assert.equal(report.servingMeasure, "same");
  // An equal one is not worse.
  assert.equal(report.serving, report.candidate);
  assert.deepEqual(report.differences["serving"], { mean: 0, low: 0, high: 0 });
  for (const name of ["popularity", "decayed-popularity"]) {
    const { mean, low, high } = report.differences[name]!;
    assert.ok(low < mean && mean < high && low > 0, name);
    assert.ok(Math.abs(report.candidate! - report.baselines[name]! - mean) < 1e-12);
  }
  // Nothing to compare with at a first training but the baselines.
  const first = judged(rows);
  assert.equal(first.passed, true);
  assert.equal(first.serving, null);
  assert.equal(first.servingMeasure, null);
  assert.deepEqual(Object.keys(first.differences), ["popularity", "decayed-popularity"]);
});

Deno.test("judge() measures a candidate that knows nothing of what is held out", () => {
  const rows = shoppers(), { heldOut, candidate } = judged(rows);
  // Who saw the last days would put what happens there first; other last days, the same figures for a lost past.
  const before = rows.filter(({ days = 0 }) => asOf - days * msPerDay < heldOut.from);
  const after = rows.filter(({ days = 0 }) => asOf - days * msPerDay >= heldOut.from);
  const blind = judged([...shuffled(before), ...after]);
  assert.ok(blind.candidate! < 0.6 * candidate!, `${blind.candidate} ${candidate}`);
});

const broken: Record<string, Partial<TrainOptions>> = {
  "all weights 0 but that of likes": { weights: { ...only, like: 2 } },
  "all weights 0": { weights: only },
  "a decay that leaves little": { decayPerDay: 5 },
  "a decay that leaves nothing": { decayPerDay: 1e6 },
  "one factor": { svd: { factors: 1 }, mf: { factors: 1, epochs: 1 } },
};

for (const [name, changed] of Object.entries(broken)) {
  Deno.test(`judge() rejects settings that break the model: ${name}`, () => {
    const rows = shoppers(), serving = train(toEvents(rows), options);
    const report = judged(rows, changed, serving);
    assert.equal(report.passed, false);
    assert.match(report.reason, /^(worse than the serving model.*, beyond chance|no model could be fitted)/);
    // The settings that serve still pass, also against the broken ones where these were published.
    assert.equal(
      judged(rows, {}, { ...serving, settings: { ...serving.settings, ...changed } as never }).passed,
      true,
    );
  });
}

Deno.test("judge() compares other settings by a model refitted before the same cut, not by the one that saw beyond it", () => {
  const rows = shoppers(), serving = train(toEvents(rows), options);
  const changed = { ensemble: { cf: 0.8, mf: 0.2 } };
  const report = judged(rows, changed, serving);
  assert.equal(report.servingMeasure, "settings");
  assert.equal(report.serving, judged(rows).candidate);
  assert.equal(report.passed, true);
});

Deno.test("judge() refits a serving model with members of every kind from what its artifact says", () => {
  const rows = shoppers();
  const more: Partial<TrainOptions> = {
    members: { ease: { regularization: 30, neighbours: 50 } },
    shares: { "svd": 0.4, "ease": 0.4, "first-popularity": 0.2 },
  };
  const serving = fromArtifact(toArtifact(train(toEvents(rows), { ...options, ...more })));
  const compared = judged(rows, {}, serving), itself = judged(rows, more, serving);
  assert.equal(compared.servingMeasure, "settings");
  assert.equal(itself.servingMeasure, "same");
  assert.equal(compared.serving, itself.candidate);
  assert.notEqual(compared.serving, compared.candidate);
});

Deno.test("judge() rejects what learned from events whose products were mixed up", () => {
  // Full models, that have room for what is not there.
  const rows = shuffled(shoppers()), full = { svd: {}, mf: {} };
  const report = judged(rows, full, train(toEvents(rows), { ...options, ...full }));
  assert.equal(report.passed, false);
  assert.match(report.reason, /^worse than popularity/);
});

Deno.test("judge() measures the serving artifact itself on what came after it, and so finds a past that was spoilt since", () => {
  const rows = shoppers(), known = rows.filter(({ days = 0 }) => days > 6);
  const newest = asOf - Math.min(...known.map(({ days = 0 }) => days)) * msPerDay;
  const serving = train(toEvents(known), { ...options, asOf: newest, createdAt: newest + 1 });
  const good = judged(rows, {}, serving);
  assert.equal(good.servingMeasure, "artifact");
  assert.equal(good.heldOut.from, newest + 1);
  assert.equal(good.passed, true);
  // The candidate before that moment is what serves, from the same past.
  assert.deepEqual(good.differences["serving"], { mean: 0, low: 0, high: 0 });

  const spoilt = judged([...rows, ...noise({ count: 14_000, after: 7 })], {}, serving);
  assert.equal(spoilt.servingMeasure, "artifact");
  assert.equal(spoilt.passed, false);
  assert.match(spoilt.reason, /^worse than the serving model/);
  // Of a model whose clock was behind the events it cannot be told what it saw.
  assert.equal(judged(rows, {}, { ...serving, createdAt: serving.asOf }).servingMeasure, "same");
});

Deno.test("judge() measures nothing with too few users, says so, and lets the model pass", () => {
  const rows = shoppers({ users: 25 });
  const report = judged(rows, { weights: { ...only, like: 2 } }, train(toEvents(rows), options));
  assert.equal(report.passed, true);
  assert.match(report.reason, /^not measured: too few users with .*: 2\d of the 30 that are needed$/);
  assert.equal(report.candidate, null);
  assert.deepEqual([report.baselines, report.differences], [{}, {}]);
});

Deno.test("judge() gives the same report for the same events and seed, on a sample too", () => {
  const rows = shoppers(), serving = train(toEvents(rows), options);
  const changed = { ...options, decayPerDay: 0.3 };
  const limits = { mostInteractions: 4_000, mostUsers: 60, enoughUsers: 80 };
  const once = () => judge(toEvents(rows), changed, { serving, limits });
  const report = once();
  assert.equal(report.heldOut.sampled, true);
  assert.deepEqual(once(), report);
  assert.notDeepEqual(judge(toEvents(rows), { ...changed, seed: 2 }, { serving, limits }), report);
});

Deno.test("judge() reports from 0 to 1, and ends when it is told to stop", () => {
  const shares: number[] = [];
  const rows = shoppers();
  judge(toEvents(rows), { ...options, decayPerDay: 0.3 }, {
    serving: train(toEvents(rows), options),
    onProgress: ({ phase, done }) => {
      assert.equal(phase, "gate");
      shares.push(done);
    },
  });
  assert.equal(shares[0], 0);
  assert.equal(shares.at(-1), 1);
  assert.ok(shares.every((share, i) => share >= (shares[i - 1] ?? 0)), `${shares}`);

  const control = createControl();
  stopTeam(control);
  const team = leadTeam(createSeat(control, 0));
  assert.throws(() => judge(toEvents(rows), options, { team }), StoppedError);
});
