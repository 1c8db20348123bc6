import assert from "node:assert/strict";
import { countInteractions } from "../../db/interactions.ts";
import { openDatabase } from "../../db/open.ts";
import { root } from "../fixtures/paths.ts";

async function runSample(url: string, ...args: string[]) {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["task", "--quiet", "sample", ...args],
    cwd: root,
    env: { DATABASE_URL: url },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
}

Deno.test("deno task sample fills a database once, and says so", async () => {
  const folder = await Deno.makeTempDir({ prefix: "aisle-sample-" });
  try {
    const url = `file:${folder}/aisle.db`;
    const sizes = ["--products", "60", "--users=20", "--interactions", "400", "--seed", "7"];
    const first = await runSample(url, ...sizes);
    assert.equal(first.code, 0, first.stderr);
    assert.match(
      first.stdout,
      /^Wrote 60 products, 20 shoppers and 400 interactions to file:.* in [\d.]+ s\n$/,
    );
    const second = await runSample(url, ...sizes);
    assert.equal(second.code, 1);
    assert.equal(second.stderr, "Cannot make the sample shop: the database already has 60 products\n");
    const db = await openDatabase({ url });
    assert.equal(await countInteractions(db), 400);
    db.close();
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task sample names a wrong flag and its value", async () => {
  const wrong: [string[], RegExp][] = [
    [["--products", "0"], /--products is "0", not a whole number from 1 to/],
    [["--seed", "1e3"], /--seed is "1e3", not a whole number from 0 to/],
    [["--colour", "red"], /'--colour'[^]*Usage: deno task sample/],
  ];
  for (const [args, message] of wrong) {
    const { code, stderr, stdout } = await runSample(":memory:", ...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, message);
    assert.equal(stdout, "");
  }
});
