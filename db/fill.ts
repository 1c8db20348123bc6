/** Fills a shop that has no products yet, all of it in one commit: an interrupted fill leaves nothing behind. */
import type { NewInteraction, NewProduct, NewUser } from "../types.ts";
import type { Database } from "./open.ts";
import type { Cell } from "./read_rows.ts";
import type { Statement, Writer } from "./writer.ts";

export interface WholeShop {
  /** The first gets id 1. */
  readonly products: readonly NewProduct[];
  /** The first gets id 1, or the one behind the users that are there: visitors of a shop that was still empty. */
  readonly users: readonly (NewUser & { readonly preferences: Record<string, unknown> })[];
  /** `userId` and `productId` count from 1 in the lists above. */
  readonly interactions: readonly NewInteraction[];
}

const rowsPerStatement = 2500;

const insertProducts = `INSERT INTO products
    (id, external_id, name, description, category, price, stock, image_url, created_at, updated_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
    value ->> 8, value ->> 8
  FROM json_each(?) WHERE true ORDER BY key`;

const insertUsers = `INSERT INTO users (id, external_id, name, created_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3 FROM json_each(?) WHERE true ORDER BY key`;

const insertProfiles = `INSERT INTO user_profiles (user_id, preferences, updated_at)
  SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?) WHERE true ORDER BY key`;

const insertInteractions = `INSERT INTO interactions
    (user_id, product_id, interaction_type, rating, at, session_id, event_id)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6
  FROM json_each(?) WHERE true ORDER BY key`;

/** @throws ConflictError where there are products, or where users were added at the same moment */
export async function fillShop(db: Database, writer: Writer, shop: WholeShop): Promise<void> {
  const row = await db.get("SELECT coalesce(max(id), 0) AS last FROM users");
  const last = row?.["last"] as number;
  await writer.write([
    ...toStatements(insertProducts, shop.products, (p, i) => [
      i + 1,
      p.externalId,
      p.name,
      p.description,
      p.category,
      p.price,
      p.stock,
      p.imageUrl,
      p.createdAt,
    ]),
    ...toStatements(insertUsers, shop.users, (u, i) => [last + i + 1, u.externalId, u.name, u.createdAt]),
    ...toStatements(
      insertProfiles,
      shop.users,
      (u, i) => [last + i + 1, JSON.stringify(u.preferences), u.createdAt],
    ),
    ...toStatements(
      insertInteractions,
      shop.interactions,
      (i) => [last + i.userId, i.productId, i.type, i.rating, i.at, i.sessionId, i.eventId],
    ),
  ]);
}

function toStatements<T>(
  sql: string,
  rows: readonly T[],
  toCells: (row: T, index: number) => Cell[],
): Statement[] {
  const statements: Statement[] = [];
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    const cells = rows.slice(from, from + rowsPerStatement).map((row, i) => toCells(row, from + i));
    statements.push({ sql, args: [JSON.stringify(cells)], expectChanges: cells.length });
  }
  return statements;
}
