import assert from "node:assert/strict";
import fc from "fast-check";
import { fromArtifact, type Model, toArtifact } from "../../engine/model.ts";
import { createRanker, type Fold, type Ranked } from "../../engine/ranker.ts";
import { createRandom } from "../../engine/random.ts";
import { train } from "../../engine/train.ts";
import { type HistoryEvent, interactionTypes } from "../../types.ts";
import { contribution, rawScores } from "./member_contract.ts";
import { asOf, planted, toEvents, weights } from "./planted.ts";
import { factorsOf, trainOptions, trainSmall } from "./trained.ts";

const options = { weights, decayPerDay: 0.1, asOf };
const model = fromArtifact(toArtifact(trainSmall()));
const ranker = createRanker(model);
const size = model.itemIds.length;

const history = fc.array(
  fc.record({
    productId: fc.integer({ min: 1, max: 50 }),
    type: fc.constantFrom(...interactionTypes),
    at: fc.integer({ min: 0, max: 60 }).map((days) => asOf - days * 86_400_000),
  }),
  { maxLength: 25 },
);
const memberWeights = fc.record({ cf: fc.integer({ min: 0, max: 5 }), mf: fc.integer({ min: 1, max: 5 }) });

/** What rank() is defined to give, in plain double precision, for every item in order of position. */
function reference(of: Model, fold: Fold, shares: { cf: number; mf: number }): Ranked[] {
  const strengths = new Map(Array.from(fold.positions, (position, j) => [position, fold.strengths[j]!]));
  const [cf, mf] = of.members.map((member) => {
    const raw = rawScores(member, strengths);
    const lowest = Math.min(...raw), range = Math.max(...raw) - lowest;
    return Array.from(raw, (score) => range > 0 ? (score - lowest) / range : 0);
  });
  const sum = shares.cf + shares.mf;
  return Array.from(of.itemIds, (productId, position) => ({
    position,
    productId,
    cfScore: cf![position]!,
    mfScore: mf![position]!,
    score: (shares.cf * cf![position]! + shares.mf * mf![position]!) / sum,
  }));
}

function maskOf(positions: Iterable<number>): Uint32Array {
  const mask = ranker.newMask();
  for (const p of positions) mask[p >>> 5]! |= 1 << (p & 31);
  return mask;
}

const near = (a: number, b: number, tolerance = 2e-5) => Math.abs(a - b) <= tolerance;

Deno.test("rank() agrees with a plain reference: scores, order, exclusion and weights", () => {
  const excluded = fc.uniqueArray(fc.nat(size - 1), { maxLength: 20 });
  fc.assert(
    fc.property(
      history,
      excluded,
      memberWeights,
      fc.integer({ min: 1, max: 60 }),
      (events, out, w, count) => {
        const fold = ranker.fold(events, options);
        const expected = reference(model, fold, w);
        const ranked = ranker.rank(fold, { count, exclude: maskOf(out), memberWeights: w });
        assert.equal(ranked.length, Math.min(count, size - out.length));
        ranked.forEach((item, i) => {
          const { score, cfScore, mfScore, productId } = expected[item.position]!;
          assert.equal(item.productId, productId);
          assert.ok(!out.includes(item.position));
          assert.ok(
            near(item.score, score) && near(item.cfScore, cfScore) && near(item.mfScore, mfScore),
            `${i}`,
          );
          assert.ok(item.score >= 0 && item.score <= 1);
          if (i > 0) assert.ok(item.score <= ranked[i - 1]!.score);
        });
        // Nothing better was left out.
        const chosen = new Set(ranked.map(({ position }) => position));
        const worst = ranked.at(-1)?.score ?? 1;
        for (const { position, score } of expected) {
          if (!chosen.has(position) && !out.includes(position)) assert.ok(score <= worst + 2e-5);
        }
      },
    ),
  );
});

