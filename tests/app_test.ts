import assert from "node:assert/strict";
import fc from "fast-check";
import { NotFoundError, UnavailableError } from "../errors.ts";
import type { Services } from "../services/services.ts";
import { openTestApp, readProblem } from "./fixtures/app.ts";

/** Services whose search throws what the words of the query name. */
const failing = (services: Services): Services => ({
  ...services,
  search: {
    ...services.search,
    find(text) {
      if (text === "busy") return Promise.reject(new UnavailableError("Cannot search: the queue is full", 7));
      if (text === "gone") return Promise.reject(new NotFoundError("Cannot search: it is gone"));
      return Promise.reject(new Error(`SQLITE_CORRUPT in /srv/aisle.db at table secrets`));
    },
  },
});

const samples = [
  "/api/products/1",
  "/api/recommendations/1",
  "/api/health/live",
  "/api/docs",
  "/api/nowhere",
  "/api/products/x",
  "/api/interaction",
  "/nowhere",
];

Deno.test("every answer has the security headers and a request id of its own", async () => {
  await using app = await openTestApp();
  const ids = new Set<string>();
  for (const path of samples) {
    const { headers } = await app.fetch(path);
    assert.equal(
      headers.get("content-security-policy"),
      "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; " +
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
      path,
    );
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    assert.equal(headers.get("referrer-policy"), "same-origin", path);
    assert.match(headers.get("permissions-policy") ?? "", /camera=\(\)/, path);
    assert.equal(headers.get("strict-transport-security"), null, path);
    ids.add(headers.get("x-request-id") ?? "");
  }
  const picture = await app.fetch("/art/1.svg");
  assert.match(picture.headers.get("content-security-policy")!, /default-src 'self'/);
  assert.equal(picture.headers.get("x-content-type-options"), "nosniff");
  assert.equal(ids.size, samples.length);
  assert.ok(!ids.has(""));
});

Deno.test("HSTS is sent when PUBLIC_URL is https, also with errors", async () => {
  await using app = await openTestApp({ settings: { publicUrl: "https://shop.example" } });
  for (const path of samples) {
    assert.equal((await app.fetch(path)).headers.get("strict-transport-security"), "max-age=31536000", path);
  }
});

Deno.test("an incoming X-Request-Id is kept from a trusted proxy alone, and only if it is sane", async () => {
  const ask = async (trustProxy: boolean, id: string) => {
    await using app = await openTestApp({ settings: { trustProxy } });
    return (await app.fetch("/api/health/live", { headers: { "X-Request-Id": id } })).headers.get(
      "x-request-id",
    );
  };
  assert.equal(await ask(true, "edge-7.a_b="), "edge-7.a_b=");
  assert.notEqual(await ask(false, "edge-7"), "edge-7");
  assert.notEqual(await ask(true, 'a"b'), 'a"b');
  assert.notEqual(await ask(true, "x".repeat(129)), "x".repeat(129));
});

Deno.test("unknown addresses are a problem under /api and a page elsewhere", async () => {
  await using app = await openTestApp();
  const problem = await readProblem(await app.fetch("/api/no/such"));
  assert.equal(problem.status, 404);
  assert.equal(problem.instance, "/api/no/such");
  assert.equal(problem.type, "http://localhost:8000/api/docs#not-found");
  const page = await app.fetch("/no/such");
  assert.equal(page.status, 404);
  assert.match(page.headers.get("content-type") ?? "", /^text\/html/);
  const html = await page.text();
  assert.match(html, /^<!doctype html>/);
  assert.ok(html.includes(page.headers.get("x-request-id")!));
});

Deno.test("an error page shows what was asked for as text", async () => {
  await using app = await openTestApp();
  const html = await (await app.fetch("/%3Cscript%3Ealert(1)%3C/script%3E")).text();
  assert.ok(!html.includes("<script>alert"));
});

Deno.test("a fault of ours is a 500 that tells nothing, and the log has it under the request id", async () => {
  await using app = await openTestApp({ override: failing });
  const response = await app.fetch("/api/search?q=fault");
  const problem = await readProblem(response);
  assert.equal(problem.status, 500);
  assert.ok(!JSON.stringify(problem).includes("SQLITE"));
  const line = app.log.find(({ event }) => event === "request.failed");
  assert.equal(line?.["request_id"], problem.request_id);
  assert.match(JSON.stringify(line), /SQLITE_CORRUPT/);
});

