/**
 * How SQLite answers each query of db/: the real text, caught on its way to the database. Every table is searched by an index
 * or its key; a SCAN stands here only where the whole table is the answer.
 */
import assert from "node:assert/strict";
import { streamActiveUsers } from "../../db/active_users.ts";
import type { InStatement } from "@libsql/client";
import Libsql from "libsql";
import * as choices from "../../db/choices.ts";
import { listCart, listDepartures, removeDepartures, removeLine, setQuantity } from "../../db/carts.ts";
import * as interactions from "../../db/interactions.ts";
import { acquireLease, releaseLease } from "../../db/leases.ts";
import * as models from "../../db/models.ts";
import type { Database } from "../../db/open.ts";
import * as orders from "../../db/orders.ts";
import * as products from "../../db/products.ts";
import { findProfile, saveProfile } from "../../db/profiles.ts";
import { listArchivable, nameForArchive, removeArchived } from "../../db/archive.ts";
import { findShopperState, listHistoryUntil } from "../../db/shopper_state.ts";
import { searchProducts } from "../../db/search.ts";
import * as users from "../../db/users.ts";
import type { Value } from "../../db/values.ts";
import type { Writer } from "../../db/writer.ts";
import { addShop, interaction, withDatabase } from "./setup.ts";

interface Query {
  readonly sql: string;
  readonly args: readonly Value[];
}

/** Passes every query on, and keeps it. */
function listen(db: Database, writer: Writer): { db: Database; writer: Writer; heard: Query[] } {
  const heard: Query[] = [];
  const execute = db.client.execute.bind(db.client);
  db.client.execute = (statement: InStatement) => {
    const { sql, args } = statement as { sql: string; args: Value[] };
    heard.push({ sql, args });
    return execute(statement);
  };
  return {
    heard,
    db: {
      ...db,
      get(sql, args = []) {
        heard.push({ sql, args });
        return db.get(sql, args);
      },
    },
    writer: {
      pending: 0,
      close: () => writer.close(),
      write(statements) {
        heard.push(...statements);
        return writer.write(statements);
      },
    },
  };
}

