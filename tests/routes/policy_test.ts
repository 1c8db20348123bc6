import assert from "node:assert/strict";
import { openTestApp } from "../fixtures/app.ts";
import { createShopper } from "./shopper.ts";

function parsePolicy(text: string | null): Map<string, string> {
  return new Map(
    (text ?? "").split(";").map((part) => part.trim()).filter(Boolean).map((part) => {
      const [name = "", ...values] = part.split(/\s+/);
      return [name, values.join(" ")];
    }),
  );
}

Deno.test("every answer carries a policy under which only our own files run, and nothing inline or evaluated", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  const answers = new Map<string, Response>();
  for (
    const path of [
      ...[
        "/",
        "/product/1",
        "/category/Kitchen",
        "/category/Kitchen?min_price=x",
        "/search?q=tent",
        "/suggest?q=tent",
      ],
      ...[
        "/cart",
        "/checkout",
        "/recent",
        "/liked",
        "/privacy",
        "/privacy/export",
        "/how-it-works",
        "/shop-as",
      ],
      ...[
        "/for-you",
        "/art/1.svg",
        "/static/aisle.css",
        "/static/htmx.js",
        "/static/shop.js",
        "/static/icon.svg",
      ],
      ...["/sitemap.xml", "/robots.txt", "/manifest.webmanifest", "/favicon.ico", "/live"],
      ...["/nowhere", "/product/none", "/orders/1", "/art/none.svg", "/static/none", "/%00", "/category/%ff"],
      ...[
        "/api/docs",
        "/api/docs/style.css",
        "/api/openapi.json",
        "/api/products",
        "/api/nowhere",
        "/api/metrics",
      ],
    ]
  ) answers.set(path, await shopper.get(path));
  answers.set("POST /like", await shopper.press("/like", { product: "1" }));
  answers.set(
    "POST /like of another site",
    await shopper.post("/like", {}, { "sec-fetch-site": "cross-site" }),
  );
  answers.set("POST /cart/add", await shopper.press("/cart/add", { product: "1", quantity: "none" }));
  answers.set("POST /nowhere", await shopper.post("/nowhere", {}));
  answers.set("PUT /", await app.fetch("/", { method: "PUT" }));
  answers.set("OPTIONS /cart", await app.fetch("/cart", { method: "OPTIONS" }));
  answers.set("POST /api/interaction", await app.post("/api/interaction", "{"));
  const etag = answers.get("/static/htmx.js")!.headers.get("etag")!;
  answers.set("304", await shopper.get("/static/htmx.js", { "if-none-match": etag }));

  assert.deepEqual(
    [...new Set([...answers.values()].map(({ status }) => status))].sort(),
    [200, 204, 301, 303, 304, 400, 403, 404, 405],
  );
  for (const [path, { headers, body }] of answers) {
    const text = headers.get("content-security-policy");
    const policy = parsePolicy(text);
    assert.doesNotMatch(text ?? "", /unsafe-|\*|\bhttps?:|\bblob:/, path);
    assert.equal(policy.get("default-src"), "'self'", path);
    assert.equal(policy.get("script-src"), "'self'", path);
    assert.equal(policy.get("style-src"), "'self'", path);
    for (const name of ["object-src", "base-uri", "frame-ancestors"]) {
      assert.equal(policy.get(name), "'none'", path);
    }
    assert.equal(policy.get("form-action"), "'self'", path);
    assert.equal(headers.get("x-content-type-options"), "nosniff", path);
    await body?.cancel();
  }
});

Deno.test("no cache may keep an error: what one may not see, another may", async () => {
  await using app = await openTestApp();
  for (const path of ["/orders/1", "/nowhere", "/product/none", "/live", "/api/users/99", "/api/nowhere"]) {
    const answer = await app.fetch(path);
    await answer.body?.cancel();
    assert.ok(answer.status >= 400, path);
    assert.equal(answer.headers.get("cache-control"), "no-store", path);
  }
});
