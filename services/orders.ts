/** The cart, and the test checkout that turns it into an order. No card is charged and nothing is shipped. */
import { listCart, removeLine, setQuantity } from "../db/carts.ts";
import type { Database } from "../db/open.ts";
import { findOrder, placeOrder } from "../db/orders.ts";
import type { Writer } from "../db/writer.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.ts";
import type { CartLine, Order, Product } from "../types.ts";
import type { Interactions } from "./interactions.ts";

/** The most of one product that a cart takes. */
export const maximumQuantity = 99;

export interface Orders {
  cart(userId: number): Promise<readonly CartLine[]>;
  /** Puts more of a product into the cart, at most what is in stock, and records the interaction. */
  addToCart(userId: number, productId: number, quantity?: number): Promise<void>;
  /** Sets how many of a product are in the cart; 0 takes it out. */
  setQuantity(userId: number, productId: number, quantity: number): Promise<void>;
  /**
   * Turns the cart into an order: lines, stock and purchases in one transaction. The same `key` gives the same order.
   *
   * @throws InvalidInputError for an empty cart
   * @throws ConflictError when a product has sold out meanwhile
   */
  place(userId: number, key: string): Promise<Order>;
  /** An order of this user; another's order is not found. */
  find(userId: number, orderId: number): Promise<Order | undefined>;
}

interface Options {
  readonly db: Database;
  readonly writer: Writer;
  readonly now: () => number;
  readonly findProduct: (id: number) => Product | undefined;
  readonly refreshProducts: () => Promise<boolean>;
  readonly interactions: Interactions;
}

export function createOrders(
  { db, writer, now, findProduct, refreshProducts, interactions }: Options,
): Orders {
  async function cart(userId: number): Promise<CartLine[]> {
    return (await listCart(db, userId)).flatMap(({ productId, quantity }) => {
      const product = findProduct(productId);
      return product ? [{ product, quantity }] : [];
    });
  }

  async function toOrder(orderId: number): Promise<Order | undefined> {
    const row = await findOrder(db, orderId);
    if (!row) return undefined;
    const lines = row.lines.flatMap(({ productId, quantity, unitPrice }) => {
      const product = findProduct(productId);
      return product ? [{ product, quantity, unitPrice }] : [];
    });
    return { id: row.id, userId: row.userId, total: row.total, at: row.at, lines };
  }

  function needProduct(productId: number): Product {
    const product = findProduct(productId);
    if (!product) throw new NotFoundError(`Cannot change the cart: there is no product ${productId}`);
    return product;
  }

  return {
    cart,
    async addToCart(userId, productId, quantity = 1) {
      const product = needProduct(productId);
      const present = (await listCart(db, userId)).find((line) => line.productId === productId)?.quantity ??
        0;
      const wanted = present + quantity;
      checkQuantity(product, wanted);
      await setQuantity(writer, { userId, productId, quantity: wanted, updatedAt: now() });
      await interactions.record({ userId, productId, type: "cart" });
    },
    async setQuantity(userId, productId, quantity) {
      if (quantity === 0) return await removeLine(writer, { userId, productId });
      checkQuantity(needProduct(productId), quantity);
      await setQuantity(writer, { userId, productId, quantity, updatedAt: now() });
    },
    async place(userId, key) {
      const lines = await cart(userId);
      const at = now();
      const placed = await placeOrder(writer, {
        userId,
        key,
        at,
        lines: lines.map(({ product, quantity }) => ({
          productId: product.id,
          quantity,
          unitPrice: product.price,
        })),
      });
      if (placed.latestInteractionId !== undefined) {
        await interactions.committed(userId, placed.latestInteractionId, at);
        // The stock has changed.
        await refreshProducts();
      }
      const order = await toOrder(placed.orderId);
      if (!order || order.userId !== userId) {
        throw new ConflictError("Cannot place the order: its key is taken");
      }
      return order;
    },
    async find(userId, orderId) {
      const order = await toOrder(orderId);
      return order?.userId === userId ? order : undefined;
    },
  };
}

function checkQuantity(product: Product, quantity: number): void {
  if (quantity > maximumQuantity) {
    throw new InvalidInputError(
      `Cannot change the cart: ${quantity} is more than ${maximumQuantity} of one product`,
      [
        { field: "quantity", message: `must be at most ${maximumQuantity}, not ${quantity}` },
      ],
    );
  }
  if (quantity > product.stock) {
    throw new ConflictError(
      product.stock === 0
        ? `Cannot change the cart: ${JSON.stringify(product.name)} is sold out`
        : `Cannot change the cart: only ${product.stock} of ${JSON.stringify(product.name)} are left`,
    );
  }
}
