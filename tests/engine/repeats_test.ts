import assert from "node:assert/strict";
import { peopleRepeat, rankBought, repeatsOf } from "../../engine/repeats.ts";
import type { Events } from "../../engine/csr.ts";
import { type InteractionType, interactionTypes } from "../../types.ts";

const day = 86_400_000;
/** The beginning of a day (UTC). */
const start = Date.UTC(2026, 0, 15);

interface Row {
  readonly user: number;
  readonly product: number;
  readonly type: InteractionType;
  readonly at: number;
}

function toEvents(rows: readonly Row[]): Events {
  return {
    users: Float64Array.from(rows, ({ user }) => user),
    products: Float64Array.from(rows, ({ product }) => product),
    types: Uint8Array.from(rows, ({ type }) => interactionTypes.indexOf(type)),
    at: Float64Array.from(rows, ({ at }) => at),
    sessions: new Int32Array(rows.length).fill(-1),
  };
}

const buy = (user: number, product: number, days: number): Row => ({
  ...{ user, product, type: "purchase", at: start + days * day },
});

Deno.test("repeatsOf() counts purchases of what the user bought on an earlier day, among those with an earlier day", () => {
  const events: readonly Row[] = [
    // Two purchases of the first day, then one of three that repeats.
    buy(1, 10, 0),
    buy(1, 11, 0.5),
    buy(1, 10, 3),
    buy(1, 12, 3),
    buy(1, 13, 3.25),
    // The same product three times: of two that could repeat both do.
    buy(2, 10, 0.75),
    buy(2, 10, 1.5),
    buy(2, 10, 9),
    // One day alone, though twice the same.
    buy(3, 10, 4),
    buy(3, 10, 4.9),
    // What others bought, or what was only looked at, is no repeat.
    buy(4, 20, 0),
    { user: 4, product: 11, type: "view", at: start },
    buy(4, 11, 2),
  ];
  const expected = { purchases: 3 + 2 + 0 + 1, share: (1 + 2) / 6 };
  assert.deepEqual(repeatsOf(toEvents(events)), expected);
  assert.deepEqual(repeatsOf(toEvents(events.toReversed())), expected);
});

Deno.test("repeatsOf() tells days apart at midnight UTC", () => {
  const at = (times: readonly number[]) => repeatsOf(toEvents(times.map((at) => ({ ...buy(1, 5, 0), at }))));
  assert.deepEqual(at([start, start + day - 1]), { purchases: 0, share: 0 });
  assert.deepEqual(at([start - 1, start]), { purchases: 1, share: 1 });
});

Deno.test("repeatsOf() is 0 of 0 without purchases", () => {
  assert.deepEqual(repeatsOf(toEvents([])), { purchases: 0, share: 0 });
  const cart = toEvents([{ ...buy(1, 1, 0), type: "cart" }, { ...buy(1, 1, 5), type: "cart" }]);
  assert.deepEqual(repeatsOf(cart), { purchases: 0, share: 0 });
});

Deno.test("peopleRepeat() wants one in ten, of at least fifty, and does not guess", () => {
  assert.ok(peopleRepeat({ purchases: 50, share: 0.1 }));
  assert.ok(!peopleRepeat({ purchases: 50_000, share: 0.099 }));
  assert.ok(!peopleRepeat({ purchases: 49, share: 1 }));
  assert.ok(!peopleRepeat(undefined));
});

Deno.test("rankBought() ranks by days x score, of equal values more days first, then what was bought last", () => {
  const purchases = [
    buy(1, 7, 30),
    buy(1, 3, 22.5),
    buy(1, 9, 20),
    // Three lines of one day count once.
    ...[buy(1, 8, 12.9), buy(1, 8, 12.5), buy(1, 8, 12)],
    buy(1, 9, 11),
    buy(1, 3, 4),
  ].map(({ product, at }) => ({ productId: product, at }));
  const rank = (scores: Record<number, number>) =>
    rankBought(purchases, (id) => scores[id] ?? 0).map((
      { productId, days, value },
    ) => [productId, days, value]);
  assert.deepEqual(rank({ 3: 0.25, 9: 0.25, 7: 0.75, 8: 0.5 }), [
    ...[[7, 1, 0.75], [3, 2, 0.5], [9, 2, 0.5], [8, 1, 0.5]],
  ]);
  // Of what the model knows nothing the days decide.
  assert.deepEqual(rank({}).map(([productId]) => productId), [3, 9, 7, 8]);
  assert.deepEqual(rankBought([], () => 1), []);
});
