import assert from "node:assert/strict";
import fc from "fast-check";
import { createEventColumns } from "../../engine/event_columns.ts";
import { toEvents } from "./planted.ts";

Deno.test("createEventColumns() gives back all pages, one behind the other", () => {
  fc.assert(fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 12 }), (sizes) => {
    const rowsOf = (page: number) =>
      Array.from({ length: sizes[page]! }, (_, i) => ({
        user: page + 1,
        product: 100 * page + i,
        type: i % 4,
        days: i,
        session: page - 1,
      }));
    const columns = createEventColumns();
    sizes.forEach((_, page) => columns.append(toEvents(rowsOf(page))));
    assert.equal(columns.length, sizes.reduce((a, b) => a + b, 0));
    assert.deepEqual(columns.take(), toEvents(sizes.flatMap((_, page) => rowsOf(page))));
    assert.equal(columns.length, 0);
  }));
});

Deno.test("createEventColumns() keeps the columns of a single page, without a copy", () => {
  const page = toEvents([{ user: 1, product: 2 }, { user: 3, product: 4 }]);
  const columns = createEventColumns();
  columns.append(page);
  const { users, sessions } = columns.take();
  assert.equal(users.buffer, page.users.buffer);
  assert.equal(sessions.buffer, page.sessions.buffer);
  assert.throws(() => columns.take(), /^RangeError: Cannot take columns: no page was appended$/);
});
