import assert from "node:assert/strict";
import { openDatabase } from "../../db/open.ts";
import { openWriter } from "../../db/writer.ts";
import { UnavailableError } from "../../errors.ts";

/** A database whose client fails in `batch` the way `fail` does; gives how often it was asked. */
async function withFailing(
  fail: () => Error,
  test: (writer: ReturnType<typeof openWriter>, asked: () => number) => Promise<void>,
): Promise<void> {
  const db = await openDatabase({ url: ":memory:" });
  let count = 0;
  db.client.batch = () => {
    count++;
    return Promise.reject(fail());
  };
  const writer = openWriter(db);
  try {
    await test(writer, () => count);
  } finally {
    await writer.close();
    db.close();
  }
}

const select = { sql: "SELECT 1", args: [] };

Deno.test("a remote database that does not answer is unavailable, and the jobs are not sent again", () =>
  withFailing(() => new TypeError("fetch failed"), async (writer, asked) => {
    const settled = await Promise.allSettled([1, 2, 3].map(() => writer.write([select])));
    for (const result of settled) {
      assert.ok(result.status === "rejected" && result.reason instanceof UnavailableError);
      assert.equal(result.reason.message, "Cannot write: fetch failed");
    }
    // The first batch may have been kept though its answer was lost.
    assert.equal(asked(), 1);
  }));

Deno.test("a group that a statement failed is sent again job by job", () =>
  withFailing(
    () =>
      Object.assign(new Error("SQLITE_ERROR: no such table: x"), { code: "SQLITE_ERROR", statementIndex: 0 }),
    async (writer, asked) => {
      const settled = await Promise.allSettled([1, 2, 3].map(() => writer.write([select])));
      for (const result of settled) {
        assert.ok(result.status === "rejected" && /no such table: x/.test(result.reason.message));
      }
      assert.equal(asked(), 4);
    },
  ));
