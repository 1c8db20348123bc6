import assert from "node:assert/strict";
import { interests } from "../../../services/sample/interests.ts";
import { listKinds, readKind } from "../../../services/sample/kinds.ts";
import { toRetail } from "../../../services/sample/prices.ts";
import { makeProducts, type SampleProduct } from "../../../services/sample/products.ts";
import { departments, moods } from "../../../services/sample/vocabulary.ts";

const now = Date.UTC(2026, 4, 20, 18);
const day = 86_400_000;
const products = makeProducts(2000, { seed: 1, now, settledDays: 121 });

/** The nouns that a picture can be drawn for; a name's last one before a comma or "with" decides. */
const nouns =
  "mug|teapot|kettle|grinder|pan|bowl|board|knife|toaster|bottle|desk lamp|table lamp|lantern|candle|clock|chair|cushion|blanket|throw|pot|vase|shelf|notebook|pencil cup|headphones|watch|camera|speaker|phone|laptop|keyboard|tent|backpack|sneaker|boot|helmet|roll mat|umbrella|jacket";
const sameThing: Record<string, string> = { knife: "board", throw: "blanket" };
const colourWords = new Set(Object.values(moods).flatMap((words) => words.split(" ")));

function readNoun(name: string): string | undefined {
  const head = name.split(/,| with /)[0]!.toLowerCase();
  const last = [...head.matchAll(new RegExp(`\\b(${nouns})\\b`, "g"))].at(-1)?.[1];
  return last && (sameThing[last] ?? last);
}

function readColours(name: string): string[] {
  return name.split(/[^\p{L}]+/u).filter((word) => colourWords.has(word));
}

function assertReadable(all: readonly SampleProduct[]): void {
  for (const { name, kind, colours } of all) {
    assert.equal(readNoun(name), kind.noun, name);
    assert.deepEqual(readColours(name), colours, name);
  }
}

Deno.test("listKinds() has at least 35 kinds in exactly five departments, and every noun of the pictures", () => {
  const kinds = listKinds();
  assert.ok(kinds.length >= 35, String(kinds.length));
  assert.equal(new Set(kinds.map(({ slug }) => slug)).size, kinds.length);
  assert.deepEqual([...new Set(kinds.map(({ department }) => department))], [...departments]);
  const drawn = new Set(nouns.split("|").map((noun) => sameThing[noun] ?? noun));
  assert.deepEqual(new Set(kinds.map(({ noun }) => noun)), drawn);
  for (const { slug, colours } of kinds) {
    for (const colour of colours) assert.ok(colourWords.has(colour), `${slug} in ${colour}`);
  }
});

Deno.test("every kind belongs to an interest, and interests name only kinds that are sold", () => {
  const sold = new Set(listKinds().map(({ slug }) => slug));
  assert.deepEqual(new Set(interests.flatMap(({ kinds }) => Object.keys(kinds))), sold);
});

Deno.test("readKind() refuses a style in a material that the kind does not have", () => {
  const text = {
    slug: "mug",
    noun: "mug",
    share: 1,
    price: 10,
    colours: "Cream",
    styles: "Tall Mug | 1 | Tall. | glass",
    materials: "clay | 1 | Of clay.",
    sizes: "- | 1 | Holds 300 ml.",
    notes: "Washes.",
  };
  assert.throws(
    () => readKind("Kitchen", text),
    /Cannot read kind "mug": no material or size "glass" for "Tall Mug/,
  );
  assert.throws(() => readKind("Kitchen", { ...text, styles: "Tall Mug" }), /no price factor in "Tall Mug"/);
});

Deno.test("makeProducts() gives names that tell kind and colours and do not repeat", () => {
  assertReadable(products);
  assert.equal(new Set(products.map(({ name }) => name)).size, 2000);
  for (const { category, kind } of products) assert.equal(category, kind.department);
  assert.equal(new Set(products.map(({ kind }) => kind)).size, listKinds().length);
});

Deno.test("makeProducts() still does when plain names run out", () => {
  const many = makeProducts(12_000, { seed: 2, now, settledDays: 121 });
  assertReadable(many);
  assert.equal(new Set(many.map(({ name }) => name)).size, 12_000);
});

Deno.test("makeProducts() describes in two or three sentences, seldom twice in the same words", () => {
  for (const { name, description } of products) {
    const sentences = description.split(/(?<=[.!?]) (?=[\p{Lu}\d])/u);
    assert.ok(sentences.length === 2 || sentences.length === 3, `${name}: ${description}`);
    assert.ok(description.length >= 40 && description.length <= 300, `${name}: ${description}`);
    assert.doesNotMatch(description, /[|#%*{}]|undefined| {2}/, name);
  }
  assert.ok(new Set(products.map(({ description }) => description)).size > 1400);
});

Deno.test("makeProducts() asks one price for all colours of a design, near the usual one of its kind", () => {
  const prices = new Map<string, number>();
  for (const { name, price, kind } of products) {
    assert.ok(Number.isInteger(price) && price >= 100, name);
    const ratio = price / (100 * kind.price);
    assert.ok(ratio > 0.15 && ratio < 6, `${name} at ${price}`);
    const design = name.split(",")[0]!;
    if (!name.includes(",")) continue;
    assert.equal(prices.get(design) ?? price, price, name);
    prices.set(design, price);
  }
});

Deno.test("toRetail() ends as shop prices do", () => {
  assert.equal(toRetail(14.2, 0), 1390);
  assert.equal(toRetail(14.6, 0), 1450);
  assert.equal(toRetail(0.01, 0), 90);
  assert.equal(toRetail(62.3, 0), 6200);
  assert.equal(toRetail(62.3, 0.3), 6190);
  assert.equal(toRetail(118.4, 0.3), 11800);
  assert.equal(toRetail(331, 0), 32900);
  assert.equal(toRetail(1010, 0.9), 99900);
});

Deno.test("makeProducts() spreads two years of arrivals, some of them new, and runs out of some", () => {
  products.forEach(({ id, createdAt }, i) => {
    assert.equal(id, i + 1);
    assert.ok(createdAt <= now && createdAt >= now - 730 * day - 1);
    assert.ok(i === 0 || createdAt >= products[i - 1]!.createdAt);
  });
  const count = (test: (product: SampleProduct) => boolean) => products.filter(test).length;
  const fresh = count(({ createdAt }) => createdAt > now - 14 * day);
  const gone = count(({ stock }) => stock === 0), low = count(({ stock }) => stock >= 1 && stock <= 5);
  assert.ok(fresh >= 40 && fresh <= 160, `${fresh} new`);
  assert.ok(gone >= 20 && gone <= 120, `${gone} out of stock`);
  assert.ok(low >= 50 && low <= 240, `${low} low`);
});
