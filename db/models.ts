/** Trained models and their artifacts. */
import { crc32 } from "node:zlib";
import { and, desc, lt, max, ne } from "drizzle-orm";
import type { Database } from "./open.ts";
import { models } from "./schema.ts";
import type { Statement, Writer } from "./writer.ts";

/** `published`: served, or the next to be; `superseded`: was; `rejected`: did not pass the gate, never served. */
export type ModelState = "published" | "superseded" | "rejected";

export interface ModelRow {
  readonly version: number;
  readonly createdAt: number;
  readonly state: ModelState;
  readonly metrics: Record<string, unknown>;
  /** Size of the artifact. */
  readonly artifactBytes: number;
  /** CRC-32 of the artifact. */
  readonly checksum: number;
}

export interface NewModel extends Pick<ModelRow, "version" | "createdAt" | "state" | "metrics"> {
  readonly artifact: Uint8Array;
}

/** How many models that were published are kept, to go back to. */
const keptModels = 5;
const partBytes = 1 << 20;
/** How many rejected ones are kept, to see why. */
const keptRejected = 20;

/**
 * Saves a model with its artifact. A published one supersedes the one before, in the commit that comes after its last byte;
 * the last five that were published and the last twenty that were rejected are kept. Of a rejected one the metrics are kept, not
 * the bytes.
 *
 * @throws ConflictError the version is taken
 */
export async function saveModel(writer: Writer, model: NewModel): Promise<void> {
  const { version, createdAt, state, metrics, artifact } = model;
  // It counts as rejected, which is never served, until it is whole.
  await writer.write([{
    sql: `INSERT INTO models (version, created_at, state, metrics, artifact_bytes, checksum)
      VALUES (?, ?, 'rejected', ?, ?, ?)`,
    args: [version, createdAt, JSON.stringify(metrics), artifact.byteLength, crc32(artifact)],
  }]);
  if (state !== "rejected") {
    for (let part = 0; part * partBytes < artifact.byteLength; part++) {
      await writer.write([{
        sql: "INSERT INTO model_artifacts (version, part, bytes) VALUES (?, ?, ?)",
        // A copy: with a view the whole artifact would be copied to the writing thread, once for every part.
        args: [version, part, artifact.slice(part * partBytes, (part + 1) * partBytes)],
      }]);
    }
  }
  await writer.write([
    ...(state === "published"
      ? [{ sql: "UPDATE models SET state = 'superseded' WHERE state = 'published'", args: [] }]
      : []),
    { sql: "UPDATE models SET state = ? WHERE version = ?", args: [state, version] },
    toPrune("<> 'rejected'", keptModels),
    toPrune("= 'rejected'", keptRejected),
  ]);
}

function toPrune(which: "= 'rejected'" | "<> 'rejected'", kept: number): Statement {
  return {
    sql: `DELETE FROM models WHERE state ${which} AND version NOT IN
      (SELECT version FROM models WHERE state ${which} ORDER BY version DESC LIMIT ?)`,
    args: [kept],
  };
}

export interface StoredModel {
  readonly version: number;
  readonly createdAt: number;
  /** Starts at offset 0 of its own buffer, so typed arrays can lie over it. */
  readonly artifact: Uint8Array<ArrayBuffer>;
}

/**
 * The published model.
 *
 * @throws Error where the bytes are not the ones that were saved
 */
export async function findLatestModel(db: Database): Promise<StoredModel | undefined> {
  const version = await findLatestVersion(db);
  return version === undefined ? undefined : await findModel(db, version);
}

/**
 * A model that was published.
 *
 * @param options.atOnce reads it without pauses, where nobody is served meanwhile
 * @throws Error where the bytes are not the ones that were saved
 */
export async function findModel(
  db: Database,
  version: number,
  options: { readonly atOnce?: boolean } = {},
): Promise<StoredModel | undefined> {
  const row = await db.get(
    `SELECT created_at, checksum, artifact_bytes,
      (SELECT coalesce(sum(length(bytes)), 0) FROM model_artifacts WHERE version = models.version) AS stored
    FROM models WHERE version = ? AND state <> 'rejected'`,
    [version],
  );
  if (!row) return undefined;
  const size = row["artifact_bytes"] as number;
  // Before any memory is taken for it.
  if (row["stored"] !== size) {
    throw new Error(`Cannot read model "${version}": ${row["stored"]} of "${size}" bytes are there`);
  }
  const artifact = await readArtifact(db, { version, size, ...options });
  if (crc32(artifact) !== row["checksum"]) {
    throw new Error(`Cannot read model "${version}": its checksum does not match`);
  }
  return { version, createdAt: row["created_at"] as number, artifact };
}

/** A part that is missing stays zero, and shows in the checksum. */
async function readArtifact(
  db: Database,
  { version, size, atOnce = false }: { version: number; size: number; atOnce?: boolean },
): Promise<Uint8Array<ArrayBuffer>> {
  const artifact = new Uint8Array(size);
  for (let part = 0; part * partBytes < size; part++) {
    const row = await db.get("SELECT bytes FROM model_artifacts WHERE version = ? AND part = ?", [
      version,
      part,
    ]);
    // A file gives a Buffer, the client an ArrayBuffer.
    const stored = (row?.["bytes"] ?? new ArrayBuffer()) as Uint8Array | ArrayBuffer;
    const bytes = stored instanceof Uint8Array ? stored : new Uint8Array(stored);
    artifact.set(bytes.subarray(0, size - part * partBytes), part * partBytes);
    // A file answers at once: without a pause all parts would be read in one turn of the event loop.
    if (!atOnce) await new Promise((resolve) => setTimeout(resolve, 0));
  }
  return artifact;
}

/** Versions that were published before `version`, newest first: what can be gone back to. */
export async function listVersionsBefore(db: Database, version: number): Promise<number[]> {
  const rows = await db.orm.select({ version: models.version }).from(models)
    .where(and(ne(models.state, "rejected"), lt(models.version, version))).orderBy(desc(models.version));
  return rows.map((row) => row.version);
}

/** The version of the published model: one point read, to see whether another process has published. */
export async function findLatestVersion(db: Database): Promise<number | undefined> {
  const row = await db.get(
    "SELECT version FROM models WHERE state = 'published' ORDER BY version DESC LIMIT 1",
  );
  return row?.["version"] as number | undefined;
}

/** All models that are kept, newest first, without their artifacts. */
export async function listModels(db: Database): Promise<ModelRow[]> {
  return await db.orm.select().from(models).orderBy(desc(models.version));
}

/** The number for the next model: above every one that is kept. */
export async function nextVersion(db: Database): Promise<number> {
  const row = await db.orm.select({ version: max(models.version) }).from(models).get();
  return (row?.version ?? 0) + 1;
}
