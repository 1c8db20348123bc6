import { Hono } from "hono";
import assert from "node:assert/strict";
import { TooManyRequestsError } from "../../errors.ts";
import { limitRate } from "../../routes/rate_limit.ts";
import { serve } from "../../server.ts";
import { openTestApp, readProblem } from "../fixtures/app.ts";

/** Answers 200 or the seconds of the refusal, for requests from the hop that X-Forwarded-For ends with. */
function createLimited(options: { perMinute: number; trustProxy?: boolean; now?: () => number }) {
  const app = new Hono();
  app.use(limitRate({ trustProxy: true, ...options }));
  app.get("*", (c) => c.text("ok"));
  app.onError((error, c) =>
    error instanceof TooManyRequestsError ? c.text(String(error.retryAfterSeconds), 429) : c.text("", 500)
  );
  return async (from: string, path = "/") => {
    const answer = await app.request(path, { headers: { "x-forwarded-for": from } });
    return answer.status === 200 ? "ok" : await answer.text();
  };
}

Deno.test("one address has so many requests a minute, then is told how long to wait", async () => {
  let at = 0;
  const ask = createLimited({ perMinute: 2, now: () => at });
  assert.deepEqual([await ask("a"), await ask("a"), await ask("a")], ["ok", "ok", "60"]);
  assert.equal(await ask("b"), "ok");
  at = 42_500;
  assert.equal(await ask("a"), "18");
  at = 60_000;
  assert.equal(await ask("a"), "ok");
});

Deno.test("health, pictures and static files do not count", async () => {
  const ask = createLimited({ perMinute: 1 });
  for (const path of ["/api/health/ready", "/static/aisle.css", "/art/7.svg", "/favicon.ico"]) {
    for (let i = 0; i < 3; i++) assert.equal(await ask("a", path), "ok", path);
  }
  assert.equal(await ask("a", "/api/products"), "ok");
  assert.equal(await ask("a", "/product/1"), "60");
});

Deno.test("only the last hop counts, only of a trusted proxy, and an IPv6 address by its network", async () => {
  const ask = createLimited({ perMinute: 1 });
  assert.equal(await ask("1.1.1.1, 9.9.9.9"), "ok");
  assert.equal(await ask("2.2.2.2, 9.9.9.9"), "60");
  assert.equal(await ask("2001:db8:1:2:aaaa::1"), "ok");
  assert.equal(await ask("2001:db8:1:2::ffff"), "60");
  assert.equal(await ask("2001:db8:1:3::ffff"), "ok");
  assert.equal(await ask("::1"), "ok");
  const direct = createLimited({ perMinute: 1, trustProxy: false });
  assert.equal(await direct("1.1.1.1"), "ok");
  assert.equal(await direct("2.2.2.2"), "60");
});

Deno.test("an address is one client whichever way it is written", async () => {
  for (
    const [first, ...others] of [
      ["192.0.2.7", "192.0.2.7:4711", "::ffff:192.0.2.7", "[::FFFF:c000:207]:4711", "::ffff:192.0.2.7%eth0"],
      ["2001:db8:A::1", "2001:DB8:a:0:1::", "[2001:0db8:a::1]", "[2001:db8:a::1]:443"],
    ]
  ) {
    const ask = createLimited({ perMinute: 1 });
    assert.equal(await ask(first!), "ok", String(first));
    for (const other of others) assert.equal(await ask(other), "60", other);
  }
  const ask = createLimited({ perMinute: 1 });
  for (const odd of ["", "unknown", "[", "::::", "1:2:x", "192.0.2.8", "192.0.2.9:1"]) {
    assert.equal(await ask(odd), "ok", odd);
    assert.equal(await ask(odd), "60", odd);
  }
});

Deno.test("pictures and files that are not there count, those that are there come even so", async () => {
  await using app = await openTestApp({ settings: { rateLimitPerMinute: 3 } });
  const statusOf = async (path: string) => (await app.fetch(path).then(drain)).status;
  for (const path of ["/static/x1", "/art/x.svg", "/art/999999.svg"]) {
    assert.equal(await statusOf(path), 404, path);
  }
  assert.equal(await statusOf("/art/999998.svg"), 429);
  assert.equal(await statusOf("/"), 429);
  for (const path of ["/static/aisle.css", "/art/1.svg"]) assert.equal(await statusOf(path), 200, path);
});

Deno.test("scripts of other origins can read the refusal, and their preflights do not count", async () => {
  const origin = "https://a.example";
  await using app = await openTestApp({ settings: { rateLimitPerMinute: 1, corsOrigins: [origin] } });
  const preflight = { method: "OPTIONS", headers: { origin, "access-control-request-method": "GET" } };
  for (let i = 0; i < 3; i++) assert.equal((await app.fetch("/api/products", preflight)).status, 204);
  for (const status of [200, 429]) {
    const answer = await app.fetch("/api/products", { headers: { origin } }).then(drain);
    assert.equal(answer.status, status);
    assert.equal(answer.headers.get("access-control-allow-origin"), origin);
  }
});

Deno.test("through a port the limit answers a problem to the API and a page to browsers", async () => {
  await using app = await openTestApp({ settings: { rateLimitPerMinute: 3 } });
  // The request is passed with what the server says about it, as main.ts does.
  const server = serve(app.handle, { hostname: "127.0.0.1", port: 0 });
  const base = `http://127.0.0.1:${server.port}`;
  try {
    for (let i = 0; i < 3; i++) assert.equal((await fetch(`${base}/robots.txt`).then(drain)).status, 200);
    const refused = await fetch(`${base}/api/products`);
    assert.equal(refused.status, 429);
    assert.ok(Number(refused.headers.get("retry-after")) > 0);
    assert.match((await readProblem(refused)).type, /#too-many-requests$/);
    const page = await fetch(`${base}/`, { headers: { "accept-language": "de" } });
    assert.equal(page.status, 429);
    assert.ok(Number(page.headers.get("retry-after")) > 0);
    assert.equal(page.headers.get("cache-control"), "no-store");
    assert.match(await page.text(), /<h1[^>]*>Bitte etwas langsamer<[^]*Versuch es in \d+ Sekunden wieder/);
    // What the page needs to look right still comes, and monitoring sees a shop that is well.
    assert.equal((await fetch(`${base}/static/aisle.css`).then(drain)).status, 200);
    assert.equal((await fetch(`${base}/api/health/live`).then(drain)).status, 200);
  } finally {
    await server.close(1_000);
  }
});

async function drain(response: Response): Promise<Response> {
  await response.body?.cancel();
  return response;
}
