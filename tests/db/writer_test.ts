import assert from "node:assert/strict";
import { countInteractions, listHistory, toInsert } from "../../db/interactions.ts";
import { setQuantity } from "../../db/carts.ts";
import { countUsers } from "../../db/users.ts";
import type { Statement } from "../../db/writer.ts";
import { ConflictError, InvalidInputError, NotFoundError, UnavailableError } from "../../errors.ts";
import type { Value } from "../../db/values.ts";
import { addShop, interaction, kinds, testEach, withDatabase } from "./setup.ts";

const addUserNamed = (name: string): Statement => ({
  sql: "INSERT INTO users (external_id, name, created_at) VALUES (?, ?, 1)",
  args: [name, name],
});

testEach("write() gives rows, changes and the last id of each statement", async ({ writer, db }) => {
  const results = await writer.write([
    addUserNamed("a"),
    { ...addUserNamed("b"), sql: `${addUserNamed("b").sql} RETURNING id, name` },
    { sql: "UPDATE users SET name = 'c'", args: [] },
    { sql: "SELECT name FROM users ORDER BY id", args: [] },
    { sql: "SELECT id FROM users WHERE id > ? ORDER BY id", args: [0], single: true },
    { sql: "DELETE FROM users WHERE id = 9", args: [] },
  ]);
  assert.deepEqual(results.map(({ rows }) => rows), [
    [],
    [{ id: 2, name: "b" }],
    [],
    [{ name: "c" }, { name: "c" }],
    results[4]!.rows,
    [],
  ]);
  assert.deepEqual(results[4]!.rows[0], { id: 1 });
  assert.deepEqual(results.map(({ changes }) => changes), [1, 1, 2, 0, 0, 0]);
  assert.deepEqual(results.slice(0, 2).map(({ lastId }) => lastId), [1, 2]);
  assert.equal(await countUsers(db), 2);
});

testEach("write() stores text, numbers, null and bytes as they are", async ({ writer, db }) => {
  await writer.write([{ sql: "CREATE TABLE t (v)", args: [] }]);
  const values: Value[] = ["é\n'\"", -1.5, 2 ** 53 - 1, null, ""];
  for (const value of values) await writer.write([{ sql: "INSERT INTO t VALUES (?)", args: [value] }]);
  const { rows } = await db.client.execute("SELECT v FROM t ORDER BY rowid");
  assert.deepEqual(rows.map((row) => row["v"]), values);
  const bytes = Uint8Array.of(9, 0, 1, 2, 255).subarray(1);
  await writer.write([{ sql: "DELETE FROM t", args: [] }, {
    sql: "INSERT INTO t VALUES (?)",
    args: [bytes],
  }]);
  assert.equal((await db.get("SELECT hex(v) AS v FROM t"))?.["v"], "000102FF");
});

testEach("write() is all or nothing", async ({ writer, db }) => {
  await assert.rejects(
    writer.write([addUserNamed("a"), addUserNamed("b"), addUserNamed("a")]),
    ConflictError,
  );
  assert.equal(await countUsers(db), 0);
});

testEach("write() of a bad job loses no other job of the same commit", async ({ writer, db }) => {
  const names = ["a", "b", "a", "c", "", "d"];
  const settled = await Promise.allSettled(
    names.map((name) =>
      writer.write(name === "" ? [addUserNamed("x"), { sql: "no SQL", args: [] }] : [addUserNamed(name)])
    ),
  );
  assert.deepEqual(settled.map(({ status }) => status === "fulfilled"), [
    true,
    true,
    false,
    true,
    false,
    true,
  ]);
  assert.equal(await countUsers(db), 4);
  // And the statement that failed works the next time.
  await writer.write([addUserNamed("e")]);
  assert.equal(await countUsers(db), 5);
});

testEach("write() keeps the order of jobs, and of reads after them", async ({ writer, db }) => {
  await addShop(writer, { users: 1, products: 1 });
  const ids = await Promise.all(
    Array.from({ length: 1500 }, (_, at) => writer.write([toInsert(interaction({ at }))])),
  );
  assert.deepEqual(ids.map(([result]) => result!.rows[0]!["id"]), ids.map((_, i) => i + 1));
  const history = await listHistory(db, 1, 2000);
  assert.deepEqual(history.map(({ at }) => at), ids.map((_, i) => 1499 - i));
});

