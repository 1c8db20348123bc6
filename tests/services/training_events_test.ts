import assert from "node:assert/strict";
import type { Events } from "../../engine/csr.ts";
import { createEventColumns } from "../../engine/event_columns.ts";
import { readEvents, toCode } from "../../services/training_events.ts";
import { interactionTypes } from "../../types.ts";
import { toPersonal, writeChange } from "../../db/choices.ts";
import { addInteractions } from "../../db/interactions.ts";
import { addShop, interaction, withDatabase } from "../db/setup.ts";

Deno.test("readEvents() gives every interaction in columns, and how many so far", () =>
  withDatabase("file", async ({ db, writer }) => {
    await addShop(writer, { users: 3, products: 4 });
    const rows = Array.from({ length: 5_500 }, (_, i) =>
      interaction({
        userId: 1 + i % 3,
        productId: 1 + i % 4,
        type: interactionTypes[i % 4]!,
        at: 1_700_000_000_000 + i,
        sessionId: i % 5 === 0 ? null : `s${i % 7}`,
      }));
    await addInteractions(writer, rows);
    const columns = createEventColumns(), counts: number[] = [];
    for await (const page of readEvents(db, (count) => counts.push(count))) {
      // As on the way to a Worker, which leaves nothing behind.
      const buffers = Object.values(page).map(({ buffer }) => buffer as ArrayBuffer);
      columns.append(structuredClone(page, { transfer: buffers }));
    }
    const expected: Events = {
      users: Float64Array.from(rows, ({ userId }) => userId),
      products: Float64Array.from(rows, ({ productId }) => productId),
      types: Uint8Array.from(rows, ({ type }) => interactionTypes.indexOf(type)),
      at: Float64Array.from(rows, ({ at }) => at),
      sessions: Int32Array.from(rows, ({ sessionId }) => toCode(sessionId)),
    };
    assert.deepEqual(columns.take(), expected);
    assert.equal(counts.at(-1), rows.length);
    assert.ok(counts.length > 1 && counts.every((count, i) => i === 0 || count > counts[i - 1]!));
  }));

Deno.test("readEvents() leaves out users whose personal choice is off, and lets them in again", () =>
  withDatabase("file", async ({ db, writer }) => {
    await addShop(writer, { users: 3, products: 4 });
    const rows = Array.from(
      { length: 6_000 },
      (_, i) =>
        interaction({ userId: i < 2_500 ? 2 : 1 + i % 3, productId: 1 + i % 4, at: 1_700_000_000_000 + i }),
    );
    await addInteractions(writer, rows);
    const read = async () => {
      const columns = createEventColumns();
      let last = 0;
      for await (const page of readEvents(db, (count) => last = count)) columns.append(page);
      const { users, at } = columns.take();
      assert.equal(last, at.length);
      return Array.from(users, (user, i) => [user, at[i]]);
    };
    const of = (users: readonly number[]) =>
      rows.filter(({ userId }) => users.includes(userId)).map(({ userId, at }) => [userId, at]);
    await writeChange(writer, 2, [toPersonal(2, false)]);
    // Somebody who chose something else.
    await writeChange(writer, 3, [toPersonal(3, true)]);
    assert.deepEqual(await read(), of([1, 3]));
    await writeChange(writer, 2, [toPersonal(2, true)]);
    assert.deepEqual(await read(), of([1, 2, 3]));
  }));

Deno.test("toCode() tells sessions apart, and is -1 without one", () => {
  assert.equal(toCode(null), -1);
  assert.equal(toCode("a"), toCode("a"));
  const codes = new Set<number>();
  for (let i = 0; i < 2_000; i++) {
    for (const session of [`${i}`, `user-${i}`, `0190-${i.toString(16)}-7abc`]) codes.add(toCode(session));
  }
  assert.equal(codes.size, 6_000);
  for (const code of codes) assert.ok(Number.isInteger(code) && code >= 0 && code < 2 ** 31);
});