Deno.test("rank() of many items gives what scoring all of them gives, most of which it never scores", () => {
  const random = createRandom(11), items = 3_001;
  const noise = (length: number) => Float32Array.from({ length }, () => random.normal());
  const large: Model = {
    ...model,
    itemIds: Float64Array.from({ length: items }, (_, i) => i + 1),
    members: factorsOf(model).map((member) => ({
      ...member,
      fold: noise(items * member.stride),
      out: noise(items * member.stride).map((value, at) => value * (1 + Math.floor(at / member.stride) % 7)),
      base: member.base && noise(items),
    })),
  };
  const many = createRanker(large);
  for (let turn = 0; turn < 20; turn++) {
    const fold = many.fold(
      Array.from({ length: 1 + turn }, () => ({
        productId: 1 + random.int(items),
        type: interactionTypes[random.int(interactionTypes.length)]!,
        at: asOf - random.int(60) * 86_400_000,
      })),
      options,
    );
    const exclude = many.newMask().map(() => random.int(2 ** 32) & random.int(2 ** 32));
    const expected = reference(large, fold, { cf: 0.7, mf: 0.3 })
      .filter(({ position }) => ((exclude[position >>> 5]! >>> (position & 31)) & 1) === 0)
      .sort((a, b) => b.score - a.score);
    const ranked = many.rank(fold, { count: 100, exclude });
    assert.equal(ranked.length, 100);
    ranked.forEach((item, i) => {
      const { cfScore, mfScore, score } = expected[i]!;
      assert.ok(near(item.score, score), `${turn}: place ${i} has ${item.score}, not ${score}`);
      const same = expected.find(({ position }) => position === item.position)!;
      assert.ok(near(item.cfScore, same.cfScore) && near(item.mfScore, same.mfScore));
      if (near(score, expected[i + 1]!.score) || (i > 0 && near(score, expected[i - 1]!.score))) return;
      assert.ok(
        item.position === expected[i]!.position && near(cfScore, item.cfScore) && near(mfScore, item.mfScore),
      );
    });
  }
});

Deno.test("rank() normalises over all items before any exclusion: leaving some out changes no other score", () => {
  const fold = ranker.fold([{ productId: 5, type: "purchase", at: asOf }], options);
  const whole = new Map(ranker.rank(fold, { count: size }).map((item) => [item.position, item]));
  assert.equal(Math.max(...[...whole.values()].map(({ cfScore }) => cfScore)), 1);
  assert.equal(Math.min(...[...whole.values()].map(({ mfScore }) => mfScore)), 0);
  const best = [...whole.keys()].slice(0, 10);
  for (const item of ranker.rank(fold, { count: size, exclude: maskOf(best) })) {
    assert.deepEqual(item, whole.get(item.position));
  }
});

Deno.test("rank() leaves out purchased products when they are masked, all of them too", () => {
  const fold = ranker.fold([{ productId: 5, type: "purchase", at: asOf }], options);
  const position = ranker.positionOf(5);
  assert.ok(ranker.rank(fold, { count: size }).some((item) => item.position === position));
  assert.ok(
    !ranker.rank(fold, { count: size, exclude: maskOf([position]) }).some((i) => i.position === position),
  );
  assert.deepEqual(ranker.rank(fold, { count: 5, exclude: ranker.newMask().fill(0xffffffff) }), []);
  assert.throws(
    () => ranker.rank(fold, { count: 5, exclude: new Uint32Array(9) }),
    /mask has 9 words, not 2/,
  );
});

Deno.test("rank() takes 0.7 and 0.3 unless told otherwise, and divides weights by their sum", () => {
  const fold = ranker.fold([{ productId: 8, type: "cart", at: asOf }], options);
  const usual = ranker.rank(fold, { count: 10 });
  assert.deepEqual(usual, ranker.rank(fold, { count: 10, memberWeights: { cf: 7, mf: 3 } }));
  for (const { score, cfScore, mfScore } of usual) assert.ok(near(score, 0.7 * cfScore + 0.3 * mfScore));
  for (const { score, cfScore } of ranker.rank(fold, { count: 5, memberWeights: { cf: 2, mf: 0 } })) {
    assert.ok(near(score, cfScore));
  }
});

