import assert from "node:assert/strict";
import { chooseKernels } from "../../engine/kernel_choice.ts";

const able = { simd: true, relaxedSimd: true, threads: true };

Deno.test("chooseKernels() shares memory among several threads, and trains on one where the host cannot", () => {
  const wanted = { relaxed: false, threads: 4 };
  assert.deepEqual(chooseKernels(wanted, able), { ranking: "strict", training: "shared", threads: 4 });
  assert.deepEqual(chooseKernels({ ...wanted, threads: 1 }, able).training, "strict");
  assert.deepEqual(chooseKernels(wanted, { ...able, threads: false }), {
    ranking: "strict",
    training: "strict",
    threads: 1,
  });
});

Deno.test("chooseKernels() ranks with relaxed kernels where they are wanted, but never trains with them", () => {
  const wanted = { relaxed: true, threads: 1 };
  assert.deepEqual(chooseKernels(wanted, able), { ranking: "relaxed", training: "strict", threads: 1 });
  assert.equal(chooseKernels(wanted, { ...able, relaxedSimd: false }).ranking, "strict");
  assert.throws(() => chooseKernels(wanted, { ...able, simd: false }), /has no SIMD$/);
});
