/**
 * The sample shop is worth training on: a model that saw the history up to a week ago finds the planted tastes again and
 * foresees the last week. Measured over seeds 1 to 3: 0.92 to 0.93 of the top ten in planted kinds (popular list 0.20 to 0.24),
 * hit rate 0.42 to 0.48 (0.16 to 0.22), recall 0.16 to 0.17 (0.04 to 0.06).
 */
import assert from "node:assert/strict";
import type { Events } from "../../engine/csr.ts";
import { hr, recall } from "../../engine/metrics.ts";
import { createRanker } from "../../engine/ranker.ts";
import { defaultTrainOptions, train } from "../../engine/train.ts";
import { makeShop } from "../../services/sample/shop.ts";
import { interactionTypes, type NewInteraction } from "../../types.ts";

const now = Date.UTC(2026, 4, 20, 18);
const cut = now - 7 * 86_400_000;
const { products, shoppers, interactions } = makeShop({
  products: 600,
  users: 800,
  interactions: 40_000,
  seed: 1,
  now,
});
const known = interactions.filter(({ at }) => at < cut);
const { weights, decayPerDay } = defaultTrainOptions;
const asOf = known.at(-1)!.at;
const ranker = createRanker(train(toEvents(known), { ...defaultTrainOptions, asOf, createdAt: now }));
const histories = Map.groupBy(known, ({ userId }) => userId);

function toEvents(rows: readonly NewInteraction[]): Events {
  const codes = new Map<string, number>();
  const toCode = (sessionId: string) => {
    const code = codes.get(sessionId) ?? codes.size;
    codes.set(sessionId, code);
    return code;
  };
  return {
    users: Float64Array.from(rows, ({ userId }) => userId),
    products: Float64Array.from(rows, ({ productId }) => productId),
    types: Uint8Array.from(rows, ({ type }) => interactionTypes.indexOf(type)),
    at: Float64Array.from(rows, ({ at }) => at),
    sessions: Int32Array.from(rows, ({ sessionId }) => toCode(sessionId!)),
  };
}

/** Ten products new to the shopper: the model's, and the most popular. */
function listsFor(history: readonly NewInteraction[]) {
  const seen = ranker.newMask();
  for (const { productId } of history) {
    const position = ranker.positionOf(productId);
    seen[position >>> 5]! |= 1 << (position & 31);
  }
  const fold = ranker.fold(history, { weights, decayPerDay, asOf });
  return {
    personal: ranker.rank(fold, { count: 10, exclude: seen }).map(({ productId }) => productId),
    popular: ranker.popular(10, seen).map(({ productId }) => productId),
  };
}

function kindOf(productId: number): string {
  return products[productId - 1]!.kind.slug;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

Deno.test("the trained model recommends what the shopper's planted tastes say, the popular list does not", () => {
  const shares = { personal: [] as number[], popular: [] as number[], stranger: [] as number[] };
  const kinds = shoppers.map(({ tastes }) => new Set(tastes.flatMap((taste) => taste.kinds)));
  for (const [userId, history] of histories) {
    const { personal, popular } = listsFor(history);
    const shareIn = (list: readonly number[], of: ReadonlySet<string>) =>
      mean(list.map((productId) => of.has(kindOf(productId)) ? 1 : 0));
    shares.personal.push(shareIn(personal, kinds[userId - 1]!));
    shares.popular.push(shareIn(popular, kinds[userId - 1]!));
    shares.stranger.push(shareIn(personal, kinds[userId % kinds.length]!));
  }
  const personal = mean(shares.personal), popular = mean(shares.popular), stranger = mean(shares.stranger);
  assert.ok(shares.personal.length > 700);
  assert.ok(personal > 0.75, `${personal} of the recommended are of planted kinds`);
  assert.ok(popular < 0.4, `${popular} of the popular are`);
  assert.ok(stranger < 0.4, `${stranger} of the recommended are of another shopper's kinds`);
});

Deno.test("the trained model foresees the last week far better than the popular list", () => {
  const personalHits: number[] = [], popularHits: number[] = [];
  const personalRecall: number[] = [], popularRecall: number[] = [];
  const week = Map.groupBy(interactions.filter(({ at }) => at >= cut), ({ userId }) => userId);
  for (const [userId, acts] of week) {
    const history = histories.get(userId);
    if (!history) continue;
    const before = new Set(history.map(({ productId }) => productId));
    const found = new Set(acts.map(({ productId }) => productId).filter((id) => !before.has(id)));
    if (found.size === 0) continue;
    const { personal, popular } = listsFor(history);
    personalHits.push(hr(personal, found, 10));
    popularHits.push(hr(popular, found, 10));
    personalRecall.push(recall(personal, found, 10));
    popularRecall.push(recall(popular, found, 10));
  }
  assert.ok(personalHits.length > 120, `${personalHits.length} shoppers`);
  const hits = mean(personalHits), chance = mean(popularHits);
  assert.ok(hits > 0.32 && hits > 1.7 * chance, `hit rate ${hits}, popular ${chance}`);
  const recalled = mean(personalRecall), recalledByChance = mean(popularRecall);
  assert.ok(
    recalled > 0.12 && recalled > 2.5 * recalledByChance,
    `recall ${recalled}, popular ${recalledByChance}`,
  );
});

Deno.test("bought together shows what the interests put together", () => {
  const friends = new Map<string, Set<string>>();
  for (const { tastes } of shoppers) {
    for (const { kinds } of tastes) {
      for (const kind of kinds) friends.set(kind, new Set([...friends.get(kind) ?? [], ...kinds]));
    }
  }
  const shares: number[] = [], byChance: number[] = [];
  for (const { id, kind } of products) {
    const together = ranker.boughtTogether(id, 5);
    if (together.length < 3) continue;
    const belongs = (slug: string) => friends.get(kind.slug)!.has(slug) ? 1 : 0;
    shares.push(mean(together.map(({ productId }) => belongs(kindOf(productId)))));
    byChance.push(mean(products.map((product) => belongs(product.kind.slug))));
  }
  assert.ok(shares.length > 60, `${shares.length} products`);
  assert.ok(mean(shares) > 0.7, `${mean(shares)} of what is bought together belongs together`);
  assert.ok(mean(byChance) < 0.35, `${mean(byChance)} would by chance`);
});
