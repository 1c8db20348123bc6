import assert from "node:assert/strict";
import { defaultEaseOptions, fitEase, mostEaseItems } from "../../engine/ease.ts";
import { type Fit, rawScores, testMember, toMatrix, weightBetween } from "./member_contract.ts";
import { checkerboard, planted } from "./planted.ts";
import { withTeam } from "./with_team.ts";

const options = { ...defaultEaseOptions, weight: 0.3 };

const fit =
  ((matrix, { onProgress } = {}) =>
    fitEase(matrix, { ...options, ...(onProgress ? { onProgress } : {}) })) satisfies Fit;

testMember("ease", fit);

const { rows } = planted({ users: 300, products: 120, groups: 6, interactions: 20, days: 40, seed: 5 });
const matrix = toMatrix(rows), items = matrix.itemIds.length;

/** The Gram matrix of f(R), in units of its mean square. */
function gramOf(exponent: number): { gram: Float64Array; unit: number } {
  const values = matrix.values.map((value) => value ** exponent);
  const unit = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  const gram = new Float64Array(items * items);
  for (let u = 0; u < matrix.userIds.length; u++) {
    for (let e = matrix.rowPtr[u]!; e < matrix.rowPtr[u + 1]!; e++) {
      for (let o = matrix.rowPtr[u]!; o < matrix.rowPtr[u + 1]!; o++) {
        gram[matrix.colIdx[e]! * items + matrix.colIdx[o]!]! += values[e]! * values[o]! / unit ** 2;
      }
    }
  }
  return { gram, unit };
}

Deno.test("fitEase() with all neighbours solves the ridge regression of every item by all others", () => {
  const { gram, unit } = gramOf(options.exponent), regularization = 25;
  const member = fitEase(matrix, { ...options, regularization, neighbours: items });
  for (let i = 0; i < items; i++) {
    assert.equal(weightBetween(member, i, i), 0);
    const column = Float64Array.from({ length: items }, (_, j) => unit * weightBetween(member, j, i));
    for (let j = 0; j < items; j++) {
      if (i === j) continue;
      let product = regularization * column[j]!;
      for (let k = 0; k < items; k++) product += gram[j * items + k]! * column[k]!;
      const cell = gram[j * items + i]!;
      assert.ok(Math.abs(product - cell) < 1e-3, `${j}, ${i}: ${product}, not ${cell}`);
    }
  }
});

Deno.test("fitEase() keeps of each item the weights furthest from zero, of either sign", () => {
  const whole = fitEase(matrix, { ...options, regularization: 5, neighbours: items });
  const cut = fitEase(matrix, { ...options, regularization: 5, neighbours: 8 });
  let negative = 0;
  for (let i = 0; i < items; i++) {
    const all = Array.from({ length: items }, (_, j) => weightBetween(whole, j, i));
    const kept = Array.from({ length: items }, (_, j) => weightBetween(cut, j, i));
    assert.equal(kept.filter((weight) => weight !== 0).length, 8);
    const bar = all.map(Math.abs).sort((a, b) => b - a)[7]!;
    kept.forEach((weight, j) => {
      assert.equal(weight, Math.abs(all[j]!) >= bar ? all[j] : 0);
      if (weight < 0) negative++;
    });
  }
  assert.ok(negative > 0);
});

Deno.test("fitEase() gives the same bytes on one thread and on three", async () => {
  const alone = fitEase(matrix, options);
  await withTeam(2, (team) => assert.deepEqual(fitEase(matrix, { ...options, team }), alone));
});

Deno.test("fitEase() gives the same scores when every weight is multiplied by one number", () => {
  const heavier = { ...matrix, values: matrix.values.map((value) => 16 * value) };
  const one = fitEase(matrix, options), other = fitEase(heavier, options);
  const scores = rawScores(one, new Map([[3, 1], [9, 2]])),
    same = rawScores(other, new Map([[3, 16], [9, 32]]));
  const most = scores.reduce((sum, score) => Math.max(sum, Math.abs(score)), 0);
  scores.forEach((score, i) => assert.ok(Math.abs(score - same[i]!) < 1e-5 * most));
});

Deno.test("fitEase() refuses more items than its time allows, and options that are none", () => {
  const size = mostEaseItems + 1;
  const many = toMatrix(Array.from({ length: size }, (_, i) => ({ user: 1 + i % 7, product: i + 1 })));
  assert.throws(() => fitEase(many, options), {
    name: "RangeError",
    message:
      `Cannot train: ease takes up to ${mostEaseItems} products, there are ${size}; item-knn takes any number`,
  });
  const board = toMatrix(checkerboard(8, 6).rows);
  assert.throws(() => fitEase(board, { ...options, regularization: 0 }), /regularization of ease is "0"/);
  assert.throws(() => fitEase(board, { ...options, neighbours: 1.5 }), /neighbours is "1.5"/);
  assert.throws(() => fitEase(board, { ...options, exponent: 0 }), /exponent is "0"/);
});
