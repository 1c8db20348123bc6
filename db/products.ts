/** What is sold. */
import type { NewProduct, Product } from "../types.ts";
import type { Database } from "./open.ts";
import { type Cell, readRows } from "./read_rows.ts";
import type { Writer } from "./writer.ts";

const columns = [
  "id",
  "external_id",
  "name",
  "description",
  "category",
  "price",
  "stock",
  "image_url",
  "created_at",
] as const;
const select = `SELECT ${columns.join(", ")} FROM products`;

/** Rows per page: at most a few milliseconds on the calling thread. */
const pageSize = 1000;

export async function findProduct(db: Database, id: number): Promise<Product | undefined> {
  const [row] = await readRows(db, { columns, sql: `${select} WHERE id = ?`, args: [id] });
  return row && toProduct(row);
}

/** All of them by ascending id, read page by page with the event loop free between, or `atOnce` where nobody is served meanwhile. */
export async function listProducts(
  db: Database,
  { atOnce = false }: { readonly atOnce?: boolean } = {},
): Promise<Product[]> {
  const products: Product[] = [];
  for (let after = 0;;) {
    const rows = await readRows(db, {
      columns,
      sql: `${select} WHERE id > ? ORDER BY id LIMIT ?`,
      args: [after, pageSize],
    });
    for (const row of rows) products.push(toProduct(row));
    if (rows.length < pageSize) return products;
    after = products.at(-1)!.id;
    if (!atOnce) await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** The ids of the products with these external ids; what is unknown is left out. */
export async function findProductIds(
  db: Database,
  externalIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await readRows(db, {
    columns: ["external_id", "id"],
    sql: "SELECT external_id, id FROM products WHERE external_id IN (SELECT value FROM json_each(?))",
    args: [JSON.stringify(externalIds)],
  });
  return new Map(rows as [string, number][]);
}

const insert = `INSERT INTO products
    (external_id, name, description, category, price, stock, image_url, created_at, updated_at)
  SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7,
    value ->> 7
  FROM json_each(?) WHERE true ORDER BY key`;

/**
 * Adds products, each five hundred in one commit, and gives their ids in the same order.
 *
 * @throws ConflictError where an external id is taken; the hundreds before are kept
 */
export async function addProducts(writer: Writer, products: readonly NewProduct[]): Promise<number[]> {
  const ids: number[] = [];
  for (const args of toChunks(products)) {
    const [result] = await writer.write([{ sql: `${insert} RETURNING id`, args }]);
    // AUTOINCREMENT counts up in the order of insertion; the order of RETURNING is not promised.
    ids.push(...result!.rows.map((row) => row["id"] as number).sort((a, b) => a - b));
  }
  return ids;
}

const upsert = `${insert}
  ON CONFLICT (external_id) DO UPDATE SET name = excluded.name, description = excluded.description,
    category = excluded.category, price = excluded.price, stock = excluded.stock, image_url = excluded.image_url,
    created_at = excluded.created_at, updated_at = ?
  WHERE (name, description, category, price, stock, image_url, created_at) IS NOT (excluded.name, excluded.description,
    excluded.category, excluded.price, excluded.stock, excluded.image_url, excluded.created_at)`;

/**
 * Adds products, or changes those whose external id is known; what is the same is not touched, so the catalogue stamp stays.
 * Gives how many rows were added or changed.
 */
export async function saveProducts(
  writer: Writer,
  products: readonly NewProduct[],
  { now }: { now: number },
): Promise<number> {
  let changed = 0;
  for (const args of toChunks(products)) {
    const [result] = await writer.write([{ sql: upsert, args: [...args, now] }]);
    changed += result!.changes;
  }
  return changed;
}

function* toChunks(products: readonly NewProduct[]): Generator<[string]> {
  for (let from = 0; from < products.length; from += 500) {
    yield [JSON.stringify(
      products.slice(from, from + 500).map((p) => [
        p.externalId,
        p.name,
        p.description,
        p.category,
        p.price,
        p.stock,
        p.imageUrl,
        p.createdAt,
      ]),
    )];
  }
}

/** The highest id that a product was ever given; ids are never given twice. */
export async function findHighestProductId(db: Database): Promise<number> {
  const row = await db.get("SELECT seq FROM sqlite_sequence WHERE name = 'products'");
  return (row?.["seq"] as number | undefined) ?? 0;
}

export async function countProducts(db: Database): Promise<number> {
  return (await db.get("SELECT count(*) AS count FROM products"))?.["count"] as number;
}

/** Changes whenever a product row was added, changed or removed: one point read. */
export async function findCatalogueStamp(db: Database): Promise<string> {
  return String((await db.get("SELECT value FROM catalogue_stamp WHERE id = 1"))?.["value"]);
}

function toProduct(row: readonly Cell[]): Product {
  const [id, externalId, name, description, category, price, stock, imageUrl, createdAt] = row;
  return {
    id: id as number,
    externalId: externalId as string | null,
    name: name as string,
    description: description as string,
    category: category as string,
    price: price as number,
    stock: stock as number,
    imageUrl: imageUrl as string | null,
    createdAt: createdAt as number,
  };
}
