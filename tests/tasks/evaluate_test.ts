import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { root } from "../fixtures/paths.ts";

async function evaluate(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const decoder = new TextDecoder();
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "evaluate", ...args],
    cwd: root,
  }).output();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

async function withFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** Item c is had by a, b, d; item x by a, b; y by d. */
const train = "a c\na x\nb c\nb x\nd c\nd y\n";

Deno.test("deno task evaluate prints one object with the figures of a case worked out by hand", () =>
  withFolder(async (folder) => {
    await Deno.writeFile(`${folder}/train.gz`, gzipSync(train));
    await Deno.writeTextFile(`${folder}/test`, "d x\nb y\nb y\nb z\nnew c\n");
    const { code, stdout, stderr } = await evaluate(
      ...["--train", `${folder}/train.gz`, "--test", `${folder}/test`, "--models", "popularity"],
      ...["--k", "1,2", "--metrics", "hr,recall,recall_capped,ndcg", "--json"],
    );
    assert.equal(code, 0, stderr);
    const report = JSON.parse(stdout);
    assert.deepEqual(report.dataset, { users: 4, items: 4, train: 6, test: 4 });
    assert.equal(report.seed, 1);
    const [{ model, metrics, tune_seconds: tuned }] = report.results;
    assert.deepEqual([model, tuned], ["popularity", 0]);
    // d is given x, then nothing of use; b is given y, then z (nobody has it); the new user is given c.
    assert.equal(metrics["hr@1"], 1);
    assert.ok(Math.abs(metrics["recall@1"] - (1 + 1 / 2 + 1) / 3) < 1e-12);
    assert.equal(metrics["recall_capped@1"], 1);
    assert.equal(metrics["ndcg@2"], 1);
  }));

Deno.test("deno task evaluate says how users with few and many items fare, and the slices make up the whole", () =>
  withFolder(async (folder) => {
    // User u has u items, from none to 24; each is asked for the next one.
    const lines = Array.from({ length: 25 }, (_, u) => Array.from({ length: u }, (_, i) => `u${u} i${i}`));
    await Deno.writeTextFile(`${folder}/train`, lines.flat().join("\n"));
    await Deno.writeTextFile(`${folder}/test`, lines.map((own, u) => `u${u} i${own.length}`).join("\n"));
    const args = ["--train", `${folder}/train`, "--test", `${folder}/test`, "--k", "1,4"];
    const { code, stdout, stderr } = await evaluate(...args, "--models", "popularity,item-knn", "--json");
    assert.equal(code, 0, stderr);
    for (const { metrics, slices } of JSON.parse(stdout).results) {
      assert.deepEqual(
        slices.map((
          { interactions, users }: { interactions: string; users: number },
        ) => [interactions, users]),
        [["0", 1], ["1-5", 5], ["6-20", 15], ["21+", 4]],
      );
      const titles = Object.keys(slices[0].metrics);
      const overall = ["coverage", "gini", "novelty"].flatMap((name) => [`${name}@1`, `${name}@4`]);
      assert.deepEqual(titles.concat(overall).sort(), Object.keys(metrics).sort());
      for (const title of titles) {
        const sum = slices.reduce(
          (sum: number, slice: { users: number; metrics: Record<string, number> }) =>
            sum + slice.users * slice.metrics[title]!,
          0,
        );
        assert.ok(Math.abs(sum / 25 - metrics[title]) < 1e-12, title);
      }
    }
    const table = await evaluate(...args, "--models", "popularity", "--metrics", "hr,ild");
    assert.match(table.stdout, /\nmodel +items in input +users +hr@1 +hr@4 +ild@1 +ild@4\npopularity +0 +1 /);
    // Where no figure belongs to a user there is nothing to take apart.
    const whole = await evaluate(...args, "--models", "popularity", "--metrics", "coverage", "--json");
    assert.deepEqual(JSON.parse(whole.stdout).results[0].slices, []);
  }));

