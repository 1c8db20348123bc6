import assert from "node:assert/strict";
import fc from "fast-check";
import { buildMatrix, type Matrix, transpose } from "../../engine/csr.ts";
import { strengthOf } from "../../engine/strength.ts";
import { interactionTypes } from "../../types.ts";
import { asOf, toEvents, weights } from "./planted.ts";

const options = { weights, decayPerDay: 0.1, asOf };
const rowArbitrary = fc.record({
  user: fc.integer({ min: 1, max: 6 }),
  product: fc.integer({ min: 1, max: 8 }),
  type: fc.integer({ min: 0, max: 3 }),
  days: fc.integer({ min: 0, max: 300 }),
});

function cellsOf({ userIds, itemIds, rowPtr, colIdx, values }: Matrix): Map<string, number> {
  const cells = new Map<string, number>();
  userIds.forEach((user, u) => {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) cells.set(`${user}/${itemIds[colIdx[e]!]}`, values[e]!);
  });
  return cells;
}

Deno.test("buildMatrix() sums the strengths of each pair, ids and columns ascending", () => {
  fc.assert(fc.property(fc.array(rowArbitrary), (rows) => {
    const matrix = buildMatrix(toEvents(rows), options);
    const expected = new Map<string, number>();
    const events = toEvents(rows);
    rows.forEach(({ user, product, type }, e) => {
      const key = `${user}/${product}`;
      const strength = strengthOf({ type: interactionTypes[type]!, at: events.at[e]! }, options);
      expected.set(key, (expected.get(key) ?? 0) + strength);
    });
    const cells = cellsOf(matrix);
    assert.equal(cells.size, expected.size);
    for (const [key, value] of expected) {
      assert.ok(Math.abs(cells.get(key)! - value) <= 1e-6 * value, key);
    }
    const ascending = (ids: ArrayLike<number>) =>
      Array.from(ids).every((id, i) => i === 0 || id > ids[i - 1]!);
    assert.ok(ascending(matrix.userIds) && ascending(matrix.itemIds));
    matrix.userIds.forEach((_, u) => {
      assert.ok(ascending(matrix.colIdx.subarray(matrix.rowPtr[u], matrix.rowPtr[u + 1])));
    });
  }));
});

Deno.test("transpose() holds the same cells the other way round, and twice is the matrix itself", () => {
  fc.assert(fc.property(fc.array(rowArbitrary), (rows) => {
    const matrix = buildMatrix(toEvents(rows), options);
    const turned = transpose(matrix);
    const swapped = new Map([...cellsOf(turned)].map(([key, v]) => [key.split("/").reverse().join("/"), v]));
    assert.deepEqual(new Map([...swapped].sort()), new Map([...cellsOf(matrix)].sort()));
    assert.deepEqual(transpose(turned), matrix);
  }));
});

Deno.test("buildMatrix() keeps a pair whose strength underflows", () => {
  const matrix = buildMatrix(
    toEvents([{ user: 1, product: 1, days: 5_000 }, { user: 1, product: 2 }]),
    options,
  );
  assert.deepEqual(Array.from(matrix.values), [0, 1]);
});

Deno.test("buildMatrix() refuses malformed columns and says where", () => {
  const good = toEvents([{ user: 1, product: 2 }, { user: 2, product: 3 }]);
  const wrong = [
    [{ ...good, types: new Uint8Array(1) }, /2 users but 1 entries in "types"/],
    [{ ...good, users: Float64Array.of(1, NaN) }, /user id "NaN" of event 1/],
    [{ ...good, products: Float64Array.of(1.5, 2) }, /product id "1.5" of event 0/],
    [{ ...good, at: Float64Array.of(0, Infinity) }, /time "Infinity" of event 1/],
    [{ ...good, types: Uint8Array.of(0, 4) }, /type "4" of event 1/],
  ] as const;
  for (const [events, message] of wrong) assert.throws(() => buildMatrix(events, options), message);
});
