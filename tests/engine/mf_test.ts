import assert from "node:assert/strict";
import { defaultMfOptions, fitMf } from "../../engine/mf.ts";
import { createVisits } from "../../engine/mf_visits.ts";
import { createRandom } from "../../engine/random.ts";
import { type Fit, testMember, toMatrix } from "./member_contract.ts";
import { checkerboard, planted } from "./planted.ts";

const fit: Fit = (matrix, { seed = 1, onProgress } = {}) =>
  fitMf(matrix, { ...defaultMfOptions, seed, weight: 0.3, ...(onProgress ? { onProgress } : {}) });

testMember("mf", fit);

const options = { ...defaultMfOptions, seed: 1, weight: 0.3 };

Deno.test("fitMf() lowers its error and reports it once per epoch", () => {
  const losses: number[] = [];
  const { rows } = checkerboard(60, 20);
  fitMf(toMatrix(rows), { ...options, onEpoch: (loss) => losses.push(loss) });
  assert.equal(losses.length, options.epochs);
  assert.ok(losses.at(-1)! < 0.8 * losses[0]!, losses.join(" "));
});

Deno.test("fitMf() names the epoch in which a learning rate that is too high breaks it", () => {
  assert.throws(
    () => fitMf(toMatrix(checkerboard(40, 20).rows), { ...options, learningRate: 50 }),
    /Cannot train: the error of MF epoch \d+ is "(NaN|Infinity)"; lower the learning rate/,
  );
});

Deno.test("fitMf() folds in by ridge: fold x (Q'Q + ridge I) is Q over one unit", () => {
  const member = fitMf(toMatrix(checkerboard(40, 20).rows), { ...options, factors: 6 });
  const { fold, out, stride, factors } = member;
  const items = out.length / stride;
  const gram = Array.from({ length: factors }, (_, a) =>
    Array.from({ length: factors }, (_, b) => {
      let sum = 0;
      for (let i = 0; i < items; i++) sum += out[i * stride + a]! * out[i * stride + b]!;
      return sum;
    }));
  const ridge = options.foldRegularization * gram.reduce((sum, row, f) => sum + row[f]!, 0) / factors;
  // All strengths are 1, so the unit, the root mean square of f(1), is 1.
  for (let i = 0; i < items; i++) {
    for (let a = 0; a < factors; a++) {
      let product = ridge * fold[i * stride + a]!;
      for (let b = 0; b < factors; b++) product += fold[i * stride + b]! * gram[b]![a]!;
      assert.ok(Math.abs(product - out[i * stride + a]!) < 1e-4, `${i}, ${a}`);
    }
  }
});

Deno.test("createVisits() visits every entry once an epoch, with zeros that its user has no entry for", () => {
  const matrix = toMatrix(
    planted({ users: 31, products: 25, groups: 5, interactions: 9, days: 9, seed: 8 }).rows,
  );
  const targets = matrix.values.map(() => 1);
  const room = 50;
  const batch = { users: new Int32Array(room), items: new Int32Array(room), values: new Float32Array(room) };
  const visits = createVisits(matrix, { targets, negatives: 3, random: createRandom(1), batch });
  const entries = new Set<string>();
  matrix.userIds.forEach((_, u) => {
    for (let e = matrix.rowPtr[u]!; e < matrix.rowPtr[u + 1]!; e++) entries.add(`${u}/${matrix.colIdx[e]}`);
  });
  const orders: string[] = [];
  for (let epoch = 0; epoch < 2; epoch++) {
    const positives: string[] = [];
    let zeros = 0, last = 0;
    visits.forEachBatch((size, done) => {
      assert.ok(size > 0 && size <= room && done >= last && done <= 1);
      last = done;
      for (let v = 0; v < size; v++) {
        const pair = `${batch.users[v]}/${batch.items[v]}`;
        if (batch.values[v] === 1) positives.push(pair);
        else {
          assert.ok(!entries.has(pair), pair);
          zeros++;
        }
      }
    });
    assert.equal(last, 1);
    assert.deepEqual(positives.toSorted(), [...entries].sort());
    assert.equal(zeros, 3 * entries.size);
    orders.push(positives.join(" "));
  }
  assert.notEqual(orders[0], orders[1]);
});

Deno.test("createVisits() gives up on zeros for a user who has every item", () => {
  const matrix = toMatrix([1, 2, 3].map((product) => ({ user: 1, product })));
  const batch = { users: new Int32Array(9), items: new Int32Array(9), values: new Float32Array(9) };
  const visits = createVisits(matrix, {
    targets: matrix.values,
    negatives: 4,
    random: createRandom(1),
    batch,
  });
  let visited = 0;
  visits.forEachBatch((size) => visited += size);
  assert.equal(visited, 3);
});
