import assert from "node:assert/strict";
import type { Events } from "../../../engine/csr.ts";
import { judge } from "../../../engine/gate/gate.ts";
import { limits as gateLimits } from "../../../engine/gate/held_out.ts";
import { type MemberName, memberTypes } from "../../../engine/member.ts";
import { msPerDay } from "../../../engine/strength.ts";
import { StoppedError } from "../../../engine/team.ts";
import { defaultTrainOptions, settingsOf, train, type TrainOptions } from "../../../engine/train.ts";
import { createStage } from "../../../engine/tuning/stage.ts";
import { tune, type TuneSetting } from "../../../engine/tuning/tune.ts";
import { noise, shoppers } from "../gate/shoppers.ts";
import { asOf, type Row, toEvents } from "../planted.ts";

/** Far from what fits: one factor for six tastes. */
const poor: TrainOptions = {
  ...defaultTrainOptions,
  asOf,
  createdAt: asOf + 1,
  svd: { factors: 1 },
  mf: { factors: 1, epochs: 1 },
};
const limits = { enoughUsers: 120, mostUsers: 250 };
const open = { ensemble: true, decay: true };
const names = Object.keys(memberTypes) as MemberName[];

/** Time stands still: whatever there is to try is tried. */
const ample = { budgetSeconds: 1_000, clock: () => 0, open, limits };

function tuned(rows: readonly Row[], changed: Partial<TuneSetting> = {}, options = poor) {
  return tune(toEvents(rows), options, { ...ample, ...changed });
}

Deno.test("tune() finds better settings where those that are set are poor, also on days that it never saw", async () => {
  const rows = shoppers(), { options, report } = await tuned(rows);
  assert.equal(report.changed, true, report.why);
  assert.ok(report.score! > report.start! && report.difference!.low > 0);
  const before = judge(toEvents(rows), poor, { limits }), after = judge(toEvents(rows), options, { limits });
  assert.equal(before.heldOut.from, after.heldOut.from);
  assert.ok(after.candidate! > 1.1 * before.candidate!, `${before.candidate} ${after.candidate}`);
  // Every kind of setting had its turn.
  const tried = new Set(report.trials.map(({ what }) => what));
  for (const what of [...names, "decay", "weights"] as const) {
    assert.ok(tried.has(what), what);
  }
  assert.match(report.why, /^gains 0\.\d{4}, more than one standard error, 0\.\d{4}: .*weights /);
  // What was found can be trained, and says when it was found.
  const { settings } = train(toEvents(rows), options);
  assert.deepEqual(settings, settingsOf(options));
  assert.deepEqual(settings.tuned, { at: poor.createdAt, interactions: rows.length, ensemble: true });
});

Deno.test("tune() tries the default weights and every member as far as SVD and MF leave it alone", async () => {
  const { report } = await tuned(shoppers());
  const weights = report.trials.filter(({ what }) => what === "weights").map(({ params }) => params);
  const isTried = (wanted: Record<string, number>) =>
    weights.some((params) => Object.entries(params).every(([name, share]) => share === (wanted[name] ?? 0)));
  assert.ok(isTried({ svd: 0.7, mf: 0.3 }));
  for (const name of names) {
    const least = { svd: 0.05, mf: 0.05 };
    const rest = name === "svd" || name === "mf" ? 0.95 : 0.9;
    assert.ok(isTried({ ...least, [name]: rest }), name);
  }
});

Deno.test("tune() knows nothing of what the gate holds out: other last days, the same choice", async () => {
  const rows = shoppers(), { heldOut: { from } } = judge(toEvents(rows), poor, { limits });
  const isHeldOut = ({ days = 0 }: Row) => asOf - days * msPerDay >= from;
  // Others in place of what was new to a user: the cut stays where it is.
  const known = new Set(
    rows.filter((row) => !isHeldOut(row)).map(({ user, product }) => `${user} ${product}`),
  );
  const isNew = (row: Row) => isHeldOut(row) && !known.has(`${row.user} ${row.product}`);
  const changed = rows.map((row) => isNew(row) ? { ...row, product: row.product + 1_000, type: 0 } : row);
  assert.equal(judge(toEvents(changed), poor, { limits }).heldOut.from, from);
  const one = await tuned(rows), other = await tuned(changed);
  assert.deepEqual(other.report, one.report);
  assert.deepEqual(other.options, one.options);
  // It does look at the days before.
  const past = rows.map((row) => isHeldOut(row) ? row : { ...row, product: 1 + (row.product * 7) % 120 });
  assert.notDeepEqual((await tuned(past)).report.start, one.report.start);
});

Deno.test("createStage() leaves out what the gate may hold out when it measures the serving artifact itself", () => {
  const rows = shoppers(), known = rows.filter(({ days = 0 }) => days > 7);
  const newest = asOf - Math.min(...known.map(({ days = 0 }) => days)) * msPerDay;
  const options = { ...poor, asOf: newest, createdAt: newest + 1 };
  const serving = train(toEvents(known), options);
  const judged = judge(toEvents(rows), poor, { serving, limits });
  assert.equal(judged.servingMeasure, "artifact");
  const stage = (of?: typeof serving) =>
    createStage(toEvents(rows), { asOf, seed: 1, serving: of, limits: { ...gateLimits, ...limits } });
  const latest = (events: Events) => events.at.reduce((most, time) => Math.max(most, time), 0);
  const rung = stage(serving).rungs.at(-1)!;
  const seen = Array.from({ length: rung.size }, (_, u) => rung.user(u));
  assert.ok(seen.every(({ history }) => history.every(({ at }) => at < judged.heldOut.from)));
  assert.ok(rung.from < judged.heldOut.from && latest(rung.past) < rung.from);
  // Without it more is left.
  assert.ok(stage().rungs.at(-1)!.from > rung.from);
});

