import assert from "node:assert/strict";
import { sliceUsers } from "../../../engine/evaluation/slices.ts";

Deno.test("sliceUsers() puts 0, 1 to 5, 6 to 20 and more items apart", () => {
  const known = Int32Array.of(0, 1, 5, 6, 20, 21, 400, 0);
  const values = Float64Array.of(1, 2, 4, 8, 16, 32, 64, 128);
  assert.deepEqual(sliceUsers({ "hr@10": values }, known), [
    { interactions: "0", users: 2, metrics: { "hr@10": 64.5 } },
    { interactions: "1-5", users: 2, metrics: { "hr@10": 3 } },
    { interactions: "6-20", users: 2, metrics: { "hr@10": 12 } },
    { interactions: "21+", users: 2, metrics: { "hr@10": 48 } },
  ]);
});

Deno.test("sliceUsers() leaves out slices without users, and gives none without metrics", () => {
  assert.deepEqual(
    sliceUsers({ "ndcg@5": Float64Array.of(0.5, 0.25) }, Int32Array.of(7, 7)),
    [{ interactions: "6-20", users: 2, metrics: { "ndcg@5": 0.375 } }],
  );
  assert.deepEqual(sliceUsers({}, Int32Array.of(7, 7)), []);
});
