/** What users did. Append-only; every query here has its index (tests/db/plans_test.ts). */
import { type Interaction, type InteractionType, interactionTypes, type NewInteraction } from "../types.ts";
import type { Database } from "./open.ts";
import { type Cell, readRows } from "./read_rows.ts";
import type { Statement, Writer } from "./writer.ts";

/**
 * Adds one interaction; the row that comes back has its `id`. No row comes back where the event id was there before: ask
 * `findByEventId`.
 */
export function toInsert(interaction: NewInteraction): Statement {
  return {
    sql: `INSERT INTO interactions (user_id, product_id, interaction_type, rating, at, session_id, event_id)
      VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (event_id) DO NOTHING RETURNING id`,
    args: toCells(interaction),
    single: true,
  };
}

function toCells(i: NewInteraction): Cell[] {
  return [i.userId, i.productId, i.type, i.rating, i.at, i.sessionId, i.eventId];
}

const insertMany = `INSERT INTO interactions
    (user_id, product_id, interaction_type, rating, at, session_id, event_id)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
  FROM json_each(?) WHERE true ORDER BY key ON CONFLICT (event_id) DO NOTHING`;

const chunkRows = 2500;
const chunksAhead = 4;

/**
 * Adds many in their order; those whose event id is there are passed over. Gives how many were added. Not one commit: about
 * ten thousand rows share one, so that other writers get their turn.
 *
 * @throws NotFoundError unknown user or product; what came before is kept, and up to ten thousand after
 */
export async function addInteractions(
  writer: Writer,
  interactions: readonly NewInteraction[],
): Promise<number> {
  let added = 0;
  const underway: Promise<number>[] = [];
  try {
    for (let from = 0; from < interactions.length; from += chunkRows) {
      if (underway.length === chunksAhead) added += await underway.shift()!;
      const chunk = addChunk(writer, interactions.slice(from, from + chunkRows));
      // It may fail before its turn to be awaited, which would count as unhandled.
      chunk.catch(() => {});
      underway.push(chunk);
    }
    for (const chunk of underway) added += await chunk;
    return added;
  } finally {
    // Nothing is written any more once this has settled.
    await Promise.allSettled(underway);
  }
}

async function addChunk(writer: Writer, interactions: readonly NewInteraction[]): Promise<number> {
  const [result] = await writer.write([{
    sql: insertMany,
    args: [JSON.stringify(interactions.map(toCells))],
  }]);
  return result!.changes;
}

/** How many of these event ids are there. */
export async function countEventIds(db: Database, eventIds: readonly string[]): Promise<number> {
  const row = await db.get(
    "SELECT count(*) AS count FROM interactions WHERE event_id IN (SELECT value FROM json_each(?))",
    [JSON.stringify(eventIds)],
  );
  return row?.["count"] as number;
}

export async function findByEventId(db: Database, eventId: string): Promise<Interaction | undefined> {
  const row = await db.get(byEventIdQuery, [eventId]);
  return row && {
    id: row["id"] as number,
    userId: row["user_id"] as number,
    productId: row["product_id"] as number,
    type: row["interaction_type"] as InteractionType,
    rating: row["rating"] as number | null,
    at: row["at"] as number,
    sessionId: row["session_id"] as string | null,
    eventId,
  };
}

/** How a product was rated, on average, from 0.5 to 5, by users whose acts may be learnt from; null without a rating. */
export async function findRating(
  db: Database,
  productId: number,
): Promise<{ readonly average: number | null; readonly count: number }> {
  const row = await db.get(ratingQuery, [productId]);
  return { average: row?.["average"] as number | null, count: row?.["count"] as number };
}

const ratingQuery = `SELECT avg(rating) AS average, count(*) AS count FROM interactions i
  WHERE product_id = ? AND rating IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM user_choices WHERE user_id = i.user_id AND personal = 0)`;

export interface HistoryRow {
  readonly id: number;
  readonly productId: number;
  readonly type: InteractionType;
  readonly at: number;
}

const historyQuery = `SELECT id, product_id, interaction_type, at FROM interactions
  WHERE user_id = ? ORDER BY at DESC, id DESC LIMIT ?`;

const purchasedQuery = `SELECT DISTINCT product_id FROM interactions
  WHERE user_id = ? AND interaction_type = 'purchase' ORDER BY product_id`;

const viewedQuery = `SELECT product_id, at, id FROM interactions
  WHERE user_id = ? AND (at, id) < (?, ?) AND interaction_type = 'view' ORDER BY at DESC, id DESC LIMIT ?`;

const byEventIdQuery =
  `SELECT id, user_id, product_id, interaction_type, rating, at, session_id FROM interactions WHERE event_id = ?`;

/** The newest `limit` interactions of a user, newest first. */
export async function listHistory(db: Database, userId: number, limit: number): Promise<HistoryRow[]> {
  const rows = await readRows(db, {
    columns: ["id", "product_id", "interaction_type", "at"],
    sql: historyQuery,
    args: [userId, limit],
  });
  return rows.map(([id, productId, type, at]) => ({
    id: id as number,
    productId: productId as number,
    type: type as InteractionType,
    at: at as number,
  }));
}

/** Every product that the user bought, however long ago, by ascending id. */
export async function listPurchased(db: Database, userId: number): Promise<number[]> {
  const rows = await readRows(db, { columns: ["product_id"], sql: purchasedQuery, args: [userId] });
  return rows.map(([productId]) => productId as number);
}

const purchasesQuery = `SELECT product_id, at FROM interactions
  WHERE user_id = ? AND interaction_type = 'purchase' ORDER BY at DESC, id DESC LIMIT ?`;

