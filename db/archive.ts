/** Old interactions on their way out of the database (services/archive.ts). */
import type { InteractionType, NewInteraction } from "../types.ts";
import type { Database } from "./open.ts";
import { readRows } from "./read_rows.ts";
import type { Statement, Writer } from "./writer.ts";

export interface ArchivableRow extends NewInteraction {
  readonly id: number;
  /** Ids by which a file can name them; null where there is none yet. */
  readonly userName: string | null;
  readonly productName: string | null;
  /** False: it is old enough, and stays all the same. */
  readonly moves: boolean;
}

export interface ArchivableQuery {
  /** Behind which row, by time and id. */
  readonly after: readonly [at: number, id: number];
  /** Epoch milliseconds: only what happened before. */
  readonly before: number;
  /** Milliseconds: how much older than the newest interaction of its user a row must be. */
  readonly distance: number;
  readonly limit: number;
}

const columns = [
  "id",
  "user_id",
  "product_id",
  "interaction_type",
  "rating",
  "at",
  "session_id",
  "event_id",
  "user_name",
  "product_name",
  "moves",
];

/**
 * Purchases and likes are not only events: they say what a user owns and likes. The row with the highest id of a user is the epoch of
 * their lists, which must not fall.
 */
const archivableQuery =
  `SELECT i.id, i.user_id, i.product_id, i.interaction_type, i.rating, i.at, i.session_id, i.event_id,
    u.external_id AS user_name, p.external_id AS product_name,
    i.interaction_type IN ('view', 'cart')
      AND i.at < (SELECT max(at) FROM interactions WHERE user_id = i.user_id) - ?
      AND i.id < (SELECT max(id) FROM interactions WHERE user_id = i.user_id) AS moves
  FROM interactions i JOIN users u ON u.id = i.user_id JOIN products p ON p.id = i.product_id
  WHERE (i.at, i.id) > (?, ?) AND i.at < ? ORDER BY i.at, i.id LIMIT ?`;

/** The next interactions before a time, oldest first, whether they move or not. */
export async function listArchivable(
  db: Database,
  { after, before, distance, limit }: ArchivableQuery,
): Promise<ArchivableRow[]> {
  const rows = await readRows(db, {
    columns,
    sql: archivableQuery,
    args: [distance, ...after, before, limit],
  });
  return rows.map(([id, userId, productId, type, rating, at, sessionId, eventId, user, product, moves]) => ({
    id: id as number,
    userId: userId as number,
    productId: productId as number,
    type: type as InteractionType,
    rating: rating as number | null,
    at: at as number,
    sessionId: sessionId as string | null,
    eventId: eventId as string | null,
    userName: user as string | null,
    productName: product as string | null,
    moves: moves === 1,
  }));
}

/** Gives users and products without an external id one, so that a file can name them; nothing happens where that is taken. */
export async function nameForArchive(
  writer: Writer,
  { userIds, productIds }: { userIds: readonly number[]; productIds: readonly number[] },
): Promise<void> {
  const name = (table: "users" | "products", prefix: string, ids: readonly number[]): Statement => ({
    sql: `UPDATE OR IGNORE ${table} SET external_id = '${prefix}' || id
      WHERE id IN (SELECT value FROM json_each(?)) AND external_id IS NULL`,
    args: [JSON.stringify(ids)],
  });
  await writer.write([name("users", "aisle-user-", userIds), name("products", "aisle-product-", productIds)]);
}

/** Removes rows by their ids, in one commit; gives how many were still there. */
export async function removeArchived(writer: Writer, ids: readonly number[]): Promise<number> {
  const [result] = await writer.write([{
    sql: "DELETE FROM interactions WHERE id IN (SELECT value FROM json_each(?))",
    args: [JSON.stringify(ids)],
  }]);
  return result!.changes;
}
