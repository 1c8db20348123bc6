import assert from "node:assert/strict";
import { NotFoundError } from "../../errors.ts";
import { categoryOf, type Shop, withShop } from "../fixtures/shop.ts";

async function idsOf({ services }: Pick<Shop, "services">, userId: number, count = 100): Promise<number[]> {
  const { items } = await services.recommendations.list(userId, { count });
  return items.map(({ product }) => product.id);
}

Deno.test("dismiss() takes a product out of the next list, filtered ones too, keeps it out after a training, and restore() brings it back", () =>
  withShop(async (shop) => {
    const { choices, recommendations, models } = shop.services;
    const before = await idsOf(shop, 1);
    const [first] = before;
    await choices.dismiss(1, { productId: first! });
    assert.deepEqual(await idsOf(shop, 1), before.filter((id) => id !== first));
    const filtered = await recommendations.list(1, { count: 100, category: categoryOf(first!) });
    assert.ok(filtered.items.every(({ product }) => product.id !== first));
    const repeats = await recommendations.list(1, { count: 100, repeats: true });
    assert.ok(repeats.items.every(({ product }) => product.id !== first));

    await models.train();
    assert.ok(!(await idsOf(shop, 1)).includes(first!));
    // It is this user's matter alone.
    assert.ok((await idsOf(shop, 5)).includes(first!) || (await idsOf(shop, 9)).includes(first!));

    await choices.restore(1, { productId: first! });
    assert.ok((await idsOf(shop, 1)).includes(first!));
  }));

Deno.test("dismiss() of a category empties it, also for a user without history", () =>
  withShop(async (shop) => {
    const { choices } = shop.services;
    for (const userId of [1, 81]) {
      await idsOf(shop, userId);
      await choices.dismiss(userId, { category: "Kitchen" });
      await choices.dismiss(userId, { category: "Kitchen" });
      const ids = await idsOf(shop, userId);
      assert.ok(ids.length > 10 && ids.every((id) => categoryOf(id) !== "Kitchen"));
      await choices.restore(userId, { category: "Kitchen" });
      assert.ok((await idsOf(shop, userId)).some((id) => categoryOf(id) === "Kitchen"));
    }
  }));

Deno.test("setPersonal(false) makes the list a popular one at once, and true makes it personal again", () =>
  withShop(async (shop) => {
    const { choices, recommendations } = shop.services;
    assert.equal((await recommendations.list(1, { count: 5 })).strategy, "personal");
    await choices.setPersonal(1, false);
    const off = await recommendations.list(1, { count: 5 });
    assert.equal(off.strategy, "popular");
    assert.equal(off.source, "computed");
    assert.ok(off.items.every(({ reasons }) => reasons.every(({ kind }) => kind !== "because")));
    assert.equal((await recommendations.scores(1, [1, 2])).size, 0);
    await choices.setPersonal(1, true);
    assert.equal((await recommendations.list(1, { count: 5 })).strategy, "personal");
  }));

Deno.test("takeBack() removes a like as if it had not happened, although no newer interaction follows", () =>
  withShop(async (shop) => {
    const { choices, interactions, recommendations, users } = shop.services;
    const user = await users.create();
    await interactions.record({ userId: user.id, productId: 1, type: "view" });
    const before = await idsOf(shop, user.id);
    await interactions.record({ userId: user.id, productId: 2, type: "like", eventId: "like-2" });
    await interactions.record({ userId: user.id, productId: 6, type: "like" });
    assert.deepEqual((await choices.liked(user.id, 10)).map(({ id }) => id), [6, 2]);
    assert.notDeepEqual(await idsOf(shop, user.id), before);
    await choices.takeBack(user.id, { type: "like", productId: 2 });
    assert.deepEqual((await choices.liked(user.id, 10)).map(({ id }) => id), [6]);
    await choices.takeBack(user.id, { type: "like" });
    assert.deepEqual(await idsOf(shop, user.id), before);
    // The list is kept again, and the act can be done again.
    assert.equal((await recommendations.list(user.id, { count: 5 })).source, "memory");
    await interactions.record({ userId: user.id, productId: 2, type: "like", eventId: "like-2" });
    assert.equal((await choices.liked(user.id, 10)).length, 1);
  }));

Deno.test("forget() removes every act with the products in one epoch, here and on another instance, and again changes nothing", () =>
  withShop(async (shop) => {
    const { choices, interactions, users } = shop.services;
    const user = await users.create();
    await interactions.record({ userId: user.id, productId: 1, type: "view" });
    const before = await idsOf(shop, user.id);
    for (const type of ["view", "like", "cart", "purchase"] as const) {
      for (const productId of [2, 6]) await interactions.record({ userId: user.id, productId, type });
    }
    const other = await shop.openInstance();
    assert.deepEqual(await idsOf({ services: other }, user.id), await idsOf(shop, user.id));
    assert.notDeepEqual(await idsOf(shop, user.id), before);
    const first = await choices.forget(user.id, [2, 6, 999]);
    assert.deepEqual((await interactions.history(user.id, 50)).map(({ productId }) => productId), [1]);
    assert.deepEqual(await idsOf(shop, user.id), before);
    await other.refresh();
    assert.deepEqual(await idsOf({ services: other }, user.id), before);
    other.close();
    assert.ok(await choices.forget(user.id, [2, 6]) > first);
    assert.deepEqual(await idsOf(shop, user.id), before);
    assert.ok((await interactions.history(1, 50)).length > 0);
    await choices.forget(user.id);
    assert.deepEqual(await interactions.history(user.id, 50), []);
  }));

Deno.test("another instance serves no list from before a choice once it has looked", () =>
  withShop(async (shop) => {
    const other = await shop.openInstance();
    const [first] = await idsOf({ services: other }, 1);
    await shop.services.choices.dismiss(1, { productId: first! });
    await other.refresh();
    assert.ok(!(await idsOf({ services: other }, 1)).includes(first!));
    other.close();
  }));

Deno.test("choices of an unknown user, or about an unknown product, are refused and leave nothing", () =>
  withShop(async ({ services: { choices } }) => {
    await assert.rejects(choices.dismiss(999, { productId: 1 }), NotFoundError);
    await assert.rejects(choices.dismiss(1, { productId: 999 }), NotFoundError);
    assert.deepEqual(await choices.hidden(1), []);
    assert.deepEqual(await choices.inForce(999), {
      personal: true,
      hiddenProducts: new Set(),
      hiddenCategories: new Set(),
    });
  }));
