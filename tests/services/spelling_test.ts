import fc from "fast-check";
import assert from "node:assert/strict";
import { correct as correctBy, countEdits } from "../../services/spelling.ts";
import { createGradual } from "../../services/gradual.ts";
import { readWords } from "../../services/words.ts";
import type { Product } from "../../types.ts";

const named = (name: string, category = ""): Product => ({
  id: 1,
  externalId: null,
  name,
  description: "",
  category,
  price: 1,
  stock: 1,
  imageUrl: null,
  createdAt: 0,
});

const wordsOf = (shop: readonly Product[]) => createGradual(() => readWords(shop)).now();

Deno.test("correct() takes the nearest known word, the frequent one of equals, and leaves known words alone", () => {
  const shop = [
    named("Gooseneck Kettle", "Kitchen"),
    named("Kettle"),
    named("Café Lampe"),
    named("Nettle Tea"),
  ];
  const correct = (text: string) => correctBy(wordsOf(shop), text);
  assert.equal(correct("kettel"), "kettle");
  assert.equal(correct("gosseneck ketle"), "gooseneck kettle");
  assert.equal(correct("kittchen"), "kitchen");
  // Both kettle and nettle are one edit away.
  assert.equal(correct("mettle"), "kettle");
  assert.equal(correct("CAFÉ lmape"), "cafe lampe");
  assert.equal(correct("kettle"), undefined);
  assert.equal(correct("zeppelin"), undefined);
  assert.equal(correct("tae"), undefined);
  // Unfinished is not mistyped, but at the end alone.
  assert.equal(correct("nettl"), undefined);
  assert.equal(correct("nettl tea"), "nettle tea");
  assert.equal(correct(`"*<>`), undefined);
});

Deno.test("correct() finds a word exactly where a look at every known one does", () => {
  const word = fc.string({ unit: fc.constantFrom(..."abcdeäß7щ"), minLength: 3, maxLength: 10 });
  fc.assert(fc.property(fc.array(word, { minLength: 1, maxLength: 30 }), word, (known, typed) => {
    const words = wordsOf(known.map((name) => named(name)));
    const [token] = wordsOf([named(typed)]).sorted;
    fc.pre(!words.sorted.some((one) => one.startsWith(token!)));
    const most = token!.length >= 8 ? 2 : token!.length >= 4 ? 1 : 0;
    const edits = Math.min(...words.sorted.map((one) => countEdits(token!, one, 9)));
    const mended = correctBy(words, typed);
    assert.equal(mended !== undefined, edits <= most);
    if (mended !== undefined) assert.equal(countEdits(token!, mended, 9), edits);
  }));
});

Deno.test("correct() mends four words at most", () => {
  const words = wordsOf([named("Kettle")]);
  assert.equal(
    correctBy(words, "ketle ketle ketle ketle ketle ketle"),
    "kettle kettle kettle kettle ketle ketle",
  );
});

Deno.test("countEdits() is symmetric, 0 for equals alone, and one for each single edit", () => {
  const word = fc.string({ minLength: 3, maxLength: 12 });
  fc.assert(fc.property(word, word, (a, b) => {
    const edits = countEdits(a, b, 20);
    assert.equal(edits, countEdits(b, a, 20));
    assert.equal(edits === 0, a === b);
    assert.equal(countEdits(a, b, 1), Math.min(edits, 2));
    assert.ok(edits <= Math.max(a.length, b.length) && edits >= Math.abs(a.length - b.length));
  }));
  assert.equal(countEdits("lantern", "lnatern", 2), 1);
  assert.equal(countEdits("kettle", "ketle", 2), 1);
  assert.equal(countEdits("kettle", "kettles", 2), 1);
  assert.equal(countEdits("kettle", "cattle", 2), 2);
});
