import assert from "node:assert/strict";
import { listOptedOut } from "../../db/choices.ts";
import { addInteractions, countInteractions } from "../../db/interactions.ts";
import { acquireLease } from "../../db/leases.ts";
import { crc32 } from "node:zlib";
import { findLatestModel, listModels } from "../../db/models.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import type { TrainPhase } from "../../services/models.ts";
import { type Shop, start, withShop } from "../fixtures/shop.ts";

Deno.test("train() publishes a model that is live at once, and that another instance notices", () =>
  withShop(async (shop) => {
    const { models } = shop.services;
    assert.equal(models.ranker, undefined);
    const other = await shop.openInstance();
    const phases = new Set<TrainPhase>();
    const result = await models.train({ onProgress: (phase) => phases.add(phase) });
    assert.equal(result.published, true);
    assert.equal(models.ranker!.model.version, result.version);
    assert.equal(models.state.running, false);
    for (const phase of ["read", "matrix", "svd", "mf", "popularity", "publish"] as const) {
      assert.ok(phases.has(phase), phase);
    }
    assert.equal(await other.models.refresh(), true);
    assert.equal(other.models.ranker!.model.version, result.version);
    assert.equal(await other.models.refresh(), false);
  }, { train: false }));

Deno.test("train() keeps the last five versions, each with a new number", () =>
  withShop(async ({ services, db }) => {
    for (let i = 0; i < 6; i++) await services.models.train();
    const versions = (await listModels(db)).map(({ version }) => version).sort((a, b) => a - b);
    assert.equal(versions.length, 5);
    assert.equal(versions.at(-1), 7);
  }));

Deno.test("train() gives the same answer from the same data in every version", () =>
  withShop(async ({ services }) => {
    const first = await services.recommendations.list(1, { count: 20 });
    await services.models.train();
    const second = await services.recommendations.list(1, { count: 20 });
    assert.notEqual(first.modelVersion, second.modelVersion);
    assert.deepEqual(
      first.items.map(({ product, score }) => [product.id, score]),
      second.items.map(({ product, score }) => [product.id, score]),
    );
  }));

Deno.test("train() refuses while another holds the lease, and the old model goes on serving", () =>
  withShop(async ({ services, writer, clock }) => {
    const version = services.models.ranker!.model.version;
    assert.ok(await acquireLease(writer, { name: "train", holder: "other", now: clock.now, ttlMs: 60_000 }));
    await assert.rejects(services.models.train(), ConflictError);
    assert.equal(services.models.ranker!.model.version, version);
    clock.now += 61_000;
    await services.models.train();
    assert.notEqual(services.models.ranker!.model.version, version);
  }));

Deno.test("train() says so when there is nothing to learn from", () =>
  withShop(async ({ services }) => {
    await assert.rejects(services.models.train(), InvalidInputError);
    assert.match(JSON.stringify(services.models.state.last), /no interactions/);
    // The lease is free again.
    await assert.rejects(services.models.train(), InvalidInputError);
  }, { empty: true }));

Deno.test("train() says so when nobody's acts may be learnt from", () =>
  withShop(async ({ db, writer, services }) => {
    await writer.write([{
      sql: "INSERT INTO user_choices (user_id, personal, epoch) SELECT id, 0, id FROM users",
      args: [],
    }]);
    assert.equal((await listOptedOut(db)).length > 0, true);
    await assert.rejects(services.models.train(), InvalidInputError);
  }));

Deno.test("train() stops when it is cancelled, and can run again", () =>
  withShop(async ({ services }) => {
    const version = services.models.ranker!.model.version;
    const controller = new AbortController();
    await assert.rejects(services.models.train({
      signal: controller.signal,
      onProgress: (phase) => phase === "svd" && controller.abort(),
    }));
    assert.equal(services.models.ranker!.model.version, version);
    await services.models.train();
  }));

Deno.test("refresh() keeps the live model when the newest artifact is damaged", () =>
  withShop(async (shop) => {
    const other = await shop.openInstance();
    const before = other.models.ranker;
    await shop.services.models.train();
    await shop.writer.write([{
      sql:
        "UPDATE model_artifacts SET bytes = substr(bytes, 1, 1000) WHERE version = (SELECT max(version) FROM model_artifacts)",
      args: [],
    }]);
    await assert.rejects(other.models.refresh(), /Cannot read model "2": \d+ of "\d+" bytes are there/);
    assert.equal(other.models.ranker, before);
    // Said once: it is not read again and again.
    assert.equal(await other.models.refresh(), false);
    await shop.services.models.train();
    assert.equal(await other.models.refresh(), true);
  }));

