import assert from "node:assert/strict";
import type { MemberName } from "../../engine/member.ts";
import { createRanker } from "../../engine/ranker.ts";
import { train } from "../../engine/train.ts";
import { weightBetween } from "./member_contract.ts";
import { allMembers, plantedEvents } from "./trained.ts";

/** A ranker of so many of the members. */
function rankerOf(...names: MemberName[]) {
  const shares = Object.fromEntries(names.map((name) => [name, 1]));
  return createRanker(train(plantedEvents(), { ...allMembers, shares }));
}

Deno.test("similar() goes by the SVD where there is one, and else by the factors of MF", () => {
  const cosineOf = (ranker: ReturnType<typeof rankerOf>, m: number, a: number, b: number) => {
    const member = ranker.model.members[m]!;
    assert.ok(member.kind === "factors");
    const row = (p: number) => [...member.out.subarray(p * member.stride, (p + 1) * member.stride)];
    const dot = (x: number[], y: number[]) => x.reduce((sum, value, f) => sum + value * y[f]!, 0);
    return dot(row(a), row(b)) / Math.hypot(...row(a)) / Math.hypot(...row(b));
  };
  for (const ranker of [rankerOf("svd", "mf", "ease"), rankerOf("mf", "item-knn")]) {
    const found = ranker.similar(7, 99), own = ranker.positionOf(7);
    assert.equal(found.length, ranker.size - 1);
    for (const { position, score } of found) {
      assert.ok(Math.abs(score - cosineOf(ranker, 0, own, position)) < 2e-5);
      assert.ok(Math.abs(score - ranker.similarity(own, position)) < 2e-5);
    }
  }
});

for (const name of ["ease", "item-knn", "rp3beta"] as const) {
  Deno.test(`similar() without factors goes by the weights of ${name}, alike both ways, and lists only what is alike`, () => {
    const ranker = rankerOf(name, "first-popularity"), [member] = ranker.model.members;
    // The weights of a walk count in units of the largest of their row.
    const weights = Array.from({ length: ranker.size }, (_, a) => {
      const row = Array.from({ length: ranker.size }, (_, b) => weightBetween(member!, a, b));
      return name === "rp3beta" ? row.map((weight) => weight / Math.max(...row)) : row;
    });
    for (let own = 0; own < ranker.size; own++) {
      const found = ranker.similar(ranker.model.itemIds[own]!, ranker.size);
      const expected = Array.from({ length: ranker.size }, (_, position) => {
        const there = weights[own]![position]!, back = weights[position]![own]!;
        const mean = there * back > 0
          ? Math.sign(there) * Math.sqrt(there * back)
          : there === 0
          ? back
          : there;
        return { position, score: Math.min(1, mean) };
      }).filter(({ score, position }) => score > 0 && position !== own);
      assert.equal(found.length, expected.length);
      for (const { position, score } of expected) {
        const same = found.find((item) => item.position === position)!;
        assert.ok(Math.abs(same.score - score) < 1e-6);
        assert.equal(ranker.similarity(own, position), ranker.similarity(position, own));
      }
      found.forEach(({ score }, place) => assert.ok(place === 0 || score <= found[place - 1]!.score));
    }
  });
}

Deno.test("similar() is empty where no member knows what is alike, and all similarity is 0", () => {
  const ranker = rankerOf("first-popularity");
  assert.deepEqual(ranker.similar(7, 5), []);
  assert.equal(ranker.similarity(1, 2), 0);
  const fold = ranker.fold([], { weights: allMembers.weights, decayPerDay: 0.1, asOf: allMembers.asOf });
  assert.equal(ranker.rank(fold, { count: 5 })[0]!.score, 1);
});
