import assert from "node:assert/strict";
import { findLatestModel, findLatestVersion, listModels, nextVersion, saveModel } from "../../db/models.ts";
import { ConflictError, UnavailableError } from "../../errors.ts";
import type { Writer } from "../../db/writer.ts";
import { testEach } from "./setup.ts";

const model = (version: number, state: "published" | "rejected" = "published", size = 64) => ({
  version,
  createdAt: 1000 + version,
  state,
  metrics: { hr: version / 10, note: "é" },
  artifact: new Uint8Array(size).fill(version),
});

testEach(
  "saveModel() publishes, findLatestModel() gives the same bytes, fit for typed arrays",
  async ({ db, writer }) => {
    assert.equal(await findLatestModel(db), undefined);
    assert.equal(await findLatestVersion(db), undefined);
    assert.equal(await nextVersion(db), 1);
    await saveModel(writer, model(1, "published", 3_000_000));
    const found = await findLatestModel(db);
    assert.equal(found?.version, 1);
    assert.equal(found?.createdAt, 1001);
    assert.deepEqual(found?.artifact, model(1, "published", 3_000_000).artifact);
    assert.equal(found?.artifact.byteOffset, 0);
    new Float64Array(found!.artifact.buffer, found!.artifact.byteOffset, 8);
    assert.equal(await nextVersion(db), 2);
    const [listed] = await listModels(db);
    assert.deepEqual({ ...listed, checksum: 0 }, {
      version: 1,
      createdAt: 1001,
      state: "published",
      metrics: { hr: 0.1, note: "é" },
      artifactBytes: 3_000_000,
      checksum: 0,
    });
  },
);

testEach("findLatestModel() leaves the event loop its turns between the parts", async ({ db, writer }) => {
  await saveModel(writer, model(1, "published", 8 << 20));
  let turns = 0;
  const timer = setInterval(() => turns++, 0);
  await findLatestModel(db);
  clearInterval(timer);
  assert.ok(turns >= 4, `${turns} turns`);
});

testEach("saveModel() supersedes the one before and keeps the last five", async ({ db, writer }) => {
  for (let version = 1; version <= 8; version++) await saveModel(writer, model(version));
  const states = (await listModels(db)).map(({ version, state }) => [version, state]);
  assert.deepEqual(states, [
    [8, "published"],
    [7, "superseded"],
    [6, "superseded"],
    [5, "superseded"],
    [4, "superseded"],
  ]);
  assert.equal((await db.get("SELECT count(*) AS n FROM model_artifacts"))?.["n"], 5);
  assert.equal(await findLatestVersion(db), 8);
  await assert.rejects(saveModel(writer, model(8)), ConflictError);
  assert.equal(await findLatestVersion(db), 8);
});

testEach(
  "saveModel() of a rejected model leaves the published one, and counts as a version",
  async ({ db, writer }) => {
    await saveModel(writer, model(1));
    for (let version = 2; version <= 9; version++) await saveModel(writer, model(version, "rejected"));
    assert.equal((await findLatestModel(db))?.version, 1);
    assert.equal(await findLatestVersion(db), 1);
    assert.equal(await nextVersion(db), 10);
    assert.equal((await db.get("SELECT count(*) AS n FROM model_artifacts"))?.["n"], 1);
  },
);

testEach("saveModel() that is cut short leaves the model before in place", async ({ db, writer }) => {
  await saveModel(writer, model(1));
  for (let allowed = 0; allowed < 5; allowed++) {
    let left = allowed;
    const failing: Writer = {
      pending: 0,
      close: () => writer.close(),
      write: (statements) =>
        left-- > 0 ? writer.write(statements) : Promise.reject(new UnavailableError("Cannot write: gone")),
    };
    const next = model(await nextVersion(db), "published", 2_500_000);
    await assert.rejects(saveModel(failing, next), UnavailableError);
    assert.equal((await findLatestModel(db))?.version, 1);
  }
  await saveModel(writer, model(await nextVersion(db), "published", 2_500_000));
  assert.equal((await findLatestModel(db))?.version, 6);
});

testEach("findLatestModel() refuses bytes that are not the ones that were saved", async ({ db, writer }) => {
  await saveModel(writer, model(1));
  await writer.write([{ sql: "UPDATE model_artifacts SET bytes = zeroblob(64)", args: [] }]);
  await assert.rejects(findLatestModel(db), /^Error: Cannot read model "1": its checksum does not match$/);
});
