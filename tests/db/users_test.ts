import assert from "node:assert/strict";
import {
  addUser,
  addUsers,
  countUsers,
  findUser,
  findUserByExternalId,
  findUserIds,
  findUsers,
  listUsersWithProfile,
} from "../../db/users.ts";
import { findProfile, saveProfile, saveProfiles } from "../../db/profiles.ts";
import { ConflictError, NotFoundError } from "../../errors.ts";
import { testEach } from "./setup.ts";

testEach("addUser() gives the user as findUser() does, by id and by external id", async ({ db, writer }) => {
  const ada = await addUser(writer, { externalId: "ada@shop", name: "Ada", createdAt: 5 });
  const nobody = await addUser(writer, { externalId: null, name: null, createdAt: 6 });
  assert.deepEqual(ada, { id: 1, externalId: "ada@shop", name: "Ada", createdAt: 5 });
  assert.deepEqual(await findUser(db, 1), ada);
  assert.deepEqual(await findUser(db, 2), nobody);
  assert.deepEqual(await findUserByExternalId(db, "ada@shop"), ada);
  assert.equal(await findUser(db, 3), undefined);
  assert.equal(await findUserByExternalId(db, "ada"), undefined);
  await assert.rejects(addUser(writer, { externalId: "ada@shop", name: null, createdAt: 7 }), ConflictError);
});

testEach("addUser() never gives an id a second time", async ({ db, writer }) => {
  await addUser(writer, { externalId: null, name: null, createdAt: 1 });
  await writer.write([{ sql: "DELETE FROM users", args: [] }]);
  assert.equal((await addUser(writer, { externalId: null, name: null, createdAt: 1 })).id, 2);
  assert.equal(await countUsers(db), 1);
});

testEach("addUsers() gives the ids in the order of the users", async ({ db, writer }) => {
  const users = Array.from(
    { length: 2500 },
    (_, i) => ({ externalId: `x${i}`, name: `é${i}`, createdAt: i }),
  );
  const ids = await addUsers(writer, users);
  assert.deepEqual(ids, users.map((_, i) => i + 1));
  assert.deepEqual(await findUser(db, 2345), { id: 2345, ...users[2344] });
  assert.deepEqual(await findUserIds(db, ["x2499", "nobody", "x0"]), new Map([["x0", 1], ["x2499", 2500]]));
  assert.deepEqual((await findUsers(db, [7, 9999, 3])).map(({ id }) => id), [3, 7]);
});

testEach("saveProfile() replaces the profile, listUsersWithProfile() joins it", async ({ db, writer }) => {
  await addUsers(writer, ["a", "b", "c"].map((name) => ({ externalId: name, name, createdAt: 1 })));
  await saveProfile(writer, { userId: 3, preferences: { taste: "tea" }, updatedAt: 1 });
  await saveProfiles(writer, [
    { userId: 3, preferences: { taste: 'coffee "dark"', budget: [1, 2.5] }, updatedAt: 2 },
    { userId: 1, preferences: {}, updatedAt: 3 },
  ]);
  const coffee = { taste: 'coffee "dark"', budget: [1, 2.5] };
  assert.deepEqual(await findProfile(db, 3), { userId: 3, preferences: coffee, updatedAt: 2 });
  assert.equal(await findProfile(db, 2), undefined);
  const listed = await listUsersWithProfile(db, 10);
  assert.deepEqual(listed.map(({ user, preferences }) => [user.name, preferences]), [["a", {}], [
    "c",
    coffee,
  ]]);
  assert.equal((await listUsersWithProfile(db, 1)).length, 1);
  await assert.rejects(saveProfile(writer, { userId: 9, preferences: {}, updatedAt: 1 }), NotFoundError);
});
