import assert from "node:assert/strict";
import fc from "fast-check";
import { addProducts, listProducts } from "../../db/products.ts";
import { searchProducts, toTokens } from "../../db/search.ts";
import { product, type Setup, testEach, withDatabase } from "./setup.ts";

const shop = [
  product("Burr grinder", { description: "Grinds coffee beans evenly" }),
  product("Café kettle", { description: "Pours slowly, for coffee" }),
  product("Coffee mug", { description: "Holds tea as well" }),
  product("Trail tent", { category: "Outdoor", description: "Two people and a kettle" }),
  product("北欧の椅子", { category: "Home" }),
];

async function names({ db }: Setup, text: string, limit = 10): Promise<string[]> {
  const byId = new Map((await listProducts(db)).map(({ id, name }) => [id, name]));
  return (await searchProducts(db, text, limit)).map(({ productId }) => byId.get(productId)!);
}

testEach("searchProducts() ranks the name above the description", async (setup) => {
  await addProducts(setup.writer, shop);
  const coffee = await names(setup, "coffee");
  assert.equal(coffee[0], "Coffee mug");
  assert.deepEqual(coffee.toSorted(), ["Burr grinder", "Café kettle", "Coffee mug"]);
  assert.deepEqual((await names(setup, "kettle"))[0], "Café kettle");
  assert.equal((await names(setup, "coffee", 2)).length, 2);
});

testEach(
  "searchProducts() finds other forms, accents left out, unfinished words and categories",
  async (setup) => {
    await addProducts(setup.writer, shop);
    assert.deepEqual(await names(setup, "grinders"), ["Burr grinder"]);
    assert.deepEqual(await names(setup, "CAFE ket"), ["Café kettle"]);
    assert.deepEqual(await names(setup, "cafe\u0301"), ["Café kettle"]);
    assert.deepEqual(await names(setup, "gr"), ["Burr grinder"]);
    assert.deepEqual(await names(setup, "outdoor"), ["Trail tent"]);
    assert.deepEqual(await names(setup, "北欧"), ["北欧の椅子"]);
    // Only the last word may be unfinished.
    assert.deepEqual(await names(setup, "bur zzz"), []);
  },
);

testEach("searchProducts() wants all words, or else any", async (setup) => {
  await addProducts(setup.writer, shop);
  assert.deepEqual(await names(setup, "coffee kettle"), ["Café kettle"]);
  assert.deepEqual(await names(setup, "tent unicorn"), ["Trail tent"]);
  assert.deepEqual(await names(setup, "unicorn"), []);
});

testEach("searchProducts() follows products that change and go", async (setup) => {
  await addProducts(setup.writer, shop);
  await setup.writer.write([
    { sql: "UPDATE products SET name = 'Hand mill' WHERE id = 1", args: [] },
    { sql: "UPDATE products SET stock = 0 WHERE id = 3", args: [] },
    { sql: "DELETE FROM products WHERE id = 4", args: [] },
  ]);
  assert.deepEqual(await names(setup, "mill"), ["Hand mill"]);
  assert.deepEqual(await names(setup, "burr"), []);
  assert.deepEqual(await names(setup, "tent"), []);
  assert.deepEqual(await names(setup, "mug"), ["Coffee mug"]);
  await setup.writer.write([{
    sql: "INSERT INTO products_fts(products_fts, rank) VALUES ('integrity-check', 1)",
    args: [],
  }]);
});

const hostile = [
  "",
  " ",
  '"',
  '""',
  "'; DROP TABLE products; --",
  "*",
  "a*b",
  "^name",
  "name:coffee",
  "{name category}: x",
  "NEAR(a b, 5)",
  "coffee AND",
  "OR OR OR",
  "NOT coffee",
  "(((",
  "coffee)",
  "-coffee",
  "a\0b",
  "\ud800",
  "\u0301\u0301",
  "%_\\",
  "🎪🎪",
  "x".repeat(100_000),
  "word ".repeat(5000),
  "́".repeat(500) + "a",
];

Deno.test("searchProducts() takes any text", () =>
  withDatabase("file", async ({ db, writer }) => {
    await addProducts(writer, shop);
    const check = async (text: string) => {
      const found = await searchProducts(db, text, 3);
      assert.ok(found.length <= 3);
      for (const { productId, rank } of found) assert.ok(Number.isInteger(productId) && rank < 0);
    };
    for (const text of hostile) await check(text);
    const syntax = fc.constantFrom(
      '"',
      "*",
      "(",
      ")",
      ":",
      "^",
      "AND",
      "OR",
      "NOT",
      "NEAR",
      "+",
      "-",
      "coffee",
      " ",
      "{",
    );
    await fc.assert(fc.asyncProperty(fc.string({ unit: "binary", maxLength: 200 }), check), { numRuns: 300 });
    await fc.assert(
      fc.asyncProperty(fc.array(syntax, { maxLength: 30 }), (parts) => check(parts.join(" "))),
      { numRuns: 300 },
    );
    assert.equal((await listProducts(db)).length, shop.length);
  }));

Deno.test("toTokens() gives at most eight words from the first 128 characters, letters and digits alone", () => {
  assert.deepEqual(toTokens('Coffee-mug "v2" 100%'), ["Coffee", "mug", "v2", "100"]);
  assert.equal(toTokens("a b c d e f g h i j").length, 8);
  assert.deepEqual(toTokens(`${" ".repeat(127)}ab`), ["a"]);
  assert.equal(toTokens("😀x".repeat(500)).length, 8);
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    const tokens = toTokens(text);
    assert.ok(tokens.length <= 8);
    assert.ok(Array.from(tokens.join("")).length <= 128);
    for (const token of tokens) assert.match(token, /^[\p{L}\p{N}][\p{L}\p{N}\p{M}]*$/u);
  }));
});
