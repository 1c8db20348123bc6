import assert from "node:assert/strict";
import { makeShop } from "../../../services/sample/shop.ts";
import type { NewInteraction } from "../../../types.ts";

const now = Date.UTC(2026, 4, 20, 18);
const day = 86_400_000;
const { products, shoppers, interactions } = makeShop({
  products: 1000,
  users: 1200,
  interactions: 60_000,
  seed: 4,
  now,
});

const sessions = Map.groupBy(interactions, ({ sessionId }) => sessionId!);

function countsBy(key: (interaction: NewInteraction) => number, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (const interaction of interactions) counts[key(interaction)]!++;
  return counts;
}

/** Share of the interactions that the busiest `share` of users or products take. */
function shareOfTop(counts: Int32Array, share: number): number {
  const sorted = [...counts].sort((a, b) => b - a);
  const top = sorted.slice(0, Math.ceil(share * sorted.length));
  return top.reduce((a, b) => a + b, 0) / interactions.length;
}

Deno.test("interactions run along a funnel: views, then carts and likes, then purchases", () => {
  const counts = { view: 0, like: 0, cart: 0, purchase: 0 };
  for (const { type } of interactions) counts[type]++;
  assert.ok(counts.view > 6 * counts.cart, JSON.stringify(counts));
  assert.ok(counts.view > 6 * counts.like && counts.like > 0.03 * counts.view, JSON.stringify(counts));
  assert.ok(counts.cart > 1.3 * counts.purchase, JSON.stringify(counts));
  assert.ok(counts.purchase > 0.02 * counts.view, JSON.stringify(counts));
});

Deno.test("interactions are in order of time, within 120 days, by users and on products that were there", () => {
  let before = now - 120 * day;
  for (const { userId, productId, at, rating, type } of interactions) {
    assert.ok(at >= before && at <= now);
    before = at;
    assert.ok(shoppers[userId - 1]!.createdAt <= at);
    assert.ok(products[productId - 1]!.createdAt <= at);
    if (rating !== null) assert.ok(type === "purchase" && rating >= 1 && rating <= 5 && rating % 0.5 === 0);
  }
});

Deno.test("a session is one visit of one shopper, and visits do not overlap", () => {
  const ends = new Map<number, number>();
  for (const acts of sessions.values()) {
    const userId = acts[0]!.userId;
    assert.ok(acts.every((act) => act.userId === userId));
    const from = acts[0]!.at, to = acts.at(-1)!.at;
    assert.ok(to - from < 6 * 3_600_000, `${acts[0]!.sessionId} lasts ${to - from} ms`);
    assert.ok(from >= (ends.get(userId) ?? 0), acts[0]!.sessionId!);
    ends.set(userId, to);
  }
});

Deno.test("in a session nothing is liked or carted unseen, and nothing bought that was not in the cart", () => {
  const needs = { view: null, like: "view", cart: "view", purchase: "cart" } as const;
  for (const acts of sessions.values()) {
    const done = new Set<string>();
    for (const { productId, type } of acts) {
      const need = needs[type];
      if (need) assert.ok(done.has(`${need} ${productId}`), `${acts[0]!.sessionId} ${type} ${productId}`);
      assert.ok(type === "view" || !done.has(`${type} ${productId}`), "twice in one session");
      done.add(`${type} ${productId}`);
    }
  }
});

Deno.test("evenings and weekends are busier than mornings and weekdays", () => {
  const hours = countsBy(({ at }) => new Date(at).getUTCHours(), 24);
  const days = countsBy(({ at }) => new Date(at).getUTCDay(), 7);
  assert.ok(hours[20]! > 1.3 * hours[12]! && hours[12]! > 3 * hours[4]!, [...hours].join(" "));
  assert.ok(
    (days[0]! + days[6]!) / 2 > 1.2 * (days[1]! + days[2]! + days[3]! + days[4]!) / 4,
    [...days].join(" "),
  );
});

