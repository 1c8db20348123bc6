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
  assert.deepEqual(manifest.icons.map(({ purpose }: { purpose: string }) => purpose), ["any", "maskable"]);
  for (const { src, type } of manifest.icons) {
    const answer = await app.fetch(src);
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get("content-type"), `${type}; charset=utf-8`);
    await answer.body?.cancel();
  }
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

Deno.test("a product page names its place in the shop and an average of at least five ratings", async () => {
  await using app = await openTestApp({ settings: { publicUrl: "https://shop.example" } });
  const rate = (rating: number, userId: number) =>
    app.services.interactions.record({ userId, productId: 4, type: "purchase", rating });
  const read = async () => {
    const html = await (await app.fetch("/product/4")).text();
    const data = [...html.matchAll(/<script type="application\/ld\+json">(.*?)<\/script>/gs)].map((match) =>
      JSON.parse(match[1]!)
    );
    return { html, data };
  };
  for (const [i, rating] of [5, 4.5, 4, 5].entries()) await rate(rating, i + 1);
  const few = await read();
  assert.equal(few.data[0].aggregateRating, undefined);
  assert.doesNotMatch(few.html, /of 5 from/);
  await rate(3, 5);
  const { html, data: [product, trail] } = await read();
  assert.deepEqual([product.aggregateRating.ratingValue, product.aggregateRating.ratingCount], [4.3, 5]);
  assert.match(html, /<strong>4\.3<\/strong> of 5 from 5 ratings/);
  assert.equal(trail["@type"], "BreadcrumbList");
  assert.deepEqual(trail.itemListElement.map((one: Record<string, unknown>) => [one["name"], one["item"]]), [
    ["Home", "https://shop.example/"],
    ["Kitchen", "https://shop.example/category/Kitchen"],
    ["Kettle number 4", undefined],
  ]);
  assert.match(html, /<meta name="description" content="A kettle for people of taste 0">/);
  assert.match(html, /<meta property="og:title" content="Kettle number 4">/);
  assert.match(html, /<meta property="og:url" content="https:\/\/shop\.example\/product\/4">/);
  assert.doesNotMatch(html, /og:image/);
  for (const fact of [/<dt>Item number<\/dt><dd>p-4</, /<dt>Delivery<\/dt><dd>None: this is a test shop/]) {
    assert.match(html, fact);
  }
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
