/** Loads interactions, and the users who made them. */
import type { Database } from "../../db/open.ts";
import { findProductIds } from "../../db/products.ts";
import type { Writer } from "../../db/writer.ts";
import type { InteractionType } from "../../types.ts";
import { type Columns, createField, type InteractionColumn } from "./columns.ts";
import { createIdentity } from "./identity.ts";
import type { Rejects } from "./rejects.ts";
import type { SourceRow } from "./row.ts";
import { readBatches } from "./rows.ts";
import { createCounter, createSaver, type Identified } from "./saver.ts";
import type { Source } from "./source.ts";
import {
  longest,
  parseRating,
  parseRequired,
  parseText,
  parseTime,
  parseType,
  quote,
  RejectedRow,
} from "./values.ts";

export interface InteractionJob {
  readonly source: Source;
  readonly columns: Columns<InteractionColumn>;
  readonly rejects: Rejects;
  readonly dryRun: boolean;
  readonly now: number;
  /** The type of rows that name none. */
  readonly type?: InteractionType;
  readonly rebaseTime: boolean;
  /** Products that a dry run would have added before. */
  readonly wouldExist: ReadonlySet<string>;
  readonly onProgress: (phase: "scan" | "load", progress: { rows: number; bytes: number }) => void;
}

export interface InteractionCounts {
  readonly read: number;
  readonly added: number;
  readonly alreadyThere: number;
  /** Users who were made; not known after a dry run. */
  readonly usersAdded: number;
  /** How far the times were moved, in milliseconds. */
  readonly shift: number;
}

interface Stores {
  readonly db: Database;
  readonly writer: Writer;
}

interface ParsedInteraction {
  readonly row: SourceRow;
  readonly userId: string;
  readonly productId: string;
  readonly type: InteractionType;
  readonly at: number;
  readonly rating: number | null;
  readonly sessionId: string | null;
  readonly eventId: string | null;
}

const batchSize = 10_000;
/** As much as a clock may be ahead of ours: what the API allows. */
const aheadMs = 5 * 60_000;

/**
 * Adds what is not there yet. Unknown users are made; rows of unknown products are rejected. With `rebaseTime` the file is
 * read twice: first for its newest time.
 */
export async function loadInteractions(stores: Stores, job: InteractionJob): Promise<InteractionCounts> {
  const parse = createInteractionParser(job);
  const products = createProductLookup(stores.db, job.wouldExist);

  async function accept(rows: readonly SourceRow[], reject: Rejects["add"]): Promise<ParsedInteraction[]> {
    const parsed: ParsedInteraction[] = [];
    for (const row of rows) {
      try {
        parsed.push(parse.row(row));
      } catch (error) {
        if (!(error instanceof RejectedRow)) throw error;
        reject(row, error.message);
      }
    }
    await products.find(parsed);
    return parsed.filter(({ row, productId }) => {
      if (products.idOf(productId) !== undefined) return true;
      reject(row, `product_id ${quote(productId)} is not in the catalogue`);
      return false;
    });
  }

  /** The newest time of the rows that will be accepted. Only those that could be it are looked at as a whole. */
  async function findNewest(): Promise<number | undefined> {
    let newest = -1;
    let [rowsRead, bytes] = [0, 0];
    for await (const rows of readBatches(job.source, { size: batchSize, onBytes: (n) => bytes = n })) {
      const times = rows.map((row) => parse.time(row) ?? -1);
      const candidates = rows.map((_, i) => i).filter((i) => times[i]! > newest).sort((a, b) =>
        times[b]! - times[a]!
      );
      for (const i of candidates) {
        if ((await accept([rows[i]!], () => {})).length === 0) continue;
        newest = times[i]!;
        break;
      }
      job.onProgress("scan", { rows: rowsRead += rows.length, bytes });
    }
    return newest < 0 ? undefined : newest;
  }

  const newest = job.rebaseTime ? await findNewest() : undefined;
  const shift = newest === undefined ? 0 : job.now - newest;
  const identify = createIdentity();
  const save = job.dryRun ? createCounter(stores.db) : createSaver(stores, job.now);
  let [read, accepted, bytes] = [0, 0, 0];
  // One batch is written while the next is read.
  let saving: Promise<void> = Promise.resolve();

  try {
    for await (const rows of readBatches(job.source, { size: batchSize, onBytes: (n) => bytes = n })) {
      const batch = await accept(rows, job.rejects.add);
      await job.rejects.flush();
      const interactions = batch.map((interaction): Identified => ({
        userId: interaction.userId,
        productId: products.idOf(interaction.productId)!,
        type: interaction.type,
        rating: interaction.rating,
        at: interaction.at + shift,
        sessionId: interaction.sessionId,
        eventId: interaction.eventId ?? identify(interaction.row, interaction),
      }));
      await saving;
      saving = save.add(interactions);
      // It is awaited in the next round: until then its failure is not an unhandled one.
      saving.catch(() => {});
      read += rows.length;
      accepted += batch.length;
      job.onProgress("load", { rows: read, bytes });
    }
  } finally {
    // Also when the file breaks off: what has been handed over is then in the database, and nothing comes after.
    await saving;
  }
  const { added, usersAdded } = save.counts();
  return { read, added, alreadyThere: accepted - added, usersAdded, shift };
}

