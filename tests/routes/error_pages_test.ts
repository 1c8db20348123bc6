import assert from "node:assert/strict";
import { UnavailableError } from "../../errors.ts";
import type { Services } from "../../services/services.ts";
import { openTestApp, readProblem, type TestApp } from "../fixtures/app.ts";

async function remove(app: TestApp, productId: number): Promise<void> {
  await app.writer.write([{ sql: "DELETE FROM products WHERE id = ?", args: [productId] }]);
  await app.services.catalogue.refresh();
}

async function readPage(app: TestApp, path: string, language: string) {
  const answer = await app.fetch(path, { headers: { "accept-language": language } });
  return { answer, html: await answer.text() };
}

Deno.test("a product that has left the shop is gone for good; one that never was is not found", async () => {
  await using app = await openTestApp();
  await remove(app, 30);
  for (const path of ["/product/30", "/art/30.svg"]) {
    const { answer, html } = await readPage(app, path, "en");
    assert.equal(answer.status, 410, path);
    assert.match(html, /<h1[^>]*>This is gone</);
  }
  assert.match((await readPage(app, "/product/30", "de")).html, /<h1[^>]*>Das gibt es nicht mehr</);
  for (const path of ["/product/31", "/art/31.svg", "/product/0", "/product/030"]) {
    assert.equal((await readPage(app, path, "en")).answer.status, 404, path);
  }
  // The API tells no difference.
  assert.equal((await readProblem(await app.fetch("/api/products/30"))).status, 404);
});

Deno.test("a category whose last product has left is not found, and no link leads there", async () => {
  await using app = await openTestApp({ products: 3 });
  assert.equal((await readPage(app, "/category/Desk", "en")).answer.status, 200);
  await remove(app, 3);
  assert.equal((await readPage(app, "/category/Desk", "en")).answer.status, 404);
  assert.doesNotMatch((await readPage(app, "/", "en")).html, /\/category\/Desk/);
});

/** A fault in what every page needs, with words that nobody outside may read. */
const failing = (error: Error) => ({
  override: (services: Services): Services => ({
    ...services,
    search: { ...services.search, find: () => Promise.reject(error) },
  }),
});

Deno.test("a fault of ours is a page that says so in the visitor's language, and nothing of the inside", async () => {
  await using app = await openTestApp(failing(new Error("SQLITE_CORRUPT at /srv/secret.db")));
  for (
    const [language, title, line] of [
      ["en", "That went wrong", "has been written down"],
      ["de", "Da ging etwas schief", "liegt bei uns"],
    ] as const
  ) {
    const { answer, html } = await readPage(app, "/search?q=tent", language);
    assert.equal(answer.status, 500);
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.equal(answer.headers.get("retry-after"), null);
    assert.match(html, new RegExp(`<html lang="${language}"[^]*<h1[^>]*>${title}<[^]*${line}`));
    assert.doesNotMatch(html, /SQLITE|secret|search\.ts| at /);
    assert.ok(html.includes(answer.headers.get("x-request-id")!));
    assert.match(html, /<form class="search" role="search" action="\/search">/);
  }
});

Deno.test("a shop that cannot answer now says when it is worth another try", async () => {
  await using app = await openTestApp(failing(new UnavailableError("Cannot answer: busy at /srv", 7)));
  for (
    const [language, title, retry] of [
      ["en", "Back in a moment", "Try again in 7 seconds."],
      ["de", "Gleich wieder da", "Versuch es in 7 Sekunden wieder."],
    ] as const
  ) {
    const { answer, html } = await readPage(app, "/search?q=tent", language);
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("retry-after"), "7");
    assert.equal(answer.headers.get("cache-control"), "no-store");
    assert.match(html, new RegExp(`<h1[^>]*>${title}<[^]*${retry}`));
    assert.doesNotMatch(html, /srv/);
  }
});
