import assert from "node:assert/strict";
import { drill } from "./memory.ts";

Deno.test({
  name: "under mixed load nothing fails, descriptors stay, and no fault goes uncaught",
  // Where there is no /proc, there is nothing to read the curve from.
  ignore: Deno.build.os !== "linux",
  async fn() {
    const { load, samples, descriptorGrowth, uncaught } = await drill({ seconds: 4, rate: 60 });
    assert.equal(load.failed, 0, JSON.stringify(load.faults));
    assert.ok(samples.length > 10);
    assert.ok(samples.every(({ rss }) => rss > 30 && rss < 2000));
    assert.ok(descriptorGrowth <= 10, `${descriptorGrowth}`);
    assert.equal(uncaught, 0);
  },
});
