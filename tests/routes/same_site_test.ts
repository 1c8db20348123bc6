import fc from "fast-check";
import { Hono } from "hono";
import assert from "node:assert/strict";
import { parseLocalPath, refuseCrossSite } from "../../routes/same_site.ts";

Deno.test("parseLocalPath() gives back paths of this shop", () => {
  for (const path of ["/", "/product/7", "/category/Audio%20%26%20tech?page=2&sort=-price"]) {
    assert.equal(parseLocalPath(path), path);
  }
});

Deno.test("parseLocalPath() refuses whatever a browser could read as another site", () => {
  for (
    const text of [
      "//other.example",
      "/\\other.example",
      "\\\\other.example",
      "https://other.example",
      "javascript:alert(1)",
      "/.//other.example",
      "/..//other.example",
      "/a/../..//other.example",
      "/\t/other.example",
      "/\n//other.example",
      "",
      "product/1",
      " /",
      undefined,
      ["/"],
      "/" + "a".repeat(3000),
    ]
  ) {
    const path = parseLocalPath(text);
    assert.ok(
      path === undefined || new URL(path, "http://shop.example").host === "shop.example",
      String(text),
    );
  }
  const pieces = fc.constantFrom(
    "/",
    "\\",
    ".",
    "..",
    "other.example",
    "\t",
    "\n",
    "@",
    ":",
    "%2f",
    "%5c",
    "?",
    "#",
  );
  fc.assert(fc.property(fc.array(pieces), (parts) => {
    const path = parseLocalPath(parts.join(""));
    if (path === undefined) return;
    // As the Location of an answer it must stay here, from any page of the shop.
    assert.equal(new URL(path, "http://shop.example/product/1").host, "shop.example");
  }));
});

const app = new Hono().post("/", refuseCrossSite("https://shop.example"), (c) => c.text("done"));
const post = async (headers: Record<string, string>) =>
  (await app.request("http://inside:8000/", { method: "POST", headers: { host: "inside:8000", ...headers } }))
    .status;

Deno.test("refuseCrossSite() lets our own pages and callers without a browser pass", async () => {
  assert.equal(await post({ "sec-fetch-site": "same-origin" }), 200);
  assert.equal(await post({ "sec-fetch-site": "none" }), 200);
  assert.equal(await post({ origin: "https://shop.example" }), 200);
  assert.equal(await post({ origin: "http://inside:8000" }), 200);
  assert.equal(await post({}), 200);
});

Deno.test("refuseCrossSite() answers 403 to a page of another site", async () => {
  assert.equal(await post({ "sec-fetch-site": "cross-site", origin: "https://other.example" }), 403);
  assert.equal(await post({ "sec-fetch-site": "same-site", origin: "https://blog.shop.example" }), 403);
  assert.equal(await post({ origin: "https://other.example" }), 403);
  assert.equal(await post({ origin: "null" }), 403);
  assert.equal(await post({ "sec-fetch-site": "cross-site" }), 403);
});
