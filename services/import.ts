/** Import of a shop's own catalogue and events: `deno task import`. docs/import.md is the user's side of it. */
import type { Database } from "../db/open.ts";
import type { Writer } from "../db/writer.ts";
import type { InteractionType } from "../types.ts";
import type { ImportFiles } from "./import/files.ts";
import { type InteractionJob, loadInteractions } from "./import/interactions.ts";
import { loadProducts } from "./import/products.ts";
import { openRejects, type Rejects } from "./import/rejects.ts";
import type { Source } from "./import/source.ts";
import { fractionDigits } from "./money.ts";

export { type ColumnPair, parseColumnPairs } from "./import/columns.ts";
export { type FileOptions, openFiles } from "./import/files.ts";

export interface ImportOptions {
  /** From `openFiles`, which has checked them. */
  readonly files: ImportFiles;
  /** The type of interactions that name none. */
  readonly type?: InteractionType;
  /** Shifts the interactions so that the newest is at `now`. */
  readonly rebaseTime?: boolean;
  /** Reads and checks everything, and writes the reject files, but nothing into the database. */
  readonly dryRun?: boolean;
  /** ISO 4217: how many decimals a price has. */
  readonly currency: string;
  readonly now: number;
  readonly onProgress?: (progress: ImportProgress) => void;
}

export interface ImportProgress {
  readonly file: "products" | "interactions";
  /** `scan` reads the times only, for `rebaseTime`. */
  readonly phase: "scan" | "load";
  /** How much of the file has been read, 0 to 1. */
  readonly done: number;
  readonly rows: number;
}

export interface FileSummary {
  readonly path: string;
  readonly read: number;
  readonly added: number;
  /** Products that changed; interactions never do. */
  readonly updated: number;
  readonly alreadyThere: number;
  readonly rejected: number;
  /** Where the rejected rows are listed, if there are any. */
  readonly rejectsPath?: string;
}

export interface ImportSummary {
  readonly products?: FileSummary;
  readonly interactions?: FileSummary & {
    /** Users who were made; 0 in a dry run, which does not look. */
    readonly usersAdded: number;
    /** Milliseconds that `rebaseTime` added to every time. */
    readonly shift: number;
  };
}

interface Stores {
  readonly db: Database;
  readonly writer: Writer;
}

/**
 * Reads the files row by row and adds what is not there yet; a bad row goes to the reject file, the others are loaded. Files
 * of any size: no more than a batch is held, next to a few words per product, user and distinct interaction.
 *
 * @throws InvalidInputError when a file turns out to be damaged on the way: what was loaded before is kept, and a second run
 * goes on from there
 */
export async function importFiles(stores: Stores, options: ImportOptions): Promise<ImportSummary> {
  const { dryRun = false, rebaseTime = false, now } = options;
  const { products, interactions } = options.files;
  const tell =
    (file: ImportProgress["file"], source: Source, phase: ImportProgress["phase"]) =>
    (rows: number, bytes: number) =>
      options.onProgress?.({
        file,
        phase,
        rows,
        done: source.bytes === 0 ? 1 : Math.min(1, bytes / source.bytes),
      });
  let summary: ImportSummary = {};
  let wouldExist: ReadonlySet<string> = new Set();

  if (products) {
    const { source, columns, rejectsPath } = products;
    const decimals = fractionDigits(options.currency);
    const onProgress = tell("products", source, "load");
    const { counts, ...rejected } = await withRejects(
      rejectsPath,
      (rejects) => loadProducts(stores, { source, columns, rejects, dryRun, now, decimals, onProgress }),
    );
    const { externalIds, ...rest } = counts;
    if (dryRun) wouldExist = externalIds;
    summary = { products: { path: source.path, ...rest, ...rejected } };
  }
  if (interactions) {
    const { source, columns, rejectsPath } = interactions;
    const onProgress: InteractionJob["onProgress"] = (phase, { rows, bytes }) =>
      tell("interactions", source, phase)(rows, bytes);
    const settings = { source, columns, dryRun, now, rebaseTime, wouldExist, onProgress };
    const { counts, ...rejected } = await withRejects(
      rejectsPath,
      (rejects) =>
        loadInteractions(stores, { ...settings, rejects, ...(options.type ? { type: options.type } : {}) }),
    );
    summary = { ...summary, interactions: { path: source.path, updated: 0, ...counts, ...rejected } };
  }
  return summary;
}

async function withRejects<T>(
  path: string,
  load: (rejects: Rejects) => Promise<T>,
): Promise<{ counts: T; rejected: number; rejectsPath?: string }> {
  const rejects = await openRejects(path);
  try {
    const counts = await load(rejects);
    return { counts, rejected: rejects.count, ...(rejects.count > 0 ? { rejectsPath: path } : {}) };
  } finally {
    rejects.close();
  }
}
