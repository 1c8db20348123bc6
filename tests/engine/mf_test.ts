import assert from "node:assert/strict";
import { defaultMfOptions, fitMf } from "../../engine/mf.ts";
import { forEachBatch, userStartsOf } from "../../engine/mf_block.ts";
import type { Matrix } from "../../engine/csr.ts";
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

const room = 50;

/** An epoch of blocks in their order, as pairs `user/item`; the batch holds fewer than a block. */
function visitAll(
  matrix: Matrix,
  { epoch, negatives, racing = false }: { epoch: number; negatives: number; racing?: boolean },
): { part: number; step: number; positives: string[]; zeros: string[] }[] {
  const strata = 4, targets = matrix.values.map(() => 1);
  const batch = { users: new Int32Array(room), items: new Int32Array(room), values: new Float32Array(room) };
  const userStarts = userStartsOf(matrix.rowPtr, strata);
  const blocks = [];
  for (let step = 0; step < (racing ? 1 : strata); step++) {
    for (let part = 0; part < strata; part++) {
      const positives: string[] = [], zeros: string[] = [];
      const job = {
        ...unused,
        kind: "sgd",
        ...{ parts: strata, step, racing, epoch, seed: 7, negatives, userStarts },
        items: matrix.itemIds.length,
        entries: matrix.values.length,
      } as const;
      forEachBatch({ ...matrix, targets }, { job, part, batch }, (size) => {
        assert.ok(size > 0 && size <= room);
        for (let v = 0; v < size; v++) {
          (batch.values[v] === 1 ? positives : zeros).push(`${batch.users[v]}/${batch.items[v]}`);
        }
      });
      blocks.push({ part, step, positives, zeros });
    }
  }
  return blocks;
}

/** What only the kernel looks at. */
const unused = {
  ...{ rate: 0, regularization: 0, mean: 0, stride: 0, rowPtr: 0, colIdx: 0, targets: 0, userFactors: 0 },
  ...{ itemFactors: 0, userBias: 0, itemBias: 0, batch: 0, sums: 0 },
};

const visited = toMatrix(
  planted({ users: 31, products: 25, groups: 5, interactions: 9, days: 9, seed: 8 }).rows,
);

for (const racing of [false, true]) {
  Deno.test(`an epoch visits every entry once, with its zeros, in another order each time${racing ? ", racing" : ""}`, () => {
    const entries = new Set<string>();
    visited.userIds.forEach((_, u) => {
      for (let e = visited.rowPtr[u]!; e < visited.rowPtr[u + 1]!; e++) {
        entries.add(`${u}/${visited.colIdx[e]}`);
      }
    });
    const orders: string[] = [];
    for (let epoch = 0; epoch < 3; epoch++) {
      const blocks = visitAll(visited, { epoch, negatives: 3, racing });
      const positives = blocks.flatMap(({ positives }) => positives);
      const zeros = blocks.flatMap(({ zeros }) => zeros);
      assert.deepEqual(positives.toSorted(), [...entries].sort());
      assert.equal(zeros.length, 3 * entries.size);
      assert.ok(zeros.every((pair) => !entries.has(pair)));
      orders.push(positives.join(" "));
    }
    assert.equal(new Set(orders).size, 3);
  });
}

/** Who had it first. */
function owner(owners: Map<string, number>, key: string, part: number): number {
  if (!owners.has(key)) owners.set(key, part);
  return owners.get(key)!;
}

Deno.test("blocks of one step share neither users nor items", () => {
  for (const step of [0, 1, 2, 3]) {
    const users = new Map<string, number>(), items = new Map<string, number>();
    for (const block of visitAll(visited, { epoch: 0, negatives: 4 })) {
      if (block.step !== step) continue;
      for (const pair of [...block.positives, ...block.zeros]) {
        const [user, item] = pair.split("/") as [string, string];
        assert.equal(owner(users, user, block.part), block.part);
        assert.equal(owner(items, item, block.part), block.part);
      }
    }
    assert.ok(users.size > 20 && items.size > 20);
  }
});

Deno.test("zeros are spread over the items evenly, whatever ranges a user's entries are in", () => {
  // Everybody knows the first of 40 items alone, save one who knows them all.
  const everything = Array.from({ length: 40 }, (_, i) => ({ user: 400, product: i + 1 }));
  const matrix = toMatrix([
    ...Array.from({ length: 399 }, (_, u) => ({ user: u + 1, product: 1 })),
    ...everything,
  ]);
  const counts = new Float64Array(40);
  let all = 0;
  for (let epoch = 0; epoch < 20; epoch++) {
    for (const { zeros } of visitAll(matrix, { epoch, negatives: 1 })) {
      for (const pair of zeros) {
        counts[Number(pair.split("/")[1])]!++;
        all++;
      }
    }
  }
  const mean = all / 39;
  assert.ok(mean > 150);
  counts.subarray(1).forEach((count, i) =>
    assert.ok(Math.abs(count - mean) < 6 * Math.sqrt(mean), `${i}: ${count}`)
  );
});

Deno.test("an epoch gives up on zeros for a user who has every item", () => {
  const matrix = toMatrix([1, 2, 3].map((product) => ({ user: 1, product })));
  const blocks = visitAll(matrix, { epoch: 0, negatives: 4 });
  assert.equal(blocks.reduce((sum, { positives }) => sum + positives.length, 0), 3);
  assert.equal(blocks.reduce((sum, { zeros }) => sum + zeros.length, 0), 0);
});

Deno.test("userStartsOf() cuts users into ranges of about as many entries, some empty where there are few", () => {
  assert.deepEqual(userStartsOf(Int32Array.of(0, 1, 2, 3, 4, 5, 6, 7, 8), 4), [0, 2, 4, 6, 8]);
  assert.deepEqual(userStartsOf(Int32Array.of(0, 90, 91, 92, 93, 94), 2), [0, 1, 5]);
  const few = userStartsOf(Int32Array.of(0, 5), 4);
  assert.deepEqual([few.length, few[0], few.at(-1)], [5, 0, 1]);
  assert.ok(few.every((start, i) => i === 0 || start >= few[i - 1]!));
});
