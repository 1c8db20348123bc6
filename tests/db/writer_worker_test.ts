import assert from "node:assert/strict";
import Libsql from "libsql";
import { openDatabase } from "../../db/open.ts";
import { countInteractions, toInsert } from "../../db/interactions.ts";
import { countUsers } from "../../db/users.ts";
import { openWriter, type Statement } from "../../db/writer.ts";
import { UnavailableError } from "../../errors.ts";
import { addShop, interaction, type Setup, withDatabase } from "./setup.ts";

/** The real Worker, watched. */
class WatchedWorker extends Worker {
  commits = 0;

  override postMessage(message: unknown): void {
    if ((message as { kind?: string }).kind === "commit") this.commits++;
    super.postMessage(message);
  }
}

async function withWatched(
  test: (setup: Setup, workers: WatchedWorker[]) => Promise<void>,
  { busyTimeoutMs }: { busyTimeoutMs?: number } = {},
): Promise<void> {
  const workers: WatchedWorker[] = [];
  const startWorker = () => {
    const url = new URL("../../db/writer_worker.ts", import.meta.url);
    const worker = new WatchedWorker(url, { type: "module" });
    workers.push(worker);
    return worker;
  };
  await withDatabase("file", (setup) => test(setup, workers), {
    startWorker,
    ...(busyTimeoutMs === undefined ? {} : { busyTimeoutMs }),
  });
}

const addUserNamed = (name: string): Statement => ({
  sql: "INSERT INTO users (external_id, created_at) VALUES (?, 1)",
  args: [name],
});

Deno.test("the writer commits everything that gathered meanwhile as one group", () =>
  withWatched(async ({ writer, db }, workers) => {
    await addShop(writer, { users: 1, products: 1 });
    const before = workers[0]!.commits;
    await Promise.all(Array.from({ length: 1000 }, () => writer.write([toInsert(interaction())])));
    assert.equal(await countInteractions(db), 1000);
    // 512 jobs fit into one commit.
    assert.equal(workers[0]!.commits - before, 2);
  }));

Deno.test("the writer parts large jobs into several commits", () =>
  withWatched(async ({ writer }, workers) => {
    await writer.write([addUserNamed("first")]);
    const text = "x".repeat(700_000);
    const before = workers[0]!.commits;
    await Promise.all(
      Array.from({ length: 4 }, () => writer.write([{ sql: "SELECT length(?)", args: [text] }])),
    );
    assert.equal(workers[0]!.commits - before, 4);
  }));

Deno.test("a Worker that stops rejects the jobs it had, and another takes its place", () =>
  withWatched(async ({ writer, db }, workers) => {
    await writer.write([addUserNamed("before")]);
    // A message that is no request throws inside the Worker, which ends it.
    workers[0]!.postMessage({ kind: "crash" });
    const lost = Array.from({ length: 512 }, (_, i) => writer.write([addUserNamed(`lost${i}`)]));
    const queued = Array.from({ length: 10 }, (_, i) => writer.write([addUserNamed(`queued${i}`)]));
    for (const job of await Promise.allSettled(lost)) {
      assert.ok(job.status === "rejected" && job.reason instanceof UnavailableError, JSON.stringify(job));
      assert.match(job.reason.message, /^Cannot write: the writer stopped/);
    }
    // What had not been sent yet is not lost.
    await Promise.all(queued);
    await writer.write([addUserNamed("after")]);
    assert.equal(workers.length, 2);
    assert.equal(await countUsers(db), 12);
    assert.equal(writer.pending, 0);
  }));

Deno.test("a Worker that stops while idle is replaced at the next write", () =>
  withWatched(async ({ writer, db }, workers) => {
    await writer.write([addUserNamed("before")]);
    const stopped = new Promise((resolve) => workers[0]!.addEventListener("error", resolve));
    workers[0]!.postMessage({ kind: "crash" });
    await stopped;
    await writer.write([addUserNamed("after")]);
    assert.equal(await countUsers(db), 2);
    assert.equal(workers.length, 2);
  }));

