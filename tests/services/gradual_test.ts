import assert from "node:assert/strict";
import { createGradual, gradually } from "../../services/gradual.ts";

/** Counts the numbers below 2,000, each of which takes 20 microseconds. */
function countSlowly() {
  let acts = 0;
  const work = createGradual(function* () {
    yield* gradually(Array.from({ length: 2_000 }, (_, i) => i), () => {
      acts++;
      for (const until = performance.now() + 0.02; performance.now() < until;);
    });
    return acts;
  });
  return { work, acts: () => acts };
}

Deno.test("prepare() lets others run while it works, and now() has what it made", async () => {
  const { work, acts } = countSlowly();
  const between: number[] = [];
  const looking = setInterval(() => between.push(acts()), 0);
  await work.prepare();
  clearInterval(looking);
  assert.ok(between.some((count) => count > 0 && count < 2_000), String(between));
  assert.equal(work.now(), 2_000);
  assert.equal(acts(), 2_000);
});

Deno.test("now() does the rest of what prepare() began, once", async () => {
  const { work, acts } = countSlowly();
  const prepared = work.prepare();
  assert.ok(acts() > 0 && acts() < 2_000);
  assert.equal(work.now(), 2_000);
  await prepared;
  assert.equal(work.now(), 2_000);
  assert.equal(acts(), 2_000);
});
