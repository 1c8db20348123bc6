/** Puts accepted interactions into the database, or counts them. */
import { addInteractions, countEventIds } from "../../db/interactions.ts";
import type { Database } from "../../db/open.ts";
import { addUsers, findUserIds } from "../../db/users.ts";
import type { Writer } from "../../db/writer.ts";
import type { NewInteraction } from "../../types.ts";

/** An interaction whose user is still known by their own id. */
export type Identified = Omit<NewInteraction, "userId" | "eventId"> & {
  readonly userId: string;
  readonly eventId: string;
};

export interface Saver {
  add(interactions: readonly Identified[]): Promise<void>;
  counts(): { added: number; usersAdded: number };
}

/** Adds interactions that are not there yet, and users who are unknown. */
export function createSaver({ db, writer }: { db: Database; writer: Writer }, now: number): Saver {
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
      const rows = interactions.map((interaction): NewInteraction => ({
        userId: users.get(interaction.userId)!,
        productId: interaction.productId,
        type: interaction.type,
        rating: interaction.rating,
        at: interaction.at,
        sessionId: interaction.sessionId,
        eventId: interaction.eventId,
      }));
      added += await addInteractions(writer, rows);
    },
    counts: () => ({ added, usersAdded }),
  };
}

/** Counts what would be added, for a dry run. */
export function createCounter(db: Database): Saver {
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
