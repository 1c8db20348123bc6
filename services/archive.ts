/**
 * Moves interactions that no longer count for anything out of the database into a file. docs/decisions/0011 says which, and why the
 * others stay.
 */
import { type ArchivableRow, listArchivable, nameForArchive, removeArchived } from "../db/archive.ts";
import { findNewestAt } from "../db/interactions.ts";
import { acquireLease, releaseLease } from "../db/leases.ts";
import { findLatestVersion, findModel } from "../db/models.ts";
import type { Database } from "../db/open.ts";
import type { Writer } from "../db/writer.ts";
import { fromArtifact, tasteDecayOf } from "../engine/model.ts";
import { msPerDay } from "../engine/strength.ts";
import { ConflictError, InvalidInputError } from "../errors.ts";
import { type ArchiveFile, openArchiveFile } from "./archive/file.ts";

/** What is left of an interaction's strength where the reach of a decay ends. */
const negligible = 1e-6;
/** Whoever repeats a request with an event id does so within days: what is younger stays, whatever is asked for. */
const retryDays = 7;

/** One commit removes about so many rows: a few milliseconds that others may have to wait. */
const batchRows = 100;
const lease = { name: "archive", ttlMs: 30_000 };

interface Stores {
  readonly db: Database;
  readonly writer: Writer;
}

export interface Reach {
  /** Days after which an interaction is negligible; Infinity without decay. */
  readonly days: number;
  /** Epoch milliseconds that ages count from. */
  readonly asOf: number;
}

export interface ArchiveOptions {
  readonly reach: Reach;
  /** Epoch milliseconds: what happened before. Default: what lies beyond the reach. */
  readonly before?: number;
  /** Takes also what lies within the reach. */
  readonly force?: boolean;
  /** Where to; nothing is written without it. */
  readonly path?: string;
  readonly now: () => number;
  readonly onProgress?: (moved: number) => void;
}

export interface ArchiveSummary {
  readonly before: number;
  /** Rows that were old enough, and of them those that were moved (or would be). */
  readonly old: number;
  readonly moved: number;
}

/** How far back the decay reaches: the slowest of those that trainings and lists count with. */
export async function findReach(
  db: Database,
  { decayPerDay, decayIsSet = false, now }: { decayPerDay: number; decayIsSet?: boolean; now: number },
): Promise<Reach> {
  const version = decayIsSet ? undefined : await findLatestVersion(db);
  const stored = version === undefined ? undefined : await findModel(db, version);
  const taste = stored
    ? tasteDecayOf(fromArtifact(stored.artifact, { trusted: true }).settings)
    : decayPerDay;
  return {
    days: Math.log(1 / negligible) / Math.min(decayPerDay, taste),
    asOf: Math.min(now, await findNewestAt(db) ?? now),
  };
}

/**
 * Moves what is old, a batch at a time: written to the file, then, when that is on the disk, removed from the database. A run that was
 * killed in between left one batch in both; the next one with the same file knows it.
 *
 * @throws InvalidInputError when the time lies within the reach, or the file cannot be used
 * @throws ConflictError while another run is under way
 */
export async function archiveInteractions(
  stores: Stores,
  { reach, force = false, path, now, onProgress = () => {}, ...asked }: ArchiveOptions,
): Promise<ArchiveSummary> {
  const before = asked.before ?? reach.asOf - reach.days * msPerDay;
  checkTime(before, { reach, force, now: now() });
  const distance = Math.max(0, Math.min(reach.days * msPerDay, reach.asOf - before));
  const job = { before, distance, now, onProgress };
  if (path === undefined) return { before, ...await walk(stores, job) };
  const holder = crypto.randomUUID();
  const renew = async () => {
    if (await acquireLease(stores.writer, { ...lease, holder, now: now() })) return;
    throw new ConflictError(
      "Cannot archive: another run is under way, or one was killed less than half a minute ago",
    );
  };
  await renew();
  let file: ArchiveFile | undefined;
  try {
    file = await openArchiveFile(path);
    return { before, ...await walk(stores, { ...job, file, renew }) };
  } finally {
    file?.close();
    await releaseLease(stores.writer, { name: lease.name, holder });
  }
}

