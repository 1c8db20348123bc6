import assert from "node:assert/strict";
import { createGradual } from "../../services/gradual.ts";
import { suggest } from "../../services/suggestions.ts";
import { readWords } from "../../services/words.ts";
import type { Product } from "../../types.ts";

const named = (
  name: string,
  { id, category = "", stock = 9 }: Partial<Product> & { id: number },
): Product => ({
  id,
  externalId: null,
  name,
  description: "",
  category,
  price: 1,
  stock,
  imageUrl: null,
  createdAt: 0,
});

const shop = [
  named("Enamel Mug, Blue", { id: 1, category: "Kitchen" }),
  named("Kettle Grill", { id: 2, category: "Outdoor" }),
  named("Gooseneck Kettle, Blue", { id: 3, category: "Kitchen" }),
  named("Kettle, Red", { id: 4, category: "Kitchen" }),
  named("Blue Mug Rack", { id: 5, category: "Kitchen", stock: 0 }),
  named("Café Chair", { id: 6, category: "Home" }),
  named("Kitchen Scale", { id: 7, category: "Tech" }),
];
const popularity: Record<number, number> = { 1: 5, 3: 80, 4: 40, 2: 7, 5: 900 };

function names(text: string, limit = 6, products = shop): string[] {
  const words = createGradual(() => readWords(products)).now();
  return suggest(words, text, { products, limit, popularity: (id) => popularity[id] ?? 0 }).map(({ name }) =>
    name
  );
}

Deno.test("suggest() puts names that begin with the word first, the more popular of equals before the other", () => {
  const kettles = ["Kettle, Red", "Kettle Grill", "Gooseneck Kettle, Blue"];
  for (const text of ["ke", "ket", "Kettle", "KETTLE "]) assert.deepEqual(names(text), kettles, text);
  assert.deepEqual(names("ke", 2), kettles.slice(0, 2));
});

Deno.test("suggest() wants every word, in any order and across name and category; the last may be unfinished", () => {
  assert.deepEqual(names("kettle blu"), ["Gooseneck Kettle, Blue"]);
  assert.deepEqual(names("blue ket"), ["Gooseneck Kettle, Blue"]);
  assert.deepEqual(names("outdoor kettle"), ["Kettle Grill"]);
  assert.deepEqual(names("cafe"), ["Café Chair"]);
  assert.deepEqual(names("CAFÉ ch"), ["Café Chair"]);
});

Deno.test("suggest() has what is sold out behind all others, and what only its category names behind names", () => {
  assert.deepEqual(names("blue mu"), ["Enamel Mug, Blue", "Blue Mug Rack"]);
  assert.deepEqual(names("kitchen").slice(0, 2), ["Kitchen Scale", "Gooseneck Kettle, Blue"]);
  assert.equal(names("kitchen").at(-1), "Blue Mug Rack");
});

Deno.test("suggest() mends what is mistyped, and passes over what no product has beside the words before", () => {
  assert.deepEqual(names("ketle"), names("kettle"));
  assert.deepEqual(names("gosseneck ketle"), ["Gooseneck Kettle, Blue"]);
  assert.deepEqual(names("bleu mu"), ["Enamel Mug, Blue", "Blue Mug Rack"]);
  assert.deepEqual(names("violet mu"), ["Enamel Mug, Blue", "Blue Mug Rack"]);
  assert.deepEqual(names("chair kettle"), ["Café Chair"]);
  assert.deepEqual(names("kettle zeppelin"), names("kettle"));
  // What is left of the text is not its beginning: the popular ones come first.
  assert.deepEqual(names("violet ke"), ["Gooseneck Kettle, Blue", "Kettle, Red", "Kettle Grill"]);
  assert.deepEqual(names("violet k"), []);
});

Deno.test("suggest() gives equals in the order of their ids, and nothing for text without words", () => {
  const equals = Array.from({ length: 30 }, (_, i) => named(`Lamp ${i % 3} Lamplight`, { id: 100 + i }));
  const words = createGradual(() => readWords(equals)).now();
  const found = suggest(words, "la", { products: equals, limit: 5, popularity: () => 0 });
  assert.deepEqual(found.map(({ id }) => id), [100, 101, 102, 103, 104]);
  for (const text of ["", " ", '"*', "zeppelin", "zeppelin xyz"]) assert.deepEqual(names(text), [], text);
});
