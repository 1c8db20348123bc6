import assert from "node:assert/strict";
import fc from "fast-check";
import {
  addInteractions,
  countInteractions,
  type EventPage,
  findByEventId,
  findLatestId,
  findNewestAt,
  listHistory,
  listPurchased,
  listPurchases,
  listViewed,
  streamEvents,
  toInsert,
} from "../../db/interactions.ts";
import { NotFoundError } from "../../errors.ts";
import { interactionTypes, type NewInteraction } from "../../types.ts";
import { addShop, interaction, type Setup, testEach, withDatabase } from "./setup.ts";

testEach("toInsert() gives the id, and no row for an event id that was there", async ({ db, writer }) => {
  await addShop(writer, { users: 1, products: 1 });
  const given = interaction({ type: "like", rating: 4.5, at: 77, sessionId: "s", eventId: "e1" });
  const insert = async (one: NewInteraction) => (await writer.write([toInsert(one)]))[0]!.rows;
  assert.deepEqual(await insert(given), [{ id: 1 }]);
  assert.deepEqual(await insert({ ...given, type: "view" }), []);
  assert.deepEqual(await findByEventId(db, "e1"), { id: 1, ...given });
  assert.equal(await findByEventId(db, "e2"), undefined);
  assert.equal((await insert(interaction())).length, 1);
  assert.equal((await insert(interaction())).length, 1);
  assert.equal(await countInteractions(db), 3);
});

testEach(
  "addInteractions() keeps the order, passes over known event ids and says how many",
  async ({ db, writer }) => {
    await addShop(writer, { users: 3, products: 5 });
    const rows = Array.from(
      { length: 13_000 },
      (_, i) =>
        interaction({ userId: 1 + i % 3, productId: 1 + i % 5, at: i, eventId: i % 2 ? `e${i}` : null }),
    );
    assert.equal(await addInteractions(writer, rows), 13_000);
    assert.equal(
      await addInteractions(
        writer,
        rows.filter(({ eventId }) => eventId !== null),
      ),
      0,
    );
    assert.equal(await addInteractions(writer, []), 0);
    const { rows: stored } = await db.client.execute("SELECT at FROM interactions ORDER BY id");
    assert.deepEqual(stored.map((row) => row["at"]), rows.map(({ at }) => at));
  },
);

testEach(
  "addInteractions() stops at an unknown product and leaves no rejection unheard",
  async ({ db, writer }) => {
    await addShop(writer, { users: 1, products: 1 });
    const rows = Array.from(
      { length: 20_000 },
      (_, at) => interaction({ at, productId: at === 3000 ? 9 : 1 }),
    );
    await assert.rejects(addInteractions(writer, rows), NotFoundError);
    assert.equal(writer.pending, 0);
    const kept = await countInteractions(db);
    assert.ok(kept >= 2500 && kept < 20_000, String(kept));
  },
);

testEach("listHistory() is the user's own, newest first by time and then by id", async ({ db, writer }) => {
  await addShop(writer, { users: 2, products: 4 });
  await addInteractions(writer, [
    interaction({ productId: 1, at: 50, type: "purchase" }),
    interaction({ productId: 2, at: 90 }),
    interaction({ productId: 3, at: 10, userId: 2 }),
    interaction({ productId: 3, at: 50, type: "like" }),
    interaction({ productId: 4, at: 20, type: "cart" }),
  ]);
  assert.deepEqual(await listHistory(db, 1, 3), [
    { id: 2, productId: 2, type: "view", at: 90 },
    { id: 4, productId: 3, type: "like", at: 50 },
    { id: 1, productId: 1, type: "purchase", at: 50 },
  ]);
  assert.deepEqual(await listHistory(db, 9, 3), []);
  // The newest id, not the newest time: a late import is news to a cached list.
  assert.equal(await findLatestId(db, 1), 5);
  assert.equal(await findLatestId(db, 2), 3);
  assert.equal(await findLatestId(db, 9), 0);
  assert.equal(await findNewestAt(db), 90);
});

testEach("findNewestAt() and countInteractions() of an empty shop", async ({ db }) => {
  assert.equal(await findNewestAt(db), undefined);
  assert.equal(await countInteractions(db), 0);
  for await (const page of streamEvents(db)) assert.fail(`${page.at.length} events`);
});

testEach(
  "listPurchased() knows every purchase once, however many acts came after",
  async ({ db, writer }) => {
    await addShop(writer, { users: 2, products: 9 });
    const buy = (productId: number, userId = 1) => interaction({ type: "purchase", productId, userId });
    await addInteractions(writer, [
      buy(7),
      buy(2),
      buy(7),
      buy(5, 2),
      interaction({ productId: 3, type: "cart" }),
    ]);
    await addInteractions(writer, Array.from({ length: 3000 }, (_, at) => interaction({ at: 5000 + at })));
    assert.deepEqual(await listPurchased(db, 1), [2, 7]);
  },
);

