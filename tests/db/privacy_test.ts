import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { addInteractions, countInteractions } from "../../db/interactions.ts";
import { eraseUser } from "../../db/privacy.ts";
import { addShop, interaction, withDatabase } from "./setup.ts";

/** How often a text stands in the database file and its log. */
async function countBytes(url: string, text: string): Promise<number> {
  const path = url.replace(/^file:/, "");
  let count = 0;
  for (const file of [path, `${path}-wal`]) {
    const bytes = await readFile(file).catch(() => new Uint8Array());
    count += new TextDecoder("latin1").decode(bytes).split(text).length - 1;
  }
  return count;
}

Deno.test("eraseUser() leaves no byte of the user's acts in the database file or its log, and those of others", () =>
  withDatabase("file", async ({ db, writer, url }) => {
    await addShop(writer, { users: 3, products: 50 });
    // Rows of all in between one another, so that pages split and rows move.
    const rows = Array.from({ length: 6_000 }, (_, i) => {
      const userId = 1 + i % 3;
      return interaction({
        userId,
        productId: 1 + i % 50,
        at: 1_700_000_000_000 + i,
        sessionId: `session-of-${userId}-${i}`,
        eventId: `event-of-${userId}-${i}`,
      });
    });
    for (let from = 0; from < rows.length; from += 500) {
      await addInteractions(writer, rows.slice(from, from + 500));
      await countInteractions(db);
    }
    const before = await countBytes(url, "event-of-3-");
    assert.ok(await countBytes(url, "event-of-2-") >= 2_000);
    assert.equal((await eraseUser(writer, 2)).erased, true);
    assert.equal(await countBytes(url, "event-of-2-"), 0);
    assert.equal(await countBytes(url, "session-of-2-"), 0);
    assert.ok(before >= 2_000 && await countBytes(url, "event-of-3-") >= 2_000);
  }));
