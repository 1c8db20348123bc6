import assert from "node:assert/strict";
import { openTestApp } from "../fixtures/app.ts";
import { createShopper } from "./shopper.ts";

Deno.test("suggestions are options with the address of their product, mended when mistyped, and safe for any text", async () => {
  await using app = await openTestApp();
  const suggest = async (q: string) => {
    const answer = await app.fetch(`/suggest?q=${encodeURIComponent(q)}`);
    assert.equal(answer.status, 200, q.slice(0, 20));
    return await answer.text();
  };
  for (const q of ["ket", "kettle", "ketle"]) {
    const html = await suggest(q);
    assert.equal(html.match(/role="option"/g)?.length, 7, q);
    assert.equal(html.match(/data-href="\/product\/\d+"/g)?.length, 6, q);
    assert.match(
      html,
      new RegExp(`data-href="/search\\?q=${q}" *><span[^>]*>Search for “${q}”</span></li>$`),
    );
    assert.equal(html.match(/data-status="7 suggestions"/g)?.length, 1);
    assert.doesNotMatch(html, /Tent|Lamp/);
  }
  for (const q of ["", "k", "zeppelin", '"', "a*", "AND OR", "\0", "x".repeat(5000)]) {
    assert.doesNotMatch(await suggest(q), /<script|Internal/);
  }
  assert.equal(await suggest("k"), "");
});

Deno.test("suggestions name categories whose words go on from what is typed, in the page's language", async () => {
  await using app = await openTestApp();
  const suggest = async (q: string, language: string) =>
    await (await app.fetch(`/suggest?q=${q}`, { headers: { cookie: `aisle_language=${language}` } })).text();
  const german = await suggest("kitc", "de");
  assert.match(german, /data-href="\/category\/Kitchen"/);
  assert.match(german, /lang="en">Kitchen<\/span> <span class="suggestion-place">Abteilung</);
  assert.match(german, /data-status="8 Vorschläge"/);
  assert.match(german, />Nach „kitc“ suchen</);
  assert.doesNotMatch(await suggest("itchen", "en"), /category/);
});

Deno.test("search mends a typing error and says so; what is known is never mended", async () => {
  await using app = await openTestApp();
  const html = await (await app.fetch("/search?q=ketle")).text();
  assert.match(html, /No product has the words “ketle”/);
  assert.match(html, /<strong>“kettle”<\/strong>/);
  assert.match(html, /Kettle number 1/);
  assert.doesNotMatch(await (await app.fetch("/search?q=kettle")).text(), /No product has/);
  const hostile = await (await app.fetch(`/search?q=${encodeURIComponent("<b>ketle</b>")}`)).text();
  assert.doesNotMatch(hostile, /<b>ketle/);
});

Deno.test("the search field is a combobox that is a plain form without script", async () => {
  await using app = await openTestApp();
  const html = await (await app.fetch("/")).text();
  assert.match(html, /<form class="search" role="search" action="\/search"><input[^>]*name="q"/);
  assert.match(html, /role="combobox" aria-expanded="false" aria-controls="suggestions"/);
  assert.match(html, /hx-sync="this:replace"/);
  assert.match(html, /<ul id="suggestions" role="listbox"/);
});

Deno.test("category facets count what each choice leaves, and a band's link gives as many", async () => {
  await using app = await openTestApp({ products: 90 });
  const html = await (await app.fetch("/category/Kitchen")).text();
  const bands = [
    ...html.matchAll(/<li><a href="([^"]+)"[^>]*>([^<]+)<\/a><span class="facet-count">(\d+)</g),
  ];
  assert.deepEqual(bands.map((band) => band[2]), ["Under $25", "$25 to $50", "$50 to $100"]);
  let sum = 0;
  for (const [, href, , count] of bands) {
    const page = await (await app.fetch(href!.replaceAll("&amp;", "&"))).text();
    assert.match(page, new RegExp(`class="page-count">${count} product`));
    assert.match(page, /aria-current="true"/);
    sum += Number(count);
  }
  assert.equal(sum, 30);
  assert.match(html, /In stock<\/span><span class="facet-count">27</);
});

Deno.test("pages of a personal order keep to it, however many products are opened between them", async () => {
  await using app = await openTestApp({ products: 90, trained: true });
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  const seen: string[] = [];
  let next: string | undefined = "/search?q=number";
  for (let page = 1; next !== undefined; page++) {
    const html = await (await shopper.get(next)).text();
    seen.push(...[...html.matchAll(/ id="found-(\d+)"/g)].map(([, id]) => id!));
    const numbers = [...html.matchAll(/href="(\/search[^"]*page=\d[^"]*)"/g)].map(([, href]) => href!);
    for (const href of numbers) assert.match(href, /&amp;at=\d{13}/);
    next = html.match(/<a class="button unscripted" href="([^"]+)"/)?.[1]?.replaceAll("&amp;", "&");
    for (const id of ["2", "5", "8"]) await shopper.get(`/product/${Number(id) + 9 * page}`);
    assert.doesNotMatch(html.match(/<link rel="canonical" href="([^"]+)"/)?.[1] ?? "", /at=/);
  }
  assert.equal(seen.length, 90);
  assert.equal(new Set(seen).size, 90);
});

Deno.test("control characters and those that turn the direction of the text are no part of a search", async () => {
  await using app = await openTestApp();
  const read = async (query: string) => await (await app.fetch(`/search?q=${query}`)).text();
  const html = await read("%00te%C2%85nt%E2%80%AEx%E2%81%A6%07");
  assert.match(html, /<title>Search: te nt x · Aisle<\/title>/);
  assert.match(html, /<h1>Results for “te nt x”<\/h1>/);
  assert.doesNotMatch(html, /[\0\u202e\u2066]/);
  // Words that do run the other way are held together.
  assert.match(await read("%D7%90%D7%95%D7%94%D7%9C"), /<h1>Results for “\u2068אוהל\u2069”<\/h1>/);
});
