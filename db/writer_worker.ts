/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
/**
 * The one connection that writes to a database file, in its own thread: a commit waits for the disk, and the thread that
 * answers requests must not. Receives groups of jobs, answers each group after its COMMIT is on the disk.
 */
import Libsql from "libsql";
import {
  conflictCode,
  type Job,
  type Outcome,
  type Statement,
  type StatementResult,
  toConflictMessage,
} from "./lane.ts";
import type { Row } from "./values.ts";

export type WorkerRequest =
  | { readonly kind: "open"; readonly path: string; readonly busyTimeoutMs: number }
  | { readonly kind: "commit"; readonly jobs: readonly Job[] }
  | { readonly kind: "close" };

export type WorkerReply =
  | { readonly kind: "committed"; readonly outcomes: Outcome[] }
  | { readonly kind: "closed" };

const keptStatements = 200;
const kept = new Map<string, Libsql.Statement>();
let place: { readonly path: string; readonly busyTimeoutMs: number } | undefined;
let opened: Libsql.Database | undefined;
let emptying: ReturnType<typeof setTimeout> | undefined;

self.onmessage = ({ data }: MessageEvent<WorkerRequest>) => {
  switch (data.kind) {
    case "open":
      place = data;
      break;
    case "commit": {
      const outcomes = commit(data.jobs);
      if (data.jobs.some((job, i) => outcomes[i]!.ok && job.some(({ erases }) => erases))) emptyLog();
      reply({ kind: "committed", outcomes });
      break;
    }
    case "close":
      close();
      reply({ kind: "closed" });
      break;
    default:
      throw new TypeError(`Cannot write: ${JSON.stringify(data)} is no request`);
  }
};

function reply(message: WorkerReply): void {
  self.postMessage(message);
}

function commit(jobs: readonly Job[]): Outcome[] {
  let connection: Libsql.Database | undefined;
  try {
    connection = opened ??= open();
    connection.exec("BEGIN IMMEDIATE");
    const outcomes: Outcome[] = [];
    for (const job of jobs) outcomes.push(runInSavepoint(connection, job));
    connection.exec("COMMIT");
    return outcomes;
  } catch (error) {
    if (connection?.inTransaction) connection.exec("ROLLBACK");
    // Nothing of the group is in the database, whatever its jobs said before.
    return jobs.map(() => toFailure(error));
  }
}

function open(): Libsql.Database {
  if (!place) throw new Error("the writer was not told where the database is");
  const connection = new Libsql(place.path, { timeout: place.busyTimeoutMs });
  connection.pragma("journal_mode = WAL");
  // An answer means that it is on the disk. Grouping pays for it: one wait serves every job of the group.
  connection.pragma("synchronous = FULL");
  connection.pragma("foreign_keys = ON");
  // A bulk load touches pages all over the indexes. With the defaults (2 MB of pages, the log copied back every 4 MB) each
  // page is written many times over.
  connection.pragma("cache_size = -65536");
  connection.pragma("wal_autocheckpoint = 10000");
  // What is deleted is overwritten, not only given free.
  connection.pragma("secure_delete = ON");
  return connection;
}

/**
 * Writes the log back and empties it, so that nothing of what was deleted is left there. Where somebody reads an older state
 * it is tried again between later writes: nobody's write waits for a reader.
 */
function emptyLog(triesLeft = 60): void {
  clearTimeout(emptying);
  if (!opened || !place) return;
  opened.pragma("busy_timeout = 100");
  const [{ busy } = { busy: 1 }] = opened.pragma("wal_checkpoint(TRUNCATE)") as { busy: number }[];
  opened.pragma(`busy_timeout = ${place.busyTimeoutMs}`);
  if (busy && triesLeft > 0) emptying = setTimeout(() => emptyLog(triesLeft - 1), 1000);
}

/** Copies the log into the database file, so that after a clean end the file alone is the whole database. */
function close(): void {
  clearTimeout(emptying);
  kept.clear();
  try {
    opened?.pragma("busy_timeout = 100");
    opened?.pragma("wal_checkpoint(TRUNCATE)");
  } catch {
    // Somebody else is reading: the log stays, and belongs to the database as before.
  }
  opened?.close();
  opened = undefined;
}

/** One bad job must not lose the others of its commit. */
function runInSavepoint(connection: Libsql.Database, job: Job): Outcome {
  connection.exec("SAVEPOINT job");
  try {
    const results = job.map((statement) => run(connection, statement));
    connection.exec("RELEASE job");
    return { ok: true, results };
  } catch (error) {
    // A full disk and its like undo the whole transaction; then there is no savepoint, and the group has failed.
    if (!connection.inTransaction) throw error;
    connection.exec("ROLLBACK TO job");
    connection.exec("RELEASE job");
    return toFailure(error);
  }
}

class Conflict extends Error {}

function run(connection: Libsql.Database, statement: Statement): StatementResult {
  const result = runPrepared(connection, statement);
  if (statement.expectChanges !== undefined && result.changes !== statement.expectChanges) {
    throw new Conflict(toConflictMessage(statement, result.changes));
  }
  return result;
}

function runPrepared(connection: Libsql.Database, statement: Statement): StatementResult {
  try {
    return execute(connection, statement);
  } catch (error) {
    // The addon reports a failure once more when the same statement is used again.
    kept.delete(statement.sql);
    throw error;
  }
}

function execute(connection: Libsql.Database, { sql, args, single }: Statement): StatementResult {
  const prepared = prepare(connection, sql);
  if (!prepared.reader) {
    const { changes, lastInsertRowid } = prepared.run(args);
    return { rows: [], changes, lastId: Number(lastInsertRowid) };
  }
  const rows = single ? readSingle(prepared, args) : prepared.all(args) as Row[];
  const counts = prepare(connection, "SELECT changes() AS changes, last_insert_rowid() AS lastId").get(
    [],
  ) as {
    changes: number;
    lastId: number;
  };
  // changes() still tells of the statement before when this one only reads.
  const changes = /^\s*SELECT\b/i.test(sql) ? 0 : counts.changes;
  return { rows, changes, lastId: counts.lastId };
}

function readSingle(prepared: Libsql.Statement, args: Statement["args"]): Row[] {
  const row = prepared.get(args) as Row | undefined;
  if (!row) return [];
  // The addon adds how long it took.
  delete row["_metadata"];
  return [row];
}

function prepare(connection: Libsql.Database, sql: string): Libsql.Statement {
  let statement = kept.get(sql);
  if (!statement) {
    if (kept.size >= keptStatements) kept.clear();
    statement = connection.prepare(sql);
    kept.set(sql, statement);
  }
  return statement;
}

function toFailure(error: unknown): Outcome {
  if (error instanceof Conflict) return { ok: false, code: conflictCode, message: error.message };
  const { code, message } = error as { code?: string; message?: string };
  return { ok: false, code: code ?? "UNKNOWN", message: message ?? String(error) };
}
