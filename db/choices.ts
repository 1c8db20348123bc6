/** What users decided for themselves: what they do not want to see, and whether their acts may choose for them. */
import type { Database } from "./open.ts";
import { readRows } from "./read_rows.ts";
import type { Statement, StatementResult, Writer } from "./writer.ts";

/** One product or one whole category. */
export type Dismissed = { readonly productId: number } | { readonly category: string };

export interface ChoicesRow {
  /** False: their acts must not choose what they see. */
  readonly personal: boolean;
  readonly productIds: readonly number[];
  readonly categories: readonly string[];
}

const choicesQuery = `SELECT
  coalesce((SELECT personal FROM user_choices WHERE user_id = ?), 1) AS personal,
  (SELECT json_group_array(product_id) FROM dismissals WHERE user_id = ? AND product_id > 0) AS products,
  (SELECT json_group_array(category) FROM dismissals WHERE user_id = ? AND category > '') AS categories`;

/** What holds for the lists of a user; who never decided anything has personal lists and hides nothing. */
export async function findChoices(db: Database, userId: number): Promise<ChoicesRow> {
  const row = await db.get(choicesQuery, [userId, userId, userId]);
  return {
    personal: row?.["personal"] === 1,
    productIds: JSON.parse(row?.["products"] as string) as number[],
    categories: JSON.parse(row?.["categories"] as string) as string[],
  };
}

/** The users whose acts must teach nobody: few, read once where all interactions are. */
export async function listOptedOut(db: Database): Promise<number[]> {
  const row = await db.get(
    "SELECT json_group_array(user_id) AS users FROM user_choices WHERE personal = 0",
  );
  return JSON.parse(row?.["users"] as string) as number[];
}

export interface DismissalRow {
  readonly productId: number | null;
  readonly category: string | null;
  readonly at: number;
}

/** What a user does not want to see, the newest first. */
export async function listDismissals(db: Database, userId: number): Promise<DismissalRow[]> {
  const rows = await readRows(db, {
    columns: ["product_id", "category", "at"],
    sql: "SELECT product_id, category, at FROM dismissals WHERE user_id = ? ORDER BY id DESC",
    args: [userId],
  });
  return rows.map(([productId, category, at]) => ({
    productId: productId as number | null,
    category: category as string | null,
    at: at as number,
  }));
}

/** Hides it; nothing happens where it is hidden already. */
export function toDismiss(userId: number, what: Dismissed, at: number): Statement {
  return {
    sql:
      `INSERT INTO dismissals (user_id, product_id, category, at) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING`,
    args: [
      userId,
      "productId" in what ? what.productId : null,
      "category" in what ? what.category : null,
      at,
    ],
  };
}

export function toUndismiss(userId: number, what: Dismissed): Statement {
  return "productId" in what
    ? { sql: "DELETE FROM dismissals WHERE user_id = ? AND product_id = ?", args: [userId, what.productId] }
    : { sql: "DELETE FROM dismissals WHERE user_id = ? AND category = ?", args: [userId, what.category] };
}

/** Whether the user's acts may choose what they see. To be written with `writeChange`, which makes the row. */
export function toPersonal(userId: number, personal: boolean): Statement {
  return {
    sql: "UPDATE user_choices SET personal = ? WHERE user_id = ?",
    args: [personal ? 1 : 0, userId],
  };
}

/** Takes the next number of the sequence that interactions are numbered by, which may not have begun. */
export const takeNumber: readonly Statement[] = [
  {
    sql: `INSERT INTO sqlite_sequence (name, seq) SELECT 'interactions', 0
      WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = 'interactions')`,
    args: [],
  },
  { sql: "UPDATE sqlite_sequence SET seq = seq + 1 WHERE name = 'interactions'", args: [] },
];

/**
 * Writes what changes a user's lists without being an interaction, and gives the epoch that it makes: lists that know less are
 * stale. All in one commit.
 *
 * @throws NotFoundError unknown user or product
 */
export async function writeChange(
  writer: Writer,
  userId: number,
  statements: readonly Statement[],
): Promise<{ readonly epoch: number; readonly results: readonly StatementResult[] }> {
  const results = await writer.write([
    ...takeNumber,
    {
      sql: `INSERT INTO user_choices (user_id, personal, epoch)
        SELECT ?, 1, seq FROM sqlite_sequence WHERE name = 'interactions'
        ON CONFLICT (user_id) DO UPDATE SET epoch = excluded.epoch RETURNING epoch`,
      args: [userId],
      single: true,
    },
    ...statements,
  ]);
  return { epoch: results[takeNumber.length]!.rows[0]!["epoch"] as number, results: results.slice(3) };
}
