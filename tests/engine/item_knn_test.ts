import assert from "node:assert/strict";
import { defaultItemKnnOptions, fitItemKnn } from "../../engine/item_knn.ts";
import { type Fit, testMember, toMatrix, weightBetween } from "./member_contract.ts";
import { checkerboard, planted } from "./planted.ts";

const options = { ...defaultItemKnnOptions, weight: 0.3 };

const fit =
  ((matrix, { onProgress } = {}) =>
    fitItemKnn(matrix, { ...options, ...(onProgress ? { onProgress } : {}) })) satisfies Fit;

testMember("item-knn", fit);

const { rows } = planted({ users: 200, products: 90, groups: 6, interactions: 18, days: 40, seed: 9 });
const matrix = toMatrix(rows), items = matrix.itemIds.length;

function columns(exponent: number): { columns: Float64Array[]; unit: number } {
  const users = matrix.userIds.length, values = matrix.values.map((value) => value ** exponent);
  const unit = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);
  const made = Array.from({ length: items }, () => new Float64Array(users));
  for (let u = 0; u < users; u++) {
    for (let e = matrix.rowPtr[u]!; e < matrix.rowPtr[u + 1]!; e++) {
      made[matrix.colIdx[e]!]![u] = values[e]! / unit;
    }
  }
  return { columns: made, unit };
}

Deno.test("fitItemKnn() gives the shrunk cosine of two columns, for the nearest of each item", () => {
  const { columns: x, unit } = columns(options.exponent), shrinkage = 3, neighbours = 11;
  const member = fitItemKnn(matrix, { ...options, shrinkage, neighbours });
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, u) => sum + value * b[u]!, 0);
  for (let i = 0; i < items; i++) {
    const cosines = x.map((column, j) =>
      j === i ? 0 : dot(column, x[i]!) / (Math.hypot(...column) * Math.hypot(...x[i]!) + shrinkage)
    );
    const order = cosines.map((_, j) => j).filter((j) => cosines[j]! > 0)
      .sort((a, b) => cosines[b]! - cosines[a]! || a - b);
    const kept = order.map((j) => unit * weightBetween(member, j, i));
    assert.equal(kept.filter((weight) => weight !== 0).length, Math.min(neighbours, order.length));
    order.slice(0, neighbours).forEach((j, place) => {
      // Of nearly equal ones rounding decides which is kept.
      if (kept[place] === 0) assert.ok(cosines[order[neighbours]!]! > cosines[j]! - 1e-5);
      else assert.ok(Math.abs(kept[place]! - cosines[j]!) < 1e-5, `${j}, ${i}`);
    });
  }
});

Deno.test("fitItemKnn() refuses options that are none", () => {
  const board = toMatrix(checkerboard(8, 6).rows);
  assert.throws(() => fitItemKnn(board, { ...options, shrinkage: -1 }), /shrinkage is "-1"/);
  assert.throws(() => fitItemKnn(board, { ...options, neighbours: 0 }), /neighbours is "0"/);
});
