/** Loads interactions, and the users who made them. */
import { addInteractions, countEventIds } from "../../db/interactions.ts";
import type { Database } from "../../db/open.ts";
import { findProductIds } from "../../db/products.ts";
import { addUsers, findUserIds } from "../../db/users.ts";
import type { Writer } from "../../db/writer.ts";
import type { InteractionType, NewInteraction } from "../../types.ts";
import { type Columns, createField, type InteractionColumn } from "./columns.ts";
import { createIdentity } from "./identity.ts";
import type { Rejects } from "./rejects.ts";
import type { SourceRow } from "./row.ts";
import { readBatches } from "./rows.ts";
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
        parsed.push(parse(row));
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

  async function findNewest(): Promise<number | undefined> {
    let newest: number | undefined;
    let [rowsRead, bytes] = [0, 0];
    for await (const rows of readBatches(job.source, { size: batchSize, onBytes: (n) => bytes = n })) {
      for (const { at } of await accept(rows, () => {})) newest = Math.max(newest ?? at, at);
      job.onProgress("scan", { rows: rowsRead += rows.length, bytes });
    }
    return newest;
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

/** An interaction whose user is still known by their own id. */
type Identified = Omit<NewInteraction, "userId" | "eventId"> & {
  readonly userId: string;
  readonly eventId: string;
};

interface Saver {
  add(interactions: readonly Identified[]): Promise<void>;
  counts(): { added: number; usersAdded: number };
}

function createSaver({ db, writer }: Stores, now: number): Saver {
  const users = new Map<string, number>();
  let [added, usersAdded] = [0, 0];
  return {
    async add(interactions) {
      const strangers = [...new Set(interactions.map(({ userId }) => userId))].filter((id) => !users.has(id));
      for (const [externalId, id] of await findUserIds(db, strangers)) users.set(externalId, id);
      const fresh = strangers.filter((id) => !users.has(id));
      const ids = await addUsers(
        writer,
        fresh.map((externalId) => ({ externalId, name: null, createdAt: now })),
      );
      fresh.forEach((externalId, i) => users.set(externalId, ids[i]!));
      usersAdded += fresh.length;
      const rows = interactions.map((interaction) => ({
        ...interaction,
        userId: users.get(interaction.userId)!,
      }));
      added += await addInteractions(writer, rows);
    },
    counts: () => ({ added, usersAdded }),
  };
}

/** Counts what would be added. */
function createCounter(db: Database): Saver {
  // Ids made by `createIdentity` differ; given ones may come twice.
  const given = new Set<string>();
  let added = 0;
  return {
    async add(interactions) {
      const fresh = new Set<string>();
      for (const { eventId } of interactions) {
        if (!given.has(eventId)) fresh.add(eventId);
        if (!eventId.startsWith("row:")) given.add(eventId);
      }
      added += fresh.size - await countEventIds(db, [...fresh]);
    },
    counts: () => ({ added, usersAdded: 0 }),
  };
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

function createInteractionParser(
  { columns, type, now, rebaseTime }: InteractionJob,
): (row: SourceRow) => ParsedInteraction {
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
  return (row) => {
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
      eventId: parseText("event_id", event(row), { max: longest.id }) || null,
    };
  };
}
