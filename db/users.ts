/** Who acts. */
import type { NewUser, User } from "../types.ts";
import type { Database } from "./open.ts";
import { type Cell, readRows } from "./read_rows.ts";
import type { Value } from "./values.ts";
import type { Writer } from "./writer.ts";

const columns = ["id", "external_id", "name", "created_at"] as const;
const select = `SELECT ${columns.join(", ")} FROM users`;

export async function findUser(db: Database, id: number): Promise<User | undefined> {
  return (await find(db, `${select} WHERE id = ?`, [id]))[0];
}

/** Those of `ids` that exist, by ascending id. */
export function findUsers(db: Database, ids: readonly number[]): Promise<User[]> {
  return find(db, `${select} WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id`, [
    JSON.stringify(ids),
  ]);
}

export async function findUserByExternalId(db: Database, externalId: string): Promise<User | undefined> {
  return (await find(db, `${select} WHERE external_id = ?`, [externalId]))[0];
}

/** The ids of the users with these external ids; who is unknown is left out. */
export async function findUserIds(
  db: Database,
  externalIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await readRows(db, {
    columns: ["external_id", "id"],
    sql: "SELECT external_id, id FROM users WHERE external_id IN (SELECT value FROM json_each(?))",
    args: [JSON.stringify(externalIds)],
  });
  return new Map(rows as [string, number][]);
}

/** @throws ConflictError where the external id is taken */
export async function addUser(writer: Writer, user: NewUser): Promise<User> {
  const [result] = await writer.write([{
    sql: "INSERT INTO users (external_id, name, created_at) VALUES (?, ?, ?)",
    args: [user.externalId, user.name, user.createdAt],
  }]);
  return { id: result!.lastId, externalId: user.externalId, name: user.name, createdAt: user.createdAt };
}

const addMany = `INSERT INTO users (external_id, name, created_at)
  SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true ORDER BY key RETURNING id`;

/**
 * Adds many, each thousand in one commit, and gives their ids in the same order.
 *
 * @throws ConflictError where an external id is taken; the thousands before are kept
 */
export async function addUsers(writer: Writer, users: readonly NewUser[]): Promise<number[]> {
  const ids: number[] = [];
  for (let from = 0; from < users.length; from += 1000) {
    const rows = users.slice(from, from + 1000).map((u) => [u.externalId, u.name, u.createdAt]);
    const [result] = await writer.write([{ sql: addMany, args: [JSON.stringify(rows)] }]);
    // AUTOINCREMENT counts up in the order of insertion; the order of RETURNING is not promised.
    ids.push(...result!.rows.map((row) => row["id"] as number).sort((a, b) => a - b));
  }
  return ids;
}

export async function countUsers(db: Database): Promise<number> {
  return (await db.get("SELECT count(*) AS count FROM users"))?.["count"] as number;
}

export interface UserWithPreferences {
  readonly user: User;
  readonly preferences: Record<string, unknown>;
}

/** The first users, by id, of whom something is known. */
export async function listUsersWithProfile(db: Database, limit: number): Promise<UserWithPreferences[]> {
  const rows = await readRows(db, {
    columns: [...columns, "preferences"],
    sql: `SELECT u.id, u.external_id, u.name, u.created_at, p.preferences
      FROM user_profiles p JOIN users u ON u.id = p.user_id ORDER BY p.user_id LIMIT ?`,
    args: [limit],
  });
  return rows.map((row) => ({ user: toUser(row), preferences: JSON.parse(row[4] as string) }));
}

async function find(db: Database, sql: string, args: readonly Value[]): Promise<User[]> {
  return (await readRows(db, { columns, sql, args })).map(toUser);
}

function toUser([id, externalId, name, createdAt]: readonly Cell[]): User {
  return {
    id: id as number,
    externalId: externalId as string | null,
    name: name as string | null,
    createdAt: createdAt as number,
  };
}
