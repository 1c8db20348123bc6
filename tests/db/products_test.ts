import assert from "node:assert/strict";
import {
  addProducts,
  countProducts,
  findCatalogueStamp,
  findProduct,
  findProductIds,
  listProducts,
  saveProducts,
} from "../../db/products.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import { product, testEach } from "./setup.ts";

testEach(
  "addProducts() gives the ids in the order of the products, across commits",
  async ({ db, writer }) => {
    const products = Array.from(
      { length: 1234 },
      (_, i) => product(`n${i}`, { price: i, imageUrl: i % 2 ? "/x" : null }),
    );
    const ids = await addProducts(writer, products);
    assert.deepEqual(
      ids,
      products.map((_, i) => i + 1),
    );
    // More than one page.
    assert.deepEqual(await listProducts(db), products.map((given, i) => ({ id: i + 1, ...given })));
    assert.deepEqual(await findProduct(db, 1234), { id: 1234, ...products[1233] });
    assert.equal(await findProduct(db, 1235), undefined);
    assert.equal(await countProducts(db), 1234);
    assert.deepEqual(await findProductIds(db, ["n5", "zzz"]), new Map([["n5", 6]]));
  },
);

testEach("addProducts() refuses a taken external id and a negative price", async ({ db, writer }) => {
  await addProducts(writer, [product("a")]);
  await assert.rejects(addProducts(writer, [product("b"), product("a")]), ConflictError);
  await assert.rejects(addProducts(writer, [product("c", { price: -1 })]), InvalidInputError);
  assert.deepEqual((await listProducts(db)).map(({ name }) => name), ["a"]);
});

testEach("saveProducts() adds, changes and leaves alone what is the same", async ({ db, writer }) => {
  const [a, b] = [product("a"), product("b", { imageUrl: null })];
  assert.equal(await saveProducts(writer, [a, b], { now: 5 }), 2);
  const stamp = await findCatalogueStamp(db);
  assert.equal(await saveProducts(writer, [a, b], { now: 6 }), 0);
  assert.equal(await findCatalogueStamp(db), stamp);
  assert.equal(
    await saveProducts(writer, [a, { ...b, imageUrl: "/b.svg", price: 7 }, product("c")], { now: 7 }),
    2,
  );
  assert.deepEqual(
    (await listProducts(db)).map(({ id, name, price, imageUrl }) => [id, name, price, imageUrl]).slice(0, 2),
    [[1, "a", 1000, null], [2, "b", 7, "/b.svg"]],
  );
  assert.deepEqual(
    await db.get("SELECT updated_at FROM products WHERE external_id = 'b'").then((row) =>
      row?.["updated_at"]
    ),
    7,
  );
});

testEach(
  "findCatalogueStamp() changes with every product that is added, changed or removed",
  async ({ db, writer }) => {
    const seen = new Set([await findCatalogueStamp(db)]);
    const changes = [
      () => addProducts(writer, [product("a"), product("b")]),
      () => writer.write([{ sql: "UPDATE products SET stock = stock - 1 WHERE id = 1", args: [] }]),
      () => writer.write([{ sql: "UPDATE products SET name = 'z' WHERE id = 1", args: [] }]),
      () => writer.write([{ sql: "DELETE FROM products WHERE id = 2", args: [] }]),
    ];
    for (const [i, change] of changes.entries()) {
      await change();
      seen.add(await findCatalogueStamp(db));
      assert.equal(seen.size, i + 2, `change ${i}`);
    }
    const last = await findCatalogueStamp(db);
    await writer.write([{ sql: "UPDATE products SET stock = 1 WHERE id = 77", args: [] }]);
    assert.equal(await findCatalogueStamp(db), last);
  },
);
