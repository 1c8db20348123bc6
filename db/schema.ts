/**
 * The tables, as drizzle sees them. `deno task migrations` turns a change here into SQL under db/migrations; what drizzle
 * cannot describe (full-text index, triggers) stands in a custom migration there.
 *
 * Times are epoch milliseconds UTC, money is minor units: integers both. Ids come from AUTOINCREMENT where they must never
 * be given twice: the newest interaction id is the epoch of cached lists, and a deleted user's id must not pass to another.
 */
import { sql } from "drizzle-orm";
import {
  blob,
  check,
  index,
  integer,
  primaryKey,
  real,
  sqliteTable,
  text,
  uniqueIndex,
} from "drizzle-orm/sqlite-core";

const id = () => integer("id").primaryKey({ autoIncrement: true });

export const users = sqliteTable("users", {
  id: id(),
  externalId: text("external_id").unique(),
  name: text("name"),
  createdAt: integer("created_at").notNull(),
});

export const products = sqliteTable("products", {
  id: id(),
  externalId: text("external_id").unique(),
  name: text("name").notNull(),
  description: text("description").notNull(),
  category: text("category").notNull(),
  price: integer("price").notNull(),
  stock: integer("stock").notNull(),
  imageUrl: text("image_url"),
  createdAt: integer("created_at").notNull(),
  updatedAt: integer("updated_at").notNull(),
}, (table) => [
  check("products_price", sql`${table.price} >= 0`),
  check("products_stock", sql`${table.stock} >= 0`),
]);

/** One row whose value changes with every product row that is added, changed or removed: triggers keep it. */
export const catalogueStamp = sqliteTable("catalogue_stamp", {
  id: integer("id").primaryKey(),
  value: integer("value").notNull(),
});

/**
 * Append-only. Each index answers one query of interactions.ts (tests/db/plans_test.ts shows which), `history` with all that
 * ranking needs, so that reading a history touches no table page. There are no more of them because each halves the speed of
 * a bulk load: deleting a product, which is rare, searches the table instead.
 */
export const interactions = sqliteTable("interactions", {
  id: id(),
  userId: integer("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  productId: integer("product_id").notNull().references(() => products.id, { onDelete: "cascade" }),
  interactionType: text("interaction_type").notNull(),
  rating: real("rating"),
  at: integer("at").notNull(),
  sessionId: text("session_id"),
  eventId: text("event_id").unique(),
}, (table) => [
  check("interactions_type", sql`${table.interactionType} IN ('view', 'like', 'cart', 'purchase')`),
  check("interactions_rating", sql`${table.rating} BETWEEN 0.5 AND 5`),
  index("interactions_history").on(
    table.userId,
    table.at,
    table.id,
    table.productId,
    table.interactionType,
  ),
  index("interactions_purchases").on(table.userId, table.productId)
    .where(sql`${table.interactionType} = 'purchase'`),
  index("interactions_user").on(table.userId),
  index("interactions_at").on(table.at),
  index("interactions_ratings").on(table.productId, table.rating).where(sql`${table.rating} IS NOT NULL`),
]);

/** What a user told or was given about their taste. No vector is stored: fold-in makes it needless (decision 0002). */
export const userProfiles = sqliteTable("user_profiles", {
  userId: integer("user_id").primaryKey().references(() => users.id, { onDelete: "cascade" }),
  preferences: text("preferences", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  updatedAt: integer("updated_at").notNull(),
});

/**
 * What a user decided for themselves. `epoch` is a number of the sequence that gives interactions their ids, taken whenever
 * something else than a new interaction changes their lists: a product hidden, a like taken back, personal picks off.
 */
export const userChoices = sqliteTable("user_choices", {
  userId: integer("user_id").primaryKey().references(() => users.id, { onDelete: "cascade" }),
  personal: integer("personal", { mode: "boolean" }).notNull().default(true),
  epoch: integer("epoch").notNull(),
}, (table) => [index("user_choices_epoch").on(table.epoch, table.userId)]);

/** "Not interested": one product, or a whole category. */
export const dismissals = sqliteTable("dismissals", {
  id: id(),
  userId: integer("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  productId: integer("product_id").references(() => products.id, { onDelete: "cascade" }),
  category: text("category"),
  at: integer("at").notNull(),
}, (table) => [
  check("dismissals_one", sql`(${table.productId} IS NULL) <> (${table.category} IS NULL)`),
  uniqueIndex("dismissals_product").on(table.userId, table.productId),
  uniqueIndex("dismissals_category").on(table.userId, table.category),
]);

export const models = sqliteTable("models", {
  version: integer("version").primaryKey(),
  createdAt: integer("created_at").notNull(),
  state: text("state", { enum: ["published", "superseded", "rejected"] }).notNull(),
  metrics: text("metrics", { mode: "json" }).$type<Record<string, unknown>>().notNull(),
  artifactBytes: integer("artifact_bytes").notNull(),
  /** CRC-32 of the artifact. */
  checksum: integer("checksum").notNull(),
}, (table) => [check("models_state", sql`${table.state} IN ('published', 'superseded', 'rejected')`)]);

/**
 * The artifact in pieces of a megabyte, since remote servers refuse larger values. Blobs live apart from `models` also because
 * drizzle's relational queries fail on tables with a blob.
 */
export const modelArtifacts = sqliteTable("model_artifacts", {
  version: integer("version").notNull().references(() => models.version, { onDelete: "cascade" }),
  part: integer("part").notNull(),
  bytes: blob("bytes", { mode: "buffer" }).notNull(),
}, (table) => [primaryKey({ columns: [table.version, table.part] })]);

export const leases = sqliteTable("leases", {
  name: text("name").primaryKey(),
  holder: text("holder").notNull(),
  expiresAt: integer("expires_at").notNull(),
});

export const cartLines = sqliteTable("cart_lines", {
  userId: integer("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  productId: integer("product_id").notNull().references(() => products.id, { onDelete: "cascade" }),
  quantity: integer("quantity").notNull(),
  updatedAt: integer("updated_at").notNull(),
  /** What one piece cost when the shopper last changed the line: they are told when it costs something else now. */
  unitPrice: integer("unit_price"),
}, (table) => [
  primaryKey({ columns: [table.userId, table.productId] }),
  index("cart_lines_product").on(table.productId),
  check("cart_lines_quantity", sql`${table.quantity} > 0`),
]);

/**
 * Products that left the shop while they lay in a cart, by the name they had: the shopper is told, and not left to wonder. A trigger
 * writes it when a product is removed.
 */
export const cartDepartures = sqliteTable("cart_departures", {
  id: id(),
  userId: integer("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  name: text("name").notNull(),
}, (table) => [index("cart_departures_user").on(table.userId)]);

export const orders = sqliteTable("orders", {
  id: id(),
  userId: integer("user_id").notNull().references(() => users.id, { onDelete: "cascade" }),
  total: integer("total").notNull(),
  at: integer("at").notNull(),
  key: text("key").notNull().unique(),
}, (table) => [index("orders_user").on(table.userId)]);

export const orderLines = sqliteTable("order_lines", {
  orderId: integer("order_id").notNull().references(() => orders.id, { onDelete: "cascade" }),
  productId: integer("product_id").notNull().references(() => products.id),
  quantity: integer("quantity").notNull(),
  unitPrice: integer("unit_price").notNull(),
}, (table) => [
  primaryKey({ columns: [table.orderId, table.productId] }),
  index("order_lines_product").on(table.productId),
  check("order_lines_quantity", sql`${table.quantity} > 0`),
]);
