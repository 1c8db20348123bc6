import assert from "node:assert/strict";
import { addInteractions, countInteractions } from "../../db/interactions.ts";
import { openDatabase } from "../../db/open.ts";
import { openWriter } from "../../db/writer.ts";
import { addShop, interaction } from "../db/setup.ts";
import { root } from "../fixtures/paths.ts";

const day = 86_400_000;

async function withShopFile(
  use: (
    folder: string,
    run: (...args: string[]) => Promise<{ code: number; stdout: string; stderr: string }>,
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-archive-task-" });
  const decoder = new TextDecoder();
  try {
    const db = await openDatabase({ url: `file:${folder}/aisle.db` });
    const writer = openWriter(db);
    await addShop(writer, { users: 2, products: 3 });
    const rows = [200, 199, 198, 10, 9].flatMap((age) =>
      [1, 2].map((userId) => interaction({ userId, productId: 1 + age % 3, at: Date.now() - age * day }))
    );
    await addInteractions(writer, rows);
    await writer.close();
    db.close();
    await use(folder, async (...args) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: ["task", "--quiet", ...args],
        cwd: root,
        env: { DATABASE_URL: `file:${folder}/aisle.db` },
      }).output();
      return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function count(folder: string): Promise<number> {
  const db = await openDatabase({ url: `file:${folder}/aisle.db` });
  try {
    return await countInteractions(db);
  } finally {
    db.close();
  }
}

Deno.test("deno task archive counts, moves, does nothing the second time, and deno task import brings it back", () =>
  withShopFile(async (folder, run) => {
    const to = ["--to", `${folder}/old.jsonl.gz`];
    const dry = await run("archive", "--dry-run", ...to);
    assert.match(dry.stdout, /: 6, of them 6 would move; dry run, nothing was written/, dry.stderr);
    assert.equal(await count(folder), 10);
    const first = await run("archive", "--older-than", "150", ...to);
    assert.match(first.stdout, /: 6, of them 6 moved to .*old\.jsonl\.gz; /, first.stderr);
    assert.equal(await count(folder), 4);
    assert.match((await run("archive", ...to)).stdout, /: 0, of them 0 moved/);
    const back = await run("import", "--interactions", to[1]!);
    assert.match(back.stdout, /Interactions: 6 read, 6 added, 0 already there, 0 rejected/, back.stderr);
    assert.equal(await count(folder), 10);
  }));

Deno.test("deno task archive names what is wrong and ends with status 2", () =>
  withShopFile(async (folder, run) => {
    for (
      const [args, message] of [
        [
          ["--older-than", "20"],
          /Cannot archive interactions that are 11\.0 days old|the decay reaches back 138/,
        ],
        [["--older-than", "soon"], /Cannot read --older-than "soon": it must be a number of days/],
        [["--before", "yesterday"], /Cannot read --before "yesterday": it must be a time/],
        [["--older-than", ""], /Cannot read --older-than "": it must be a number of days/],
        [["--older-than", "-1"], /^Cannot read the options: [^\n]*\n$/],
        [["--before", ""], /Cannot read --before "": it must be a time in the past/],
        [["--before", "1"], /Cannot read --before "1": it must be a time/],
        [["--before", "9999-01-01"], /Cannot read --before "9999-01-01": it must be a time in the past/],
        [["--before", "2020-01-01", "--older-than", "9"], /exclude each other/],
        [["--after", "9"], /Cannot read the options: Unknown option '--after'/],
        [["--to", `${folder}/old.csv`], /must end in \.jsonl\.gz/],
      ] as const
    ) {
      const { code, stderr } = await run("archive", ...args);
      assert.equal(code, 2, stderr);
      assert.match(stderr, message);
    }
    assert.equal(await count(folder), 10);
  }));
