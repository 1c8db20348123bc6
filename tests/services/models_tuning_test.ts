import assert from "node:assert/strict";
import { addInteractions } from "../../db/interactions.ts";
import { listModels, saveModel } from "../../db/models.ts";
import { addUsers } from "../../db/users.ts";
import { createEventColumns } from "../../engine/event_columns.ts";
import { toArtifact } from "../../engine/model.ts";
import { createRandom } from "../../engine/random.ts";
import { defaultTrainOptions, train } from "../../engine/train.ts";
import type { TuneReport } from "../../engine/tuning/report.ts";
import { readEvents } from "../../services/training_events.ts";
import { interactionTypes } from "../../types.ts";
import { categories, day, productsPerCategory, type Shop, start, withShop } from "../fixtures/shop.ts";

/** Enough shoppers with a taste that settings can be chosen on some and confirmed on others. */
async function fill({ writer }: Shop, count = 240): Promise<void> {
  const random = createRandom(9), first = 82;
  await addUsers(
    writer,
    Array.from({ length: count }, () => ({ externalId: null, name: null, createdAt: start - 90 * day })),
  );
  const rows = Array.from({ length: count * 16 }, (_, i) => {
    const own = i % categories.length;
    const category = random.int(8) === 0 ? random.int(categories.length) : own;
    return {
      userId: first + i % count,
      productId: 1 + category + categories.length * random.int(productsPerCategory),
      type: interactionTypes[Math.min(3, random.int(6))]!,
      rating: null,
      at: start - random.int(20 * day) - 1000,
      sessionId: null,
      eventId: null,
    };
  });
  await addInteractions(writer, rows);
}

const budgetSeconds = 1.5;

Deno.test("train() does not search for settings unless it is asked to", () =>
  withShop(async (shop) => {
    await fill(shop);
    const { tuning, version } = await shop.services.models.train();
    assert.equal(tuning, null);
    const { settings } = shop.services.models.ranker!.model;
    assert.deepEqual([settings.tuned, settings.shares], [undefined, undefined]);
    const stored = (await listModels(shop.db)).find((row) => row.version === version);
    assert.equal(stored!.metrics["tuning"], undefined);
  }, { train: false }));

Deno.test("train() searches when it is due, stores what it found, and the next training starts from it", () =>
  withShop(async (shop) => {
    await fill(shop);
    const { models } = shop.services, phases = new Set<string>();
    const { tuning, version, interactions } = await models.train({
      tune: { budgetSeconds },
      onProgress: (phase) => phases.add(phase),
      force: true,
    });
    assert.ok(phases.has("tuning"));
    assert.ok(tuning!.trials.length > 3 && tuning!.users >= 30, tuning!.why);
    const tuned = { at: start, interactions, ensemble: true };
    assert.deepEqual(tuning!.tuned, tuned);
    const stored = (await listModels(shop.db)).find((row) => row.version === version);
    assert.deepEqual(stored!.metrics["tuning"], tuning);
    const { settings } = models.ranker!.model;
    assert.deepEqual(settings.tuned, tuned);
    if (tuning!.changed) assert.deepEqual(settings.shares, tuning!.chosen.shares);

    // Not due: the same settings, found long ago or not.
    shop.clock.now += 6 * day;
    const next = await models.train({ tune: { budgetSeconds } });
    assert.equal(next.tuning, null);
    assert.equal(next.gate.servingMeasure, "same");
    assert.deepEqual(models.ranker!.model.settings, settings);
    // Without a search they stay as well, and another instance finds them.
    const other = await shop.openInstance();
    await other.models.train();
    assert.deepEqual(other.models.ranker!.model.settings, settings);
    // A week later it is.
    shop.clock.now += 2 * day;
    const late = await models.train({ tune: { budgetSeconds } });
    assert.equal(late.tuning!.tuned!.at, shop.clock.now);
    // It may be asked for at any time.
    assert.equal((await models.train({ tune: { budgetSeconds: 0, always: true } })).tuning, null);
    assert.ok((await models.train({ tune: { budgetSeconds: 0.5, always: true } })).tuning);
  }, { train: false }));

Deno.test("train() leaves alone what somebody set on purpose, and serves by it", () =>
  withShop(async (shop) => {
    await fill(shop);
    const ensemble = { cf: 0.2, mf: 0.8 };
    const ranking = { ensemble, decayPerDay: 0.05, decayIsSet: true, tuneBudgetSeconds: budgetSeconds };
    const other = await shop.openInstance({ ranking });
    const { tuning } = await other.models.train({ tune: {}, force: true });
    assert.equal(tuning!.budgetSeconds, budgetSeconds);
    assert.deepEqual([tuning!.chosen.shares, tuning!.chosen.tasteDecayPerDay], [undefined, undefined]);
    const { settings } = other.models.ranker!.model;
    assert.deepEqual([settings.ensemble, settings.decayPerDay, settings.shares], [ensemble, 0.05, undefined]);
    // With the weights open again it is due.
    assert.ok((await shop.services.models.train({ tune: { budgetSeconds } })).tuning);
    // Never is never.
    const never = await shop.openInstance({ ranking: { tuneBudgetSeconds: 0 } });
    shop.clock.now += 30 * day;
    assert.equal((await never.models.train({ tune: {} })).tuning, null);
  }, { train: false }));

Deno.test("train() is not due again after a model that was searched for was rejected", () =>
  withShop(async (shop) => {
    await fill(shop);
    // Nearly nothing of a history is left: worse than the one that serves whatever the settings of the members.
    const ranking = { decayPerDay: 200, decayIsSet: true, ensemble: { cf: 0.7, mf: 0.3 } };
    const other = await shop.openInstance({ ranking });
    await shop.services.models.train();
    const { published, tuning } = await other.models.train({ tune: { budgetSeconds } });
    assert.deepEqual([published, tuning === null], [false, false]);
    const rejected = (await listModels(shop.db))[0]!;
    assert.equal(rejected.state, "rejected");
    assert.ok((rejected.metrics["tuning"] as TuneReport).tuned);
    assert.equal((await other.models.train({ tune: { budgetSeconds } })).tuning, null);
  }));

Deno.test("list() folds histories in with the decay that was found, unless one was set on purpose", () =>
  withShop(async (shop) => {
    const columns = createEventColumns();
    for await (const page of readEvents(shop.db, () => {})) columns.append(page);
    const options = {
      ...defaultTrainOptions,
      asOf: start,
      createdAt: start,
      version: 2,
      tasteDecayPerDay: 0.5,
    };
    const artifact = toArtifact(train(columns.take(), options));
    await saveModel(shop.writer, { version: 2, createdAt: start, state: "published", metrics: {}, artifact });
    const list = async (ranking = {}) =>
      (await (await shop.openInstance({ ranking })).recommendations.list(1, { count: 20 })).items
        .map(({ product, score }) => [product.id, score]);
    const found = await list();
    assert.deepEqual(await list({ decayPerDay: 0.5, decayIsSet: true }), found);
    // What is not set on purpose is of what is popular.
    assert.deepEqual(await list({ decayPerDay: 3 }), found);
    assert.notDeepEqual(await list({ decayPerDay: 3, decayIsSet: true }), found);
  }));