Deno.test("rank() orders equal scores by position, and a score without a range is 0", () => {
  const flat = structuredClone(model);
  for (const member of factorsOf(flat)) {
    member.out.fill(0);
    member.base?.fill(0.25);
  }
  const level = createRanker(flat);
  const ranked = level.rank(level.fold([{ productId: 5, type: "view", at: asOf }], options), { count: 7 });
  assert.deepEqual(ranked.map(({ position }) => position), [0, 1, 2, 3, 4, 5, 6]);
  for (const { score, cfScore, mfScore } of ranked) assert.deepEqual([score, cfScore, mfScore], [0, 0, 0]);
});

Deno.test("rank() gives the same list again after other requests", () => {
  const fold = ranker.fold([{ productId: 3, type: "like", at: asOf }], options);
  const first = ranker.rank(fold, { count: 20 });
  ranker.rank(ranker.fold([{ productId: 9, type: "purchase", at: asOf }], options), { count: 9 });
  ranker.similar(4, 5);
  ranker.popular(3);
  assert.deepEqual(ranker.rank(fold, { count: 20 }), first);
});

Deno.test("rank() with an unknown product in the history is rank() without it", () => {
  const known: HistoryEvent = { productId: 3, type: "like", at: asOf };
  const stranger: HistoryEvent = { productId: 999_999, type: "purchase", at: asOf };
  assert.deepEqual(
    ranker.rank(ranker.fold([known, stranger], options), { count: 9 }),
    ranker.rank(ranker.fold([known], options), { count: 9 }),
  );
  assert.equal(ranker.positionOf(999_999), -1);
});

Deno.test("rank() puts the group that a shopper buys from on top", () => {
  const { rows, groupOf } = planted({
    users: 400,
    products: 100,
    groups: 5,
    interactions: 25,
    days: 30,
    seed: 3,
  });
  const shop = createRanker(train(toEvents(rows), { ...trainOptions, svd: {}, mf: {} }));
  const bought = [5, 15, 25].map((productId): HistoryEvent => ({ productId, type: "purchase", at: asOf }));
  const top = shop.rank(shop.fold(bought, options), { count: 10 });
  assert.ok(top.filter(({ productId }) => groupOf(productId) === 0).length >= 8, JSON.stringify(top));
});

Deno.test("explain() sums to what the history adds to the combined score", () => {
  fc.assert(fc.property(history, memberWeights, fc.nat(size - 1), (events, w, position) => {
    const fold = ranker.fold(events, options);
    const parts = ranker.explain(fold, position, w);
    assert.equal(parts.length, fold.positions.length);
    const strengths = new Map(Array.from(fold.positions, (p, j) => [p, fold.strengths[j]!]));
    const expected = new Float64Array(parts.length);
    let scale = 0;
    for (const member of factorsOf(model)) {
      const raw = rawScores(member, strengths);
      const range = Math.max(...raw) - Math.min(...raw);
      if (range === 0) continue;
      const share = w[member.family as "cf" | "mf"] / (w.cf + w.mf) / range;
      fold.positions.forEach((of, j) => {
        const part = share * contribution(member, { of, strength: strengths.get(of)!, to: position });
        expected[j]! += part;
        scale += Math.abs(part);
      });
    }
    parts.forEach((part, j) => assert.ok(Math.abs(part - expected[j]!) <= 1e-5 * (scale + 1e-9), `${j}`));
    const total = parts.reduce((a, b) => a + b, 0), linear = expected.reduce((a, b) => a + b, 0);
    assert.ok(Math.abs(total - linear) <= 1e-5 * (scale + 1e-9));
  }));
});

