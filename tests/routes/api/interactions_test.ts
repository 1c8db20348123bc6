import assert from "node:assert/strict";
import fc from "fast-check";
import { openTestApp, readProblem, type TestApp } from "../../fixtures/app.ts";

const good = { "user_id": 1, "product_id": 2, "interaction_type": "view" };

async function countRows(app: TestApp): Promise<number> {
  return (await app.db.get("SELECT count(*) AS count FROM interactions"))?.["count"] as number;
}

Deno.test("POST /api/interaction records what was sent and answers 201", async () => {
  await using app = await openTestApp({ file: true });
  const at = Date.now() - 60_000;
  const response = await app.post("/api/interaction/", {
    ...good,
    interaction_type: "like",
    rating: 4.5,
    session_id: "s",
    event_id: "e-1",
    timestamp: new Date(at).toISOString(),
    unknown: "ignored",
  });
  assert.equal(response.status, 201);
  const body = await response.json();
  assert.equal(body.message, "Interaction recorded successfully");
  const row = await app.db.get(
    "SELECT user_id, product_id, interaction_type, rating, at, session_id, event_id FROM interactions WHERE id = ?",
    [body.interaction_id],
  );
  const columns = ["user_id", "product_id", "interaction_type", "rating", "at", "session_id", "event_id"];
  assert.deepEqual(columns.map((column) => row?.[column]), [1, 2, "like", 4.5, at, "s", "e-1"]);
});

Deno.test("POST /api/interaction understands a time with an offset", async () => {
  await using app = await openTestApp();
  const response = await app.post("/api/interaction", { ...good, timestamp: "2026-01-31T20:30:00+02:00" });
  const { interaction_id: id } = await response.json();
  const row = await app.db.get("SELECT at FROM interactions WHERE id = ?", [id]);
  assert.equal(row?.["at"], Date.UTC(2026, 0, 31, 18, 30));
});

Deno.test("POST /api/interaction refuses wrong fields, each by name with its value, and records nothing", async () => {
  await using app = await openTestApp();
  const before = await countRows(app);
  const wrong: [string, unknown][] = [
    ["user_id", "1"],
    ["user_id", 0],
    ["user_id", 1.5],
    ["user_id", -1],
    ["user_id", 2 ** 53],
    ["user_id", null],
    ["product_id", true],
    ["product_id", [1]],
    ["interaction_type", "buy"],
    ["interaction_type", "View"],
    ["rating", 0.4],
    ["rating", 5.1],
    ["rating", "5"],
    ["session_id", ""],
    ["session_id", "a\0b"],
    ["session_id", "\ud800"],
    ["session_id", "x".repeat(129)],
    ["event_id", 7],
    ["timestamp", "2026-01-01"],
    ["timestamp", "2026-01-01T10:00:00"],
    ["timestamp", "2026-02-30T10:00:00Z"],
    ["timestamp", "yesterday"],
    ["timestamp", 1767225600],
    ["timestamp", "1969-12-31T23:59:59Z"],
    ["timestamp", new Date(Date.now() + 6 * 60_000).toISOString()],
  ];
  for (const [field, value] of wrong) {
    const problem = await readProblem(await app.post("/api/interaction", { ...good, [field]: value }));
    assert.equal(problem.status, 400, `${field} ${value}`);
    assert.equal(problem.errors?.[0]?.field, field);
    if (typeof value === "number") assert.match(problem.errors[0].message, new RegExp(`not ${value}$`));
  }
  for (const field of ["user_id", "product_id", "interaction_type"]) {
    const problem = await readProblem(await app.post("/api/interaction", { ...good, [field]: undefined }));
    assert.deepEqual(problem.errors, [{ field, message: "is required" }]);
  }
  assert.equal(await countRows(app), before);
});

Deno.test("POST /api/interaction takes the ends of what is allowed", async () => {
  await using app = await openTestApp();
  for (const rating of [0.5, 5]) {
    assert.equal((await app.post("/api/interaction", { ...good, rating })).status, 201);
  }
  const ahead = new Date(Date.now() + 4 * 60_000).toISOString();
  assert.equal((await app.post("/api/interaction", { ...good, timestamp: ahead })).status, 201);
});

Deno.test("POST /api/interaction answers 404 for an unknown user or product", async () => {
  await using app = await openTestApp({ file: true });
  for (const field of ["user_id", "product_id"]) {
    const problem = await readProblem(await app.post("/api/interaction", { ...good, [field]: 99999 }));
    assert.equal(problem.status, 404);
    assert.match(problem.error, /99999/);
  }
});

Deno.test("POST /api/interaction: bad JSON is 400, another content type 415, a large body 413", async () => {
  await using app = await openTestApp();
  for (const body of ["", "{", "{'user_id':1}", "[]", "null", "7", `"x"`, "[".repeat(60_000), "\ufffe"]) {
    const problem = await readProblem(await app.post("/api/interaction", body));
    assert.equal(problem.status, 400, body.slice(0, 20));
    assert.ok((problem.errors?.length ?? 0) > 0);
  }
  const deep = `{"user_id":${"[".repeat(30_000)}${"]".repeat(30_000)}}`;
  assert.equal((await readProblem(await app.post("/api/interaction", deep))).status, 400);
  for (
    const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "application/jsonp",
      "multipart/form-data",
    ]
  ) {
    const response = await app.post("/api/interaction", good, { "Content-Type": type });
    assert.equal((await readProblem(response)).status, 415, type);
  }
  const untyped = new Request("http://localhost/", { method: "POST", body: JSON.stringify(good) });
  untyped.headers.delete("Content-Type");
  const bare = await app.fetch("/api/interaction", { method: "POST", headers: {}, body: untyped.body });
  assert.equal((await readProblem(bare)).status, 415);
  const charset = await app.post("/api/interaction", good, {
    "Content-Type": "application/json; charset=utf-8",
  });
  assert.equal(charset.status, 201);
  const large = JSON.stringify({ ...good, padding: "x".repeat(70_000) });
  assert.equal((await readProblem(await app.post("/api/interaction", large))).status, 413);
  const declared = await app.post("/api/interaction", large, { "Content-Length": String(large.length) });
  assert.equal((await readProblem(declared)).status, 413);
});