Deno.test("deno task evaluate ranks among sampled negatives, and prints a table for people", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/train`, train);
    await Deno.writeTextFile(`${folder}/test`, "d x\nb y\n");
    await Deno.writeTextFile(`${folder}/negatives`, "(d,x)\tz\tc\n(b,y)\tz\n");
    const { code, stdout, stderr } = await evaluate(
      ...["--train", `${folder}/train`, "--test", `${folder}/test`, "--negatives", `${folder}/negatives`],
      ...["--models", "popularity", "--k", "1", "--metrics", "hr,ndcg"],
    );
    assert.equal(code, 0, stderr);
    // c is more popular than x; z is not more popular than y.
    assert.match(stdout, /popularity\s+0\.5000\s+0\.5000/);
    assert.equal(stderr, "");
  }));

Deno.test("deno task evaluate reports errors of predicted ratings", () =>
  withFolder(async (folder) => {
    const rows = Array.from({ length: 400 }, (_, e) =>
      `${e % 20},${(e * 7) % 31},${1 + (e % 20 + (e * 7) % 31) % 5}`);
    await Deno.writeTextFile(`${folder}/ratings.csv`, `userId,movieId,rating\n${rows.join("\n")}\n`);
    const { code, stdout, stderr } = await evaluate(
      ...["--interactions", `${folder}/ratings.csv`, "--split", "random:0.2", "--models", "mf", "--json"],
      ...["--metrics", "rmse,mae", "--params", '{"mf":{"loss":"squared","factors":4}}'],
    );
    assert.equal(code, 0, stderr);
    const [{ metrics }] = JSON.parse(stdout).results;
    assert.ok(metrics.rmse > 0 && metrics.rmse < 2 && metrics.mae <= metrics.rmse, stdout);
  }));

Deno.test("deno task evaluate --validate chooses parameters without the test part, then fits to all of the training part", () =>
  withFolder(async (folder) => {
    const lines = Array.from({ length: 900 }, (_, e) => {
      const user = e % 60, item = (e * 17 + (e >> 3)) % 40;
      return `u${user} i${item - item % 2 + user % 2}`;
    });
    await Deno.writeTextFile(`${folder}/train`, lines.slice(0, 760).join("\n"));
    await Deno.writeTextFile(`${folder}/test`, lines.slice(760).join("\n"));
    await Deno.writeTextFile(`${folder}/other`, lines.slice(760).map(() => "u1 i39").join("\n"));
    const args = ["--train", `${folder}/train`, "--models", "popularity,ease,ensemble", "--k", "5", "--json"];
    const members = { ensemble: { members: ["item-knn", "popularity"] } };
    const tuned = [...args, "--validate", "--budget", "30", "--params", JSON.stringify(members)];
    const [here, there] = await Promise.all(
      ["test", "other"].map((name) => evaluate(...tuned, "--test", `${folder}/${name}`)),
    );
    assert.equal(here!.code, 0, here!.stderr);
    const read = ({ stdout }: { stdout: string }) => JSON.parse(stdout).results;
    const [popular, ease, ensemble] = read(here!);
    // Without times there is nothing to choose for the first, and the members of the last were given.
    assert.deepEqual([popular.tuning, ensemble.tuning], [undefined, undefined]);
    assert.equal(ease.tuning.trials.length, 9);
    assert.equal(ease.tuning.metric, "ndcg@5");
    assert.ok(ease.tune_seconds > 0 && typeof ease.tuning.why === "string");
    const best = Math.max(
      ...ease.tuning.trials.map((trial: { scores: { score: number }[] }) => trial.scores[0]!.score),
    );
    const first = ease.tuning.trials.find((trial: { scores: { score: number }[] }) =>
      trial.scores[0]!.score === best
    );
    assert.deepEqual(ease.params, first.params);
    assert.deepEqual(read(there!)[1].params, ease.params);
    const again = await evaluate(
      ...args,
      ...["--test", `${folder}/test`, "--params", JSON.stringify({ ...members, ease: ease.params })],
    );
    assert.deepEqual(read(again)[1].metrics, ease.metrics);
  }));

Deno.test("deno task evaluate --validate chooses by rmse where that is asked for, and says so to people", () =>
  withFolder(async (folder) => {
    const rows = Array.from(
      { length: 400 },
      (_, e) => `${e % 20},${(e * 7) % 31},${1 + (e % 20 + (e * 7) % 31) % 5}`,
    );
    await Deno.writeTextFile(`${folder}/ratings.csv`, `userId,movieId,rating\n${rows.join("\n")}\n`);
    const { code, stdout, stderr } = await evaluate(
      ...["--interactions", `${folder}/ratings.csv`, "--split", "random:0.2", "--models", "mf"],
      ...["--metrics", "rmse", "--validate", "--budget", "20", "--params", '{"mf":{"loss":"squared"}}'],
    );
    assert.equal(code, 0, stderr);
    assert.match(stdout, /tuned on random:0\.2 of the training part\nmf: rmse \d\.\d{4} on 20 users; /);
    assert.match(stdout, /"loss":"squared"/);
  }));

Deno.test("deno task evaluate ends with status 2 and one line for wrong input", () =>
  withFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/train`, "a c 1\na x one\n");
    const wrong = [
      ["--train", `${folder}/nothing`, "--test", `${folder}/train`, "--models", "svd"],
      ["--train", `${folder}/train`, "--test", `${folder}/other`, "--models", "svd"],
      ["--models", "magic", "--interactions", `${folder}/train`, "--split", "random:0.2"],
    ];
    const messages = [
      `Cannot read --train "${folder}/nothing": there is no such file\n`,
      `Cannot read --train "${folder}/train": line 2: value "one" is not a number\n`,
    ];
    for (const [i, args] of wrong.entries()) {
      const { code, stdout, stderr } = await evaluate(...args);
      assert.deepEqual([code, stdout], [2, ""]);
      if (messages[i]) assert.equal(stderr, messages[i]);
      else assert.match(stderr, /^Cannot use --models "magic": it is not one of popularity/);
    }
  }));

