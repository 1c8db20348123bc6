import assert from "node:assert/strict";
import type { Services } from "../../../services/services.ts";
import { openTestApp, readProblem } from "../../fixtures/app.ts";

const checking = (check: Services["check"]) => (services: Services) => ({ ...services, check });

Deno.test("GET /api/health/live and /ready answer 200, and ready names the model", async () => {
  await using app = await openTestApp({ trained: true });
  assert.deepEqual(await (await app.fetch("/api/health/live")).json(), { status: "ok" });
  const ready = await app.fetch("/api/health/ready/");
  assert.equal(ready.headers.get("cache-control"), "no-store");
  assert.deepEqual(await ready.json(), {
    status: "ok",
    model_version: 1,
    redis: "off",
    live_connections: 0,
    training: { running: false },
    precompute: null,
  });
});

Deno.test("GET /api/health/ready is degraded and not 503 while Redis is down, and ready before the first model", async () => {
  await using app = await openTestApp({ override: checking(() => Promise.resolve({ redis: "down" })) });
  const ready = await app.fetch("/api/health/ready");
  assert.equal(ready.status, 200);
  assert.deepEqual(await ready.json(), {
    status: "degraded",
    model_version: null,
    redis: "down",
    live_connections: 0,
    training: { running: false },
    precompute: null,
  });
});

Deno.test("GET /api/health/ready is 503 when the database does not answer, live stays 200", async () => {
  await using app = await openTestApp({
    override: checking(() => Promise.reject(new Error("disk I/O error"))),
  });
  const ready = await app.fetch("/api/health/ready");
  assert.equal(ready.headers.get("retry-after"), "5");
  const problem = await readProblem(ready);
  assert.equal(problem.status, 503);
  assert.ok(!problem.detail.includes("disk"));
  assert.ok(JSON.stringify(app.log).includes("disk I/O error"));
  assert.equal((await app.fetch("/api/health/live")).status, 200);
});
