/** What users have bought. */
import { asc, desc, eq } from "drizzle-orm";
import { ConflictError, ReusedKeyError } from "../errors.ts";
import { toInsert } from "./interactions.ts";
import type { Database } from "./open.ts";
import { orderLines, orders } from "./schema.ts";
import type { Row } from "./values.ts";
import type { Statement, Writer } from "./writer.ts";

export interface OrderLineRow {
  readonly productId: number;
  readonly quantity: number;
  /** Minor units. */
  readonly unitPrice: number;
}

export interface NewOrder {
  readonly userId: number;
  readonly at: number;
  /** Given by the caller: a second order with the same one is the same order. */
  readonly key: string;
  readonly sessionId: string | null;
  /** At least one, no product twice. */
  readonly lines: readonly OrderLineRow[];
  /** False: no purchase interactions. */
  readonly learn?: boolean;
}

export interface OrderRow {
  readonly id: number;
  readonly userId: number;
  /** Minor units. */
  readonly total: number;
  readonly at: number;
  readonly lines: readonly OrderLineRow[];
}

export interface PlacedOrder {
  readonly id: number;
  /** False: the order with this key was there before, and nothing was done. */
  readonly created: boolean;
}

/**
 * Places an order in one commit: what is ordered leaves the cart, then the order and its lines, the stock that goes down, and
 * one purchase interaction per line. All of it or nothing.
 *
 * @throws ConflictError the lines are not what lies in the cart, or a product has too little stock; the message says which
 * @throws NotFoundError unknown user or product
 * @throws ReusedKeyError the key belongs to another user's order
 */
export async function placeOrder(writer: Writer, order: NewOrder): Promise<PlacedOrder> {
  const before = await findByKey(writer, order);
  if (before !== undefined) return { id: before, created: false };
  try {
    const [, inserted] = await writer.write(toStatements(order));
    return { id: inserted!.lastId, created: true };
  } catch (error) {
    // The same key may have come in between, from a second click.
    const meanwhile = error instanceof ConflictError ? await findByKey(writer, order) : undefined;
    if (meanwhile === undefined) throw error;
    return { id: meanwhile, created: false };
  }
}

const byKeyQuery = "SELECT id, user_id FROM orders WHERE key = ?";

/** Asked through the writer, whose connection has seen every order before. */
async function findByKey(writer: Writer, order: NewOrder): Promise<number | undefined> {
  const [result] = await writer.write([{ sql: byKeyQuery, args: [order.key], single: true }]);
  return ownId(result?.rows[0], order);
}

function ownId(row: Row | undefined, { userId, key }: { userId: number; key: string }): number | undefined {
  if (row && row["user_id"] !== userId) {
    throw new ReusedKeyError(`Cannot place the order: the key "${key}" was used for another one`);
  }
  return row?.["id"] as number | undefined;
}

function toStatements({ userId, at, key, sessionId, lines, learn = true }: NewOrder): Statement[] {
  const total = lines.reduce((sum, line) => sum + line.quantity * line.unitPrice, 0);
  return [
    // What is ordered must be what lies in the cart: another tab may have ordered or changed it since it was read.
    {
      sql: `DELETE FROM cart_lines WHERE user_id = ? AND (product_id, quantity) IN
        (SELECT value ->> 0, value ->> 1 FROM json_each(?))`,
      args: [userId, JSON.stringify(lines.map(({ productId, quantity }) => [productId, quantity]))],
      expectChanges: lines.length,
      conflict: "the cart has changed meanwhile",
    },
    {
      sql: "INSERT INTO orders (user_id, total, at, key) VALUES (?, ?, ?, ?)",
      args: [userId, total, at, key],
    },
    ...lines.flatMap(({ productId, quantity, unitPrice }): Statement[] => [
      {
        sql: "UPDATE products SET stock = stock - ?, updated_at = ? WHERE id = ? AND stock >= ?",
        args: [quantity, at, productId, quantity],
        expectChanges: 1,
        conflict: `product "${productId}" has fewer than ${quantity} in stock`,
      },
      {
        sql: `INSERT INTO order_lines (order_id, product_id, quantity, unit_price)
          VALUES ((SELECT id FROM orders WHERE key = ?), ?, ?, ?)`,
        args: [key, productId, quantity, unitPrice],
      },
      ...(learn
        ? [toInsert({
          userId,
          productId,
          type: "purchase",
          rating: null,
          at,
          sessionId,
          eventId: `aisle:order:${key}:${productId}`,
        })]
        : []),
    ]),
  ];
}

/**
 * The order that a key was used for.
 *
 * @throws ReusedKeyError the key belongs to another user's order
 */
export async function findOrderIdByKey(
  db: Database,
  { userId, key }: { userId: number; key: string },
): Promise<number | undefined> {
  return ownId(await db.get(byKeyQuery, [key]), { userId, key });
}

export async function findOrder(db: Database, id: number): Promise<OrderRow | undefined> {
  const order = await db.orm.select().from(orders).where(eq(orders.id, id)).get();
  if (!order) return undefined;
  const lines = await db.orm.select().from(orderLines).where(eq(orderLines.orderId, id)).orderBy(
    asc(orderLines.productId),
  );
  return {
    id: order.id,
    userId: order.userId,
    total: order.total,
    at: order.at,
    lines: lines.map(({ productId, quantity, unitPrice }) => ({ productId, quantity, unitPrice })),
  };
}

/** The ids of a user's orders, newest first. */
export async function listOrderIds(db: Database, userId: number, limit: number): Promise<number[]> {
  const rows = await db.orm.select({ id: orders.id }).from(orders).where(eq(orders.userId, userId))
    .orderBy(desc(orders.id)).limit(limit);
  return rows.map((row) => row.id);
}
