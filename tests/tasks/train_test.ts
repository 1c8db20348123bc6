import assert from "node:assert/strict";
import { findLatestVersion, listModels } from "../../db/models.ts";
import { openDatabase } from "../../db/open.ts";
import { memberTypes } from "../../engine/member.ts";
import { root } from "../fixtures/paths.ts";

const decoder = new TextDecoder();

async function runTask(url: string, args: readonly string[], env: Record<string, string> = {}) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", ...args],
    cwd: root,
    env: { DATABASE_URL: url, ...env },
  }).output();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

async function withSample(use: (url: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-train-" });
  try {
    const url = `file:${folder}/aisle.db`;
    const sizes = ["--products", "300", "--users", "400", "--interactions", "12000", "--seed", "3"];
    const { code, stderr } = await runTask(url, ["sample", ...sizes]);
    assert.equal(code, 0, stderr);
    await use(url);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function modelsOf(url: string) {
  const db = await openDatabase({ url });
  try {
    return { latest: await findLatestVersion(db), rows: await listModels(db) };
  } finally {
    db.close();
  }
}

Deno.test("deno task train tells what the gate found, in words and as JSON; a rejected model ends it with status 3, --force does not", () =>
  withSample(async (url) => {
    const first = await runTask(url, ["train", "--budget", "0"]);
    assert.equal(first.code, 0, first.stderr);
    assert.match(
      first.stdout,
      /^Published model 1: 12000 interactions of \d+ users with \d+ products, in [\d.]+ s\nGate/,
    );
    assert.match(
      first.stdout,
      /\nGate: not worse than popularity, decayed popularity\n {2}ndcg@20 0\.\d{4} from 20/,
    );
    assert.match(
      first.stdout,
      /\n {2}popularity 0\.\d{4}, difference 0\.\d{4} \(95%: -?0\.\d{4} to 0\.\d{4}\)\n/,
    );

    const never = { TUNE_BUDGET_SECONDS: "0" };
    const second = await runTask(url, ["train", "--json"], never);
    assert.equal(second.code, 0, second.stderr);
    const result = JSON.parse(second.stdout);
    assert.deepEqual(Object.keys(result).sort(), [
      "gate",
      "interactions",
      "products",
      "published",
      "seconds",
      "tuning",
      "users",
      "version",
    ]);
    assert.deepEqual([result.version, result.published, result.gate.passed], [2, true, true]);
    assert.equal(result.tuning, null);
    const { held_out: { from, ...heldOut }, differences, candidate, baselines, serving, ...said } =
      result.gate;
    assert.equal(new Date(from).toISOString(), from);
    assert.deepEqual(Object.keys(heldOut), ["users", "interactions", "sampled"]);
    assert.ok(heldOut.users >= 30 && heldOut.interactions >= heldOut.users);
    assert.equal(serving, candidate);
    assert.deepEqual(Object.keys(baselines), ["popularity", "decayed-popularity"]);
    assert.deepEqual(Object.keys(differences), ["serving", "popularity", "decayed-popularity"]);
    for (const { mean, low, high } of Object.values<Record<string, number>>(differences)) {
      assert.ok(low! <= mean! && mean! <= high!);
    }
    assert.deepEqual(said, {
      passed: true,
      reason: "not worse than popularity, decayed popularity; the serving model has the same settings",
      in_spite: null,
      metric: "ndcg@20",
      serving_measure: "same",
    });

    const broken = { DECAY_PER_DAY: "10", ...never };
    const refused = await runTask(url, ["train", "--json"], broken);
    assert.equal(refused.code, 3, refused.stderr);
    const { published, gate } = JSON.parse(refused.stdout);
    assert.deepEqual([published, gate.passed, gate.serving_measure], [false, false, "settings"]);
    const text = await runTask(url, ["train"], broken);
    assert.equal(text.code, 3);
    assert.match(text.stdout, /^Rejected model 4: .*\nGate: worse than the serving model.*, beyond chance\n/);
    assert.match(text.stdout, /\nThe model before goes on serving; --force publishes all the same\n$/);
    const kept = await modelsOf(url);
    assert.equal(kept.latest, 2);
    assert.deepEqual(kept.rows.map(({ state }) => state), [
      "rejected",
      "rejected",
      "published",
      "superseded",
    ]);

    const forced = await runTask(url, ["train", "--force"], broken);
    assert.equal(forced.code, 0, forced.stderr);
    assert.match(
      forced.stdout,
      /^Published model 5: .*\nGate: worse than .*; published because of --force\n/,
    );
    assert.equal((await modelsOf(url)).latest, 5);
  }));

Deno.test("deno task train --budget searches for settings and tells what was tried and why; the next one keeps them", () =>
  withSample(async (url) => {
    const first = await runTask(url, ["train", "--budget", "2", "--json"]);
    assert.equal(first.code, 0, first.stderr);
    const { tuning } = JSON.parse(first.stdout);
    assert.deepEqual(Object.keys(tuning).sort(), [
      ...["budget_seconds", "changed", "chosen", "confirmed_by", "difference", "metric", "protocol", "score"],
      ...["seconds", "start", "trials", "tuned_at", "users", "why"],
    ]);
    assert.deepEqual([tuning.budget_seconds, tuning.metric], [2, "ndcg@20"]);
    assert.ok(tuning.users >= 30 && tuning.confirmed_by >= 30);
    assert.match(tuning.protocol, /^from 20.*Z to 20.*Z, the last [\d.]+ days before those of the gate/);
    assert.ok(tuning.trials.length > 2);
    for (const { what, params, scores } of tuning.trials) {
      assert.ok([...Object.keys(memberTypes), "decay", "weights"].includes(what));
      assert.ok(Object.keys(params).every((name) => /^[a-z0-9_-]+$/.test(name)));
      assert.ok(scores.every(({ rung, score }: Record<string, number>) => rung! >= 0 && score! >= 0));
    }
    assert.ok(typeof tuning.chosen.svd.user_exponent === "number");
    assert.match(tuning.why, /^(gains 0\.\d{4}, more than one standard error|kept what was set: )/);

    const { rows } = await modelsOf(url);
    assert.equal((rows[0]!.metrics["tuning"] as { why: string }).why, tuning.why);
    const second = await runTask(url, ["train", "--json"]);
    assert.equal(second.code, 0, second.stderr);
    const next = JSON.parse(second.stdout);
    assert.deepEqual([next.tuning, next.gate.serving_measure], [null, "same"]);

    const text = await runTask(url, ["train", "--budget", "1"]);
    assert.equal(text.code, 0, text.stderr);
    assert.match(
      text.stdout,
      /^Published .*\nSettings: .*\n {2}tried .* in [\d.]+ s of 1 s on \d+ users, confirmed by \d+ others\n {2}from 20/,
    );
  }));

Deno.test("deno task train names a wrong budget, and ends with status 2", async () => {
  for (const wrong of ["soon", "-1", "1e3", ""]) {
    const { code, stderr } = await runTask(":memory:", ["train", `--budget=${wrong}`]);
    assert.equal(code, 2);
    assert.ok(
      stderr.includes(`Cannot train: --budget is "${wrong}", not a number of seconds from 0\nUsage: `),
      stderr,
    );
  }
});

Deno.test("deno task train names a wrong flag, and ends with status 2", async () => {
  const { code, stderr } = await runTask(":memory:", ["train", "--strong"]);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /--strong.*\nUsage: deno task train \[--budget SECONDS\] \[--json\] \[--force\] \[--racing\]\n$/s,
  );
});