/** The user's newest purchases with their times in epoch milliseconds, newest first; a product as often as it was bought. */
export async function listPurchases(
  db: Database,
  userId: number,
  limit: number,
): Promise<{ productId: number; at: number }[]> {
  const rows = await readRows(db, {
    columns: ["product_id", "at"],
    sql: purchasesQuery,
    args: [userId, limit],
  });
  return rows.map(([productId, at]) => ({ productId: productId as number, at: at as number }));
}

/** The products that the user viewed last, each once, newest first. */
export async function listViewed(db: Database, userId: number, limit: number): Promise<number[]> {
  const seen = new Set<number>();
  const pageSize = Math.max(32, 2 * limit);
  // The same product is often viewed again, so pages are read until there are enough different ones.
  for (let before: readonly [at: number, id: number] = [Number.MAX_SAFE_INTEGER, 0]; seen.size < limit;) {
    const rows = await readRows(db, {
      columns: ["product_id", "at", "id"],
      sql: viewedQuery,
      args: [userId, ...before, pageSize],
    });
    for (const [productId] of rows) {
      if (seen.size < limit) seen.add(productId as number);
    }
    if (rows.length < pageSize) break;
    before = rows.at(-1)!.slice(1) as [number, number];
  }
  return [...seen];
}

const latestQuery = `SELECT max(coalesce((SELECT max(id) FROM interactions WHERE user_id = ?), 0),
  coalesce((SELECT epoch FROM user_choices WHERE user_id = ?), 0)) AS id`;

/**
 * The epoch of what is cached about a user: the id of their newest interaction, or of what they changed since by other means
 * (choices.ts). 0 when there is neither.
 */
export async function findLatestId(db: Database, userId: number): Promise<number> {
  return (await db.get(latestQuery, [userId, userId]))?.["id"] as number;
}

/** Takes back every interaction of one type, with one product or with all. */
export function toDelete(
  { userId, type, productId }: { userId: number; type: InteractionType; productId?: number },
): Statement {
  return productId === undefined
    ? {
      sql: "DELETE FROM interactions WHERE user_id = ? AND interaction_type = ?",
      args: [userId, type],
    }
    : {
      sql: "DELETE FROM interactions WHERE user_id = ? AND interaction_type = ? AND product_id = ?",
      args: [userId, type, productId],
    };
}

/** Takes back every interaction with some products, or with all. */
export function toForget(userId: number, productIds?: readonly number[]): Statement {
  return productIds === undefined ? { sql: "DELETE FROM interactions WHERE user_id = ?", args: [userId] } : {
    sql: `DELETE FROM interactions WHERE user_id = ? AND product_id IN (SELECT value FROM json_each(?))`,
    args: [userId, JSON.stringify(productIds)],
  };
}

const likedQuery = `SELECT product_id FROM interactions
  WHERE user_id = ? AND interaction_type = 'like' ORDER BY at DESC, id DESC LIMIT ?`;

/** The products that the user likes, the newest like first. */
export async function listLiked(db: Database, userId: number, limit: number): Promise<number[]> {
  const rows = await readRows(db, { columns: ["product_id"], sql: likedQuery, args: [userId, limit] });
  return [...new Set(rows.map(([productId]) => productId as number))];
}

/** When the newest interaction of all happened. */
export async function findNewestAt(db: Database): Promise<number | undefined> {
  const row = await db.get("SELECT max(at) AS at FROM interactions");
  return (row?.["at"] as number | null) ?? undefined;
}

/** Counts along the narrowest index: about 5 ms for a million. */
export async function countInteractions(db: Database): Promise<number> {
  return (await db.get("SELECT count(*) AS count FROM interactions"))?.["count"] as number;
}

/** Interactions as columns, all of one length. */
export interface EventPage {
  readonly userIds: Float64Array;
  readonly productIds: Float64Array;
  /** Positions in `interactionTypes`. */
  readonly types: Uint8Array;
  readonly at: Float64Array;
  readonly sessionIds: (string | null)[];
}

const typeCode = `CASE interaction_type ${
  interactionTypes.map((type, code) => `WHEN '${type}' THEN ${code}`).join(" ")
} END`;

/** One row of five JSON texts per page: thirteen times as fast as a row per interaction. */
const eventPageQuery = `SELECT max(id) AS last, json_group_array(user_id) AS users,
    json_group_array(product_id) AS products, group_concat(type, '') AS types, json_group_array(at) AS at,
    json_group_array(session_id) AS sessions
  FROM (SELECT id, user_id, product_id, ${typeCode} AS type, at, session_id FROM interactions
    WHERE id > ? ORDER BY id LIMIT ?)`;

/** All interactions by ascending id, in pages that hold up the event loop for a few milliseconds each. */
export async function* streamEvents(
  db: Database,
  { pageSize = 2500 }: { pageSize?: number } = {},
): AsyncGenerator<EventPage, void, void> {
  for (let after = 0;;) {
    const row = await db.get(eventPageQuery, [after, pageSize]);
    if (typeof row?.["last"] !== "number") return;
    const page = toPage(row);
    // Whoever takes a page may give its columns to a Worker: they are empty afterwards.
    const isLast = page.at.length < pageSize;
    yield page;
    if (isLast) return;
    after = row["last"];
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

function toPage(row: Record<string, unknown>): EventPage {
  const numbers = (name: string) => Float64Array.from(JSON.parse(row[name] as string) as number[]);
  return {
    userIds: numbers("users"),
    productIds: numbers("products"),
    types: Uint8Array.from(row["types"] as string, Number),
    at: numbers("at"),
    sessionIds: JSON.parse(row["sessions"] as string) as (string | null)[],
  };
}
