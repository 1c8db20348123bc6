import assert from "node:assert/strict";
import fc from "fast-check";
import { defaultEaseOptions, fitEase } from "../../engine/ease.ts";
import { arenaBytesFor, checkSize, trainingBytesFor } from "../../engine/memory.ts";
import { defaultMfOptions, fitMf } from "../../engine/mf.ts";
import { defaultSvdOptions, fitSvd } from "../../engine/svd.ts";
import { createSoloTeam } from "../../engine/team.ts";
import { toMatrix } from "./member_contract.ts";
import { planted } from "./planted.ts";

Deno.test("arenaBytesFor() is at least what fitting takes, and not much more", () => {
  const { rows } = planted({ users: 3_000, products: 900, groups: 5, interactions: 40, days: 20, seed: 3 });
  const matrix = toMatrix(rows);
  const size = {
    users: matrix.userIds.length,
    items: matrix.itemIds.length,
    entries: matrix.values.length,
  };
  for (const factors of [16, 64, 100]) {
    const team = createSoloTeam();
    const options = { team, seed: 1, weight: 1 };
    fitSvd(matrix, { ...defaultSvdOptions, ...options, factors });
    fitMf(matrix, { ...defaultMfOptions, ...options, factors, epochs: 1 });
    // Reset, but never given back: its size is that of the peak.
    const taken = team.arena.memory.buffer.byteLength, bytes = arenaBytesFor({ ...size, factors });
    assert.ok(taken <= bytes && bytes < taken + 2.5e6, `${taken} of ${bytes}`);
  }
});

Deno.test("arenaBytesFor() of EASE is what its inverse takes, and of what has neither factors nor an inverse nearly nothing", () => {
  const { rows } = planted({ users: 400, products: 1_300, groups: 5, interactions: 30, days: 20, seed: 3 });
  const matrix = toMatrix(rows), team = createSoloTeam();
  const size = {
    users: matrix.userIds.length,
    items: matrix.itemIds.length,
    entries: matrix.values.length,
    factors: 0,
  };
  fitEase(matrix, { ...defaultEaseOptions, team, weight: 1 });
  const taken = team.arena.memory.buffer.byteLength,
    bytes = arenaBytesFor({ ...size, neighbours: { ease: 200 } });
  assert.ok(taken <= bytes && bytes < taken + 2.5e6, `${taken} of ${bytes}`);
  assert.equal(arenaBytesFor({ ...size, neighbours: { "item-knn": 200, "rp3beta": 200 } }), 1e6);
});

Deno.test("trainingBytesFor() grows with every member", () => {
  const size = { users: 3_000, items: 2_000, entries: 150_000, factors: 64 };
  const first = { ...size, firstPopularity: true };
  const lists = [{}, { "rp3beta": 200 }, { "rp3beta": 200, "item-knn": 200 }];
  const grown = [
    size,
    ...[...lists, { ...lists[2], "ease": 200 }].map((neighbours) => ({ ...first, neighbours })),
  ].map(trainingBytesFor);
  grown.forEach((bytes, i) => assert.ok(i === 0 || bytes > grown[i - 1]!, grown.join(" ")));
});

Deno.test("arenaBytesFor() and trainingBytesFor() grow with everything", () => {
  const number = fc.integer({ min: 1, max: 1e8 });
  const sizes = fc.record({
    users: number,
    items: number,
    entries: number,
    factors: fc.integer({ min: 1, max: 512 }),
  });
  fc.assert(fc.property(sizes, (size) => {
    assert.ok(trainingBytesFor(size) > arenaBytesFor(size));
    for (const key of ["users", "items", "entries"] as const) {
      assert.ok(arenaBytesFor({ ...size, [key]: size[key] + 1 }) > arenaBytesFor(size), key);
    }
    assert.ok(arenaBytesFor({ ...size, factors: size.factors + 4 }) > arenaBytesFor(size));
  }));
});

Deno.test("checkSize() lets 20 million interactions with 64 factors through", () => {
  checkSize({ users: 138_000, items: 27_000, entries: 20_000_000, factors: 64 });
});

Deno.test("checkSize() refuses what does not fit, and names what would", () => {
  const size = { users: 5_000_000, items: 1_000_000, entries: 100_000_000, factors: 128 };
  let message = "";
  try {
    checkSize(size);
  } catch (error) {
    assert.ok(error instanceof RangeError);
    message = error.message;
  }
  assert.match(
    message,
    /^Cannot train: 100000000 entries of 5000000 users and 1000000 products with 128 factors need 4\.\d GB of the 4\.3 GB /,
  );
  const [, factors, entries] = /; (\d+) factors or (\d+) interactions would fit$/.exec(message)!;
  checkSize({ ...size, factors: Number(factors) });
  checkSize({ ...size, entries: Number(entries) });
  assert.throws(() => checkSize({ ...size, factors: Number(factors) + 1 }), RangeError);
  assert.throws(() => checkSize({ ...size, entries: Number(entries) + 1 }), RangeError);
  assert.throws(() => checkSize({ ...size, users: 1e9 }), /take fewer users or products$/);
});

Deno.test("trainingBytesFor() counts a search for settings, of which large shops need hardly more than the training itself", () => {
  const size = { users: 138_000, items: 27_000, entries: 20_000_000, factors: 64 };
  const plain = trainingBytesFor(size), tuned = trainingBytesFor({ ...size, tuned: true });
  assert.ok(tuned >= plain && tuned < 1.5 * plain, `${plain} ${tuned}`);
  const small = { users: 3_000, items: 2_000, entries: 150_000, factors: 64, tuned: true };
  assert.ok(trainingBytesFor(small) < 150e6);
});
