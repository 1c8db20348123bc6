import assert from "node:assert/strict";
import fc from "fast-check";
import { addProducts, saveProducts } from "../../db/products.ts";
import { openCatalogue, passes, type ProductFilter, productSorts } from "../../services/catalogue.ts";
import { product, withDatabase } from "../db/setup.ts";

Deno.test("browse() agrees with a look at every product, whatever the filter and the sort", () =>
  withDatabase("file", async ({ db, writer }) => {
    await addProducts(
      writer,
      Array.from(
        { length: 60 },
        (_, i) =>
          product(`Thing ${i}`, {
            category: ["Kitchen", "Desk"][i % 2]!,
            price: 100 * (i % 7),
            stock: i % 3,
          }),
      ),
    );
    const catalogue = await openCatalogue(db, () => ({ version: 1, of: (id) => id % 5 }));
    const price = fc.option(fc.integer({ min: -100, max: 800 }), { nil: undefined });
    const filters = fc.record({
      category: fc.constantFrom(undefined, "Kitchen", "Desk", "Nowhere"),
      minPrice: price,
      maxPrice: price,
      inStock: fc.constantFrom(undefined, true, false),
      withoutCategories: fc.constantFrom(undefined, new Set<string>(), new Set(["Desk"])),
    });
    fc.assert(fc.property(filters, fc.constantFrom(...productSorts), (all, sort) => {
      const entries = Object.entries(all).filter(([, value]) => value !== undefined);
      const filter = Object.fromEntries(entries) as ProductFilter;
      const expected = catalogue.products.filter((one) => passes(one, filter));
      const page = catalogue.browse({ ...filter, sort, limit: 100 });
      assert.equal(page.total, expected.length);
      assert.deepEqual(new Set(page.products), new Set(expected));
      const prices = page.products.map((one) => one.price);
      if (sort === "price") assert.deepEqual(prices, prices.toSorted((a, b) => a - b));
      if (sort === "-price") assert.deepEqual(prices, prices.toSorted((a, b) => b - a));
    }));
  }));

Deno.test("a sale keeps kinds and words, another name makes them anew", () =>
  withDatabase("memory", async ({ db, writer }) => {
    const named = (names: readonly string[], stock: number) =>
      names.map((name, i) => product(name, { externalId: String(i), stock }));
    const mugs = ["Blue Mug", "Red Mug", "Old Mug"];
    await addProducts(writer, named(mugs, 2));
    const catalogue = await openCatalogue(db, () => ({ version: 1, of: () => 0 }));
    const { kinds, words, products } = catalogue;
    assert.equal(kinds.of(products[0]!), "mug");
    await saveProducts(writer, named(mugs, 1), { now: 2 });
    assert.ok(await catalogue.refresh());
    assert.equal(catalogue.products[0]!.stock, 1);
    assert.equal(catalogue.kinds, kinds);
    assert.equal(catalogue.words, words);
    await saveProducts(writer, named(["Blue Bowl", "Red Bowl", "Old Bowl"], 1), { now: 3 });
    assert.ok(await catalogue.refresh());
    assert.equal(catalogue.kinds.of(catalogue.products[0]!), "bowl");
    assert.deepEqual(catalogue.words.sorted, ["blue", "bowl", "kitchen", "old", "red"]);
  }));

Deno.test("refresh() has made kinds and words before it shows other products", () =>
  withDatabase("memory", async ({ db, writer }) => {
    await addProducts(
      writer,
      Array.from({ length: 3_000 }, (_, i) => product(`Mug ${i}`, { externalId: String(i) })),
    );
    const catalogue = await openCatalogue(db, () => ({ version: 1, of: () => 0 }));
    const former = catalogue.products;
    await saveProducts(writer, [product("Cup", { externalId: "0" })], { now: 2 });
    let reads = 0;
    const refreshed = catalogue.refresh();
    const looking = setInterval(() => {
      reads++;
      assert.equal(
        catalogue.words.texts[0],
        catalogue.products === former ? " mug 0 | kitchen " : " cup | kitchen ",
      );
    }, 0);
    await refreshed;
    clearInterval(looking);
    assert.ok(reads > 0);
    assert.equal(catalogue.words.texts[0], " cup | kitchen ");
  }));

Deno.test("lists by popularity follow its version, and those of former ones are let go", () =>
  withDatabase("memory", async ({ db, writer }) => {
    await addProducts(writer, ["A", "B", "C"].map((name) => product(name)));
    let version = 1;
    const catalogue = await openCatalogue(db, () => ({ version, of: (id) => version === 1 ? id : -id }));
    const ids = (list: readonly { id: number }[]) => list.map(({ id }) => id);
    const first = catalogue.order("Kitchen", "popular");
    const newest = catalogue.order("Kitchen", "newest");
    assert.equal(catalogue.order("Kitchen", "popular"), first);
    assert.deepEqual(ids(first), [3, 2, 1]);
    version = 2;
    assert.deepEqual(ids(catalogue.order("Kitchen", "popular")), [1, 2, 3]);
    assert.equal(catalogue.order("Kitchen", "newest"), newest);
    version = 1;
    assert.notEqual(catalogue.order("Kitchen", "popular"), first);
  }));

Deno.test("what has left is known without asking the database, also the last that came", () =>
  withDatabase("memory", async ({ db, writer }) => {
    const ids = await addProducts(writer, ["A", "B"].map((name) => product(name)));
    await writer.write([{ sql: "DELETE FROM products WHERE id = ?", args: [ids[1]!] }]);
    const catalogue = await openCatalogue(db, () => ({ version: 1, of: () => 0 }));
    assert.deepEqual([ids[0]!, ids[1]!, ids[1]! + 1].map(catalogue.isGone), [false, true, false]);
  }));
