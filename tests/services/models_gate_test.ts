import assert from "node:assert/strict";
import { addInteractions } from "../../db/interactions.ts";
import { findLatestVersion, listModels } from "../../db/models.ts";
import { addUsers } from "../../db/users.ts";
import { createRandom } from "../../engine/random.ts";
import type { TrainResult } from "../../services/models.ts";
import { interactionTypes } from "../../types.ts";
import { day, type Shop, start, withShop } from "../fixtures/shop.ts";

/** Settings under which nearly nothing of a history is left. */
const broken = { decayPerDay: 200 };

async function counted({ telemetry }: Shop, result: string): Promise<number> {
  const { values } = await telemetry.trainings.get();
  return values.find(({ labels }) => labels.result === result)?.value ?? 0;
}

Deno.test("train() rejects a model that is worse than the one that serves, which goes on; the figures are stored", () =>
  withShop(async (shop) => {
    const { db, services } = shop;
    const list = await services.recommendations.list(1, { count: 20 });
    const other = await shop.openInstance({ ranking: broken });
    const result = await other.models.train();
    assert.equal(result.published, false);
    assert.equal(result.version, 2);
    assert.equal(result.gate.passed, false);
    assert.equal(result.gate.inSpite, null);
    assert.match(result.gate.reason, /^worse than the serving model/);
    assert.deepEqual(other.models.state, { running: false, last: result });
    assert.equal(await counted(shop, "rejected"), 1);

    const [stored] = await listModels(db);
    assert.equal(stored!.version, 2);
    assert.equal(stored!.state, "rejected");
    assert.deepEqual(stored!.metrics["gate"], result.gate);
    assert.ok(typeof stored!.metrics["entries"] === "number");
    // Here, in the instance that trained, and after a start.
    assert.equal(await services.models.refresh(), false);
    assert.equal(other.models.ranker!.model.version, 1);
    assert.equal(await findLatestVersion(db), 1);
    assert.equal((await shop.openInstance()).models.ranker!.model.version, 1);
    assert.deepEqual(await services.recommendations.list(1, { count: 20 }), { ...list, source: "memory" });

    // A good one is published afterwards, with the next number.
    const good = await services.models.train();
    assert.deepEqual([good.published, good.version], [true, 3]);
    const [published] = await listModels(db);
    assert.deepEqual(published!.metrics["gate"], good.gate);
  }));

Deno.test("train() publishes what the gate would reject when it is forced to, and says so", () =>
  withShop(async (shop) => {
    const other = await shop.openInstance({ ranking: broken });
    const result = await other.models.train({ force: true });
    assert.deepEqual([result.published, result.gate.passed, result.gate.inSpite], [true, false, "forced"]);
    assert.equal(other.models.ranker!.model.version, 2);
    const [stored] = await listModels(shop.db);
    assert.equal(stored!.state, "published");
    assert.equal((stored!.metrics["gate"] as TrainResult["gate"]).inSpite, "forced");
    // One that passes needs no force.
    assert.equal((await shop.services.models.train({ force: true })).gate.inSpite, null);
  }));

Deno.test("train() publishes an equal model: no settings changed, nothing happened", () =>
  withShop(async ({ services }) => {
    const { published, gate } = await services.models.train();
    assert.equal(published, true);
    assert.equal(gate.servingMeasure, "same");
    assert.equal(gate.serving, gate.candidate);
    assert.ok(gate.differences["popularity"]!.low > 0);
    const again = await services.models.train();
    assert.deepEqual(again.gate, gate);
  }));

/** In place of all that happened, many more shoppers who take what is popular, and whatever else: there is no taste to learn. */
async function spoil({ writer }: Shop): Promise<void> {
  const random = createRandom(11), count = 400;
  await addUsers(
    writer,
    Array.from({ length: count }, () => ({ externalId: null, name: null, createdAt: start })),
  );
  const rows = Array.from({ length: 14 * count }, (_, i) => ({
    userId: 1 + i % count,
    productId: 1 + Math.floor(random.next() ** 2.5 * 48),
    type: interactionTypes[random.int(4)]!,
    rating: null,
    at: start - random.int(20 * day) - 1000,
    sessionId: null,
    eventId: null,
  }));
  await writer.write([{ sql: "DELETE FROM interactions", args: [] }]);
  await addInteractions(writer, rows);
}

Deno.test("train() rejects a model of events without any sense, and the old one goes on serving", () =>
  withShop(async (shop) => {
    await spoil(shop);
    const { models } = shop.services;
    const { published, gate } = await models.train();
    assert.deepEqual([published, gate.passed, gate.inSpite], [false, false, null], gate.reason);
    assert.match(gate.reason, /^worse than (popularity|decayed popularity)/);
    assert.equal(models.ranker!.model.version, 1);
  }));

Deno.test("train() publishes without measuring where too few users came, and says so", () =>
  withShop(async ({ db, writer, services }) => {
    await writer.write([{ sql: "DELETE FROM interactions WHERE user_id > 20", args: [] }]);
    const { published, gate } = await services.models.train();
    assert.equal(published, true);
    assert.match(gate.reason, /^not measured: too few users/);
    assert.equal(gate.candidate, null);
    const [stored] = await listModels(db);
    assert.deepEqual(stored!.metrics["gate"], gate);
  }));

Deno.test("train() publishes the first model whatever it is worth: there is nothing else that could serve", () =>
  withShop(async (shop) => {
    await spoil(shop);
    const { models } = shop.services;
    const { published, gate } = await models.train();
    assert.deepEqual([published, gate.passed, gate.inSpite], [true, false, "first"]);
    assert.equal(gate.servingMeasure, null);
    assert.equal(models.ranker!.model.version, 1);
  }, { train: false }));

Deno.test("train() measures against the newest model that is whole", () =>
  withShop(async (shop) => {
    await shop.services.models.train();
    await shop.writer.write([{ sql: "DELETE FROM model_artifacts WHERE version = 2", args: [] }]);
    const other = await shop.openInstance({ ranking: broken });
    assert.equal(other.models.ranker!.model.version, 1);
    const { published, gate } = await other.models.train();
    assert.deepEqual([published, gate.servingMeasure], [false, "settings"]);
  }));