Deno.test("createStage() has whoever confirms a choice measured on no rung", () => {
  const rows = shoppers({ users: 4_000 });
  const { rungs, others } = createStage(toEvents(rows), { asOf, seed: 1, limits: gateLimits });
  const idsOf = ({ size, user }: typeof others) => Array.from({ length: size }, (_, u) => user(u).id);
  const confirming = new Set(idsOf(others));
  assert.ok(rungs.length > 1 && confirming.size > 50);
  for (const rung of rungs) {
    const ids = idsOf(rung);
    assert.ok(ids.length > 50 && ids.every((id) => !confirming.has(id)));
  }
  // Each rung has more to learn from than the one before.
  assert.ok(rungs.every(({ past }, r) => r === 0 || past.at.length > 2 * rungs[r - 1]!.past.at.length));
});

for (const budgetSeconds of [0.5, 3, 20]) {
  Deno.test(`tune() ends within ${budgetSeconds} s on a clock that every look and every step sets forward`, async () => {
    let now = 0, steps = 0;
    const { report } = await tuned(shoppers(), {
      budgetSeconds,
      clock: () => now += 0.001,
      onProgress({ phase, done }) {
        assert.equal(phase, "tuning");
        assert.ok(done >= 0 && done <= 1);
        // Fits report often, which is how they take their time here.
        now += 0.002;
        steps++;
      },
    });
    assert.ok(steps > 0);
    assert.ok(report.seconds <= budgetSeconds + 0.3, `${report.seconds}`);
  });
}

Deno.test("tune() makes the same choice from the same events and seed when there is time", async () => {
  const rows = shoppers({ seed: 4 });
  const [one, other] = [await tuned(rows), await tuned(rows)];
  assert.deepEqual(other, one);
  const another = await tuned(rows, {}, { ...poor, seed: 2 });
  assert.notDeepEqual(another.report.trials, one.report.trials);
});

Deno.test("tune() searches for nothing with too few users, and stays due", async () => {
  const rows = shoppers({ users: 25 }), { options, report } = await tuned(rows);
  assert.equal(options, poor);
  assert.match(
    report.why,
    /^kept what was set: too little to measure on, \d+ of the 30 users that are needed to choose/,
  );
  assert.deepEqual([report.trials, report.changed, report.tuned, report.score], [[], false, null, null]);
});

Deno.test("tune() gains nothing from trying much where there is no taste to find, and says so", async () => {
  const differences: number[] = [];
  let kept = 0, variance = 0;
  for (const seed of [1, 2, 3, 4]) {
    // Other events each time: on the same ones all four are lucky or unlucky together.
    const rows = noise({ count: 6_000, after: 0, seed });
    const options: TrainOptions = { ...poor, seed, shares: { "first-popularity": 1 }, tasteDecayPerDay: 0 };
    const { report, options: after } = await tuned(rows, { open: { ensemble: true, decay: false } }, options);
    const { mean, low, high } = report.difference!;
    differences.push(mean);
    variance += ((high - low) / (2 * 1.96)) ** 2;
    if (report.changed) continue;
    kept++;
    assert.deepEqual(after.shares, options.shares);
    assert.equal(report.score, report.start);
    assert.match(report.why, /^kept what was set: /);
  }
  // One in six is better by more than a standard error. Those it was chosen on would see three in all of them.
  assert.ok(kept >= 2, `${differences}`);
  const mean = differences.reduce((sum, value) => sum + value / 4, 0), error = Math.sqrt(variance) / 4;
  assert.ok(Math.abs(mean) < 2 * error, `${differences}, standard error of their mean ${error}`);
});

Deno.test("tune() leaves weights and decay alone that were set on purpose, and members that these leave out", async () => {
  const ensemble = { cf: 0.4, mf: 0.6 };
  const set = { ...poor, ensemble, decayPerDay: 0.05 };
  const { options, report } = await tuned(shoppers(), { open: { ensemble: false, decay: false } }, set);
  assert.equal(report.changed, true, report.why);
  assert.deepEqual(options.ensemble, ensemble);
  assert.deepEqual([options.shares, options.members, options.tasteDecayPerDay], [
    undefined,
    undefined,
    undefined,
  ]);
  assert.deepEqual([...new Set(report.trials.map(({ what }) => what))], ["svd", "mf", "weights"]);
  const weights = report.trials.filter(({ what }) => what === "weights");
  assert.ok(weights.every(({ params }) => params["svd"] === 0.4 && params["mf"] === 0.6));
  assert.equal(options.tuned!.ensemble, false);
});

Deno.test("tune() ends when it is told to stop", async () => {
  let steps = 0;
  const stop = () => {
    if (++steps > 40) throw new StoppedError("Cannot train: it was stopped");
  };
  await assert.rejects(tuned(shoppers(), { onProgress: stop }), StoppedError);
});
