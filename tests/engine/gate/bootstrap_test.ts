import assert from "node:assert/strict";
import { bootstrap } from "../../../engine/gate/bootstrap.ts";
import { createRandom } from "../../../engine/random.ts";

function normals(count: number, mean: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => mean + random.normal());
}

Deno.test("bootstrap() is about as wide as the theory says: 1.96 standard errors to each side of the mean", () => {
  const values = normals(400, 0.3, 1);
  const [{ mean, low, high }] = bootstrap([values], 7) as [{ mean: number; low: number; high: number }];
  const average = values.reduce((sum, value) => sum + value, 0) / 400;
  const error = Math.sqrt(values.reduce((sum, value) => sum + (value - average) ** 2, 0) / 400 / 400);
  assert.equal(mean, average);
  for (const half of [mean - low, high - mean]) {
    assert.ok(Math.abs(half / (1.96 * error) - 1) < 0.15, `${half} against ${1.96 * error}`);
  }
});

Deno.test("bootstrap() leaves the true mean out in about one of twenty samples", () => {
  let outside = 0;
  for (let sample = 0; sample < 300; sample++) {
    const [interval] = bootstrap([normals(60, 1, 100 + sample)], sample);
    if (interval!.low > 1 || interval!.high < 1) outside++;
  }
  // Binomial with 300 and 0.05: mean 15, deviation 3.8; the percentile interval of 60 is slightly narrow.
  assert.ok(outside >= 4 && outside <= 32, `${outside}`);
});

Deno.test("bootstrap() gives the same intervals for the same seed, and draws the same users for every column", () => {
  const values = normals(50, 0, 3), negated = values.map((value) => -value);
  const [one, other] = bootstrap([values, negated], 5);
  assert.deepEqual(bootstrap([values], 5), [one]);
  assert.notDeepEqual(bootstrap([values], 6), [one]);
  assert.ok(Math.abs(one!.low + other!.high) < 1e-12 && Math.abs(one!.high + other!.low) < 1e-12);
});

Deno.test("bootstrap() of differences that are all 0 is 0, and of one user is that user", () => {
  assert.deepEqual(bootstrap([new Float64Array(40)], 1), [{ mean: 0, low: 0, high: 0 }]);
  assert.deepEqual(bootstrap([Float64Array.of(-0.5)], 1), [{ mean: -0.5, low: -0.5, high: -0.5 }]);
});
