/** What clients see when writing is not possible, through the whole app: 503 with Retry-After, while reads go on. */
import assert from "node:assert/strict";
import Libsql from "libsql";
import { countInteractions } from "../db/interactions.ts";
import { openTestApp, readProblem, type TestApp } from "./fixtures/app.ts";

const body = (userId: number, eventId?: string) => ({
  user_id: userId,
  product_id: 1 + userId,
  interaction_type: "view",
  ...(eventId === undefined ? {} : { event_id: eventId }),
});

const view = (app: TestApp, userId: number, eventId?: string) =>
  app.post("/api/interaction", body(userId, eventId));

/** Sends again until it is recorded, as a client does that heeds 503. */
async function viewUntilRecorded(app: TestApp, userId: number, key: string): Promise<number> {
  for (let left = 100; left > 0; left--) {
    const response = await app.post("/api/interaction", body(userId), { "Idempotency-Key": key });
    if (response.status === 201) return (await response.json()).interaction_id;
    await readUnavailable(response);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("never recorded");
}

async function readUnavailable(response: Response): Promise<string> {
  const { status, detail } = await readProblem(response);
  assert.equal(status, 503, detail);
  assert.match(response.headers.get("retry-after") ?? "", /^[1-9]\d*$/);
  return detail;
}

async function assertReads(app: TestApp): Promise<void> {
  for (const path of ["/api/recommendations/1?repeats=true", "/api/health/ready", "/"]) {
    const response = await app.fetch(path);
    await response.text();
    assert.equal(response.status, 200, path);
  }
}

/** Lets tests end the writer's Worker from inside. */
function watchWorkers() {
  const workers: Worker[] = [];
  const startWorker = () => {
    const worker = new Worker(new URL("../db/writer_worker.ts", import.meta.url), { type: "module" });
    workers.push(worker);
    return worker;
  };
  return { workers, startWorker };
}

Deno.test("a full queue answers 503 with Retry-After; sent again with the same key, each act counts once", async () => {
  await using app = await openTestApp({ file: true, writer: { maxPending: 4 } });
  const before = await countInteractions(app.db);
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, i) => view(app, 1 + i % 10, `burst-${i}`)),
  );
  const refused = answers.filter(({ status }) => status !== 201);
  assert.ok(refused.length > 0 && refused.length < 20, `${refused.length} of 20 were refused`);
  for (const response of refused) {
    assert.match(await readUnavailable(response), /the queue of 4 jobs is full/);
  }
  await assertReads(app);
  const ids = await Promise.all(
    Array.from({ length: 20 }, (_, i) => viewUntilRecorded(app, 1 + i % 10, `burst-${i}`)),
  );
  assert.equal(new Set(ids).size, 20);
  assert.equal(await countInteractions(app.db), before + 20);
});

Deno.test("a batch that meets a full queue says 503 for the rows that were not recorded", async () => {
  await using app = await openTestApp({ file: true, writer: { maxPending: 50 } });
  const before = await countInteractions(app.db);
  const rows = Array.from({ length: 100 }, (_, i) => body(1 + i % 10, `row-${i}`));
  const answer = await (await app.post("/api/interactions", { interactions: rows })).json();
  const statuses = answer.results.map(({ status }: { status: number }) => status);
  assert.deepEqual([...new Set(statuses)].sort(), [201, 503]);
  assert.equal(await countInteractions(app.db), before + answer.recorded);
});

Deno.test("a writer that crashes under many clients loses no acknowledged act and counts none twice", async () => {
  const { workers, startWorker } = watchWorkers();
  await using app = await openTestApp({ file: true, writer: { startWorker } });
  const before = await countInteractions(app.db);
  const clients = Array.from({ length: 16 }, async (_, side) => {
    const ids: number[] = [];
    for (let i = 0; i < 20; i++) ids.push(await viewUntilRecorded(app, 1 + side % 10, `${side}-${i}`));
    return ids;
  });
  for (let crash = 0; crash < 3; crash++) {
    await new Promise((resolve) => setTimeout(resolve, 10));
    workers.at(-1)!.postMessage({ kind: "crash" });
  }
  const ids = (await Promise.all(clients)).flat();
  assert.equal(new Set(ids).size, 320);
  assert.equal(await countInteractions(app.db), before + 320);
  assert.ok(workers.length > 1);
});

