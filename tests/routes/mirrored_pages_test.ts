import assert from "node:assert/strict";
import { openTestApp } from "../fixtures/app.ts";
import { createShopper } from "./shopper.ts";

/** What a shopper reads or hears: texts between tags, and the attributes that are read. */
function readTexts(html: string): string[] {
  const page = html.replace(/<script[\s\S]*?<\/script>/g, "").replace(/[\s\S]*?<body/, "<body");
  const between = page.split(/<[^>]*>/);
  const attributes = [
    ...page.matchAll(/\s(?:aria-label|placeholder|title|alt|data-(?:unreachable|failed))="([^"]*)"/g),
  ];
  return [...between, ...attributes.map(([, value]) => value!)];
}

/** Without what is marked, however deep the marks stand in each other. */
function dropMirrored(text: string): string {
  let rest = text, before;
  do [before, rest] = [rest, rest.replace(/\u202e[^\u202e\u202c]*\u202c/g, "")]; while (rest !== before);
  return rest;
}

Deno.test("in the mirrored language, nothing but names reads as English: every text comes from the catalogue", async () => {
  await using app = await openTestApp({ trained: true, products: 90 });
  const shopper = createShopper(app, "aisle_language=ar-XB");
  // What merchants wrote, our own name, and what is for developers.
  const { products, categories } = app.services.catalogue;
  const names = [
    ...products.flatMap(({ name, description }) => [name, description]),
    ...categories.map(({ name }) => name),
    ...["Aisle", "English", "Deutsch", "Right to left", "nothing like this", "Shop as", "Shopping as", "US$"],
  ].sort((a, b) => b.length - a.length);
  await shopper.get("/product/1");
  await shopper.get("/product/5");
  await shopper.post("/like", { product: "7", to: "/" });
  await shopper.post("/cart/add", { product: "2", to: "/" });
  await shopper.post("/not-interested", { product: "13", to: "/" });
  const left: string[] = [];
  for (const path of paths) {
    const html = await (await shopper.get(path)).text();
    assert.match(html, /<html lang="ar-XB" dir="rtl"/, path);
    for (const text of readTexts(html)) {
      let rest = dropMirrored(text);
      for (const name of names) rest = rest.replaceAll(name.replaceAll("&", "&amp;"), "");
      if (/\p{L}{2,}/u.test(rest.replace(/&\w+;/g, "").replace(/visitor \d+/, ""))) {
        left.push(`${path}: ${text.trim()}`);
      }
    }
  }
  assert.deepEqual(left, []);
});

const paths = [
  "/",
  "/category/Kitchen",
  "/category/Kitchen?min_price=x&in_stock=true",
  "/product/4",
  "/product/10",
  "/search?q=tent",
  "/search?q=nothing+like+this",
  "/cart",
  "/checkout",
  "/?hidden=13",
  "/for-you",
  "/used",
  "/used/forget",
  "/recent",
  "/liked",
  "/privacy",
  "/privacy/delete",
  "/how-it-works",
  "/nowhere",
];
