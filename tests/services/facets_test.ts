import fc from "fast-check";
import assert from "node:assert/strict";
import { type FacetFilter, selectAndCount } from "../../services/facets.ts";
import type { Product } from "../../types.ts";

const bandEdges = [0, 2500, 5000];
const categories = ["Kitchen", "Home", "Desk"];
const kinds = ["mug", "lamp", "kettle"];
const kindOf = ({ name }: Product) => name || undefined;

const anyProducts = fc.array(
  fc.record({
    name: fc.constantFrom(...kinds, ""),
    category: fc.constantFrom(...categories),
    price: fc.integer({ min: 0, max: 8000 }),
    stock: fc.integer({ min: 0, max: 2 }),
  }),
  { maxLength: 40 },
).map((some): Product[] =>
  some.map((one, i) => ({
    ...one,
    id: i + 1,
    externalId: null,
    description: "",
    imageUrl: null,
    createdAt: 0,
  }))
);

const anyFilter: fc.Arbitrary<FacetFilter> = fc.record({
  categories: fc.subarray(categories).map((some) => new Set(some)),
  kinds: fc.subarray(kinds).map((some) => new Set(some)),
  minPrice: fc.integer({ min: 0, max: 8000 }),
  maxPrice: fc.integer({ min: 0, max: 8000 }),
  inStock: fc.boolean(),
}, { requiredKeys: [] });

/** The same said simply: one facet after the other. */
function passes(product: Product, { categories, kinds, minPrice, maxPrice, inStock }: FacetFilter): boolean {
  if (categories?.size && !categories.has(product.category)) return false;
  if (kinds?.size && !kinds.has(product.name)) return false;
  if (minPrice !== undefined && product.price < minPrice) return false;
  if (maxPrice !== undefined && product.price > maxPrice) return false;
  return !inStock || product.stock > 0;
}

Deno.test("selectAndCount() leaves what passes every facet, and counts as many as each choice alone in its facet would leave", () => {
  fc.assert(fc.property(anyProducts, anyFilter, (products, filter) => {
    const countOf = (some: FacetFilter) => products.filter((product) => passes(product, some)).length;
    const { products: left, counts } = selectAndCount(products, { filter, kindOf, bandEdges });
    assert.deepEqual(left, products.filter((product) => passes(product, filter)));
    for (const category of categories) {
      assert.equal(
        counts.categories.get(category) ?? 0,
        countOf({ ...filter, categories: new Set([category]) }),
      );
    }
    for (const kind of kinds) {
      assert.equal(counts.kinds.get(kind) ?? 0, countOf({ ...filter, kinds: new Set([kind]) }));
    }
    const { minPrice: _min, maxPrice: _max, ...anyPrice } = filter;
    bandEdges.forEach((minPrice, i) => {
      const end = bandEdges[i + 1];
      const band = { ...anyPrice, minPrice, ...(end === undefined ? {} : { maxPrice: end - 1 }) };
      assert.equal(counts.bands[i], countOf(band));
    });
    assert.equal(counts.inStock, countOf({ ...filter, inStock: true }));
  }));
});
