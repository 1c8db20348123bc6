import assert from "node:assert/strict";
import { openTestApp } from "../fixtures/app.ts";
import { createShopper } from "./shopper.ts";

const picksOn = (html: string) => [...html.matchAll(/id="feed-(\d+)"/g)].map((match) => Number(match[1]));
const text = async (answer: Promise<Response>) => await (await answer).text();

Deno.test("all picks are on numbered pages, each once with its reason, as many as the home page says", async () => {
  await using app = await openTestApp({ trained: true, products: 90 });
  const shopper = createShopper(app);
  for (const id of [4, 7]) await shopper.get(`/product/${id}`);
  const home = await text(shopper.get("/"));
  const total = Number(home.match(/href="\/for-you">All (\d+) picks</)![1]);
  assert.match(home, /<h2 id="for-you-more" tabindex="-1"\s*>More for you<\/h2>/);
  const found: number[] = [];
  let path: string | undefined = "/for-you";
  while (path) {
    const html = await text(shopper.get(path));
    assert.match(html, new RegExp(`<h1>For you</h1><p class="page-count">${total} picks</p>`));
    assert.match(html, /You looked at <mark>Kettle number 7<\/mark>\. These follow from that\./);
    const ids = picksOn(html);
    assert.ok(ids.length > 0 && ids.length <= 24, `${ids.length}`);
    assert.equal(html.match(/<p class="reason">/g)!.length, ids.length);
    assert.equal(html.match(/aria-label="Not interested in /g)!.length, ids.length);
    found.push(...ids);
    path = html.match(/<a class="button" href="([^"]+)" rel="next"/)?.[1];
  }
  assert.equal(found.length, total);
  assert.deepEqual(found, [...new Set(found)]);
  // The shelf of the home page is the beginning.
  const shelf = [...home.matchAll(/id="for-you-(\d+)"/g)].map((match) => Number(match[1]));
  assert.deepEqual(found.slice(0, shelf.length), shelf);
  assert.deepEqual(picksOn(await text(shopper.get("/for-you?page=999"))), found.slice(-(total % 24 || 24)));
});

Deno.test("the same address answers htmx with the shelf, and says that it depends on who asks", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  const page = await shopper.get("/for-you");
  assert.match(page.headers.get("vary")!, /Cookie.*HX-Request/);
  assert.match(await page.text(), /^<!doctype html>/);
  const fragment = await shopper.get("/for-you?to=/", { "hx-request": "true" });
  assert.match(fragment.headers.get("vary")!, /HX-Request/);
  assert.match(await fragment.text(), /^<section id="for-you"/);
});

Deno.test("somebody new gets the popular list under its own name, and the way to picks", async () => {
  await using app = await openTestApp({ trained: true });
  const nobody = createShopper(app);
  const html = await text(nobody.get("/for-you"));
  assert.match(html, /<h1>Popular now<\/h1>/);
  assert.match(html, /This list is the same for everyone\. Open a few things you like/);
  assert.doesNotMatch(html, /class="reason"|For you/);
  assert.equal(nobody.cookie, "");
  const off = await text(nobody.get("/for-you", { cookie: "aisle_consent=no" }));
  assert.match(off, /Personal picks are off\. <a href="\/privacy">Turn them on<\/a>/);
  assert.deepEqual(picksOn(off), picksOn(html));
});

Deno.test("a card that is hidden on the page of all picks comes back with its heading and reason", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  const last = picksOn(await text(shopper.get("/for-you"))).at(-1)!;
  const fields = { product: String(last), to: "/for-you", place: "feed" };
  assert.match(await text(shopper.press("/not-interested", fields)), new RegExp(`id="feed-${last}"`));
  assert.ok(!picksOn(await text(shopper.get("/for-you"))).includes(last));
  const back = await text(shopper.press("/not-interested/undo", fields));
  assert.match(back, /<h2 class="card-name">/);
  assert.match(back, /<p class="reason">/);
});
