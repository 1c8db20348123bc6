import assert from "node:assert/strict";
import { drill, median } from "./start.ts";

Deno.test("a process that is started answers its first question with a personal list", async () => {
  const { starts, wrong } = await drill({ starts: 1, products: 60, users: 100, interactions: 2000 });
  assert.equal(wrong, 0);
  assert.ok(starts.every(({ listening, first }) => 0 < listening && listening < first));
});

Deno.test("median() is the middle one, or lies between the two", () => {
  assert.equal(median([3, 1, 2]), 2);
  assert.equal(median([4, 1, 2, 3]), 2.5);
});