Deno.test("few products and few shoppers make most of the history, and nearly all have some", () => {
  const byProduct = countsBy(({ productId }) => productId - 1, products.length);
  const byUser = countsBy(({ userId }) => userId - 1, shoppers.length);
  for (const counts of [byProduct, byUser]) {
    const top = shareOfTop(counts, 0.1);
    assert.ok(top > 0.28 && top < 0.6, String(top));
    assert.ok(counts.filter((count) => count === 0).length < 0.03 * counts.length);
  }
});

Deno.test("user 1 has a rich history of every type, until today", () => {
  const own = interactions.filter(({ userId }) => userId === 1);
  assert.ok(own.length >= 150, String(own.length));
  assert.equal(new Set(own.map(({ type }) => type)).size, 4);
  assert.ok(own.at(-1)!.at > now - 3 * 3_600_000);
  assert.ok(own.some(({ at }) => at < now - 90 * day));
});

Deno.test("the same product is bought again only where it is used up, and there it is", () => {
  const bought = new Set<string>();
  let again = 0;
  for (const { userId, productId, type } of interactions) {
    if (type !== "purchase") continue;
    const key = `${userId} ${productId}`;
    if (bought.has(key)) {
      again++;
      assert.ok(products[productId - 1]!.kind.consumable, products[productId - 1]!.name);
    }
    bought.add(key);
  }
  assert.ok(again > 20, `${again} repeat purchases`);
});

Deno.test("kinds that go together stand in one basket far more often than by chance", () => {
  const baskets = [...sessions.values()]
    .map((acts) =>
      new Set(
        acts.filter(({ type }) => type === "purchase").map((act) => products[act.productId - 1]!.kind.slug),
      )
    )
    .filter((kinds) => kinds.size > 0);
  const has = (...kinds: string[]) =>
    baskets.filter((basket) => kinds.every((kind) => basket.has(kind))).length;
  for (
    const [a, b] of [["kettle", "mug"], ["grinder", "mug"], ["tent", "camp-lantern"], [
      "notebook",
      "pencil-cup",
    ]]
  ) {
    const lift = has(a!, b!) * baskets.length / (has(a!) * has(b!));
    assert.ok(lift > 3, `${a} and ${b}: ${lift}`);
  }
  assert.ok(has("kettle", "tent") * baskets.length / (has("kettle") * has("tent")) < 1);
});

Deno.test("shoppers look mostly at the kinds that were planted, and there at their colours", () => {
  const byKind = Map.groupBy(products, ({ kind }) => kind.slug);
  let views = 0, planted = 0, liked = 0, expected = 0;
  for (const { userId, productId, type } of interactions) {
    if (type !== "view") continue;
    const { tastes, colours } = shoppers[userId - 1]!;
    const { kind, colours: worn } = products[productId - 1]!;
    const likes = (some: readonly string[]) => some.some((colour) => colours.includes(colour));
    views++;
    if (tastes.some(({ kinds }) => kinds.includes(kind.slug))) planted++;
    if (likes(worn)) liked++;
    const rack = byKind.get(kind.slug)!;
    expected += rack.filter((product) => likes(product.colours)).length / rack.length;
  }
  assert.ok(planted / views > 0.85, `${planted / views} of the views`);
  assert.ok(liked / expected > 1.7, `${liked} in favourite colours, ${expected} by chance`);
});

Deno.test("a larger budget looks at dearer things of a kind", () => {
  const sums = { low: 0, mid: 0, high: 0 }, counts = { low: 0, mid: 0, high: 0 };
  for (const { userId, productId } of interactions) {
    const { budget } = shoppers[userId - 1]!, { price, kind } = products[productId - 1]!;
    sums[budget] += Math.log(price / (100 * kind.price));
    counts[budget]++;
  }
  const [low, mid, high] = [sums.low / counts.low, sums.mid / counts.mid, sums.high / counts.high];
  assert.ok(mid! - low! > 0.1 && high! - mid! > 0.1, `${low} ${mid} ${high}`);
});
