/** What users mean to buy. */
import type { Database } from "./open.ts";
import { readRows } from "./read_rows.ts";
import type { Statement, Writer } from "./writer.ts";

export interface CartRow {
  readonly productId: number;
  readonly quantity: number;
  /** What one piece cost when the line was last changed, in minor units; null for lines of older databases. */
  readonly unitPrice: number | null;
}

export interface NewCartLine extends CartRow {
  readonly userId: number;
  readonly updatedAt: number;
}

/** What lies in the cart, what was put there first first. */
export async function listCart(db: Database, userId: number): Promise<CartRow[]> {
  const rows = await readRows(db, {
    columns: ["product_id", "quantity", "unit_price"],
    sql: "SELECT product_id, quantity, unit_price FROM cart_lines WHERE user_id = ? ORDER BY rowid",
    args: [userId],
  });
  return rows.map(([productId, quantity, unitPrice]) => ({
    productId: productId as number,
    quantity: quantity as number,
    unitPrice: unitPrice as number | null,
  }));
}

/** Puts `quantity` (at least 1) of a product in the cart, in place of what was there of it. */
function toSetQuantity({ userId, productId, quantity, unitPrice, updatedAt }: NewCartLine): Statement {
  return {
    sql:
      `INSERT INTO cart_lines (user_id, product_id, quantity, unit_price, updated_at) VALUES (?, ?, ?, ?, ?)
      ON CONFLICT (user_id, product_id) DO UPDATE SET quantity = excluded.quantity,
        unit_price = excluded.unit_price, updated_at = excluded.updated_at`,
    args: [userId, productId, quantity, unitPrice, updatedAt],
  };
}

/** Puts `quantity` more of a product in the cart, up to `atMost` in all; done by the database, so two clicks count twice. */
function toAddQuantity(
  { userId, productId, quantity, unitPrice, updatedAt, atMost }: NewCartLine & { readonly atMost: number },
): Statement {
  return {
    sql:
      `INSERT INTO cart_lines (user_id, product_id, quantity, unit_price, updated_at) VALUES (?, ?, min(?, ?), ?, ?)
      ON CONFLICT (user_id, product_id) DO UPDATE SET quantity = min(cart_lines.quantity + excluded.quantity, ?),
        unit_price = excluded.unit_price, updated_at = excluded.updated_at`,
    args: [userId, productId, quantity, atMost, unitPrice, updatedAt, atMost],
  };
}

function toRemoveLine({ userId, productId }: { userId: number; productId: number }): Statement {
  return { sql: "DELETE FROM cart_lines WHERE user_id = ? AND product_id = ?", args: [userId, productId] };
}

/** @throws NotFoundError unknown user or product */
export async function setQuantity(writer: Writer, line: NewCartLine): Promise<void> {
  await writer.write([toSetQuantity(line)]);
}

/** @throws NotFoundError unknown user or product */
export async function addQuantity(
  writer: Writer,
  line: NewCartLine & { readonly atMost: number },
): Promise<void> {
  await writer.write([toAddQuantity(line)]);
}

/** Takes a product out of the cart; gives whether it was there. */
export async function removeLine(
  writer: Writer,
  line: { userId: number; productId: number },
): Promise<boolean> {
  const [result] = await writer.write([toRemoveLine(line)]);
  return result!.changes > 0;
}

/** The names of products that left the shop while they lay in the user's cart, the first first. */
export async function listDepartures(db: Database, userId: number): Promise<string[]> {
  const rows = await readRows(db, {
    columns: ["name"],
    sql: "SELECT name FROM cart_departures WHERE user_id = ? ORDER BY id",
    args: [userId],
  });
  return rows.map(([name]) => name as string);
}

/** The user knows of them. */
export async function removeDepartures(writer: Writer, userId: number): Promise<void> {
  await writer.write([{ sql: "DELETE FROM cart_departures WHERE user_id = ?", args: [userId] }]);
}
