import assert from "node:assert/strict";
import { type ChoiceList, fitListwise } from "../../../engine/models/listwise.ts";
import { createRandom } from "../../../engine/random.ts";

/** Lists whose one positive is chosen by softmax of w'x. */
function draw(
  weights: readonly number[],
  { lists, candidates }: { lists: number; candidates: number },
): ChoiceList[] {
  const random = createRandom(1);
  return Array.from({ length: lists }, () => {
    const rows = Array.from({ length: candidates }, () => weights.map(() => random.normal()));
    const shares = rows.map((row) => Math.exp(row.reduce((sum, x, f) => sum + weights[f]! * x, 0)));
    let left = random.next() * shares.reduce((a, b) => a + b, 0);
    const chosen = shares.findIndex((share) => (left -= share) <= 0);
    const ordered = [rows[chosen]!, ...rows.filter((_, r) => r !== chosen)];
    return { positives: 1, features: Float64Array.from(ordered.flat()) };
  });
}

Deno.test("fitListwise() finds the weights by which choices were made, also negative ones", () => {
  const lists = draw([1.5, 0.5, 0, -1], { lists: 3000, candidates: 20 });
  const fitted = fitListwise(lists, [true, true, true, false]);
  [1.5, 0.5, 0, -1].forEach((weight, f) => {
    assert.ok(Math.abs(fitted[f]! - weight) < 0.1, `${fitted}`);
  });
});

Deno.test("fitListwise() stays near equal weights of the trusted features where few lists speak", () => {
  const few = fitListwise(draw([2, 0, 0], { lists: 4, candidates: 20 }), [true, true, false]);
  assert.ok(few[1]! > 0 && few[0]! < 2 * few[1]!, `${few}`);
  assert.ok(Math.abs(few[2]!) < few[1]!, `${few}`);
  const many = fitListwise(draw([2, 0, 0], { lists: 2000, candidates: 20 }), [true, true, false]);
  assert.ok(many[0]! > 1.8 && Math.abs(many[1]!) < 0.1, `${many}`);
});

Deno.test("fitListwise() gives zeros without lists, and finite weights for features that say the same", () => {
  assert.deepEqual([...fitListwise([], [true, false])], [0, 0]);
  const twice = draw([1], { lists: 500, candidates: 10 }).map(({ positives, features }) => ({
    positives,
    features: Float64Array.from([...features].flatMap((x) => [x, x])),
  }));
  const fitted = fitListwise(twice, [true, true]);
  assert.ok([...fitted].every((weight) => Number.isFinite(weight) && weight > 0), `${fitted}`);
});
