import assert from "node:assert/strict";
import fc from "fast-check";
import { addProducts } from "../../db/products.ts";
import { openCatalogue, passes, type ProductFilter, productSorts } from "../../services/catalogue.ts";
import { product, withDatabase } from "../db/setup.ts";

Deno.test("count() and browse() agree with a look at every product, whatever the filter and the sort", () =>
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
      assert.equal(catalogue.count(filter), expected.length);
      assert.equal(page.total, expected.length);
      assert.deepEqual(new Set(page.products), new Set(expected));
      const prices = page.products.map((one) => one.price);
      if (sort === "price") assert.deepEqual(prices, prices.toSorted((a, b) => a - b));
      if (sort === "-price") assert.deepEqual(prices, prices.toSorted((a, b) => b - a));
    }));
  }));
