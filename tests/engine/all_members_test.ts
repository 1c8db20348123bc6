import assert from "node:assert/strict";
import type { Member } from "../../engine/member.ts";
import { fromArtifact, type Model, toArtifact } from "../../engine/model.ts";
import { createRanker, type Fold, openRanker, type Ranker } from "../../engine/ranker.ts";
import { createRandom, type Random } from "../../engine/random.ts";
import { train } from "../../engine/train.ts";
import { type HistoryEvent, interactionTypes } from "../../types.ts";
import { contribution, rawScores } from "./member_contract.ts";
import { asOf, planted, toEvents, weights } from "./planted.ts";
import { allMembers, allShares } from "./trained.ts";

const options = { weights, decayPerDay: 0.1, asOf };
const { rows } = planted({ users: 400, products: 150, groups: 6, interactions: 25, days: 40, seed: 4 });
const model = fromArtifact(toArtifact(train(toEvents(rows), allMembers)));
const size = model.itemIds.length;

function randomHistory(random: Random): HistoryEvent[] {
  return Array.from({ length: 1 + random.int(25) }, () => ({
    productId: 1 + random.int(150),
    type: interactionTypes[random.int(interactionTypes.length)]!,
    at: asOf - random.int(50) * 86_400_000,
  }));
}

function historyOf({ positions, strengths }: Fold): Map<number, number> {
  return new Map(Array.from(positions, (position, j) => [position, strengths[j]!]));
}

/** What rank() is defined to give for every item: each member's range and share, and the scores, in double precision. */
function oracle(
  { members }: Model,
  history: ReadonlyMap<number, number>,
  shareOf: (member: Member) => number,
) {
  const scales = members.map((member) => {
    const raw = rawScores(member, history), lowest = Math.min(...raw), range = Math.max(...raw) - lowest;
    return { member, raw, lowest, scale: range > 0 ? shareOf(member) / range : 0, range };
  });
  const scores = Array.from(
    { length: size },
    (_, i) => scales.reduce((sum, { raw, lowest, scale }) => sum + scale * (raw[i]! - lowest), 0),
  );
  const normalised = (name: string, i: number) => {
    const { raw, lowest, range } = scales.find(({ member }) => member.name === name)!;
    return range > 0 ? (raw[i]! - lowest) / range : 0;
  };
  return { scales, scores, normalised };
}

const near = (a: number, b: number) => Math.abs(a - b) <= 2e-5;

for (const memberWeights of [undefined, { cf: 0.6, mf: 0.4 }]) {
  const told = memberWeights ? "weights of the two families" : "its own weights";
  Deno.test(`rank() of members of every kind agrees with scoring everything plainly, by ${told}`, () => {
    const ranker = createRanker(model), random = createRandom(21);
    const shareOf = ({ family, name }: Member) =>
      memberWeights ? (family === "other" ? 0 : memberWeights[family]) : allShares[name];
    for (let turn = 0; turn < 60; turn++) {
      const fold = ranker.fold(randomHistory(random), options);
      const exclude = ranker.newMask().map(() => random.int(2 ** 32) & random.int(2 ** 32));
      const { scores, normalised } = oracle(model, historyOf(fold), shareOf);
      const expected = Array.from(scores, (_, i) => i)
        .filter((i) => ((exclude[i >>> 5]! >>> (i & 31)) & 1) === 0).sort((a, b) => scores[b]! - scores[a]!);
      const ranked = ranker.rank(fold, { count: 30, exclude, ...(memberWeights ? { memberWeights } : {}) });
      assert.equal(ranked.length, Math.min(30, expected.length));
      ranked.forEach(({ position, score, cfScore, mfScore }, place) => {
        const due = expected[place]!;
        assert.ok(near(score, scores[due]!), `${turn}: place ${place} has ${score}, not ${scores[due]}`);
        assert.ok(near(score, scores[position]!) && near(cfScore, normalised("svd", position)));
        assert.ok(near(mfScore, normalised("mf", position)));
        const beside = [expected[place - 1], expected[place + 1]];
        if (beside.every((other) => other === undefined || !near(scores[other]!, scores[due]!))) {
          assert.equal(position, due);
        }
      });
    }
  });
}

