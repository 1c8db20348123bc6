import assert from "node:assert/strict";
import { openTestApp } from "../fixtures/app.ts";
import { createShopper } from "./shopper.ts";

const languageOf = async (response: Response) => (await response.text()).match(/<html lang="([^"]+)"/)![1];

Deno.test("a page speaks what the browser asks for, or what was chosen, or what the shop speaks", async () => {
  await using app = await openTestApp();
  await using german = await openTestApp({ settings: { locale: "de" } });
  const ask = async (headers: Record<string, string>, shop = app) =>
    await languageOf(await shop.fetch("/cart", { headers }));
  assert.equal(await ask({}), "en");
  assert.equal(await ask({ "Accept-Language": "de-AT,de;q=0.9,en;q=0.5" }), "de");
  assert.equal(await ask({ "Accept-Language": "en;q=0.2, de;q=0.8" }), "de");
  assert.equal(await ask({ "Accept-Language": "fr, de;q=0" }), "en");
  assert.equal(await ask({ "Accept-Language": "fr" }, german), "de");
  assert.equal(await ask({ "Accept-Language": "de", Cookie: "aisle_language=en" }), "en");
  assert.equal(await ask({ "Accept-Language": "de", Cookie: "aisle_language=%00<x>" }), "de");
  assert.equal(await ask({ "Accept-Language": ",;q=,,".repeat(2000) }), "en");
});

Deno.test("the footer's choice holds, also on error pages; what is not offered changes nothing", async () => {
  await using app = await openTestApp();
  const shopper = createShopper(app);
  const chosen = await shopper.post("/language", { language: "de", to: "/cart" });
  assert.equal(chosen.status, 303);
  assert.equal(chosen.headers.get("location"), "/cart");
  const page = await shopper.get("/cart");
  assert.match(page.headers.get("vary")!, /^Cookie, Accept-Language\b/);
  const text = await page.text();
  assert.match(text, /<html lang="de"/);
  assert.match(text, /Warenkorb/);
  const missing = await shopper.get("/nowhere");
  assert.equal(missing.status, 404);
  assert.match(await missing.text(), /Diese Seite gibt es nicht/);
  await shopper.post("/language", { language: "tlh", to: "/cart" });
  assert.equal(await languageOf(await shopper.get("/")), "de");
});

Deno.test("the mirrored language is for development alone", async () => {
  await using development = await openTestApp();
  await using production = await openTestApp({ settings: { development: false } });
  const headers = { Cookie: "aisle_language=ar-XB" };
  const page = await (await development.fetch("/cart", { headers })).text();
  assert.match(page, /<html lang="ar-XB" dir="rtl"/);
  assert.equal(await languageOf(await production.fetch("/cart", { headers })), "en");
});