Deno.test("deno task evaluate ends with status 2 and one line for what cannot be fitted, cut or read to its end", () =>
  withFolder(async (folder) => {
    const lines = Array.from({ length: 400 }, (_, e) => `${e % 20}\t${(e * 7) % 31}\t${1 + e % 5}`);
    await Deno.writeTextFile(`${folder}/all`, lines.join("\n"));
    await Deno.writeTextFile(`${folder}/one`, "a x\n");
    await Deno.writeTextFile(`${folder}/other`, "a y\n");
    // A wrong first line, and data that ends early: the line is told, and nothing else.
    const noise = Array.from({ length: 20_000 }, (_, e) => `title ${e} of ${e * 7919}`).join("\n");
    await Deno.writeFile(`${folder}/cut.gz`, gzipSync(noise).subarray(0, 20_000));
    const all = ["--interactions", `${folder}/all`, "--split", "random:0.2"];
    const wrong: [string[], RegExp][] = [
      [
        [...all, "--models", "mf", "--params", '{"mf":{"learning_rate":10,"epochs":50}}'],
        /^Cannot fit mf: .*; lower learning_rate\n$/,
      ],
      [
        ["--train", `${folder}/one`, "--test", `${folder}/other`, "--models", "item-knn", "--validate"],
        /^Cannot use --validate: the training part cannot be cut once more: .*\n$/,
      ],
      [
        ["--interactions", `${folder}/all`, "--split", "temporal:1e300", "--models", "svd"],
        /^Cannot split by --split "temporal:1e300": [^\n]*\n$/,
      ],
      [
        [
          "--interactions",
          `${folder}/cut.gz`,
          "--split",
          "random:0.2",
          "--models",
          "svd",
          "--format",
          "lines",
        ],
        /^Cannot read --interactions [^\n]*\n$/,
      ],
    ];
    for (const [args, message] of wrong) {
      const { code, stdout, stderr } = await evaluate(...args);
      assert.match(stderr, message);
      assert.deepEqual([code, stdout], [2, ""]);
    }
  }));
