import assert from "node:assert/strict";
import fc from "fast-check";
import { createRandom } from "../../engine/random.ts";

Deno.test("createRandom() repeats its sequence for a seed and differs between seeds", () => {
  const draw = (seed: number) => {
    const random = createRandom(seed);
    return Array.from({ length: 20 }, () => random.next());
  };
  assert.deepEqual(draw(7), draw(7));
  for (const other of [8, -7, 7 + 2 ** 32]) assert.notDeepEqual(draw(7), draw(other));
});

Deno.test("createRandom() keeps its sequence from one version of the program to the next", () => {
  // A model trained today can be reproduced tomorrow.
  const random = createRandom(1);
  const first = Array.from({ length: 3 }, () => random.next() * 2 ** 32);
  assert.deepEqual(first, [393288148, 2174103013, 3814759091]);
});

Deno.test("int() stays below its bound and reaches every value evenly", () => {
  fc.assert(fc.property(fc.integer(), fc.integer({ min: 1, max: 2 ** 32 }), (seed, bound) => {
    const drawn = createRandom(seed).int(bound);
    return Number.isInteger(drawn) && drawn >= 0 && drawn < bound;
  }));
  const random = createRandom(3), counts = new Int32Array(7);
  for (let i = 0; i < 70_000; i++) counts[random.int(7)]!++;
  for (const count of counts) assert.ok(Math.abs(count - 10_000) < 500, String(counts));
});

Deno.test("normal() has mean 0 and deviation 1", () => {
  const random = createRandom(5), n = 50_000;
  let sum = 0, squares = 0;
  for (let i = 0; i < n; i++) {
    const x = random.normal();
    sum += x;
    squares += x * x;
  }
  assert.ok(Math.abs(sum / n) < 0.02);
  assert.ok(Math.abs(squares / n - 1) < 0.03);
});

Deno.test("shuffle() permutes in place", () => {
  const numbers = Array.from({ length: 100 }, (_, i) => i);
  const shuffled = createRandom(2).shuffle(numbers.slice());
  assert.notDeepEqual(shuffled, numbers);
  assert.deepEqual(shuffled.toSorted((a, b) => a - b), numbers);
});

Deno.test("createRandom() and int() refuse what they cannot use", () => {
  assert.throws(() => createRandom(NaN), /Cannot seed random numbers: seed is "NaN"/);
  for (const bound of [0, -1, 1.5, 2 ** 33]) assert.throws(() => createRandom(1).int(bound), RangeError);
});
