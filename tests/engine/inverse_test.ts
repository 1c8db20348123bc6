import assert from "node:assert/strict";
import { mostArenaBytes } from "../../core-wasm/layout.ts";
import { inverseBytesFor, inverseStrideOf, invertInPlace, largestInverse } from "../../engine/inverse.ts";
import { createRandom } from "../../engine/random.ts";
import { createSoloTeam, type Team } from "../../engine/team.ts";
import { withTeam } from "./with_team.ts";

/** X'X + I of a random X, lower triangle; what stands elsewhere must not matter. */
function createDefinite(n: number): Float64Array {
  const random = createRandom(n), rows = n + 5;
  const x = Float64Array.from({ length: rows * n }, () => random.int(3) === 0 ? 1 + random.int(4) : 0);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      for (let r = 0; r < rows; r++) out[i * n + j]! += x[r * n + i]! * x[r * n + j]!;
    }
    out[i * n + i]! += n;
  }
  return out;
}

/** Rows of `inverseStrideOf(n)`. */
function invert(team: Team, dense: Float64Array, n: number, onProgress?: (done: number) => void) {
  const { arena } = team, mark = arena.mark(), stride = inverseStrideOf(n);
  const cells = arena.f32(stride * stride), view = cells.view.fill(NaN);
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) view[i * stride + j] = dense[i * n + j]!;
  const refused = invertInPlace(team, { cells, n, stride }, onProgress);
  const inverse = cells.view.slice();
  arena.reset(mark);
  return { inverse, stride, refused };
}

Deno.test("invertInPlace() gives a matrix whose product with the first is I, whatever the size", () => {
  const team = createSoloTeam();
  for (const n of [1, 2, 23, 24, 25, 95, 96, 97, 200, 257]) {
    const dense = createDefinite(n), { inverse, stride } = invert(team, dense, n);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        assert.equal(inverse[i * stride + j], inverse[j * stride + i]);
        let product = 0;
        for (let k = 0; k < n; k++) product += dense[i * n + k]! * inverse[k * stride + j]!;
        assert.ok(Math.abs(product - Number(i === j)) < 3e-5, `(${i}, ${j}) of ${n}: ${product}`);
      }
      for (let j = n; j < stride; j++) assert.ok(inverse[i * stride + j] === 0);
    }
  }
});

Deno.test("invertInPlace() is near the inverse of columns that are alike, also over several blocks", () => {
  const team = createSoloTeam();
  for (const [n, alike] of [[96, 100], [97, 100], [97, 1000], [200, 100], [300, 30]] as const) {
    const dense = new Float64Array(n * n).fill(alike);
    for (let i = 0; i < n; i++) dense[i * n + i]! += 1;
    const { inverse, stride, refused } = invert(team, dense, n);
    assert.equal(refused, undefined);
    // (I + c 11')^-1 = I - c / (1 + n c) 11' (Sherman and Morrison), to what a condition number of 1 + n c leaves of single precision.
    const beside = -alike / (1 + n * alike), bound = 1e-7 * (1 + n * alike);
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) {
        const off = Math.abs(inverse[i * stride + j]! - beside - Number(i === j));
        assert.ok(off < bound, `(${i}, ${j}) of ${n}, ${alike}: off by ${off}, not ${bound}`);
      }
    }
  }
});

for (const helpers of [1, 3]) {
  Deno.test(`invertInPlace() gives the same bytes with ${helpers} helpers as alone`, async () => {
    const n = 603, dense = createDefinite(n);
    const alone = invert(createSoloTeam(), dense, n).inverse;
    await withTeam(helpers, (team) => assert.deepEqual(invert(team, dense, n).inverse, alone));
  });
}

Deno.test("invertInPlace() names the block that is not positive definite, and gives its memory back", () => {
  const team = createSoloTeam(), n = 250, dense = createDefinite(n);
  dense[200 * n + 200] = -1;
  const mark = team.arena.mark();
  assert.equal(invert(team, dense, n).refused, 192);
  dense[3 * n + 1] = NaN;
  assert.equal(invert(team, dense, n).refused, 0);
  assert.equal(team.arena.mark(), mark);
});

Deno.test("invertInPlace() reports progress that rises to 1", () => {
  const n = 500, seen: number[] = [];
  invert(createSoloTeam(), createDefinite(n), n, (done) => seen.push(done));
  assert.ok(seen.length > n / 96 && seen.every((done, i) => i === 0 || done > seen[i - 1]!));
  assert.equal(seen.at(-1), 1);
});

Deno.test("inverseBytesFor() is what an inversion takes, and largestInverse() the last that fits", () => {
  const team = createSoloTeam(), n = 610, bytes = inverseBytesFor(n);
  invert(team, createDefinite(n), n);
  // Given back, but not to the system: its size is that of the peak.
  const taken = team.arena.memory.buffer.byteLength;
  assert.ok(bytes <= taken && taken < bytes + 2 * 65536, `${taken} of ${bytes}`);
  const most = largestInverse(bytes);
  assert.ok(most >= n && inverseBytesFor(most) <= bytes && inverseBytesFor(most + 1) > bytes);
  assert.ok(inverseBytesFor(largestInverse()) <= mostArenaBytes && largestInverse() > 32_000);
  assert.equal(largestInverse(0), 0);
});
