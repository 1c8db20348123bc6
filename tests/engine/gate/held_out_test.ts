import assert from "node:assert/strict";
import type { Events } from "../../../engine/csr.ts";
import { createTimeline, limits } from "../../../engine/gate/held_out.ts";
import { msPerDay } from "../../../engine/strength.ts";
import { asOf, type Row, toEvents } from "../planted.ts";
import { shoppers } from "./shoppers.ts";

const before = (days: number) => asOf - days * msPerDay;

function usersOf(rows: readonly Row[], from: number) {
  const past = rows.filter(({ days = 0 }) => before(days) < from);
  const known = new Set(past.map(({ user, product }) => `${user} ${product}`));
  const old = new Set(past.map(({ user }) => user));
  const wanted = rows.filter(({ user, product, days = 0 }) =>
    before(days) >= from && old.has(user) && !known.has(`${user} ${product}`)
  );
  return { past, wanted, eligible: new Set(wanted.map(({ user }) => user)).size };
}

Deno.test("cut() hides everything from then on, and counts who has a past and something new", () => {
  const rows = shoppers({ users: 80 });
  const timeline = createTimeline(toEvents(rows), 1);
  for (const days of [0.5, 2, 7, 30]) {
    const from = before(days), expected = usersOf(rows, from);
    const cut = timeline.cut(from);
    assert.equal(cut.past.at.length, expected.past.length);
    assert.ok(cut.past.at.every((time) => time < from));
    assert.equal(cut.interactions, rows.length - expected.past.length);
    assert.equal(cut.asOf, Math.max(...expected.past.map((row) => before(row.days!))));
    assert.equal(timeline.usersAt(from), expected.eligible);
    assert.equal(cut.eligible, expected.eligible);
    assert.equal(cut.size, expected.eligible);
  }
});

Deno.test("user() gives a history without anything after the cut, and wants only what is not in it", () => {
  const rows: Row[] = [
    { user: 5, product: 1, type: 3, days: 9 },
    { user: 5, product: 2, days: 8 },
    { user: 5, product: 2, days: 1 },
    { user: 5, product: 3, days: 1 },
    { user: 5, product: 3, days: 0.5 },
    // Came only afterwards, came only before, took up nothing new.
    { user: 6, product: 1, days: 1 },
    { user: 7, product: 1, days: 9 },
    { user: 8, product: 4, days: 9 },
    { user: 8, product: 4, days: 1 },
  ];
  const cut = createTimeline(toEvents(rows), 1).cut(before(2));
  assert.equal(cut.eligible, 1);
  const { history, seen, wanted } = cut.user(0);
  assert.deepEqual(history, [
    { productId: 1, type: "purchase", at: before(9) },
    { productId: 2, type: "view", at: before(8) },
  ]);
  assert.deepEqual(seen, new Set([1, 2]));
  assert.deepEqual(wanted, new Set([3]));
});

Deno.test("cutBefore() takes as few days as have enough users, and never more than a fifth of the interactions", () => {
  const rows = shoppers();
  const timeline = createTimeline(toEvents(rows), 1, { ...limits, enoughUsers: 150 });
  const from = timeline.cutBefore(asOf), days = (asOf - from) / msPerDay;
  assert.ok(Number.isInteger(days) && days > 1, `${days}`);
  assert.ok(timeline.usersAt(from) >= 150);
  assert.ok(timeline.usersAt(before(days - 1)) < 150);
  assert.ok(timeline.fits(from));

  const longest = createTimeline(toEvents(rows), 1, { ...limits, enoughUsers: 1e6 }).cutBefore(asOf);
  const held = rows.filter((row) => before(row.days!) >= longest).length;
  assert.ok(held <= 0.2 * rows.length && held > 0.19 * rows.length, `${held}`);
  assert.equal(timeline.fits(longest), true);
  assert.equal(timeline.fits(longest - 1), false);
  // All of it on one day: not a day, but a fifth.
  const day = rows.map((row) => ({ ...row, days: row.days! / 40 }));
  const part = createTimeline(toEvents(day), 1);
  assert.ok(part.cutBefore(asOf) > before(0.25));
});

Deno.test("too many interactions: a sample of users with all they did, and of those who are ranked for, by the seed", () => {
  const rows = shoppers(), events = toEvents(rows);
  const bounds = { ...limits, mostInteractions: rows.length / 3, mostUsers: 20 };
  const timeline = createTimeline(events, 1, bounds);
  assert.equal(timeline.sampled, true);
  const counts = (users: Float64Array) => Map.groupBy(users, (user) => user);
  const all = counts(events.users), some = counts(timeline.events.users);
  assert.ok(some.size > 60 && some.size < 140, `${some.size}`);
  for (const [user, taken] of some) assert.equal(taken.length, all.get(user)!.length);

  const cut = timeline.cut(before(4));
  assert.equal(cut.size, 20);
  assert.ok(cut.eligible > 20);
  const again = createTimeline(events, 1, bounds).cut(before(4)), other = createTimeline(events, 2, bounds);
  assert.deepEqual(cut.user(7), again.user(7));
  assert.notDeepEqual(other.events.users, timeline.events.users);
});

Deno.test("createTimeline() takes no interactions, and one", () => {
  const nothing: Events = toEvents([]);
  assert.equal(createTimeline(nothing, 1).cut(createTimeline(nothing, 1).cutBefore(asOf)).eligible, 0);
  const one = createTimeline(toEvents([{ user: 1, product: 1, days: 1 }]), 1);
  assert.equal(one.cut(one.cutBefore(asOf)).eligible, 0);
});
