import assert from "node:assert/strict";
import { addProducts } from "../../db/products.ts";
import { openTestApp } from "../fixtures/app.ts";

Deno.test("robots.txt closes what belongs to one visitor and names the sitemap, which has every page", async () => {
  await using app = await openTestApp({ settings: { publicUrl: "https://shop.example" } });
  const robots = await (await app.fetch("/robots.txt")).text();
  for (const path of ["/cart", "/checkout", "/orders/", "/suggest", "/api/"]) {
    assert.match(robots, new RegExp(`^Disallow: ${path}$`, "m"));
  }
  assert.match(robots, /^Sitemap: https:\/\/shop\.example\/sitemap\.xml$/m);
  const answer = await app.fetch("/sitemap.xml");
  assert.match(answer.headers.get("content-type")!, /^application\/xml/);
  const addresses = [...(await answer.text()).matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1]!);
  assert.equal(addresses.length, 2 + 3 + 30);
  for (const address of addresses) {
    const page = await app.fetch(address.replace("https://shop.example", ""));
    assert.equal(page.status, 200, address);
    await page.body?.cancel();
  }
  assert.equal((await app.fetch("/sitemap/1")).status, 200);
  assert.equal((await app.fetch("/sitemap/2")).status, 404);
});

Deno.test("the manifest and the old favicon lead to the icon", async () => {
  await using app = await openTestApp();
  const manifest = await (await app.fetch("/manifest.webmanifest")).json();
  assert.equal((await app.fetch(manifest.icons[0].src)).status, 200);
  const favicon = await app.fetch("/favicon.ico");
  assert.equal(favicon.status, 301);
  assert.equal(favicon.headers.get("location"), "/static/icon.svg");
});

Deno.test("a product page says what it is for machines, whatever its name holds, and has one address", async () => {
  await using app = await openTestApp({ settings: { publicUrl: "https://shop.example" } });
  const name = `</script><script>alert(1)</script><!-- "&' \u2028`;
  const [id] = await addProducts(app.writer, [{
    externalId: null,
    name,
    description: name,
    category: "Kitchen",
    price: 1234,
    stock: 0,
    imageUrl: "https://other.example/a.jpg",
    createdAt: Date.now(),
  }]);
  await app.services.catalogue.refresh();
  const html = await (await app.fetch(`/product/${id}?utm=1`)).text();
  const text = html.match(/<script type="application\/ld\+json">(.*?)<\/script>/s)![1]!;
  const data = JSON.parse(text);
  assert.equal(data.name, name);
  assert.equal(data.offers.price, "12.34");
  assert.equal(data.offers.availability, "https://schema.org/OutOfStock");
  assert.match(data.image, /^https:\/\/shop\.example\/art\//);
  assert.doesNotMatch(html, /<script>alert/);
  assert.match(html, new RegExp(`<link rel="canonical" href="https://shop.example/product/${id}">`));
});

Deno.test("a search that finds what was asked for may be listed; one that does not, its further pages and errors may not", async () => {
  await using app = await openTestApp({ products: 90, settings: { publicUrl: "https://shop.example" } });
  const read = async (path: string) => await (await app.fetch(path)).text();
  const unlisted = /<meta name="robots" content="noindex">/;
  const found = await read("/search?q=tent");
  assert.doesNotMatch(found, unlisted);
  assert.match(found, /<link rel="canonical" href="https:\/\/shop\.example\/search\?q=tent">/);
  for (const path of ["/search?q=xyzzyq", "/search?q=ketle", "/search", "/nowhere"]) {
    assert.match(await read(path), unlisted, path);
  }
  assert.match(await read("/robots.txt"), /^Disallow: \/search\?\*&$/m);
});

Deno.test("pages that are listed describe themselves, each in its own words", async () => {
  await using app = await openTestApp();
  const name = "Tent".repeat(80);
  const [id] = await addProducts(app.writer, [{
    externalId: null,
    name: "Long",
    description: `A "tent" & more. ${name} end`,
    category: "Camping",
    price: 1234,
    stock: 1,
    imageUrl: null,
    createdAt: Date.now(),
  }]);
  await app.services.catalogue.refresh();
  const described = new Set<string>();
  const paths = ["/", "/category/Kitchen", "/category/Camping", "/product/1", "/product/2", "/how-it-works"];
  for (const path of [...paths, "/search?q=tent", `/product/${id}`]) {
    const html = await (await app.fetch(path)).text();
    described.add(html.match(/<meta name="description" content="([^"]{20,})">/)![1]!);
  }
  assert.equal(described.size, paths.length + 2);
  const long = [...described].at(-1)!;
  assert.match(long, /^A &quot;tent&quot; &amp; more\. Tent/);
  assert.match(long, /…$/);
});