Deno.test("close() resolves when the Worker has stopped", () =>
  withWatched(async ({ writer }, workers) => {
    await writer.write([addUserNamed("first")]);
    workers[0]!.postMessage({ kind: "crash" });
    await writer.close();
  }));

Deno.test("the Worker is started by the first write, or by itself; close() starts none", async () => {
  await withWatched(async ({ writer }, workers) => {
    assert.equal(workers.length, 0);
    await writer.write([addUserNamed("first")]);
    assert.equal(workers.length, 1);
  });
  await withWatched(async (_setup, workers) => {
    for (let left = 200; workers.length === 0 && left > 0; left--) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    assert.equal(workers.length, 1);
  });
  await withWatched(async ({ writer }, workers) => {
    await writer.close();
    assert.equal(workers.length, 0);
  });
});

Deno.test("close() leaves everything in the file, nothing in the log", () =>
  withWatched(async ({ writer, db }) => {
    await writer.write([addUserNamed("a")]);
    await writer.close();
    assert.equal(Deno.statSync(`${db.path}-wal`).size, 0);
    await Deno.copyFile(db.path!, `${db.path}.copy`);
    const copy = await openDatabase({ url: `file:${db.path}.copy` });
    assert.equal(await countUsers(copy), 1);
    copy.close();
  }));

Deno.test("write() is unavailable while another process holds the lock, and works afterwards", () =>
  withWatched(async ({ writer, db }) => {
    const other = new Libsql(db.path!, {});
    other.exec("BEGIN IMMEDIATE");
    await assert.rejects(
      writer.write([addUserNamed("a")]),
      (error) =>
        error instanceof UnavailableError && /is busy/.test(error.message) &&
        /locked/.test(String(error.cause)),
    );
    other.exec("ROLLBACK");
    other.close();
    await writer.write([addUserNamed("a")]);
    assert.equal(await countUsers(db), 1);
  }, { busyTimeoutMs: 50 }));

Deno.test("write() is unavailable when the disk is full, and nothing of that commit is kept", () =>
  withWatched(async ({ writer, db }) => {
    const pages = (await db.get("PRAGMA page_count"))?.["page_count"] as number;
    const limit = (count: number) => writer.write([{ sql: `PRAGMA max_page_count = ${count}`, args: [] }]);
    await limit(pages + 2);
    const large: Statement = {
      sql: "INSERT INTO leases (name, holder, expires_at) VALUES (?, 'x', 1)",
      args: ["x".repeat(200_000)],
    };
    const [small, full] = await Promise.allSettled([
      writer.write([addUserNamed("a")]),
      writer.write([large]),
    ]);
    assert.ok(full?.status === "rejected" && full.reason instanceof UnavailableError, JSON.stringify(full));
    assert.match(full.reason.message, /full/);
    // Whichever way SQLite undid it, what was said is what is there.
    assert.equal(await countUsers(db), small?.status === "fulfilled" ? 1 : 0);
    await limit(pages + 1000);
    await writer.write([large]);
    await writer.write([addUserNamed("b")]);
  }));

Deno.test("writes to a database that cannot be opened are unavailable, and the process lives", async () => {
  const folder = await Deno.makeTempDir({ prefix: "aisle-writer-" });
  const db = await openDatabase({ url: `file:${folder}/x.db` });
  const writer = openWriter({ ...db, path: `${folder}/missing/x.db` });
  try {
    await assert.rejects(writer.write([addUserNamed("a")]), UnavailableError);
  } finally {
    await writer.close();
    db.close();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("an acknowledged write can be read by another connection at once", () =>
  withWatched(async ({ writer, db }) => {
    const other = new Libsql(db.path!, {});
    for (let i = 1; i <= 50; i++) {
      await writer.write([addUserNamed(`n${i}`)]);
      assert.equal((other.prepare("SELECT count(*) AS n FROM users").get([]) as { n: number }).n, i);
      assert.equal(await countUsers(db), i);
    }
    other.close();
  }));
