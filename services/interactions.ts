/** Records what shoppers do. An interaction counts once it is on disk; then no list that does not know it may be served. */
import type { Database } from "../db/open.ts";
import { findByEventId, listHistory, listViewed, toInsert } from "../db/interactions.ts";
import type { Writer } from "../db/writer.ts";
import { InvalidInputError, NotFoundError, ReusedKeyError, UnavailableError } from "../errors.ts";
import type { Telemetry } from "../telemetry.ts";
import type { HistoryEvent, InteractionType, NewInteraction, Product } from "../types.ts";

export interface InteractionInput {
  readonly userId: number;
  readonly productId: number;
  readonly type: InteractionType;
  readonly rating?: number;
  /** Epoch milliseconds; now when left out. */
  readonly at?: number;
  readonly sessionId?: string;
  readonly eventId?: string;
}

/** What became of one row of a batch. */
export type RecordResult =
  | { readonly status: 201; readonly id: number }
  | { readonly status: 400 | 404 | 422 | 500 | 503; readonly error: string };

export interface Interactions {
  /**
   * Records one interaction and answers when it is durable.
   *
   * @throws NotFoundError for an unknown user or product
   * @throws InvalidInputError for a time more than five minutes ahead
   * @throws ReusedKeyError when the event id belongs to another interaction
   */
  record(input: InteractionInput): Promise<{ readonly id: number }>;
  /** Records each row by itself: a bad one does not lose the others. */
  recordMany(inputs: readonly InteractionInput[]): Promise<readonly RecordResult[]>;
  /** The user's newest events, newest first. */
  history(userId: number, limit: number): Promise<readonly HistoryEvent[]>;
  /** Products that the user viewed last, newest first, each once. */
  recentlyViewed(userId: number, limit: number): Promise<readonly Product[]>;
  /** Called after interactions of a user were committed by other means, such as an order. */
  committed(userId: number, latestId: number, at: number): Promise<void>;
}

/** How far the clock of a client may run ahead. */
const maximumAheadMs = 5 * 60_000;

interface Options {
  readonly db: Database;
  readonly writer: Writer;
  readonly telemetry: Telemetry;
  readonly now: () => number;
  readonly findProduct: (id: number) => Product | undefined;
  /** Reads the products anew; true if any changed. */
  readonly refreshProducts: () => Promise<boolean>;
  /** Drops every list of the user that does not know the interaction `latestId`. */
  readonly onCommitted: (userId: number, latestId: number, at: number) => Promise<void>;
}

export function createInteractions(options: Options): Interactions {
  const { db, writer, telemetry, now, findProduct, refreshProducts, onCommitted } = options;

  async function record(input: InteractionInput): Promise<{ id: number }> {
    const at = input.at ?? now();
    if (at > now() + maximumAheadMs) {
      const value = JSON.stringify(new Date(at).toISOString());
      throw new InvalidInputError(`Cannot record the interaction: timestamp ${value} is in the future`, [
        { field: "timestamp", message: `must not be more than 5 minutes ahead, not ${value}` },
      ]);
    }
    // Added a moment ago by another process: the snapshot may be a few seconds behind.
    if (!findProduct(input.productId) && !(await refreshProducts() && findProduct(input.productId))) {
      throw new NotFoundError(`Cannot record the interaction: there is no product ${input.productId}`);
    }
    const row: NewInteraction = {
      userId: input.userId,
      productId: input.productId,
      type: input.type,
      rating: input.rating ?? null,
      at,
      sessionId: input.sessionId ?? null,
      eventId: input.eventId ?? null,
    };
    const id = await insert(row, input.at !== undefined);
    telemetry.interactions.inc({ type: input.type });
    return { id };
  }

  async function insert(row: NewInteraction, givenTime: boolean): Promise<number> {
    let results;
    try {
      results = await writer.write([toInsert(row)]);
    } catch (error) {
      if (!(error instanceof NotFoundError)) throw error;
      throw new NotFoundError(`Cannot record the interaction: there is no user ${row.userId}`, {
        cause: error,
      });
    }
    const inserted = results[0]?.rows[0]?.id;
    if (typeof inserted === "number") {
      await onCommitted(row.userId, inserted, row.at);
      return inserted;
    }
    // Nothing was inserted: the event id is there already, from a retry or from a mistake.
    const known = row.eventId === null ? undefined : await findByEventId(db, row.eventId);
    if (!known) {
      throw new UnavailableError("Cannot record the interaction: it was removed at the same moment");
    }
    const same = known.userId === row.userId && known.productId === row.productId &&
      known.type === row.type &&
      known.rating === row.rating && known.sessionId === row.sessionId && (!givenTime || known.at === row.at);
    if (!same) {
      throw new ReusedKeyError(
        `Cannot record the interaction: event_id ${
          JSON.stringify(row.eventId)
        } belongs to interaction ${known.id}, which differs`,
      );
    }
    return known.id;
  }

  return {
    record,
    recordMany: (inputs) =>
      Promise.all(inputs.map(async (input): Promise<RecordResult> => {
        try {
          return { status: 201, ...await record(input) };
        } catch (error) {
          return {
            status: statusOf(error),
            error: isOurs(error) ? (error as Error).message : "Internal error",
          };
        }
      })),
    history: (userId, limit) => listHistory(db, userId, limit),
    async recentlyViewed(userId, limit) {
      const ids = await listViewed(db, userId, limit);
      return ids.flatMap((id) => findProduct(id) ?? []);
    },
    committed: onCommitted,
  };
}

function statusOf(error: unknown): 400 | 404 | 422 | 500 | 503 {
  if (error instanceof InvalidInputError) return 400;
  if (error instanceof NotFoundError) return 404;
  if (error instanceof ReusedKeyError) return 422;
  if (error instanceof UnavailableError) return 503;
  return 500;
}

function isOurs(error: unknown): boolean {
  return statusOf(error) !== 500;
}
