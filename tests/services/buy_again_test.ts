import assert from "node:assert/strict";
import { addInteractions } from "../../db/interactions.ts";
import { addProducts } from "../../db/products.ts";
import type { NewInteraction } from "../../types.ts";
import { day, type Shop, start, withShop } from "../fixtures/shop.ts";

/** A user with purchases of these products, each so many days ago. */
async function addBuyer(shop: Shop, purchases: readonly (readonly [product: number, daysAgo: number])[]) {
  const { id } = await shop.services.users.create();
  for (const [productId, daysAgo] of purchases) {
    await shop.services.interactions.record({
      ...{ userId: id, productId, type: "purchase", at: start - daysAgo * day },
    });
  }
  return id;
}

async function idsOf({ services }: Shop, userId: number): Promise<number[]> {
  return (await services.buyAgain.list(userId)).map(({ product }) => product.id);
}

async function sortedIdsOf(shop: Shop, userId: number): Promise<number[]> {
  return (await idsOf(shop, userId)).sort((a, b) => a - b);
}

const purchases = [[5, 30], [6, 29], [5, 20], [5, 20], [7, 12], [6, 11], [9, 3], [6, 1]] as const;

Deno.test("list() ranks by the days on which a product was bought x its score for the user", () =>
  withShop(async (shop) => {
    assert.ok(shop.services.buyAgain.share! > 0.2);
    const userId = await addBuyer(shop, purchases);
    await shop.services.interactions.record({ userId, productId: 20, type: "cart", at: start - day });
    const days = new Map([[5, 2], [6, 3], [7, 1], [9, 1]]);
    const expect = async () => {
      const scores = await shop.services.recommendations.scores(userId, [...days.keys()]);
      assert.equal(scores.size, days.size);
      const list = await shop.services.buyAgain.list(userId);
      assert.deepEqual(
        list.map(({ product, score }) => [product.id, score]),
        [...days].map(([id, n]) => [id, n * scores.get(id)!] as const).sort((a, b) => b[1] - a[1]),
      );
    };
    await expect();
    // A purchase counts at once, without a training.
    await shop.services.interactions.record({ userId, productId: 9, type: "purchase", at: start });
    days.set(9, 2);
    await expect();
  }));

Deno.test("list() is empty for somebody new, and before the first training", () =>
  withShop(async (shop) => {
    const userId = await addBuyer(shop, purchases);
    assert.deepEqual(await idsOf(shop, userId), []);
    assert.equal(shop.services.buyAgain.share, null);
    await shop.services.models.train();
    assert.deepEqual(await sortedIdsOf(shop, userId), [5, 6, 7, 9]);
    const { id } = await shop.services.users.create();
    assert.deepEqual(await idsOf(shop, id), []);
    // To look is not to buy.
    await shop.services.interactions.record({ userId: id, productId: 5, type: "view" });
    assert.deepEqual(await idsOf(shop, id), []);
  }, { train: false }));

Deno.test("list() is empty where the data says that people of this shop do not buy again", () =>
  withShop(async (shop) => {
    const userId = await addBuyer(shop, purchases);
    await shop.writer.write([{
      sql: "DELETE FROM interactions WHERE interaction_type = 'purchase' AND user_id <> ?",
      args: [userId],
    }]);
    // Everybody comes back once, for something else.
    for (let user = 1; user <= 80; user++) {
      for (const [productId, daysAgo] of [[user % 48 + 1, 9], [(user + 7) % 48 + 1, 4]] as const) {
        await shop.services.interactions.record({
          ...{ userId: user, productId, type: "purchase", at: start - daysAgo * day },
        });
      }
    }
    await shop.services.models.train();
    // Four of the seven later purchases of the one buyer, none of the eighty others.
    const { purchases: counted, share } = shop.services.models.ranker!.model.report.repeats!;
    assert.deepEqual([counted, share], [87, 4 / 87]);
    assert.equal(shop.services.buyAgain.share, null);
    assert.deepEqual(await idsOf(shop, userId), []);
  }, { train: false }));

Deno.test("list() leaves out what is not in the catalogue", () =>
  withShop(async (shop) => {
    const userId = await addBuyer(shop, purchases);
    // Another process brings a product and its purchases; this one has not read the products anew yet.
    const product = {
      description: "",
      category: "Desk",
      price: 500,
      stock: 1,
      imageUrl: null,
      createdAt: start,
    };
    await addProducts(shop.writer, [{ ...product, externalId: "P-new", name: "New" }]);
    const bought = [9, 8, 7, 6].map((daysAgo): NewInteraction => ({
      ...{ userId, productId: 49, type: "purchase", at: start - daysAgo * day },
      ...{ rating: null, sessionId: null, eventId: null },
    }));
    await addInteractions(shop.writer, bought);
    assert.deepEqual(await sortedIdsOf(shop, userId), [5, 6, 7, 9]);
    assert.ok(await shop.services.catalogue.refresh());
    // The model does not know it: last, however often it was bought.
    assert.deepEqual(await sortedIdsOf(shop, userId), [5, 6, 7, 9, 49]);
    assert.equal((await idsOf(shop, userId)).at(-1), 49);
    await shop.writer.write([{ sql: "DELETE FROM products WHERE id = ?", args: [6] }]);
    assert.ok(await shop.services.catalogue.refresh());
    assert.deepEqual(await sortedIdsOf(shop, userId), [5, 7, 9, 49]);
  }));
