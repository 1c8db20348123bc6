import assert from "node:assert/strict";
import { getTableConfig, type SQLiteTable } from "drizzle-orm/sqlite-core";
import { openDatabase } from "../../db/open.ts";
import { addUser, countUsers } from "../../db/users.ts";
import { openWriter } from "../../db/writer.ts";
import * as schema from "../../db/schema.ts";
import { root } from "../fixtures/paths.ts";
import { withDatabase } from "./setup.ts";

async function inFolder(test: (folder: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-open-" });
  try {
    await test(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openDatabase() makes the folder and decodes the path as the client does", () =>
  inFolder(async (folder) => {
    for (
      const [url, path] of [
        [`file:${folder}/a/b.db`, `${folder}/a/b.db`],
        [`file://${folder}/c%20d/ü.db`, `${folder}/c d/ü.db`],
      ] as const
    ) {
      const db = await openDatabase({ url });
      const writer = openWriter(db);
      assert.equal(db.path, path);
      assert.ok(Deno.statSync(path).isFile);
      // The client, the reader and the writer must have opened the same file.
      await addUser(writer, { externalId: null, name: null, createdAt: 1 });
      assert.equal(await countUsers(db), 1);
      assert.equal((await db.client.execute("SELECT count(*) AS n FROM users")).rows[0]?.["n"], 1);
      await writer.close();
      db.close();
    }
  }));

Deno.test("openDatabase() sets WAL, foreign keys and a busy timeout", () =>
  withDatabase("file", async ({ db }) => {
    assert.equal((await db.get("PRAGMA journal_mode"))?.["journal_mode"], "wal");
    assert.equal((await db.get("PRAGMA foreign_keys"))?.["foreign_keys"], 1);
    assert.equal((await db.get("PRAGMA busy_timeout"))?.["timeout"], 5000);
    const { rows } = await db.client.execute("PRAGMA busy_timeout");
    assert.equal(rows[0]?.["timeout"], 5000);
  }));

Deno.test("openDatabase() finds nothing to do the second time, and what was written is there", () =>
  inFolder(async (folder) => {
    const url = `file:${folder}/x.db`;
    const state = async (db: Awaited<ReturnType<typeof openDatabase>>) =>
      [
        await db.get("PRAGMA schema_version"),
        await db.get("SELECT count(*) AS n, max(created_at) AS at FROM __drizzle_migrations"),
      ].map((row) => ({ ...row, _metadata: undefined }));
    const first = await openDatabase({ url });
    const writer = openWriter(first);
    await addUser(writer, { externalId: "a", name: "Ada", createdAt: 1 });
    const before = await state(first);
    await writer.close();
    first.close();
    const second = await openDatabase({ url });
    assert.deepEqual(await state(second), before);
    assert.equal(await countUsers(second), 1);
    second.close();
  }));

Deno.test("openDatabase() works in four processes that open a new database at the same time", () =>
  inFolder(async (folder) => {
    const code = `import { openDatabase } from ${JSON.stringify(`file://${root}/db/open.ts`)};
      const at = Number(Deno.args[1]);
      await new Promise((resolve) => setTimeout(resolve, at - Date.now()));
      const db = await openDatabase({ url: Deno.args[0] });
      console.log((await db.get("SELECT count(*) AS n FROM __drizzle_migrations")).n);
      db.close();`;
    const script = `${folder}/open.ts`;
    await Deno.writeTextFile(script, code);
    const start = Date.now() + 1500;
    const outputs = await Promise.all(Array.from({ length: 4 }, () =>
      new Deno.Command(Deno.execPath(), {
        args: [
          "run",
          "-A",
          "--no-check",
          "--quiet",
          "--config",
          `${root}/deno.json`,
          script,
          `file:${folder}/new/race.db`,
          String(start),
        ],
        stderr: "piped",
      }).output()));
    const decode = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trim();
    const journal = JSON.parse(await Deno.readTextFile(`${root}/db/migrations/meta/_journal.json`));
    assert.deepEqual(
      outputs.map(({ stdout, stderr }) => decode(stdout) || decode(stderr)),
      Array.from({ length: 4 }, () => String(journal.entries.length)),
    );
  }));

Deno.test("openDatabase() gives a memory database of its own each time", () =>
  withDatabase("memory", ({ db, writer }) =>
    withDatabase("memory", async (other) => {
      await addUser(writer, { externalId: null, name: null, createdAt: 1 });
      assert.equal(await countUsers(db), 1);
      assert.equal(await countUsers(other.db), 0);
    })));

Deno.test("openDatabase() says so when the file is not a database", () =>
  inFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/no.db`, "this is no database, but a text of some length".repeat(50));
    await assert.rejects(openDatabase({ url: `file:${folder}/no.db` }), /not a database/);
  }));

Deno.test("get() rejects after close(), and answers again after a query that failed", () =>
  inFolder(async (folder) => {
    const db = await openDatabase({ url: `file:${folder}/x.db` });
    const divide = "SELECT json(?) AS value";
    await assert.rejects(db.get(divide, ["{"]), /malformed JSON/);
    assert.equal((await db.get(divide, ["1"]))?.["value"], "1");
    db.close();
    db.close();
    await assert.rejects(db.get(divide, ["1"]), /closed/);
  }));

Deno.test("the migrations make the tables of schema.ts, column by column", () =>
  withDatabase("memory", async ({ db }) => {
    const tables = Object.values(schema) as SQLiteTable[];
    assert.ok(tables.length > 10);
    for (const table of tables) {
      const { name, columns, indexes } = getTableConfig(table);
      const info = (await db.client.execute(`PRAGMA table_info(${name})`)).rows;
      assert.deepEqual(
        info.map((row) => [row["name"], String(row["type"]).toLowerCase(), Boolean(row["notnull"])]),
        columns.map((column) => [column.name, column.getSQLType(), column.notNull]),
        name,
      );
      const made = (await db.client.execute(`PRAGMA index_list(${name})`)).rows.map((row) => row["name"]);
      for (const index of indexes) assert.ok(made.includes(index.config.name), index.config.name);
    }
  }));

Deno.test("the lock files hold one version of the native addon", async () => {
  // Two copies of SQLite in one process, each closing files of the other, lose each other's locks.
  for (const file of ["deno.lock", "tests/deno.lock"]) {
    const lock = await Deno.readTextFile(`${root}/${file}`);
    const versions = new Set(Array.from(lock.matchAll(/"libsql@([^"]+)"/g), ([, version]) => version));
    assert.equal(versions.size, 1, `${file}: ${[...versions]}`);
  }
});
