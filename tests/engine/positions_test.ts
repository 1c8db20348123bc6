import assert from "node:assert/strict";
import { createPositions } from "../../engine/positions.ts";

Deno.test("createPositions() finds dense and sparse ids alike, and nothing else", () => {
  for (const ids of [[3, 1, 2, 7], [3, 2 ** 40, 1], [5e6], []]) {
    const positionOf = createPositions(Float64Array.from(ids));
    ids.forEach((id, position) => assert.equal(positionOf(id), position));
    for (const other of [0, 4, -1, 1.5, 2 ** 53 - 1, NaN]) assert.equal(positionOf(other), -1, `${other}`);
  }
});
