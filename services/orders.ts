/** The cart, and the test checkout that turns it into an order. No card is charged and nothing is shipped. */
import { createHash } from "node:crypto";
import {
  addQuantity,
  listCart,
  listDepartures,
  removeDepartures,
  removeLine,
  setQuantity,
} from "../db/carts.ts";
import { findLatestId } from "../db/interactions.ts";
import type { Database } from "../db/open.ts";
import { findOrder, findOrderIdByKey, type NewOrder, placeOrder } from "../db/orders.ts";
import type { Writer } from "../db/writer.ts";
import { ConflictError, InvalidInputError, NotFoundError } from "../errors.ts";
import { type CartLine, maximumQuantity, type Order, type Product } from "../types.ts";
import type { Interactions } from "./interactions.ts";

export interface ActOptions {
  /** False: it is done, but not recorded as an interaction that lists and training learn from. */
  readonly learn?: boolean;
}

export interface PlaceOptions extends ActOptions {
  /** What the shopper saw of the cart (`toSeen`); without it, whatever lies there is ordered. */
  readonly seen?: string;
}

export interface Orders {
  /** What is in the cart, as it can be ordered now: a line may have fewer in stock than it asks for. */
  cart(userId: number): Promise<readonly CartLine[]>;
  /** Puts more of a product into the cart, at most what is in stock, and records the interaction. */
  addToCart(userId: number, productId: number, quantity?: number, options?: ActOptions): Promise<void>;
  /** The names of products that left the shop while they lay in the cart, until `noticeDepartures()`. */
  departures(userId: number): Promise<readonly string[]>;
  /** The user has been told. */
  noticeDepartures(userId: number): Promise<void>;
  /** Sets how many of a product are in the cart; 0 takes it out. */
  setQuantity(userId: number, productId: number, quantity: number): Promise<void>;
  /**
   * Turns the cart into an order: lines, stock and purchases in one transaction. The same `key` gives the same order.
   *
   * @throws InvalidInputError for an empty cart
   * @throws ConflictError when a product has sold out meanwhile, or the cart is not what the shopper saw
   */
  place(userId: number, key: string, options?: PlaceOptions): Promise<Order>;
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
    return (await listCart(db, userId)).flatMap(({ productId, quantity, unitPrice }): CartLine[] => {
      const product = findProduct(productId);
      if (!product) return [];
      const repriced = unitPrice !== null && unitPrice !== product.price;
      return [{ product, quantity, ...(repriced ? { formerPrice: unitPrice } : {}) }];
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
        throw await explain(error, order);
      });
    if (created) {
      await interactions.committed(order.userId, await findLatestId(db, order.userId), order.at);
      // The stock has changed.
      await refreshProducts();
    }
    return id;
  }

  /** The database knows a product by its id; the shopper knows its name. */
  async function explain(error: unknown, order: Omit<NewOrder, "sessionId">): Promise<unknown> {
    if (!(error instanceof ConflictError)) return error;
    await refreshProducts();
    for (const { productId, quantity } of order.lines) {
      const product = findProduct(productId);
      const shortage = product && findShortage(product, quantity);
      if (shortage) return shortage;
    }
    return new ConflictError(error.message, { cause: error, refusal: { kind: "cart-changed" } });
  }

  function needProduct(productId: number): Product {
    const product = findProduct(productId);
    if (!product) throw new NotFoundError(`Cannot change the cart: there is no product ${productId}`);
    return product;
  }

  return {
    cart,
    departures: (userId) => listDepartures(db, userId),
    noticeDepartures: (userId) => removeDepartures(writer, userId),
    async addToCart(userId, productId, quantity = 1, { learn = true } = {}) {
      const product = needProduct(productId);
      const present = (await listCart(db, userId)).find((line) => line.productId === productId)?.quantity ??
        0;
      checkQuantity(product, present + quantity);
      const atMost = Math.min(product.stock, maximumQuantity);
      const unitPrice = product.price;
      await addQuantity(writer, { userId, productId, quantity, unitPrice, updatedAt: now(), atMost });
      if (learn) await interactions.record({ userId, productId, type: "cart" });
    },
    async setQuantity(userId, productId, quantity) {
      if (quantity === 0) {
        await removeLine(writer, { userId, productId });
        return;
      }
      const product = needProduct(productId);
      checkQuantity(product, quantity);
      await setQuantity(writer, { userId, productId, quantity, unitPrice: product.price, updatedAt: now() });
    },
    async place(userId, key, { learn = true, seen } = {}) {
      const at = now();
      const lines = await cart(userId);
      // A second click finds the cart empty and the order placed.
      const placed = await findOrderIdByKey(db, { userId, key });
      const orderId = placed === undefined && lines.length > 0
        ? await placeNew({ userId, key, at, lines: agreed(lines, seen), learn })
        : placed;
      const order = orderId === undefined ? undefined : await toOrder(orderId);
      if (!order) {
        throw new InvalidInputError("Cannot place the order: the cart is empty", [], {
          refusal: { kind: "cart-empty" },
        });
      }
      return order;
    },
    async find(userId, orderId) {
      const order = await toOrder(orderId);
      return order?.userId === userId ? order : undefined;
    },
  };
}

/** A cart in short: which products and how many, then what each costs. */
export function toSeen(lines: readonly CartLine[]): string {
  const sorted = lines.toSorted((a, b) => a.product.id - b.product.id);
  return [
    sorted.map(({ product, quantity }) => [product.id, quantity]),
    sorted.map(({ product }) => product.price),
  ].map((part) => createHash("sha256").update(String(part)).digest("base64url").slice(0, 11)).join(".");
}

/** The lines to order, if they are what the shopper saw. */
function agreed(lines: readonly CartLine[], seen: string | undefined): NewOrder["lines"] {
  const present = toSeen(lines);
  if (seen !== undefined && seen !== present) {
    const samePieces = seen.split(".")[0] === present.split(".")[0];
    throw new ConflictError("Cannot place the order: the cart is not what the shopper saw", {
      refusal: { kind: samePieces ? "price-changed" : "cart-changed" },
    });
  }
  return lines.map(({ product, quantity }) => ({
    productId: product.id,
    quantity,
    unitPrice: product.price,
  }));
}

function checkQuantity(product: Product, quantity: number): void {
  if (quantity > maximumQuantity) {
    throw new InvalidInputError(
      `Cannot change the cart: ${quantity} is more than ${maximumQuantity} of one product`,
      [
        { field: "quantity", message: `must be at most ${maximumQuantity}, not ${quantity}` },
      ],
      { refusal: { kind: "too-many", most: maximumQuantity } },
    );
  }
  const shortage = findShortage(product, quantity);
  if (shortage) throw shortage;
}

function findShortage({ name, stock }: Product, quantity: number): ConflictError | undefined {
  if (quantity <= stock) return undefined;
  return stock === 0
    ? new ConflictError(`Cannot change the cart: ${JSON.stringify(name)} is sold out`, {
      refusal: { kind: "sold-out", name },
    })
    : new ConflictError(`Cannot change the cart: only ${stock} of ${JSON.stringify(name)} are left`, {
      refusal: { kind: "few-left", name, left: stock },
    });
}