Deno.test("errors of the services become their status, once", async () => {
  await using app = await openTestApp({ override: failing });
  const busy = await app.fetch("/api/search?q=busy");
  assert.equal(busy.headers.get("retry-after"), "7");
  assert.equal((await readProblem(busy)).status, 503);
  const gone = await readProblem(await app.fetch("/api/search?q=gone"));
  assert.equal(gone.status, 404);
  assert.equal(gone.error, "Cannot search: it is gone");
});

Deno.test("a known address answers 405 with Allow to other methods, OPTIONS with Allow, HEAD without a body", async () => {
  await using app = await openTestApp();
  const known: Record<string, string> = {
    "/api/recommendations/1": "GET, HEAD, OPTIONS",
    "/api/products": "GET, HEAD, OPTIONS",
    "/api/products/popular": "GET, HEAD, OPTIONS",
    "/api/products/1/similar": "GET, HEAD, OPTIONS",
    "/api/search": "GET, HEAD, OPTIONS",
    "/api/interaction": "POST, OPTIONS",
    "/api/interactions": "POST, OPTIONS",
    "/api/users": "POST, OPTIONS",
    "/api/users/1": "GET, HEAD, OPTIONS",
    "/api/health/live": "GET, HEAD, OPTIONS",
    "/api/openapi.json": "GET, HEAD, OPTIONS",
    "/api/docs": "GET, HEAD, OPTIONS",
    "/api/metrics": "GET, HEAD, OPTIONS",
  };
  for (const [path, allow] of Object.entries(known)) {
    for (const address of [path, `${path}/`]) {
      const wrong = await app.fetch(address, { method: allow.startsWith("POST") ? "GET" : "POST" });
      assert.equal(wrong.headers.get("allow"), allow, address);
      assert.equal((await readProblem(wrong)).status, 405, address);
      const options = await app.fetch(address, { method: "OPTIONS" });
      assert.equal(options.status, 204, address);
      assert.equal(options.headers.get("allow"), allow, address);
      const head = await app.fetch(address, { method: "HEAD" });
      assert.equal(head.body, null, address);
      assert.notEqual(head.status, 404, address);
    }
  }
  assert.equal((await app.fetch("/api/users/1", { method: "HEAD" })).status, 200);
  assert.equal((await app.fetch("/api/no/such", { method: "OPTIONS" })).status, 404);
});

Deno.test("with an API key set, /api asks for it but on health and docs", async () => {
  const apiKey = "a key of 20 letters!";
  await using app = await openTestApp({ settings: { apiKey } });
  const ask = (path: string, authorization?: string) =>
    app.fetch(path, authorization === undefined ? {} : { headers: { Authorization: authorization } });
  for (const path of ["/api/products", "/api/products/", "/api/metrics", "/api/no/such", "/%61pi/products"]) {
    for (const wrong of [undefined, "Bearer", "Bearer a key of 20 letters", `Basic ${apiKey}`, apiKey]) {
      const response = await ask(path, wrong);
      assert.equal(response.status, 401, `${path} ${wrong}`);
      assert.match(response.headers.get("www-authenticate") ?? "", /^Bearer /);
      const problem = await readProblem(response);
      assert.ok(!JSON.stringify(problem).includes(apiKey));
    }
  }
  assert.equal((await ask("/api/products", `Bearer ${apiKey}`)).status, 200);
  assert.equal((await ask("/api/metrics/", `bearer ${apiKey}`)).status, 200);
  for (const path of ["/api/health/live", "/api/health/ready/", "/api/docs", "/api/openapi.json/"]) {
    assert.equal((await ask(path)).status, 200, path);
  }
  assert.equal((await app.post("/api/users", {})).status, 401);
});

Deno.test("scripts of the origins that are set may call the API, and no others", async () => {
  await using app = await openTestApp({
    settings: { corsOrigins: ["https://a.example"], apiKey: "sixteen letters." },
  });
  const preflight = (origin: string) =>
    app.fetch("/api/interaction", {
      method: "OPTIONS",
      headers: { Origin: origin, "Access-Control-Request-Method": "POST" },
    });
  const yes = await preflight("https://a.example");
  assert.equal(yes.status, 204);
  assert.equal(yes.headers.get("access-control-allow-origin"), "https://a.example");
  assert.match(yes.headers.get("access-control-allow-methods") ?? "", /POST/);
  assert.match(yes.headers.get("access-control-allow-headers") ?? "", /Idempotency-Key/);
  assert.equal((await preflight("https://b.example")).headers.get("access-control-allow-origin"), null);
  // Errors too: otherwise a script could not read what is wrong.
  const denied = await app.fetch("/api/products", { headers: { Origin: "https://a.example" } });
  assert.equal(denied.status, 401);
  assert.equal(denied.headers.get("access-control-allow-origin"), "https://a.example");
  assert.equal(denied.headers.get("vary"), "Origin, Accept-Encoding");
});

