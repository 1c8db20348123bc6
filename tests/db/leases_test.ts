import assert from "node:assert/strict";
import { acquireLease, releaseLease } from "../../db/leases.ts";
import { testEach } from "./setup.ts";

testEach("acquireLease() lets one holder in until it gives back or its time is over", async ({ writer }) => {
  const take = (holder: string, now: number, name = "train") =>
    acquireLease(writer, { name, holder, now, ttlMs: 100 });
  assert.equal(await take("a", 1000), true);
  assert.equal(await take("b", 1050), false);
  assert.equal(await take("b", 1050, "other"), true);
  // Renewed: until 1190.
  assert.equal(await take("a", 1090), true);
  assert.equal(await take("b", 1150), false);
  assert.equal(await take("b", 1190), true);
  assert.equal(await take("a", 1200), false);
  await releaseLease(writer, { name: "train", holder: "a" });
  assert.equal(await take("a", 1200), false);
  await releaseLease(writer, { name: "train", holder: "b" });
  assert.equal(await take("a", 1200), true);
});

testEach("acquireLease() lets in one of many that ask at the same time", async ({ writer }) => {
  const asked = Array.from(
    { length: 20 },
    (_, i) => acquireLease(writer, { name: "train", holder: `h${i}`, now: 1, ttlMs: 10 }),
  );
  assert.equal((await Promise.all(asked)).filter(Boolean).length, 1);
});

testEach(
  "acquireLease() does not wait for a lease that was taken by a clock far ahead",
  async ({ writer }) => {
    const take = (holder: string, now: number) =>
      acquireLease(writer, { name: "train", holder, now, ttlMs: 60_000 });
    for (const ahead of [365 * 86_400_000, 3_600_000]) {
      assert.equal(await take("a", ahead), true);
      assert.equal(await take("b", ahead + 1000), false);
      assert.equal(await take("b", 1000), true);
      await releaseLease(writer, { name: "train", holder: "b" });
    }
  },
);
