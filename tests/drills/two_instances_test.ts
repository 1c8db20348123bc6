import assert from "node:assert/strict";
import { ignoreWithout } from "../fixtures/requires.ts";
import { ignoreWithoutSqld } from "../fixtures/sqld.ts";
import { drill } from "./two_instances.ts";

Deno.test({
  name: "what is bought at one instance is gone from the lists of the other, with Redis and without",
  ignore: ignoreWithoutSqld() || ignoreWithout("redis-server"),
  async fn() {
    const { redis, alone } = await drill({ purchases: 6, aloneFor: 1 });
    assert.ok([...redis, ...alone].every((ms) => ms < Infinity), `${redis}; ${alone}`);
  },
});
