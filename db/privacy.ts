/** Everything that the tables hold about one user: read as a whole, and removed as a whole. */
import { takeNumber } from "./choices.ts";
import type { Database } from "./open.ts";
import { type Cell, readRows } from "./read_rows.ts";
import type { Writer } from "./writer.ts";

export interface UserRows {
  readonly user: Record<string, Cell> | null;
  readonly profile: { readonly preferences: unknown; readonly updatedAt: Cell } | null;
  readonly choices: readonly Record<string, Cell>[];
  readonly dismissals: readonly Record<string, Cell>[];
  readonly interactions: readonly Record<string, Cell>[];
  readonly cart: readonly Record<string, Cell>[];
  readonly cartDepartures: readonly Record<string, Cell>[];
  readonly orders: readonly Record<string, Cell | readonly Record<string, Cell>[]>[];
}

/** Rows per query: a long history is read in pages, so that other requests get their turn. */
const pageRows = 1000;

/** Reads every row about the user. Names are those of the columns. */
export async function readUser(db: Database, userId: number): Promise<UserRows> {
  const read = async (columns: readonly string[], from: string) => {
    const rows = await readRows(db, {
      columns,
      sql: `SELECT ${columns.join(", ")} FROM ${from}`,
      args: [userId],
    });
    return rows.map((row) => toRecord(columns, row));
  };
  const [user] = await read(["id", "external_id", "name", "created_at"], "users WHERE id = ?");
  const [profile] = await read(["preferences", "updated_at"], "user_profiles WHERE user_id = ?");
  const orders = await read(["id", "total", "at", "key"], "orders WHERE user_id = ? ORDER BY id");
  const lines = await read(
    ["order_id", "product_id", "quantity", "unit_price"],
    "order_lines WHERE order_id IN (SELECT id FROM orders WHERE user_id = ?) ORDER BY order_id, product_id",
  );
  return {
    user: user ?? null,
    profile: profile
      ? { preferences: JSON.parse(profile["preferences"] as string), updatedAt: profile["updated_at"]! }
      : null,
    choices: await read(["personal", "epoch"], "user_choices WHERE user_id = ?"),
    dismissals: await read(["product_id", "category", "at"], "dismissals WHERE user_id = ? ORDER BY id"),
    interactions: await readInteractions(db, userId),
    cart: await read(
      ["product_id", "quantity", "unit_price", "updated_at"],
      "cart_lines WHERE user_id = ? ORDER BY rowid",
    ),
    cartDepartures: await read(["name"], "cart_departures WHERE user_id = ? ORDER BY id"),
    orders: orders.map((order) => ({
      ...order,
      lines: lines.filter((line) => line["order_id"] === order["id"]),
    })),
  };
}

async function readInteractions(db: Database, userId: number): Promise<Record<string, Cell>[]> {
  const columns = ["id", "product_id", "interaction_type", "rating", "at", "session_id", "event_id"];
  const all: Record<string, Cell>[] = [];
  for (let after = 0;;) {
    const rows = await readRows(db, {
      columns,
      sql: `SELECT ${columns.join(", ")} FROM interactions WHERE user_id = ? AND id > ? ORDER BY id LIMIT ?`,
      args: [userId, after, pageRows],
    });
    all.push(...rows.map((row) => toRecord(columns, row)));
    if (rows.length < pageRows) return all;
    after = rows.at(-1)![0] as number;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

function toRecord(columns: readonly string[], row: readonly Cell[]): Record<string, Cell> {
  return Object.fromEntries(columns.map((column, i) => [column, row[i]!]));
}

/**
 * Removes the user and, by the foreign keys, every row that refers to them, orders too, in one commit. Gives an epoch above every
 * one that a list of theirs can have, and whether there was such a user. In a database file the bytes are gone as well.
 */
export async function eraseUser(
  writer: Writer,
  userId: number,
): Promise<{ readonly epoch: number; readonly erased: boolean }> {
  const results = await writer.write([
    ...takeNumber,
    { sql: "SELECT seq FROM sqlite_sequence WHERE name = 'interactions'", args: [], single: true },
    { sql: "DELETE FROM users WHERE id = ?", args: [userId], erases: true },
  ]);
  const [epoch, removal] = results.slice(takeNumber.length);
  return { epoch: epoch!.rows[0]!["seq"] as number, erased: removal!.changes > 0 };
}