Deno.test("rank() of many items with weights between them gives what scoring all of them gives", () => {
  const items = 3_001, random = createRandom(5), perRow = 30;
  const lists = (weight: number): Member => ({
    ...{ kind: "neighbours", name: "ease", family: "other", weight, exponent: 0.25, base: null },
    ptr: Int32Array.from({ length: items + 1 }, (_, j) => j * perRow),
    items: Int32Array.from(
      Array.from(
        { length: items },
        () =>
          [...new Set(Array.from({ length: 60 }, () => random.int(items)))].sort((a, b) => a - b).slice(
            0,
            perRow,
          ),
      ).flat(),
    ),
    weights: Float32Array.from({ length: items * perRow }, () => random.normal()),
  });
  const noise = (length: number) => Float32Array.from({ length }, () => random.normal());
  const factors: Member = {
    ...{ kind: "factors", name: "svd", family: "cf", factors: 8, stride: 8, weight: 0.5, exponent: 0.5 },
    ...{ fold: noise(8 * items), out: noise(8 * items), base: null },
  };
  const constant: Member = {
    ...{ kind: "constant", name: "first-popularity", family: "other", weight: 0.1, exponent: 1 },
    base: noise(items),
  };
  const large: Model = {
    ...model,
    itemIds: Float64Array.from({ length: items }, (_, i) => i + 1),
    members: [lists(0.4), factors, constant],
  };
  const ranker = createRanker(large);
  for (let turn = 0; turn < 20; turn++) {
    const history = Array.from({ length: 1 + 3 * turn }, () => ({
      productId: 1 + random.int(items),
      type: "view" as const,
      at: asOf - random.int(60) * 86_400_000,
    }));
    const fold = ranker.fold(history, options), strengths = historyOf(fold);
    const normalised = large.members.map((member) => {
      const raw = rawScores(member, strengths), lowest = Math.min(...raw), range = Math.max(...raw) - lowest;
      return raw.map((score) => member.weight * (score - lowest) / range);
    });
    const scores = Float64Array.from(
      { length: items },
      (_, i) => normalised.reduce((sum, of) => sum + of[i]!, 0),
    );
    const best = Array.from(scores, (_, i) => i).sort((a, b) => scores[b]! - scores[a]!).slice(0, 100);
    ranker.rank(fold, { count: 100 }).forEach(({ position, score }, place) => {
      assert.ok(near(score, scores[best[place]!]!), `${turn}: place ${place}`);
      assert.ok(near(score, scores[position]!));
    });
    const whole = ranker.rank(fold, { count: items });
    assert.deepEqual(ranker.rank(fold, { count: 100 }), whole.slice(0, 100));
  }
});

Deno.test("a score is the sum of the parts of the history and a constant, with members of every kind", () => {
  const ranker = createRanker(model), random = createRandom(31);
  for (let turn = 0; turn < 40; turn++) {
    const fold = ranker.fold(randomHistory(random), options);
    const { scales } = oracle(model, historyOf(fold), ({ name }) => allShares[name]);
    for (const { position, score } of ranker.rank(fold, { count: 10 })) {
      const parts = ranker.explain(fold, position).reduce((sum, part) => sum + part, 0);
      const constant = scales.reduce(
        (sum, { member, lowest, scale }) => sum + scale * ((member.base?.[position] ?? 0) - lowest),
        0,
      );
      assert.ok(
        Math.abs(parts + constant - score) <= 1e-5 * Math.max(1, score),
        `${parts} + ${constant}, ${score}`,
      );
    }
  }
});

const single = model.members.map((
  member,
): [string, Model] => [`${member.name} alone`, { ...model, members: [member] }]);

