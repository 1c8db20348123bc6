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

Deno.test("fitListwise() finds the weights by which choices were made", () => {
  const fitted = fitListwise(draw([1.5, 0.5, 0], { lists: 3000, candidates: 20 }), 3);
  assert.ok(Math.abs(fitted[0]! - 1.5) < 0.1, `${fitted}`);
  assert.ok(Math.abs(fitted[1]! - 0.5) < 0.1, `${fitted}`);
  assert.ok(Math.abs(fitted[2]!) < 0.1, `${fitted}`);
});

Deno.test("fitListwise() leaves out features that speak against what was chosen", () => {
  const fitted = fitListwise(draw([1, -1], { lists: 1000, candidates: 10 }), 2);
  assert.equal(fitted[1], 0);
  assert.ok(fitted[0]! > 0.5);
});

Deno.test("fitListwise() gives zeros when nothing helps, and finite weights for features that say the same", () => {
  assert.deepEqual([...fitListwise(draw([-1], { lists: 300, candidates: 10 }), 1)], [0]);
  const twice = draw([1], { lists: 500, candidates: 10 }).map(({ positives, features }) => ({
    positives,
    features: Float64Array.from([...features].flatMap((x) => [x, x])),
  }));
  const fitted = fitListwise(twice, 2);
  assert.ok([...fitted].every((weight) => Number.isFinite(weight) && weight > 0), `${fitted}`);
});
