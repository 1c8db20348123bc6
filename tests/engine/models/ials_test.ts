import assert from "node:assert/strict";
import { ials } from "../../../engine/models/ials.ts";
import { openTeam } from "../../../engine/open_team.ts";
import { createRandom } from "../../../engine/random.ts";
import type { Team } from "../../../engine/team.ts";
import { toData } from "./score_users.ts";

Deno.test("ials gives the same state on two threads as on one, and hands the memory back", () => {
  const random = createRandom(4), users = 3_000, items = 200;
  const pairs = Array.from({ length: 12_000 }, () => ({ user: random.int(users), item: random.int(items) }));
  const data = toData(pairs, { users, items });
  const fit = (team?: Team) =>
    ials.fit(data, { ...ials.defaults, factors: 10, iterations: 2 }, {
      ...{ seed: 1, repeats: false, team },
      onProgress: () => {},
    });
  const alone = fit();
  assert.ok(alone.itemFactors.every(Number.isFinite));
  const { team, close } = openTeam(2);
  try {
    const start = team.arena.mark();
    for (let round = 0; round < 2; round++) assert.deepEqual(fit(team), alone);
    assert.equal(team.arena.mark(), start);
  } finally {
    close();
  }
  assert.deepEqual(fit(), alone);
});