Deno.test("explain() and rank() tell one story: without its base the score is the sum of the parts and a constant", () => {
  const fold = ranker.fold(
    [{ productId: 2, type: "purchase", at: asOf }, { productId: 9, type: "like", at: asOf }],
    options,
  );
  // The SVD alone has no base: scores differ from the sums of their parts by the same shift for all items.
  const cf = { cf: 1, mf: 0 };
  const shifts = ranker.rank(fold, { count: size, memberWeights: cf }).map(({ position, score }) =>
    score - ranker.explain(fold, position, cf).reduce((a, b) => a + b, 0)
  );
  for (const shift of shifts) assert.ok(near(shift, shifts[0]!));
});

Deno.test("explain() refuses a position that is not there", () => {
  const fold = ranker.fold([], options);
  for (const position of [-1, size, NaN]) assert.throws(() => ranker.explain(fold, position), RangeError);
});

Deno.test("similar() orders by cosine of the SVD factors and leaves out the product itself", () => {
  const { out, stride } = factorsOf(model)[0]!;
  const row = (p: number) => Array.from(out.subarray(p * stride, (p + 1) * stride));
  const dot = (a: number[], b: number[]) => a.reduce((sum, x, f) => sum + x * b[f]!, 0);
  const cosine = (a: number, b: number) =>
    dot(row(a), row(b)) / (Math.hypot(...row(a)) * Math.hypot(...row(b)));
  const own = ranker.positionOf(7);
  const found = ranker.similar(7, size);
  assert.equal(found.length, size - 1);
  found.forEach(({ position, productId, score }, i) => {
    assert.notEqual(productId, 7);
    assert.ok(near(score, cosine(own, position)) && near(score, ranker.similarity(own, position)));
    if (i > 0) assert.ok(score <= found[i - 1]!.score);
  });
  const first = found[0]!.position;
  const mask = maskOf([first]);
  assert.ok(!ranker.similar(7, 5, mask).some(({ position }) => position === first));
  assert.deepEqual(mask, maskOf([first]), "the caller's mask is left as it was");
  assert.deepEqual(ranker.similar(999_999, 5), []);
});

Deno.test("boughtTogether() reads the pairs of the model, best first", () => {
  const baskets = [[1, 2, 3], [1, 2], [1, 2, 4], [1, 3], [5, 6]];
  const rows = baskets.flatMap((basket, session) =>
    basket.map((product) => ({ user: session + 1, product, type: 3, session }))
  );
  const shop = createRanker(train(toEvents(rows), trainOptions));
  const found = shop.boughtTogether(1, 2);
  assert.deepEqual(found.map(({ productId }) => productId), [2, 3]);
  assert.equal(found[0]!.position, shop.positionOf(2));
  assert.ok(near(found[0]!.score, 3 / (Math.sqrt(4 * 3) + 3)));
  assert.deepEqual(shop.boughtTogether(1, 99).map(({ productId }) => productId), [2, 3, 4]);
  assert.deepEqual(shop.boughtTogether(999_999, 3), []);
});

Deno.test("popular() and trending() order by their scores, and only what rises is trending", () => {
  const byScore = (scores: Float32Array) =>
    Array.from(scores, (_, p) => p).sort((a, b) => scores[b]! - scores[a]! || a - b);
  assert.deepEqual(ranker.popular(size).map(({ position }) => position), byScore(model.popularity));
  const rising = byScore(model.trending).filter((p) => model.trending[p]! > 0);
  assert.ok(rising.length > 0 && rising.length < size);
  assert.deepEqual(ranker.trending(size).map(({ position }) => position), rising);
  assert.ok(!ranker.popular(size, maskOf([3])).some(({ position }) => position === 3));
  assert.equal(ranker.popular(4).length, 4);
});

Deno.test("a history of more items than a fold holds is ranked by its strongest", () => {
  const long = Array.from({ length: 3_000 }, (_, i): HistoryEvent => ({
    productId: 1 + i % 50,
    type: "view",
    at: asOf,
  }));
  const fold = ranker.fold(long, options);
  assert.equal(fold.positions.length, size);
  assert.equal(ranker.rank(fold, { count: 5 }).length, 5);
});
