/** What would send a kernel to the wrong place in memory is refused before it is placed there. */
import assert from "node:assert/strict";
import fc from "fast-check";
import { checkMatrix, type Matrix } from "../../engine/csr.ts";
import { toMatrix } from "../../engine/evaluation/strengths.ts";
import { defaultMfOptions, fitMf } from "../../engine/mf.ts";
import { defaultSvdOptions, fitSvd } from "../../engine/svd.ts";
import { toData } from "./models/score_users.ts";

const users = 6, items = 5;

function createMatrix(): Matrix {
  const rowPtr = Int32Array.of(0, 2, 2, 5, 6, 9, 10);
  return {
    userIds: Float64Array.from({ length: users }, (_, u) => u),
    itemIds: Float64Array.from({ length: items }, (_, i) => i),
    rowPtr,
    colIdx: Int32Array.of(0, 4, 1, 2, 3, 0, 0, 1, 4, 2),
    values: new Float32Array(10).fill(1),
  };
}

Deno.test("checkMatrix() takes a matrix that is whole, an empty one too, and refuses any index that is not", () => {
  checkMatrix(createMatrix());
  const none = new Float64Array(0);
  checkMatrix({
    ...{ userIds: none, itemIds: none, rowPtr: new Int32Array(1) },
    ...{ colIdx: new Int32Array(0), values: new Float32Array(0) },
  });
  const wrongColumn = fc.oneof(
    fc.integer({ min: items, max: 2 ** 31 - 1 }),
    fc.integer({ min: -(2 ** 31), max: -1 }),
  );
  fc.assert(fc.property(fc.nat(9), wrongColumn, (e, column) => {
    const matrix = createMatrix();
    matrix.colIdx[e] = column;
    const message = `Cannot use matrix: column "${column}" of entry ${e}, there are ${items}`;
    assert.throws(() => checkMatrix(matrix), new RangeError(message));
  }));
  // 11 is behind all entries and above every neighbour; -1 is below.
  fc.assert(fc.property(fc.nat(users), fc.constantFrom(11, -1, 2 ** 31 - 1), (r, end) => {
    const matrix = createMatrix();
    matrix.rowPtr[r] = end;
    assert.throws(() => checkMatrix(matrix), { name: "RangeError", message: /^Cannot use matrix: / });
  }));
});

Deno.test("checkMatrix() refuses rows out of order or with an item twice, and values that are no numbers", () => {
  for (const [e, column] of [[1, 0], [3, 1], [7, 4], [8, 1]] as const) {
    const matrix = createMatrix();
    matrix.colIdx[e] = column;
    assert.throws(() => checkMatrix(matrix), {
      name: "RangeError",
      message: /^Cannot use matrix: column "\d" of entry \d follows "\d" in row \d$/,
    });
  }
  for (const value of [NaN, Infinity, -Infinity]) {
    const matrix = createMatrix();
    matrix.values[9] = value;
    assert.throws(
      () => checkMatrix(matrix),
      new RangeError(`Cannot use matrix: value "${value}" of entry 9`),
    );
  }
});

Deno.test("fitSvd() and fitMf() refuse a number of factors that is none", () => {
  for (const factors of [0, -1, 1.5, NaN]) {
    const refusal = new RangeError(`Cannot train: factors is "${factors}", not a whole number from 1`);
    const common = { factors, seed: 1, weight: 1 };
    assert.throws(() => fitSvd(createMatrix(), { ...defaultSvdOptions, ...common }), refusal);
    assert.throws(() => fitMf(createMatrix(), { ...defaultMfOptions, ...common }), refusal);
  }
});

Deno.test("checkMatrix() refuses arrays whose lengths do not agree", () => {
  const matrix = createMatrix();
  for (
    const wrong of [
      { values: new Float32Array(9) },
      { colIdx: matrix.colIdx.subarray(1) },
      { rowPtr: matrix.rowPtr.subarray(1) },
      { userIds: new Float64Array(users + 1) },
    ]
  ) {
    assert.throws(() => checkMatrix({ ...matrix, ...wrong }), {
      name: "RangeError",
      message: /^Cannot use matrix: /,
    });
  }
});

Deno.test("fitSvd() and fitMf() refuse a matrix with a column that there is not", () => {
  const matrix = createMatrix(), options = { seed: 1, weight: 1 };
  matrix.colIdx[3] = 2 ** 30;
  const refusal = { name: "RangeError", message: /column "1073741824" of entry 3, there are 5/ };
  assert.throws(() => fitSvd(matrix, { ...defaultSvdOptions, ...options, factors: 2 }), refusal);
  assert.throws(() => fitMf(matrix, { ...defaultMfOptions, ...options, factors: 2 }), refusal);
});

Deno.test("toMatrix() refuses interactions of users and items that there are not", () => {
  const good = [{ user: 0, item: 0 }, { user: 1, item: 2 }], size = { users: 2, items: 3 };
  assert.equal(toMatrix(toData(good, size)).colIdx.length, 2);
  assert.throws(() => toMatrix(toData([...good, { user: 2, item: 0 }], size)), {
    name: "RangeError",
    message: "Cannot build matrix: interactions of users beyond 2",
  });
  assert.throws(() => toMatrix(toData([...good, { user: 0, item: 3 }], size)), {
    name: "RangeError",
    message: 'Cannot use matrix: column "3" of entry 1, there are 3',
  });
});