testEach("write() tells its errors apart", async ({ writer }) => {
  await addShop(writer, { users: 1, products: 1 });
  const write = (given: Parameters<typeof interaction>[0]) => writer.write([toInsert(interaction(given))]);
  await assert.rejects(write({ userId: 2 }), NotFoundError);
  await assert.rejects(write({ productId: 2 }), NotFoundError);
  await assert.rejects(
    write({ rating: 6 }),
    (error) => error instanceof InvalidInputError && /interactions_rating/.test(error.message),
  );
  await assert.rejects(write({ type: "stare" as "view" }), InvalidInputError);
  await assert.rejects(write({ at: null as unknown as number }), InvalidInputError);
  await assert.rejects(
    setQuantity(writer, { userId: 1, productId: 1, quantity: 0, unitPrice: 100, updatedAt: 1 }),
    InvalidInputError,
  );
  await assert.rejects(
    writer.write([addUserNamed("u1")]),
    (error) =>
      error instanceof ConflictError &&
      error.message === 'Cannot write: another row has this "users.external_id"',
  );
  await assert.rejects(writer.write([{ sql: "SELEC", args: [] }]), /^Error: Cannot write: .*syntax error/);
  assert.equal(await write({}).then(([result]) => result?.changes), 1);
});

testEach("write() rolls back with ConflictError when expectChanges is not met", async ({ writer, db }) => {
  await writer.write([addUserNamed("a"), addUserNamed("b")]);
  const rename = (sql: string, expectChanges: number): Statement => ({ sql, args: [], expectChanges });
  await writer.write([rename("UPDATE users SET name = 'z' WHERE name = 'a'", 1)]);
  await writer.write([rename("UPDATE users SET name = 'z' WHERE name = 'nobody'", 0)]);
  for (
    const [sql, expected] of [
      ["UPDATE users SET name = 'y'", 1],
      ["UPDATE users SET name = 'y' WHERE id = 7", 1],
      ["UPDATE users SET name = 'y' RETURNING id", 1],
    ] as const
  ) {
    const good = writer.write([{
      sql: "UPDATE users SET created_at = created_at + 1 WHERE id = 1",
      args: [],
    }]);
    await assert.rejects(writer.write([addUserNamed("c"), rename(sql, expected)]), ConflictError);
    await good;
  }
  assert.deepEqual(
    (await db.client.execute("SELECT name, created_at FROM users ORDER BY id")).rows.map((row) => ({
      ...row,
    })),
    [{ name: "z", created_at: 4 }, { name: "b", created_at: 1 }],
  );
  await assert.rejects(
    writer.write([{
      sql: "DELETE FROM users WHERE id = 9",
      args: [],
      expectChanges: 1,
      conflict: "no user 9",
    }]),
    (error) => error instanceof ConflictError && error.message === "Cannot write: no user 9",
  );
});

testEach(
  "write() refuses what is no database value, which the addon would not survive",
  async ({ writer }) => {
    for (const value of [true, NaN, Infinity, undefined, {}, 1n, new Date(0)]) {
      await assert.rejects(
        writer.write([{ sql: "SELECT ?", args: [value as unknown as Value] }]),
        (error) => error instanceof TypeError && /^Cannot write: /.test(error.message),
      );
    }
    assert.deepEqual(await writer.write([]), []);
    assert.equal(writer.pending, 0);
  },
);

for (const kind of kinds) {
  Deno.test(`write() refuses at once when the queue is full, and takes jobs again later (${kind})`, () =>
    withDatabase(kind, async ({ writer, db }) => {
      const jobs = Array.from({ length: 12 }, (_, i) => writer.write([addUserNamed(`n${i}`)]));
      assert.equal(writer.pending, 10);
      const settled = await Promise.allSettled(jobs);
      const refused = settled.filter((result) => result.status === "rejected").map((result) => result.reason);
      assert.equal(refused.length, 2);
      for (const error of refused) {
        assert.ok(error instanceof UnavailableError);
        assert.equal(error.message, "Cannot write: the queue of 10 jobs is full");
      }
      assert.equal(writer.pending, 0);
      await Promise.all(Array.from({ length: 10 }, (_, i) => writer.write([addUserNamed(`m${i}`)])));
      assert.equal(await countUsers(db), 20);
    }, { maxPending: 10 }));
}

testEach("close() lets every job finish, and refuses new ones", async ({ writer, db }) => {
  await addShop(writer, { users: 1, products: 1 });
  const jobs = Array.from({ length: 700 }, () => writer.write([toInsert(interaction())]));
  const closed = writer.close();
  await assert.rejects(writer.write([addUserNamed("late")]), UnavailableError);
  await closed;
  assert.equal(await countInteractions(db), 700);
  assert.equal((await Promise.all(jobs)).length, 700);
  await writer.close();
});
