import assert from "node:assert/strict";
import { toInsert } from "../../db/interactions.ts";
import { addShop, interaction, withDatabase } from "../db/setup.ts";
import { drill, listLost } from "./kill_writer.ts";

Deno.test("three kills during writes lose no acknowledged interaction", async () => {
  const { acknowledged, lost, damage } = await drill({ kills: 3 });
  assert.ok(acknowledged > 50, `${acknowledged} acknowledged`);
  assert.equal(lost, 0);
  assert.deepEqual(damage, []);
});

Deno.test("the drill would notice an interaction that is missing or is another one", () =>
  withDatabase("file", async ({ db, writer }) => {
    await addShop(writer, { users: 1, products: 1 });
    for (const eventId of ["a", "b"]) await writer.write([toInsert(interaction({ eventId }))]);
    const good = [{ id: 1, eventId: "a" }, { id: 2, eventId: "b" }];
    const bad = [{ id: 3, eventId: "c" }, { id: 2, eventId: "a" }];
    assert.deepEqual(await listLost(db, [...good, ...bad]), bad);
  }));
