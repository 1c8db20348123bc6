import assert from "node:assert/strict";
import { rp3beta } from "../../engine/models/neighbours.ts";
import { defaultRp3BetaOptions, fitRp3Beta, nearestByWalk } from "../../engine/rp3beta.ts";
import { type Fit, testMember, toMatrix, weightBetween } from "./member_contract.ts";
import { checkerboard, planted } from "./planted.ts";

const options = { ...defaultRp3BetaOptions, weight: 0.3 };

const fit =
  ((matrix, { onProgress } = {}) =>
    fitRp3Beta(matrix, { ...options, ...(onProgress ? { onProgress } : {}) })) satisfies Fit;

testMember("rp3beta", fit);

const { rows } = planted({ users: 200, products: 90, groups: 6, interactions: 18, days: 40, seed: 9 });
const matrix = toMatrix(rows), items = matrix.itemIds.length, users = matrix.userIds.length;

/** f(R) / unit, users x items. */
function dense(exponent: number): { x: number[][]; unit: number } {
  const values = matrix.values.map((value) => value ** exponent);
  const unit = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  const x = Array.from({ length: users }, () => new Array<number>(items).fill(0));
  x.forEach((row, u) => {
    for (let e = matrix.rowPtr[u]!; e < matrix.rowPtr[u + 1]!; e++) {
      row[matrix.colIdx[e]!] = values[e]! / unit;
    }
  });
  return { x, unit };
}

Deno.test("fitRp3Beta() gives the heaviest ends of walks of three steps from each item", () => {
  const { x, unit } = dense(options.exponent), neighbours = 11, alpha = 0.9, beta = 0.5;
  const member = fitRp3Beta(matrix, { ...options, neighbours, alpha, beta });
  const sum = (values: number[]) => values.reduce((all, value) => all + value, 0);
  const ofUser = x.map(sum), ofItem = Array.from({ length: items }, (_, i) => sum(x.map((row) => row[i]!)));
  for (let j = 0; j < items; j++) {
    const walks = Array.from(
      { length: items },
      (_, i) =>
        i === j
          ? 0
          : sum(x.map((row, u) => (row[j]! / ofItem[j]!) ** alpha * (row[i]! / ofUser[u]!) ** alpha)) /
            ofItem[i]! ** beta,
    );
    const order = walks.map((_, i) => i).filter((i) => walks[i]! > 0)
      .sort((a, b) => walks[b]! - walks[a]! || a - b);
    const kept = order.map((i) => unit * weightBetween(member, j, i));
    assert.equal(kept.filter((weight) => weight !== 0).length, Math.min(neighbours, order.length));
    order.slice(0, neighbours).forEach((i, place) => {
      // Of nearly equal ones rounding decides which is kept.
      if (kept[place] === 0) assert.ok(walks[order[neighbours]!]! > walks[i]! * (1 - 1e-5));
      else assert.ok(Math.abs(kept[place]! / walks[i]! - 1) < 1e-5, `${j}, ${i}`);
    });
  }
});

Deno.test("fitRp3Beta() with strengths as they are has the lists that the evaluated model of the name has", () => {
  const { neighbours, alpha, beta } = defaultRp3BetaOptions, { defaults } = rp3beta;
  assert.deepEqual({ neighbours, alpha, beta, decay_per_day: 0 }, defaults);
  const member = fitRp3Beta(matrix, { ...options, exponent: 1 });
  const lists = nearestByWalk(matrix, { neighbours, alpha, beta, onProgress: () => {} });
  assert.deepEqual([member.ptr, member.items], [lists.ptr, lists.items]);
  // The unit scales all weights alike.
  const ratio = member.weights[0]! / lists.weights[0]!;
  member.weights.forEach((weight, e) => assert.ok(Math.abs(weight / lists.weights[e]! / ratio - 1) < 1e-5));
});

Deno.test("fitRp3Beta() refuses options that are none", () => {
  const board = toMatrix(checkerboard(8, 6).rows);
  assert.throws(() => fitRp3Beta(board, { ...options, alpha: 0 }), /alpha is "0", not a number above 0$/);
  assert.throws(() => fitRp3Beta(board, { ...options, beta: -1 }), /beta is "-1", not a number from 0$/);
  assert.throws(() => fitRp3Beta(board, { ...options, neighbours: 0 }), /neighbours is "0"/);
});