Deno.test("without CORS_ORIGINS no script of another origin may call the API", async () => {
  await using app = await openTestApp();
  const response = await app.fetch("/api/products", { headers: { Origin: "https://a.example" } });
  assert.equal(response.headers.get("access-control-allow-origin"), null);
});

Deno.test("requests are counted by the pattern of their route, and logged in one line each", async () => {
  await using app = await openTestApp();
  for (const path of ["/api/products/1", "/api/products/2/", "/api/products/popular", "/api/x1", "/x2"]) {
    await app.fetch(path);
  }
  await app.fetch("/api/products", { method: "BREW" });
  await app.fetch("/api/health/live");
  const text = await (await app.fetch("/api/metrics")).text();
  assert.match(
    text,
    /aisle_http_requests_total\{method="GET",route="\/api\/products\/:id",status="200"\} 2\n/,
  );
  assert.match(text, /\{method="GET",route="\/api\/products\/popular",status="200"\} 1\n/);
  assert.match(text, /\{method="GET",route="unmatched",status="404"\} 2\n/);
  assert.match(text, /\{method="OTHER",route="unmatched",status="405"\} 1\n/);
  assert.match(text, /aisle_http_request_seconds_bucket\{le="0.001",route="\/api\/products\/:id"\}/);
  assert.ok(!/x1|x2|BREW/.test(text));
  const lines = app.log.filter(({ event }) => event === "request");
  assert.equal(lines.length, 8);
  const level = (path: string) => lines.find((line) => line["path"] === path)?.["level"];
  assert.equal(level("/api/products/1"), "info");
  assert.equal(level("/api/health/live"), "debug");
  assert.equal(level("/x2"), "info");
});

const hostile = fc.oneof(
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ maxLength: 40 }),
  fc.constantFrom(
    "0",
    "-1",
    "01",
    "1.0",
    "1e3",
    "0x10",
    " 1",
    "1 ",
    "+1",
    "٣",
    "9007199254740992",
    "NaN",
    "%",
    "%00",
    "%ff",
    "..",
  ),
  fc.constantFrom(
    "__proto__",
    "constructor",
    "' OR 1=1 --",
    '"',
    "*",
    "a*b",
    "NEAR(",
    "\u0000",
    "\ud800",
    "🎈".repeat(50),
  ),
);

Deno.test("property: no id and no query, however hostile, is ever a 500, and every error is a problem", async () => {
  await using app = await openTestApp();
  const paths = [
    "/api/recommendations/{}",
    "/api/products/{}",
    "/api/products/{}/similar",
    "/api/users/{}",
    "/api/{}",
  ];
  const names = [
    "count",
    "limit",
    "exclude",
    "category",
    "min_price",
    "max_price",
    "diversity",
    "repeats",
    "explain",
    "q",
  ];
  const lists = ["/api/recommendations/1", "/api/products", "/api/products/popular", "/api/search"];
  const encode = (text: string) => encodeURIComponent(text.toWellFormed());
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...paths),
      fc.constantFrom(...lists),
      fc.array(fc.tuple(fc.constantFrom(...names, "user_id", "cursor", "sort", "unknown"), hostile), {
        maxLength: 4,
      }),
      hostile,
      fc.boolean(),
      async (path, list, query, id, raw) => {
        const spell = raw ? (text: string) => text.toWellFormed().replaceAll(/[?#\s]/g, "") : encode;
        const search = query.map(([name, value]) => `${name}=${spell(value)}`).join("&");
        for (const address of [path.replace("{}", spell(id)), `${list}?${search}`]) {
          const response = await app.fetch(address);
          assert.ok(response.status < 500, `${response.status} ${address}`);
          // A path of dots may lead out of /api.
          if (!new URL(address, "http://localhost").pathname.startsWith("/api/")) continue;
          if (response.status !== 200) await readProblem(response);
        }
      },
    ),
    { numRuns: 300 },
  );
});