function checkTime(before: number, { reach, force, now }: { reach: Reach; force: boolean; now: number }) {
  const days = (ms: number) => (ms / msPerDay).toFixed(1);
  if (!Number.isFinite(before)) {
    throw new InvalidInputError(
      "Cannot archive: there is no decay, so every interaction counts; --force with a time takes them all the same",
    );
  }
  if (before > now - retryDays * msPerDay) {
    throw new InvalidInputError(
      `Cannot archive interactions that are ${days(now - before)} days old: the last ${retryDays} days stay`,
    );
  }
  if (!force && before > reach.asOf - reach.days * msPerDay) {
    throw new InvalidInputError(
      `Cannot archive interactions that are ${days(reach.asOf - before)} days old: the decay reaches back ` +
        `${reach.days.toFixed(1)} days; --force takes them all the same`,
    );
  }
}

interface Walk {
  readonly before: number;
  readonly distance: number;
  readonly now: () => number;
  readonly onProgress: (moved: number) => void;
  /** Counts only, without. */
  readonly file?: ArchiveFile;
  readonly renew?: () => Promise<void>;
}

async function walk({ db, writer }: Stores, job: Walk): Promise<{ old: number; moved: number }> {
  const { file, before, distance } = job;
  let old = 0, moved = 0, renewed = job.now();
  for (let after: readonly [number, number] = [Number.MIN_SAFE_INTEGER, 0];;) {
    const started = performance.now(), from = after;
    const read = () => listArchivable(db, { after: from, before, distance, limit: batchRows });
    let rows = await read();
    if (file && await nameAll(writer, rows)) rows = await read();
    const last = rows.at(-1);
    if (!last) return { old, moved };
    const moving = rows.filter(({ moves, userName, productName }) =>
      moves && (!file || (userName !== null && productName !== null))
    );
    if (file && moving.length > 0) {
      // What a killed run wrote goes first: only the last batch of a file is known again.
      const [known, fresh] = split(moving, (row) => file.lastLines.has(JSON.stringify(toLine(row))));
      if (known.length > 0) await removeArchived(writer, known.map(({ id }) => id));
      if (fresh.length > 0) {
        await file.append(fresh.map(toLine));
        await removeArchived(writer, fresh.map(({ id }) => id));
      }
    }
    old += rows.length;
    moved += moving.length;
    job.onProgress(moved);
    after = [last.at, last.id];
    if (job.renew && job.now() - renewed > lease.ttlMs / 3) {
      await job.renew();
      renewed = job.now();
    }
    // As long a pause as it took: who writes meanwhile gets the lock in between.
    if (file) await new Promise((resolve) => setTimeout(resolve, performance.now() - started));
  }
}

function split<T>(all: readonly T[], test: (one: T) => boolean): [T[], T[]] {
  return [all.filter(test), all.filter((one) => !test(one))];
}

/** Whether any of those that move had to be named. */
async function nameAll(writer: Writer, rows: readonly ArchivableRow[]): Promise<boolean> {
  const moving = rows.filter(({ moves }) => moves);
  const userIds = moving.filter(({ userName }) => userName === null).map(({ userId }) => userId);
  const productIds = moving.filter(({ productName }) => productName === null).map(({ productId }) =>
    productId
  );
  if (userIds.length + productIds.length === 0) return false;
  await nameForArchive(writer, { userIds, productIds });
  return true;
}

/** The id by which an import knows the act; one is made where it has none. */
function eventIdOf({ eventId, id, at }: ArchivableRow): string {
  return eventId ?? `aisle-archive-${id}-${at}`;
}

/** In the columns of an import (docs/import.md). */
export function toLine(row: ArchivableRow): object {
  return {
    user_id: row.userName,
    product_id: row.productName,
    interaction_type: row.type,
    timestamp: new Date(row.at).toISOString(),
    ...(row.rating === null ? {} : { rating: row.rating }),
    ...(row.sessionId === null ? {} : { session_id: row.sessionId }),
    event_id: eventIdOf(row),
  };
}
