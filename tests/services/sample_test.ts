import fc from "fast-check";
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { countInteractions, listHistory } from "../../db/interactions.ts";
import { openDatabase } from "../../db/open.ts";
import { addProducts, countProducts, listProducts } from "../../db/products.ts";
import { findProfile } from "../../db/profiles.ts";
import { addUser, findUsers } from "../../db/users.ts";
import { openWriter } from "../../db/writer.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import { type FillProgress, fillSample } from "../../services/sample.ts";
import { listKinds } from "../../services/sample/kinds.ts";
import { makeShop, type ShopOptions } from "../../services/sample/shop.ts";
import { toPreferences } from "../../services/sample/shoppers.ts";

const now = Date.UTC(2026, 4, 20, 18);
const small = { products: 200, users: 100, interactions: 3000, seed: 1, now };

function digest(options: ShopOptions): string {
  return createHash("sha256").update(JSON.stringify(makeShop(options))).digest("hex");
}

Deno.test("makeShop() gives the same bytes for the same options, and others for another seed or moment", () => {
  const options = { products: 600, users: 800, interactions: 20_000, seed: 1, now };
  const first = digest(options);
  assert.equal(digest(options), first);
  assert.notEqual(digest({ ...options, seed: 2 }), first);
  assert.notEqual(digest({ ...options, now: now + 1 }), first);
});

Deno.test("makeShop() keeps the products when there are more shoppers", () => {
  assert.deepEqual(makeShop({ ...small, users: 150 }).products, makeShop(small).products);
});

Deno.test("makeShop() fills any size exactly, with ids from 1 and acts that fit together", () => {
  const sizes = fc.record({
    products: fc.integer({ min: 1, max: 90 }),
    users: fc.integer({ min: 1, max: 25 }),
    interactions: fc.integer({ min: 0, max: 800 }),
    seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    now: fc.integer({ min: Date.UTC(1990), max: Date.UTC(2100) }),
  });
  fc.assert(
    fc.property(sizes, (options) => {
      const { products, shoppers, interactions } = makeShop(options);
      assert.equal(products.length, options.products);
      assert.equal(shoppers.length, options.users);
      assert.equal(interactions.length, options.interactions);
      [products, shoppers].forEach((all) => all.forEach(({ id }, i) => assert.equal(id, i + 1)));
      assert.equal(new Set(products.map(({ name }) => name)).size, products.length);
      let before = 0;
      for (const { userId, productId, at } of interactions) {
        assert.ok(at >= before && at <= options.now && Number.isInteger(at));
        assert.ok(at >= shoppers[userId - 1]!.createdAt && at >= products[productId - 1]!.createdAt);
        before = at;
      }
    }),
    { numRuns: 60 },
  );
});

Deno.test("makeShop() plants two to four tastes in each shopper, told in one line", () => {
  const sold = new Set(listKinds().map(({ slug }) => slug));
  const { shoppers } = makeShop({ ...small, users: 1000, interactions: 0 });
  for (const shopper of shoppers) {
    const { tastes, colours, name, budget } = shopper;
    assert.match(name, /^\p{Lu}\p{Ll}+ \p{Lu}\.$/u);
    assert.ok(tastes.length >= 2 && tastes.length <= 4);
    assert.ok(Math.abs(tastes.reduce((sum, { weight }) => sum + weight, 0) - 1) < 1e-9);
    assert.ok(tastes.every(({ kinds }) => kinds.length >= 3 && kinds.every((kind) => sold.has(kind))));
    const preferences = toPreferences(shopper);
    assert.match(preferences.taste, /^\p{Lu}[\w ]+, \w+ and \w+, (low-priced|mid-priced|top of the range)$/u);
    assert.ok(preferences.taste.startsWith(tastes[0]!.interest.phrase));
    assert.ok(preferences.taste.includes(colours[0]!.toLowerCase()));
    assert.deepEqual(new Set(preferences.kinds), new Set(tastes.flatMap(({ kinds }) => kinds)));
    assert.equal(preferences.budget, budget);
  }
  assert.equal(
    toPreferences(shoppers[0]!).taste,
    "Coffee at home and nights in the tent, copper and cream, mid-priced",
  );
  assert.ok(new Set(shoppers.map((shopper) => toPreferences(shopper).taste)).size > 900);
});