/** The steps that touch tables; what happens to the rows afterwards (one JSON text) is left out. */
function planOf(path: string, { sql }: Query): string[] {
  // A connection of its own: the addon keeps a read transaction open after EXPLAIN.
  const connection = new Libsql(path, {});
  try {
    const rows = connection.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[];
    return rows.map((row) => row.detail)
      .filter((step) =>
        !/^(CO-ROUTINE|SCALAR SUBQUERY|LIST SUBQUERY|SCAN \(?subquery|SCAN json_each|SCAN CONSTANT ROW)/.test(
          step,
        )
      );
  } finally {
    connection.close();
  }
}

const one = interaction();
const order = {
  userId: 1,
  at: 1,
  key: "k",
  sessionId: null,
  lines: [{ productId: 1, quantity: 1, unitPrice: 1 }],
};

const model = { createdAt: 1, state: "published", metrics: {}, artifact: new Uint8Array(8) } as const;

type Case = readonly [
  name: string,
  ask: (db: Database, writer: Writer) => Promise<unknown>,
  plan: readonly string[],
];

/** The size of what is stored, then each part. */
const modelRead = [
  "SEARCH models USING INTEGER PRIMARY KEY (rowid=?)",
  "CORRELATED SCALAR SUBQUERY 1",
  "SEARCH model_artifacts USING INDEX sqlite_autoindex_model_artifacts_1 (version=?)",
  "SEARCH model_artifacts USING INDEX sqlite_autoindex_model_artifacts_1 (version=? AND part=?)",
];

const cases: readonly Case[] = [
  ["toForget()", (_, writer) => writer.write([interactions.toForget(1, [1, 2]), interactions.toForget(1)]), [
    "SEARCH interactions USING COVERING INDEX interactions_history (user_id=?)",
    "SEARCH interactions USING COVERING INDEX interactions_user (user_id=?)",
  ]],
  ["listHistory()", (db) => interactions.listHistory(db, 1, 50), [
    "SEARCH interactions USING COVERING INDEX interactions_history (user_id=?)",
  ]],
  ["findShopperState()", (db) => findShopperState(db, 1, 50), [
    "SEARCH interactions USING COVERING INDEX interactions_history (user_id=?)",
    "SEARCH interactions USING COVERING INDEX interactions_user (user_id=?)",
    "SEARCH user_choices USING INTEGER PRIMARY KEY (rowid=?)",
    "SEARCH user_choices USING INTEGER PRIMARY KEY (rowid=?)",
    "SEARCH dismissals USING COVERING INDEX dismissals_product (user_id=? AND product_id>?)",
    "SEARCH dismissals USING COVERING INDEX dismissals_category (user_id=? AND category>?)",
  ]],
  ["listHistoryUntil()", (db) => listHistoryUntil(db, { userId: 1, epoch: 9, limit: 50 }), [
    "SEARCH interactions USING COVERING INDEX interactions_history (user_id=?)",
  ]],
  ["listArchivable()", (db) => listArchivable(db, { after: [0, 0], before: 9, distance: 1, limit: 50 }), [
    "SEARCH i USING INDEX interactions_at (at>? AND at<?)",
    "SEARCH u USING INTEGER PRIMARY KEY (rowid=?)",
    "SEARCH p USING INTEGER PRIMARY KEY (rowid=?)",
    "CORRELATED SCALAR SUBQUERY 1",
    "SEARCH interactions USING COVERING INDEX interactions_history (user_id=?)",
    "CORRELATED SCALAR SUBQUERY 2",
    "SEARCH interactions USING COVERING INDEX interactions_user (user_id=?)",
  ]],
  ["nameForArchive()", (_, writer) => nameForArchive(writer, { userIds: [1], productIds: [1] }), [
    "SEARCH users USING COVERING INDEX users_external_id_unique (external_id=? AND rowid=?)",
    "SEARCH products USING COVERING INDEX products_external_id_unique (external_id=? AND rowid=?)",
  ]],
  ["removeArchived()", (_, writer) => removeArchived(writer, [1]), [
    "SEARCH interactions USING INTEGER PRIMARY KEY (rowid=?)",
  ]],
  ["listViewed()", (db) => interactions.listViewed(db, 1, 8), [
    "SEARCH interactions USING COVERING INDEX interactions_history (user_id=? AND at<?)",
  ]],
  ["listPurchased()", (db) => interactions.listPurchased(db, 1), [
    "SEARCH interactions USING COVERING INDEX interactions_purchases (user_id=?)",
  ]],
  ["listPurchases()", (db) => interactions.listPurchases(db, 1, 8), [
    "SEARCH interactions USING COVERING INDEX interactions_history (user_id=?)",
  ]],
  ["findLatestId()", (db) => interactions.findLatestId(db, 1), [
    "SEARCH interactions USING COVERING INDEX interactions_user (user_id=?)",
    "SEARCH user_choices USING INTEGER PRIMARY KEY (rowid=?)",
  ]],
  ["listLiked()", (db) => interactions.listLiked(db, 1, 8), [
    "SEARCH interactions USING COVERING INDEX interactions_history (user_id=?)",
  ]],
  ["findChoices()", (db) => choices.findChoices(db, 1), [
    "SEARCH user_choices USING INTEGER PRIMARY KEY (rowid=?)",
    "SEARCH dismissals USING COVERING INDEX dismissals_product (user_id=? AND product_id>?)",
    "SEARCH dismissals USING COVERING INDEX dismissals_category (user_id=? AND category>?)",
  ]],
  ["listDismissals()", (db) => choices.listDismissals(db, 1), [
    "SEARCH dismissals USING INDEX dismissals_category (user_id=?)",
    "USE TEMP B-TREE FOR ORDER BY",
  ]],
  ["findNewestAt()", (db) => interactions.findNewestAt(db), [
    "SEARCH interactions USING COVERING INDEX interactions_at",
  ]],
  ["findByEventId()", (db) => interactions.findByEventId(db, "e"), [
    "SEARCH interactions USING INDEX interactions_event_id_unique (event_id=?)",
  ]],
  ["streamEvents()", (db) => interactions.streamEvents(db).next(), [
    "SEARCH interactions USING INTEGER PRIMARY KEY (rowid>?)",
  ]],
  ["listOptedOut()", (db) => choices.listOptedOut(db), ["SCAN user_choices"]],
  ["countInteractions()", (db) => interactions.countInteractions(db), [
    "SCAN interactions USING COVERING INDEX interactions_at",
  ]],
  ["countEventIds()", (db) => interactions.countEventIds(db, ["e"]), [
    "SEARCH interactions USING COVERING INDEX interactions_event_id_unique (event_id=?)",
  ]],
  ["findUser()", (db) => users.findUser(db, 1), ["SEARCH users USING INTEGER PRIMARY KEY (rowid=?)"]],
  ["findUsers()", (db) => users.findUsers(db, [1]), ["SEARCH users USING INTEGER PRIMARY KEY (rowid=?)"]],
  ["findUserByExternalId()", (db) => users.findUserByExternalId(db, "u1"), [
    "SEARCH users USING INDEX users_external_id_unique (external_id=?)",
  ]],
  ["findUserIds()", (db) => users.findUserIds(db, ["u1"]), [
    "SEARCH users USING COVERING INDEX users_external_id_unique (external_id=?)",
  ]],
  ["countUsers()", (db) => users.countUsers(db), [
    "SCAN users USING COVERING INDEX users_external_id_unique",
  ]],
  ["listUsersWithProfile()", (db) => users.listUsersWithProfile(db, 9), [
    "SCAN p",
    "SEARCH u USING INTEGER PRIMARY KEY (rowid=?)",
  ]],
  ["findProfile()", (db) => findProfile(db, 1), ["SEARCH user_profiles USING INTEGER PRIMARY KEY (rowid=?)"]],
  ["findProduct()", (db) => products.findProduct(db, 1), [
    "SEARCH products USING INTEGER PRIMARY KEY (rowid=?)",
  ]],
  ["listProducts()", (db) => products.listProducts(db), [
    "SEARCH products USING INTEGER PRIMARY KEY (rowid>?)",
  ]],
  ["findRating()", (db) => interactions.findRating(db, 1), [
    "SEARCH i USING INDEX interactions_ratings (product_id=? AND rating>?)",
    "CORRELATED SCALAR SUBQUERY 1",
    "SEARCH user_choices USING INTEGER PRIMARY KEY (rowid=?)",
  ]],
  ["findHighestProductId()", (db) => products.findHighestProductId(db), [
    "SCAN sqlite_sequence",
  ]],
  ["findProductIds()", (db) => products.findProductIds(db, ["p1"]), [
    "SEARCH products USING COVERING INDEX products_external_id_unique (external_id=?)",
  ]],
  ["countProducts()", (db) => products.countProducts(db), [
    "SCAN products USING COVERING INDEX products_external_id_unique",
  ]],
  ["findCatalogueStamp()", (db) => products.findCatalogueStamp(db), [
    "SEARCH catalogue_stamp USING INTEGER PRIMARY KEY (rowid=?)",
  ]],
  ["searchProducts()", (db) => searchProducts(db, "p1", 9), ["SCAN products_fts VIRTUAL TABLE INDEX 32:M3"]],
  ["findLatestModel()", async (db, writer) => {
    await models.saveModel(writer, { ...model, version: await models.nextVersion(db) });
    await models.findLatestModel(db);
  }, [
    // Numbering, saving, pruning and reading; `models` has at most 25 rows.
    "SEARCH models",
    "SCAN models",
    "SEARCH models USING INTEGER PRIMARY KEY (rowid=?)",
    "SCAN models",
    "SCAN models",
    "SEARCH model_artifacts USING COVERING INDEX sqlite_autoindex_model_artifacts_1 (version=?)",
    "SCAN models",
    "SCAN models",
    "SEARCH model_artifacts USING COVERING INDEX sqlite_autoindex_model_artifacts_1 (version=?)",
    "SCAN models",
    ...modelRead,
  ]],
  ["findModel()", (db) => models.findModel(db, 1), modelRead],
  ["listVersionsBefore()", (db) => models.listVersionsBefore(db, 9), [
    "SEARCH models USING INTEGER PRIMARY KEY (rowid<?)",
  ]],
  ["streamActiveUsers()", (db) => streamActiveUsers(db, { before: 9e12, since: 0 }).next(), [
    "SEARCH interactions USING INDEX interactions_at (at>? AND at<?)",
  ]],
  ["findLatestVersion()", (db) => models.findLatestVersion(db), ["SCAN models"]],
  ["listModels()", (db) => models.listModels(db), ["SCAN models"]],
  ["nextVersion()", (db) => models.nextVersion(db), ["SEARCH models"]],
  ["listCart()", (db) => listCart(db, 1), [
    "SEARCH cart_lines USING INDEX sqlite_autoindex_cart_lines_1 (user_id=?)",
    "USE TEMP B-TREE FOR ORDER BY",
  ]],
  ["listDepartures()", (db) => listDepartures(db, 1), [
    "SEARCH cart_departures USING INDEX cart_departures_user (user_id=?)",
  ]],
  ["removeDepartures()", (_, writer) => removeDepartures(writer, 1), [
    "SEARCH cart_departures USING COVERING INDEX cart_departures_user (user_id=?)",
  ]],
  ["findOrder()", async (db, writer) => (await orders.placeOrder(writer, order), orders.findOrder(db, 1)), [
    "SEARCH orders USING INDEX orders_key_unique (key=?)",
    "SEARCH cart_lines USING INDEX sqlite_autoindex_cart_lines_1 (user_id=? AND product_id=?)",
    "SEARCH products USING INTEGER PRIMARY KEY (rowid=?)",
    "SEARCH orders USING COVERING INDEX orders_key_unique (key=?)",
    "SEARCH orders USING INTEGER PRIMARY KEY (rowid=?)",
    "SEARCH order_lines USING INDEX sqlite_autoindex_order_lines_1 (order_id=?)",
  ]],
  ["findOrderIdByKey()", (db) => orders.findOrderIdByKey(db, { userId: 1, key: "k2" }), [
    "SEARCH orders USING INDEX orders_key_unique (key=?)",
  ]],
  ["listOrderIds()", (db) => orders.listOrderIds(db, 1, 5), [
    "SEARCH orders USING COVERING INDEX orders_user (user_id=?)",
  ]],
  ["removeLine()", (_, writer) => removeLine(writer, { userId: 1, productId: 1 }), [
    "SEARCH cart_lines USING INDEX sqlite_autoindex_cart_lines_1 (user_id=? AND product_id=?)",
  ]],
  [
    "setQuantity()",
    (_, writer) =>
      setQuantity(writer, { userId: 1, productId: 1, quantity: 1, unitPrice: 100, updatedAt: 1 }),
    [],
  ],
  ["toInsert()", (_, writer) => writer.write([interactions.toInsert(one)]), []],
  ["saveProfile()", (_, writer) => saveProfile(writer, { userId: 1, preferences: {}, updatedAt: 1 }), []],
  ["acquireLease()", (_, writer) => acquireLease(writer, { name: "a", holder: "b", now: 1, ttlMs: 1 }), []],
  ["releaseLease()", (_, writer) => releaseLease(writer, { name: "a", holder: "b" }), [
    "SEARCH leases USING INDEX sqlite_autoindex_leases_1 (name=?)",
  ]],
];

const wholeTables = ["countInteractions()", "countUsers()", "countProducts()", "listUsersWithProfile()"];

Deno.test("each query is answered as it stands here", () =>
  withDatabase("file", async (setup) => {
    await addShop(setup.writer, { users: 2, products: 2 });
    for (const { productId, quantity } of order.lines) {
      await setQuantity(setup.writer, {
        userId: order.userId,
        productId,
        quantity,
        unitPrice: 100,
        updatedAt: 1,
      });
    }
    const { db, writer, heard } = listen(setup.db, setup.writer);
    for (const [name, ask, plan] of cases) {
      heard.length = 0;
      await ask(db, writer);
      assert.ok(heard.length > 0, `${name} asked nothing`);
      assert.deepEqual(heard.flatMap((query) => planOf(setup.db.path!, query)), plan, name);
    }
  }));

Deno.test("no query reads all interactions, users, products or orders, or sorts interactions itself", () => {
  for (const [name, , plan] of cases) {
    const steps = plan.filter((step) =>
      /^SCAN (interactions|users|products|orders|order_lines|p|u)\b/.test(step) ||
      /TEMP B-TREE/.test(step) && plan.some((other) => /interactions/.test(other))
    );
    assert.deepEqual(steps, wholeTables.includes(name) ? steps : [], name);
  }
});

Deno.test("every function that reads has its plan here", () => {
  const named = new Set(cases.map(([name]) => name));
  for (const part of [choices, interactions, users, products, models, orders]) {
    for (const name of Object.keys(part)) {
      if (/^(find|list|count|next|stream)/.test(name)) assert.ok(named.has(`${name}()`), name);
    }
  }
});
