/** Trained models and their artifacts. */
import { crc32 } from "node:zlib";
import { desc, max } from "drizzle-orm";
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
/** How many rejected ones are kept, to see why. */
const keptRejected = 20;

/**
 * Saves a model with its artifact in one commit. A published one supersedes the one before; the last five that were published
 * and the last twenty that were rejected are kept. Of a rejected one the metrics are kept, not the bytes.
 *
 * @throws ConflictError the version is taken
 */
export async function saveModel(writer: Writer, model: NewModel): Promise<void> {
  const { version, createdAt, state, metrics, artifact } = model;
  const statements: Statement[] = [];
  if (state === "published") {
    statements.push({ sql: "UPDATE models SET state = 'superseded' WHERE state = 'published'", args: [] });
  }
  statements.push({
    sql: `INSERT INTO models (version, created_at, state, metrics, artifact_bytes, checksum)
      VALUES (?, ?, ?, ?, ?, ?)`,
    args: [version, createdAt, state, JSON.stringify(metrics), artifact.byteLength, crc32(artifact)],
  });
  if (state !== "rejected") {
    statements.push({
      sql: "INSERT INTO model_artifacts (version, bytes) VALUES (?, ?)",
      args: [version, artifact],
    });
  }
  for (const [which, count] of [["<> 'rejected'", keptModels], ["= 'rejected'", keptRejected]] as const) {
    statements.push({
      sql: `DELETE FROM models WHERE state ${which} AND version NOT IN
        (SELECT version FROM models WHERE state ${which} ORDER BY version DESC LIMIT ?)`,
      args: [count],
    });
  }
  await writer.write(statements);
}

export interface StoredModel {
  readonly version: number;
  readonly createdAt: number;
  /** Starts at offset 0 of its own buffer, so typed arrays can lie over it. */
  readonly artifact: Uint8Array;
}

/**
 * The published model.
 *
 * @throws Error where the bytes are not the ones that were saved
 */
export async function findLatestModel(db: Database): Promise<StoredModel | undefined> {
  const row = await db.get(`SELECT m.version, m.created_at, m.checksum, a.bytes
    FROM models m JOIN model_artifacts a ON a.version = m.version
    WHERE m.state = 'published' ORDER BY m.version DESC LIMIT 1`);
  if (!row) return undefined;
  const artifact = toBytes(row["bytes"] as Uint8Array | ArrayBuffer);
  if (crc32(artifact) !== row["checksum"]) {
    throw new Error(`Cannot read model "${row["version"]}": its checksum does not match`);
  }
  return { version: row["version"] as number, createdAt: row["created_at"] as number, artifact };
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

/** A file gives a Buffer, the client an ArrayBuffer. */
function toBytes(bytes: Uint8Array | ArrayBuffer): Uint8Array {
  if (bytes instanceof ArrayBuffer) return new Uint8Array(bytes);
  return bytes.byteOffset === 0 ? new Uint8Array(bytes.buffer, 0, bytes.byteLength) : Uint8Array.from(bytes);
}
