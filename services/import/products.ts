/** Loads a catalogue. */
import type { Database } from "../../db/open.ts";
import { listProducts, saveProducts } from "../../db/products.ts";
import type { Writer } from "../../db/writer.ts";
import type { NewProduct, Product } from "../../types.ts";
import { type Columns, createField, type ProductColumn, productColumns } from "./columns.ts";
import type { Rejects } from "./rejects.ts";
import type { SourceRow } from "./row.ts";
import { readBatches } from "./rows.ts";
import type { Source } from "./source.ts";
import {
  longest,
  parseImageUrl,
  parseLine,
  parsePrice,
  parseRequired,
  parseStock,
  parseText,
  parseTime,
  quote,
  RejectedRow,
} from "./values.ts";

export interface ProductJob {
  readonly source: Source;
  readonly columns: Columns<ProductColumn>;
  readonly rejects: Rejects;
  readonly dryRun: boolean;
  readonly now: number;
  /** Digits after the decimal mark of the shop's currency. */
  readonly decimals: number;
  readonly onProgress: (rows: number, bytes: number) => void;
}

export interface ProductCounts {
  readonly read: number;
  readonly added: number;
  readonly updated: number;
  readonly alreadyThere: number;
  /** The external ids of all rows that were taken. */
  readonly externalIds: ReadonlySet<string>;
}

type Patch = Partial<NewProduct> & { readonly externalId: string; readonly name: string };

/** What a product is where the file has no such column. */
const defaults = { description: "", category: "Other", price: 0, stock: 100, imageUrl: null };

const batchSize = 5000;

/**
 * Adds the products of a file and updates those whose id is known, in the columns that the file has; the others keep their
 * values. A second row with the same id is rejected: which of the two is right cannot be told.
 */
export async function loadProducts(
  { db, writer }: { db: Database; writer: Writer },
  job: ProductJob,
): Promise<ProductCounts> {
  const existing = new Map<string, Product>();
  for (const product of await listProducts(db)) {
    if (product.externalId !== null) existing.set(product.externalId, product);
  }
  const parse = createProductParser(job);
  const lines = new Map<string, number>();
  let [read, added, updated, bytes] = [0, 0, 0, 0];

  for await (const rows of readBatches(job.source, { size: batchSize, onBytes: (n) => bytes = n })) {
    const changed: NewProduct[] = [];
    for (const row of rows) {
      read++;
      try {
        const patch = parse(row);
        const first = lines.get(patch.externalId);
        if (first !== undefined) {
          throw new RejectedRow(`id ${quote(patch.externalId)} is already on line ${first}`);
        }
        lines.set(patch.externalId, row.line);
        const known = existing.get(patch.externalId);
        if (known === undefined) {
          added++;
          changed.push({ ...defaults, createdAt: job.now, ...patch });
        } else if (differs(known, patch)) {
          updated++;
          changed.push({ ...known, ...patch });
        }
      } catch (error) {
        if (!(error instanceof RejectedRow)) throw error;
        job.rejects.add(row, error.message);
      }
    }
    await job.rejects.flush();
    if (!job.dryRun) await saveProducts(writer, changed, { now: job.now });
    job.onProgress(read, bytes);
  }
  const alreadyThere = lines.size - added - updated;
  return { read, added, updated, alreadyThere, externalIds: new Set(lines.keys()) };
}

function differs(known: Product, patch: Patch): boolean {
  return (Object.keys(patch) as (keyof Patch)[]).some((key) => known[key] !== patch[key]);
}

function createProductParser({ columns, decimals }: ProductJob): (row: SourceRow) => Patch {
  const fields = Object.fromEntries(
    productColumns.map((column) => [column, createField(columns, column)]),
  ) as Record<ProductColumn, (row: SourceRow) => string | undefined>;
  return (row) => {
    if (row.problem !== undefined) throw new RejectedRow(row.problem);
    const name = parseLine("name", fields.name(row) ?? "", { max: longest.name });
    const [description, category] = [fields.description(row), fields.category(row)];
    const [price, imageUrl] = [fields.price(row), fields.image_url(row)];
    // Nothing written means "not known", where a default or the value there is better than none.
    const [stock, createdAt] = [fields.stock(row) || undefined, fields.created_at(row) || undefined];
    return {
      externalId: parseRequired("id", fields.id(row) ?? "", { max: longest.id }),
      name: parseRequired("name", name, { max: longest.name }),
      ...(description !== undefined && {
        description: parseText("description", description, { max: longest.description }),
      }),
      ...(category !== undefined && {
        category: parseLine("category", category, { max: longest.category }) || defaults.category,
      }),
      ...(price !== undefined && { price: parsePrice("price", price, decimals) }),
      ...(imageUrl !== undefined && { imageUrl: parseImageUrl("image_url", imageUrl) }),
      ...(stock !== undefined && { stock: parseStock("stock", stock) }),
      ...(createdAt !== undefined && { createdAt: parseTime("created_at", createdAt) }),
    };
  };
}
