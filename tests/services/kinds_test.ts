import fc from "fast-check";
import assert from "node:assert/strict";
import { createGradual } from "../../services/gradual.ts";
import { findKinds } from "../../services/kinds.ts";
import { makeShop } from "../../services/sample/shop.ts";
import type { Product } from "../../types.ts";

const kindsOf = (products: readonly Product[]) => createGradual(() => findKinds(products)).now();

function toProducts(names: readonly string[], category = "Kitchen"): Product[] {
  return names.map((name, i) => ({
    id: i + 1,
    externalId: null,
    name,
    description: "",
    category,
    price: 100,
    stock: 1,
    imageUrl: null,
    createdAt: 0,
  }));
}

function kindsFor(names: readonly string[]): (string | undefined)[] {
  const products = toProducts(names);
  const kinds = kindsOf(products);
  return products.map((product) => kinds.name(kinds.of(product) ?? ""));
}

Deno.test("findKinds() takes the last word before a comma that is no size", () => {
  const names = [
    "Gooseneck Kettle 0.9 L, Steel",
    "Kettle",
    "Whistling kettle 1,7l, Red",
    "Kettle 60 cm",
    "Kettle XL",
  ];
  assert.deepEqual(kindsFor(names), names.map(() => "Kettle"));
  const books = ["Dotted Notebook A5, Blue", "Plain Notebook B5", "Notebook with pen", "Notebook (lined)"];
  assert.deepEqual(kindsFor(books), books.map(() => "Notebook"));
});

Deno.test("findKinds() leaves out last words that only vary a thing, and counts one and many together", () => {
  const names = ["Fleece Jacket", "Fleece Jacket Long", "Rain Jacket", "Rain Jacket Long", "Jackets, two"];
  assert.deepEqual(kindsFor(names), names.map(() => "Jacket"));
  const cups = ["Felt Pencil Cup Tall", "Round Pencil Cup Tall", "Divided Pencil Cup", "Oak Pencil Cup Tall"];
  assert.deepEqual(kindsFor(cups), cups.map(() => "Cup"));
  assert.deepEqual(kindsFor(["Card Game", "Dice Game", "Party Game"]), ["Game", "Game", "Game"]);
});

Deno.test("findKinds() gives nothing where names are titles or codes, or a word is nearly alone", () => {
  for (
    const names of [["Toy Story (1995)", "Heat (1995)", "Jumanji (1995)"], ["AB-1", "AB-2", "AB-3"], [
      "",
      " ",
      ",,",
    ]]
  ) {
    assert.deepEqual(kindsFor(names), [undefined, undefined, undefined]);
  }
  assert.deepEqual(kindsFor(["Blue Mug", "Red Mug", "Old Mug", "Odd Spoon"]), [
    "Mug",
    "Mug",
    "Mug",
    undefined,
  ]);
});

Deno.test("findKinds() knows nearly every product of the sample shop, in few kinds", () => {
  const { products } = makeShop({
    products: 2000,
    users: 50,
    interactions: 500,
    seed: 1,
    now: Date.UTC(2026, 0, 1),
  });
  const kinds = kindsOf(products);
  const known = products.filter((product) => kinds.of(product) !== undefined);
  assert.ok(known.length >= 0.98 * products.length, String(known.length));
  const names = new Set(known.map((product) => kinds.name(kinds.of(product)!)));
  assert.ok(names.size >= 20 && names.size <= 50, [...names].join());
  for (const name of ["Kettle", "Mug", "Notebook", "Jacket", "Headphones", "Tent"]) {
    assert.ok(names.has(name), name);
  }
});

Deno.test("findKinds() takes any names", () => {
  const words = fc.constantFrom(
    "mug",
    "Mug",
    "5",
    "cm",
    "Long",
    ",",
    "with",
    "—",
    "(",
    "Ärmel",
    "急須",
    "",
    "\0",
    "x".repeat(400),
  );
  fc.assert(fc.property(fc.array(fc.array(words, { maxLength: 6 }), { maxLength: 30 }), (names) => {
    const products = toProducts(names.map((some) => some.join(" ")));
    const kinds = kindsOf(products);
    for (const product of products) {
      const key = kinds.of(product);
      if (key !== undefined) assert.ok(kinds.name(key));
    }
  }));
});
