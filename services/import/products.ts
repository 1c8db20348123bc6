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
  const fields = new Map(productColumns.map((column) => [column, createField(columns, column)]));
  return (row) => {
    if (row.problem !== undefined) throw new RejectedRow(row.problem);
    const has = (column: ProductColumn) => columns.has(column);
    const text = (column: ProductColumn) => fields.get(column)!(row);
    const isGiven = (column: ProductColumn) => text(column) !== "";
    return {
      externalId: parseRequired("id", text("id"), { max: longest.id }),
      name: parseRequired("name", parseLine("name", text("name"), { max: longest.name }), {
        max: longest.name,
      }),
      ...(has("description")
        ? { description: parseText("description", text("description"), { max: longest.description }) }
        : {}),
      ...(has("category")
        ? {
          category: parseLine("category", text("category"), { max: longest.category }) || defaults.category,
        }
        : {}),
      ...(has("price") ? { price: parsePrice("price", text("price"), decimals) } : {}),
      ...(has("image_url") ? { imageUrl: parseImageUrl("image_url", text("image_url")) } : {}),
      // Nothing written means "not known", where a default or the value there is better than none.
      ...(isGiven("stock") ? { stock: parseStock("stock", text("stock")) } : {}),
      ...(isGiven("created_at") ? { createdAt: parseTime("created_at", text("created_at")) } : {}),
    };
  };
}