Deno.test("on a full disk writes are 503 and reads go on; with room again writes do too", async () => {
  await using app = await openTestApp({ file: true, trained: true });
  const pages = (await app.db.get("PRAGMA page_count"))!["page_count"] as number;
  const limit = (count: number) => app.writer.write([{ sql: `PRAGMA max_page_count = ${count}`, args: [] }]);
  await limit(pages);
  let recorded = 0;
  let full: string | undefined;
  for (let i = 0; i < 2000 && full === undefined; i++) {
    const response = await view(app, 1, `filling-${i}-${"x".repeat(100)}`);
    if (response.status === 201) recorded++;
    else full = await readUnavailable(response);
  }
  assert.match(full ?? "", /full/);
  await assertReads(app);
  const { epoch } = await app.services.recommendations.list(1, { count: 1 });
  assert.ok(epoch > 0);
  await limit(pages + 1000);
  assert.equal((await view(app, 1, "room-again")).status, 201);
  const { rows } = await app.db.client.execute(
    "SELECT count(*) AS n FROM interactions WHERE event_id LIKE 'filling-%' OR event_id = 'room-again'",
  );
  assert.equal(rows[0]!["n"], recorded + 1);
});

Deno.test("while another process holds the lock writes are 503 and reads go on", async () => {
  await using app = await openTestApp({ file: true, writer: { busyTimeoutMs: 50 } });
  const other = new Libsql(app.db.path!, {});
  other.exec("BEGIN EXCLUSIVE");
  assert.match(await readUnavailable(await view(app, 1)), /locked|busy/);
  await assertReads(app);
  other.exec("ROLLBACK");
  other.close();
  assert.equal((await view(app, 1)).status, 201);
});

Deno.test("two processes write to one file, and each knows what the other did", async () => {
  await using one = await openTestApp({ file: true });
  await using two = await openTestApp({ url: one.db.url });
  const before = await countInteractions(one.db);
  const answers = await Promise.all(
    Array.from({ length: 60 }, (_, i) => view(i % 2 === 0 ? one : two, 1 + i % 10, `both-${i}`)),
  );
  assert.deepEqual([...new Set(answers.map(({ status }) => status))], [201]);
  assert.equal(await countInteractions(two.db), before + 60);
  // The same act sent to the other one is the same interaction.
  const [first, again] = await Promise.all([
    (await view(one, 1, "both-0")).json(),
    (await view(two, 1, "both-0")).json(),
  ]);
  assert.equal(first.interaction_id, again.interaction_id);
  await Promise.all([one.services.refresh(), two.services.refresh()]);
  const lists = await Promise.all(
    [one, two].map((app) => app.services.recommendations.list(3, { count: 10 })),
  );
  assert.equal(lists[0]!.epoch, lists[1]!.epoch);
});

Deno.test("a clock that jumps a year ahead and back loses nothing and stops nothing", async () => {
  let now = Date.UTC(2026, 0, 15);
  await using app = await openTestApp({ trained: true, now: () => now });
  const year = 365 * 86_400_000;
  const ask = async () => {
    const list = await (await app.fetch("/api/recommendations/1?count=5")).json();
    assert.equal(list.recommendations.length, 5);
    for (const { confidence_score: score } of list.recommendations) assert.ok(score >= 0 && score <= 1);
    return list;
  };
  await ask();
  for (const jump of [year, -2 * year, year]) {
    now += jump;
    assert.equal((await view(app, 1)).status, 201);
    assert.equal((await ask()).strategy, "personal");
    await app.services.models.train();
    assert.equal((await ask()).strategy, "personal");
  }
});