for (const [name, of] of [["all members", model] as const, ...single]) {
  Deno.test(`parts of a history sum to the raw score, and without a named one it is lower: ${name}, 200 cases`, () => {
    const ranker = createRanker(of), random = createRandom(71);
    const constant = of.members.every(({ kind }) => kind === "constant");
    let cases = 0, lowered = 0;
    // Where the history as a whole speaks for nothing, no act is named: another one is drawn.
    for (let turn = 0; turn < (constant ? 200 : 300) && cases < 200; turn++) {
      const fold = ranker.fold(randomHistory(random), options), history = historyOf(fold);
      const { scales } = oracle(
        of,
        history,
        (member) => of.members.length === 1 ? 1 : allShares[member.name],
      );
      // Raw as the shop weighs it: the ranges are those of the whole history, whatever is taken away.
      const rawOf = (given: ReadonlyMap<number, number>, i: number) =>
        scales.reduce((sum, { member, scale }) => sum + scale * rawScores(member, given)[i]!, 0);
      const [best] = ranker.rank(fold, { count: 1 }), position = best!.position;
      const parts = ranker.explain(fold, position),
        base = rawOf(new Map(), position),
        raw = rawOf(history, position);
      const sum = parts.reduce((total, part) => total + part, base);
      assert.ok(Math.abs(sum - raw) <= 1e-5 * Math.abs(raw) + 1e-12, `${turn}: ${sum}, not ${raw}`);
      const named = [...parts.keys()].filter((j) => parts[j]! > 0);
      if (named.length === 0) continue;
      cases++;
      const removed = fold.positions[named[random.int(named.length)]!]!;
      const rest = new Map(history);
      rest.delete(removed);
      if (rawOf(rest, position) < raw) lowered++;
    }
    assert.deepEqual([cases, lowered], constant ? [0, 0] : [200, 200]);
  });
}

Deno.test("explainAll() gives each item the parts that explain() gives, in any order and twice", () => {
  const ranker = createRanker(model), fold = ranker.fold(randomHistory(createRandom(3)), options);
  const positions = [9, 4, 9, 0, size - 1], count = fold.positions.length;
  const all = ranker.explainAll(fold, positions);
  positions.forEach((position, r) => {
    assert.deepEqual(all.slice(r * count, (r + 1) * count), ranker.explain(fold, position));
    const strengths = historyOf(fold);
    const { scales } = oracle(model, strengths, ({ name }) => allShares[name]);
    fold.positions.forEach((of, j) => {
      const parts = scales.map(({ member, scale }) =>
        scale * contribution(member, { of, strength: strengths.get(of)!, to: position })
      );
      const due = parts.reduce((a, b) => a + b, 0), size = parts.reduce((a, b) => a + Math.abs(b), 0);
      assert.ok(Math.abs(all[r * count + j]! - due) <= 1e-5 * size + 1e-12);
    });
  });
});

Deno.test("openRanker() of members of every kind answers as createRanker() does", async () => {
  const history = randomHistory(createRandom(9));
  const answer = (ranker: Ranker) => {
    const fold = ranker.fold(history, options);
    return [ranker.rank(fold, { count: 50 }), [...ranker.explainAll(fold, [1, 2, 3])], ranker.similar(7, 9)];
  };
  assert.deepEqual(answer(await openRanker(model)), answer(createRanker(model)));
});

Deno.test("rank() with an empty history of members of every kind goes by their bases, and gives the same again", () => {
  const ranker = createRanker(model), nothing = ranker.fold([], options);
  const first = ranker.rank(nothing, { count: 20 });
  const { scores } = oracle(model, new Map(), ({ name }) => allShares[name]);
  for (const { position, score } of first) assert.ok(near(score, scores[position]!));
  ranker.rank(ranker.fold(randomHistory(createRandom(1)), options), { count: 9 });
  assert.deepEqual(ranker.rank(nothing, { count: 20 }), first);
});