function createProductLookup(db: Database, wouldExist: ReadonlySet<string>) {
  const known = new Map<string, number | undefined>();
  return {
    async find(interactions: readonly ParsedInteraction[]): Promise<void> {
      const wanted = new Set<string>();
      for (const { productId } of interactions) if (!known.has(productId)) wanted.add(productId);
      if (wanted.size === 0) return;
      const found = await findProductIds(db, [...wanted]);
      // In a dry run a product of the products file has no id yet; none is needed.
      for (const id of wanted) known.set(id, found.get(id) ?? (wouldExist.has(id) ? 0 : undefined));
    },
    idOf: (externalId: string): number | undefined => known.get(externalId),
  };
}

interface InteractionParser {
  /** @throws RejectedRow */
  row(row: SourceRow): ParsedInteraction;
  /** The time alone; undefined where it is none. */
  time(row: SourceRow): number | undefined;
}

function createInteractionParser(
  { columns, type, now, rebaseTime }: InteractionJob,
): InteractionParser {
  const read = (column: InteractionColumn) => {
    const field = createField(columns, column);
    return (row: SourceRow) => field(row) ?? "";
  };
  const [user, product, typeName, time] = [
    read("user_id"),
    read("product_id"),
    read("interaction_type"),
    read("timestamp"),
  ];
  const [rating, session, event] = [read("rating"), read("session_id"), read("event_id")];

  function parseRow(row: SourceRow): ParsedInteraction {
    if (row.problem !== undefined) throw new RejectedRow(row.problem);
    const at = parseTime("timestamp", time(row));
    // With --rebase-time only the distances count.
    if (!rebaseTime && at > now + aheadMs) {
      throw new RejectedRow(`timestamp ${quote(time(row))} is in the future`);
    }
    const written = typeName(row);
    return {
      row,
      userId: parseRequired("user_id", user(row), { max: longest.id }),
      productId: parseRequired("product_id", product(row), { max: longest.id }),
      type: written === "" && type !== undefined ? type : parseType("interaction_type", written),
      at,
      rating: parseRating("rating", rating(row)),
      sessionId: parseText("session_id", session(row), { max: longest.id }) || null,
      eventId: parseEventId(event(row)),
    };
  }

  return {
    row: parseRow,
    time(row) {
      try {
        return parseTime("timestamp", time(row));
      } catch (error) {
        if (!(error instanceof RejectedRow)) throw error;
        return undefined;
      }
    },
  };
}

/** The shop's own pages name their acts "aisle:...": an imported one must not stand in the way of a later act. */
function parseEventId(value: string): string | null {
  const eventId = parseText("event_id", value, { max: longest.id });
  if (eventId.startsWith("aisle:")) throw new RejectedRow(`event_id ${quote(eventId)} begins with "aisle:"`);
  return eventId || null;
}