Deno.test("an event id sent again counts once; with other content it is a 422", async () => {
  await using app = await openTestApp({ file: true });
  const before = await countRows(app);
  const first = await (await app.post("/api/interaction", { ...good, event_id: "e" })).json();
  const second = await app.post("/api/interaction", { ...good, event_id: "e" });
  assert.equal(second.status, 201);
  assert.equal((await second.json()).interaction_id, first.interaction_id);
  const other = await readProblem(
    await app.post("/api/interaction", { ...good, product_id: 3, event_id: "e" }),
  );
  assert.equal(other.status, 422);
  assert.equal(await countRows(app), before + 1);
});

Deno.test("Idempotency-Key is the event id where the body has none", async () => {
  await using app = await openTestApp();
  const key = { "Idempotency-Key": "key-1" };
  const first = await (await app.post("/api/interaction", good, key)).json();
  const again = await (await app.post("/api/interaction", good, key)).json();
  assert.equal(again.interaction_id, first.interaction_id);
  const viaBody = await (await app.post("/api/interaction", { ...good, event_id: "key-1" })).json();
  assert.equal(viaBody.interaction_id, first.interaction_id);
  assert.equal((await app.post("/api/interaction", { ...good, interaction_type: "cart" }, key)).status, 422);
  const named = await (await app.post("/api/interaction", { ...good, event_id: "key-2" }, key)).json();
  assert.notEqual(named.interaction_id, first.interaction_id);
  const long = await app.post("/api/interaction", good, { "Idempotency-Key": "k".repeat(129) });
  assert.equal((await readProblem(long)).errors?.[0]?.field, "Idempotency-Key");
});

Deno.test("POST /api/interactions gives a result per row and loses no good one", async () => {
  await using app = await openTestApp({ file: true });
  const before = await countRows(app);
  const rows = [
    good,
    { ...good, rating: 9 },
    { ...good, user_id: 99999 },
    { ...good, product_id: 99999 },
    "not a row",
    { ...good, event_id: "batch" },
    { ...good, event_id: "batch" },
    { ...good, timestamp: "2999-01-01T00:00:00Z" },
    { ...good, product_id: 4, event_id: "batch" },
  ];
  const response = await app.post("/api/interactions", { interactions: rows });
  assert.equal(response.status, 200);
  const { results, recorded, failed } = await response.json();
  assert.deepEqual(results.map((r: { index: number }) => r.index), rows.map((_, i) => i));
  assert.deepEqual(
    results.map((r: { status: number }) => r.status),
    [201, 400, 404, 404, 400, 201, 201, 400, 422],
  );
  assert.equal(results[5].interaction_id, results[6].interaction_id);
  assert.match(results[1].error, /rating must be a number from 0.5 to 5, not 9/);
  assert.equal(recorded, 3);
  assert.equal(failed, 6);
  assert.equal(await countRows(app), before + 2);
});

Deno.test("POST /api/interactions takes 1 to 1,000 rows", async () => {
  await using app = await openTestApp();
  for (const interactions of [[], Array(1001).fill(good), good, undefined]) {
    const problem = await readProblem(await app.post("/api/interactions", { interactions }));
    assert.equal(problem.status, 400);
    assert.equal(problem.errors?.[0]?.field, "interactions");
  }
  const full = await (await app.post("/api/interactions", { interactions: Array(1000).fill(good) })).json();
  assert.equal(full.recorded, 1000);
  const large = { interactions: [good], padding: "x".repeat(2 ** 20) };
  assert.equal((await readProblem(await app.post("/api/interactions", large))).status, 413);
});

Deno.test("property: no JSON body is ever a 500", async () => {
  await using app = await openTestApp();
  const value = fc.oneof(fc.jsonValue(), fc.string({ unit: "binary" }), fc.double());
  const row = fc.oneof(
    fc.jsonValue(),
    fc.record({
      user_id: fc.oneof(fc.constant(1), value),
      product_id: fc.oneof(fc.constant(1), value),
      interaction_type: fc.oneof(fc.constant("view"), value),
      rating: value,
      session_id: value,
      event_id: value,
      timestamp: fc.oneof(value, fc.date({ noInvalidDate: true }).map((d) => d.toISOString())),
    }, { requiredKeys: [] }),
  );
  await fc.assert(
    fc.asyncProperty(row, async (body) => {
      const single = await app.post("/api/interaction", body);
      if (single.status !== 201) assert.ok((await readProblem(single)).status < 500);
      const batch = await app.post("/api/interactions", { interactions: [body] });
      assert.equal(batch.status, 200);
      const [result] = (await batch.json()).results;
      assert.ok(result.status < 500);
      // A row is judged as it would be alone.
      assert.equal(result.status, single.status);
    }),
    { numRuns: 300 },
  );
});
