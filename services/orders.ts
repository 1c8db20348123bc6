/** The cart, and the test checkout that turns it into an order. No card is charged and nothing is shipped. */
import { addQuantity, listCart, removeLine, setQuantity } from "../db/carts.ts";
import { findLatestId } from "../db/interactions.ts";
import type { Database } from "../db/open.ts";
import { findOrder, findOrderIdByKey, type NewOrder, placeOrder } from "../db/orders.ts";
import type { Writer } from "../db/writer.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.ts";
import type { CartLine, Order, Product } from "../types.ts";
import type { Interactions } from "./interactions.ts";

/** The most of one product that a cart takes. */
export const maximumQuantity = 99;

export interface ActOptions {
  /** False: it is done, but not recorded as an interaction that lists and training learn from. */
  readonly learn?: boolean;
}

export interface Orders {
  cart(userId: number): Promise<readonly CartLine[]>;
  /** Puts more of a product into the cart, at most what is in stock, and records the interaction. */
  addToCart(userId: number, productId: number, quantity?: number, options?: ActOptions): Promise<void>;
  /** Sets how many of a product are in the cart; 0 takes it out. */
  setQuantity(userId: number, productId: number, quantity: number): Promise<void>;
  /**
   * Turns the cart into an order: lines, stock and purchases in one transaction. The same `key` gives the same order.
   *
   * @throws InvalidInputError for an empty cart
   * @throws ConflictError when a product has sold out meanwhile
   */
  place(userId: number, key: string, options?: ActOptions): Promise<Order>;
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

  async function placeNew(order: Omit<NewOrder, "sessionId">): Promise<number> {
    const { id, created } = await placeOrder(writer, { ...order, sessionId: `order:${order.key}` })
      .catch(async (error) => {
        await nameSoldOut(error, order);
        throw error;
      });
    if (created) {
      await interactions.committed(order.userId, await findLatestId(db, order.userId), order.at);
      // The stock has changed.
      await refreshProducts();
    }
    return id;
  }

  /** The database knows a product by its id; the shopper knows its name. */
  async function nameSoldOut(error: unknown, order: Omit<NewOrder, "sessionId">): Promise<void> {
    if (!(error instanceof ConflictError)) return;
    await refreshProducts();
    for (const { productId, quantity } of order.lines) {
      const product = findProduct(productId);
      if (product && product.stock < quantity) checkQuantity(product, quantity);
    }
  }

  function needProduct(productId: number): Product {
    const product = findProduct(productId);
    if (!product) throw new NotFoundError(`Cannot change the cart: there is no product ${productId}`);
    return product;
  }

  return {
    cart,
    async addToCart(userId, productId, quantity = 1, { learn = true } = {}) {
      const product = needProduct(productId);
      const present = (await listCart(db, userId)).find((line) => line.productId === productId)?.quantity ??
        0;
      checkQuantity(product, present + quantity);
      const atMost = Math.min(product.stock, maximumQuantity);
      await addQuantity(writer, { userId, productId, quantity, updatedAt: now(), atMost });
      if (learn) await interactions.record({ userId, productId, type: "cart" });
    },
    async setQuantity(userId, productId, quantity) {
      if (quantity === 0) {
        await removeLine(writer, { userId, productId });
        return;
      }
      checkQuantity(needProduct(productId), quantity);
      await setQuantity(writer, { userId, productId, quantity, updatedAt: now() });
    },
    async place(userId, key, { learn = true } = {}) {
      const at = now();
      const lines = (await cart(userId)).map(({ product, quantity }) => ({
        productId: product.id,
        quantity,
        unitPrice: product.price,
      }));
      // A second click finds the cart empty and the order placed.
      const orderId = lines.length > 0
        ? await placeNew({ userId, key, at, lines, learn })
        : await findOrderIdByKey(db, { userId, key });
      const order = orderId === undefined ? undefined : await toOrder(orderId);
      if (!order) throw new InvalidInputError("Cannot place the order: the cart is empty");
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
