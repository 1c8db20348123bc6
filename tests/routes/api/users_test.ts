import assert from "node:assert/strict";
import { openTestApp, readProblem } from "../../fixtures/app.ts";

Deno.test("POST /api/users creates a user that can be found and recommended to", async () => {
  await using app = await openTestApp();
  const response = await app.post("/api/users/", { external_id: "crm-1", name: "Ada 🎈" });
  assert.equal(response.status, 201);
  const user = await response.json();
  assert.equal(user.external_id, "crm-1");
  assert.equal(user.name, "Ada 🎈");
  const location = response.headers.get("location")!;
  assert.equal(location, `/api/users/${user.id}`);
  assert.deepEqual(await (await app.fetch(location)).json(), user);
  assert.equal((await app.fetch(`/api/recommendations/${user.id}`)).status, 200);
});

Deno.test("POST /api/users needs no body at all", async () => {
  await using app = await openTestApp();
  const response = await app.fetch("/api/users", { method: "POST" });
  assert.equal(response.status, 201);
  const user = await response.json();
  assert.deepEqual([user.external_id, user.name], [null, null]);
  assert.equal((await app.post("/api/users", {})).status, 201);
});

Deno.test("POST /api/users: a taken external id is 409, wrong fields are 400", async () => {
  await using app = await openTestApp({ file: true });
  assert.equal((await app.post("/api/users", { external_id: "a" })).status, 201);
  const taken = await readProblem(await app.post("/api/users", { external_id: "a" }));
  assert.equal(taken.status, 409);
  assert.match(taken.error, /"a" is taken/);
  for (
    const [field, value] of [["external_id", ""], ["external_id", 7], ["name", "\0"], [
      "name",
      "x".repeat(201),
    ]]
  ) {
    const problem = await readProblem(await app.post("/api/users", { [field as string]: value }));
    assert.equal(problem.status, 400);
    assert.equal(problem.errors?.[0]?.field, field);
  }
  assert.equal((await app.post("/api/users", "{")).status, 400);
  assert.equal((await app.post("/api/users", "x=1", { "Content-Type": "text/plain" })).status, 415);
});

Deno.test("GET /api/users/{id}: 404 when unknown, 400 when it is no id", async () => {
  await using app = await openTestApp();
  assert.equal((await app.fetch("/api/users/1/")).status, 200);
  assert.equal((await readProblem(await app.fetch("/api/users/13"))).status, 404);
  assert.equal((await readProblem(await app.fetch("/api/users/one"))).status, 400);
});