Deno.test("makeShop() refuses what is not a whole number within the limits, by name and value", () => {
  const wrong: [keyof ShopOptions, unknown][] = [
    ["products", 0],
    ["products", 1.5],
    ["products", 1e9],
    ["users", 0],
    ["users", NaN],
    ["users", "20"],
    ["interactions", -1],
    ["interactions", Infinity],
    ["seed", -1],
    ["now", NaN],
  ];
  for (const [name, value] of wrong) {
    assert.throws(
      () => makeShop({ ...small, [name]: value }),
      (error) =>
        error instanceof InvalidInputError && error.fields[0]!.field === name &&
        error.message.startsWith(
          `Cannot make the sample shop: ${name} is "${value}", not a whole number from `,
        ),
      `${name} ${value}`,
    );
  }
});

async function withDatabase(
  run: (context: Parameters<typeof fillSample>[0]) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-sample-" });
  const db = await openDatabase({ url: `file:${folder}/aisle.db` });
  const writer = openWriter(db);
  try {
    await run({ db, writer });
  } finally {
    await writer.close();
    db.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("fillSample() writes the whole shop in its order, with profiles", () =>
  withDatabase(async ({ db, writer }) => {
    const { products, shoppers, interactions } = makeShop({ ...small, interactions: 17_000 });
    const seen: FillProgress[] = [];
    const filled = await fillSample({ db, writer }, {
      ...small,
      interactions: 17_000,
      onProgress: (progress) => seen.push(progress),
    });
    assert.deepEqual(filled, { products: 200, users: 100, interactions: 17_000 });
    assert.deepEqual(seen.at(-1), { phase: "write", done: 1 });
    assert.deepEqual(
      (await listProducts(db)).map(({ id, name, category, price }) => ({ id, name, category, price })),
      products.map(({ id, name, category, price }) => ({ id, name, category, price })),
    );
    const users = await findUsers(db, shoppers.map(({ id }) => id));
    assert.deepEqual(users.map(({ name }) => name), shoppers.map(({ name }) => name));
    const profile = await findProfile(db, 7);
    assert.deepEqual(profile!.preferences, { ...toPreferences(shoppers[6]!) });
    assert.equal(await countInteractions(db), 17_000);
    const own = interactions.filter(({ userId }) => userId === 1).reverse();
    const history = await listHistory(db, 1, 10_000);
    assert.deepEqual(
      history.map(({ productId, type, at }) => ({ productId, type, at })),
      own.map(({ productId, type, at }) => ({ productId, type, at })),
    );
  }));

Deno.test("fillSample() makes the default number of everything unless told otherwise", () =>
  withDatabase(async (context) => {
    assert.deepEqual(await fillSample(context, { now, interactions: 100 }), {
      products: 2000,
      users: 3000,
      interactions: 100,
    });
  }));

Deno.test("fillSample() leaves a database alone that has products", () =>
  withDatabase(async ({ db, writer }) => {
    const { products } = makeShop({ ...small, products: 1, interactions: 0 });
    await addProducts(writer, products);
    await assert.rejects(
      fillSample({ db, writer }, small),
      (error) =>
        error instanceof ConflictError &&
        error.message === "Cannot make the sample shop: the database already has 1 product",
    );
    assert.equal(await countProducts(db), 1);
    assert.equal(await countInteractions(db), 0);
  }));

Deno.test("fillSample() gives each history to its own shopper when a visitor has taken the first id", () =>
  withDatabase(async ({ db, writer }) => {
    await addUser(writer, { externalId: null, name: "Visitor", createdAt: now });
    await fillSample({ db, writer }, small);
    const { interactions } = makeShop(small);
    assert.deepEqual(await listHistory(db, 1, 10), []);
    const own = interactions.filter(({ userId }) => userId === 1);
    assert.equal((await listHistory(db, 2, 10_000)).length, own.length);
  }));

Deno.test("fillSample() leaves nothing behind when it cannot be finished, and can be run again", () =>
  withDatabase(async ({ db, writer }) => {
    const cut = {
      ...writer,
      write: (statements: Parameters<typeof writer.write>[0]) =>
        writer.write([...statements, { sql: "INSERT INTO nowhere VALUES (1)", args: [] }]),
    };
    await assert.rejects(fillSample({ db, writer: cut }, small));
    assert.deepEqual(await listProducts(db), []);
    assert.equal(await countInteractions(db), 0);
    await fillSample({ db, writer }, small);
    assert.equal((await listProducts(db)).length, small.products);
  }));