testEach(
  "listPurchases() is the user's own, newest first, each as often as it was bought",
  async ({ db, writer }) => {
    await addShop(writer, { users: 2, products: 9 });
    const buy = (productId: number, at: number, userId = 1) =>
      interaction({ type: "purchase", productId, at, userId });
    await addInteractions(writer, [
      ...[buy(7, 30), buy(2, 50), buy(7, 50), buy(5, 40, 2), buy(4, 10)],
      interaction({ productId: 3, type: "cart", at: 60 }),
    ]);
    const newest = [{ productId: 7, at: 50 }, { productId: 2, at: 50 }, { productId: 7, at: 30 }];
    assert.deepEqual(await listPurchases(db, 1, 3), newest);
    assert.deepEqual(await listPurchases(db, 1, 9), [...newest, { productId: 4, at: 10 }]);
    assert.deepEqual(await listPurchases(db, 9, 9), []);
  },
);

Deno.test("listViewed() equals the plain definition for any history", () =>
  withDatabase("file", async ({ db, writer }) => {
    await addShop(writer, { users: 300, products: 6 });
    let userId = 0;
    const act = fc.record({
      productId: fc.integer({ min: 1, max: 6 }),
      at: fc.integer({ min: 0, max: 5 }),
      type: fc.constantFrom(...interactionTypes, "view", "view"),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { maxLength: 120 }),
        fc.integer({ min: 1, max: 7 }),
        async (acts, limit) => {
          const own = ++userId;
          await addInteractions(writer, acts.map((given) => interaction({ ...given, userId: own })));
          const newestFirst = acts.map((given, i) => ({ ...given, i }))
            .sort((a, b) => b.at - a.at || b.i - a.i).filter(({ type }) => type === "view");
          const expected = [...new Set(newestFirst.map(({ productId }) => productId))].slice(0, limit);
          assert.deepEqual(await listViewed(db, own, limit), expected);
        },
      ),
      { numRuns: 60 },
    );
  }));

async function collect(
  db: Setup["db"],
  pageSize: number,
): Promise<[number, number, number, number, string | null][]> {
  const all: [number, number, number, number, string | null][] = [];
  for await (const page of streamEvents(db, { pageSize })) {
    const { userIds, productIds, types, at, sessionIds }: EventPage = page;
    assert.ok(at.length > 0 && at.length <= pageSize);
    for (const column of [userIds, productIds, types, sessionIds]) assert.equal(column.length, at.length);
    for (let i = 0; i < at.length; i++) {
      all.push([userIds[i]!, productIds[i]!, types[i]!, at[i]!, sessionIds[i]!]);
    }
  }
  return all;
}

testEach("streamEvents() gives every interaction once, by id, at any page size", async ({ db, writer }) => {
  await addShop(writer, { users: 5, products: 7 });
  const rows = Array.from({ length: 100 }, (_, i) =>
    interaction({
      userId: 1 + i % 5,
      productId: 1 + i % 7,
      type: interactionTypes[i % 4]!,
      at: 1_700_000_000_000 - i,
      sessionId: i % 3 ? `s,"${i}"` : null,
    }));
  await addInteractions(writer, rows);
  // A gap in the ids.
  await writer.write([{ sql: "DELETE FROM interactions WHERE id BETWEEN 20 AND 39", args: [] }]);
  const expected = rows.filter((_, i) => i < 19 || i > 38)
    .map((row) => [row.userId, row.productId, interactionTypes.indexOf(row.type), row.at, row.sessionId]);
  for (const pageSize of [1, 7, 40, 80, 81, 5000]) assert.deepEqual(await collect(db, pageSize), expected);
});

testEach("streamEvents() lets other work go on between its pages", async ({ db, writer }) => {
  await addShop(writer, { users: 1, products: 1 });
  await addInteractions(writer, Array.from({ length: 50 }, () => interaction()));
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  await collect(db, 5);
  clearInterval(timer);
  assert.ok(turns >= 5, `${turns} turns`);
});

testEach("deleting a user deletes what they did", async ({ db, writer }) => {
  await addShop(writer, { users: 2, products: 1 });
  await addInteractions(writer, [interaction(), interaction({ userId: 2 })]);
  await writer.write([{ sql: "DELETE FROM users WHERE id = 1", args: [] }]);
  assert.equal(await countInteractions(db), 1);
  // The id is not given again: it is the epoch of cached lists.
  const [result] = await writer.write([toInsert(interaction({ userId: 2 }))]);
  assert.equal(result!.rows[0]!["id"], 3);
});