/** Changes the artifact of the newest model as it is stored, with a checksum that fits where `signed`. */
async function damage(
  { db, writer }: Pick<Shop, "db" | "writer">,
  change: (artifact: Uint8Array) => void,
  { signed = false } = {},
): Promise<void> {
  const { version, artifact } = (await findLatestModel(db))!;
  change(artifact);
  if (signed) {
    const view = new DataView(artifact.buffer);
    view.setUint32(12, 0, true);
    const sum = crc32(artifact.subarray(16), crc32(artifact.subarray(0, 12)));
    view.setUint32(12, sum, true);
  }
  await writer.write([
    { sql: "UPDATE model_artifacts SET bytes = ? WHERE version = ? AND part = 0", args: [artifact, version] },
    ...(signed
      ? [{ sql: "UPDATE models SET checksum = ? WHERE version = ?", args: [crc32(artifact), version] }]
      : []),
  ]);
}

const damages: Record<string, { change: (artifact: Uint8Array) => void; signed?: boolean }> = {
  "a flipped bit": { change: (a) => void (a[a.length >> 1]! ^= 1) },
  "NaN for a factor": { change: (a) => void a.fill(0xff, a.length - 64, a.length - 16), signed: true },
  "a header that claims 2 GB": {
    change: (a) => new DataView(a.buffer).setUint32(8, 2 ** 31, true),
    signed: true,
  },
  "an artifact that claims 2 GB": {
    change: (a) => new DataView(a.buffer).setBigUint64(16, 2n ** 31n, true),
    signed: true,
  },
};

for (const [name, { change, signed = false }] of Object.entries(damages)) {
  Deno.test(`${name} in the newest model: a start serves the one before, a refresh keeps the live one`, () =>
    withShop(async (shop) => {
      const running = await shop.openInstance();
      await shop.services.models.train();
      await damage(shop, change, { signed });
      await assert.rejects(running.models.refresh(), /Cannot (load|read) model/);
      assert.equal(running.models.ranker!.model.version, 1);
      const started = await shop.openInstance();
      assert.equal(started.models.ranker!.model.version, 1);
      const { strategy, items } = await started.recommendations.list(1, { count: 10 });
      assert.equal(strategy, "personal");
      assert.equal(items.length, 10);
      await shop.services.models.train();
      assert.equal(await started.models.refresh(), true);
    }));
}

Deno.test("a row that claims 2 GB of model takes no memory", () =>
  withShop(async (shop) => {
    await shop.writer.write([{ sql: "UPDATE models SET artifact_bytes = ?", args: [2 ** 31] }]);
    const started = await shop.openInstance();
    assert.equal(started.models.ranker, undefined);
    assert.equal((await started.recommendations.list(1, { count: 10 })).strategy, "popular");
  }));

Deno.test("cancel() ends a run, gives its lease back, and tells when there is none", () =>
  withShop(async ({ services: { models } }) => {
    assert.equal(await models.cancel(), false);
    const version = models.ranker!.model.version;
    const started = Promise.withResolvers<void>();
    const run = models.train({ onProgress: (phase) => phase === "svd" && started.resolve() });
    run.catch(() => {});
    await started.promise;
    assert.equal(await models.cancel(), true);
    await assert.rejects(run, /was cancelled/);
    assert.deepEqual(models.state, {
      running: false,
      last: { error: "Cannot train: the run was cancelled" },
    });
    assert.equal(models.ranker!.model.version, version);
    await models.train();
  }));

Deno.test("train() refuses a second run of the same instance", () =>
  withShop(async ({ services: { models } }) => {
    const first = models.train();
    await assert.rejects(models.train(), ConflictError);
    await first;
  }));

Deno.test("train() learns from every interaction, however many pages they take", () =>
  withShop(async ({ services, db, writer }) => {
    const rows = Array.from({ length: 6_000 }, (_, i) => ({
      userId: 1 + i % 80,
      productId: 1 + (i * 7) % 48,
      type: "view" as const,
      rating: null,
      at: start - i * 1000,
      sessionId: null,
      eventId: null,
    }));
    await addInteractions(writer, rows);
    const { interactions } = await services.models.train();
    assert.equal(interactions, await countInteractions(db));
    assert.ok(interactions > 7_000);
  }, { train: false }));

Deno.test("train() may start again soon after a process was killed in the middle of it", () =>
  withShop(async ({ services, writer, clock }) => {
    // What a killed process leaves behind: a lease that nobody renews.
    const killed = { name: "train", holder: "killed", now: clock.now, ttlMs: 30_000 };
    assert.ok(await acquireLease(writer, killed));
    await assert.rejects(services.models.train(), ConflictError);
    clock.now += 31_000;
    await services.models.train();
  }));
