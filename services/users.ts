/** Shoppers: found, made, and listed with the taste that the sample shop gave them. */
import type { Database } from "../db/open.ts";
import { addUser, findUser, listUsersWithProfile } from "../db/users.ts";
import type { Writer } from "../db/writer.ts";
import { ConflictError } from "../errors.ts";
import type { User } from "../types.ts";

export interface SampleShopper {
  readonly user: User;
  readonly taste: string;
}

export interface Users {
  find(id: number): Promise<User | undefined>;
  /** @throws ConflictError when the external id is taken */
  create(user?: { readonly externalId?: string; readonly name?: string }): Promise<User>;
  /** Shoppers whose profile says what they like, for the development picker. */
  listSamples(limit: number): Promise<readonly SampleShopper[]>;
}

export function createUsers(db: Database, writer: Writer, now: () => number): Users {
  return {
    find: (id) => findUser(db, id),
    async create({ externalId, name } = {}) {
      try {
        return await addUser(writer, {
          externalId: externalId ?? null,
          name: name ?? null,
          createdAt: now(),
        });
      } catch (error) {
        if (error instanceof ConflictError) {
          throw new ConflictError(
            `Cannot create the user: external_id ${JSON.stringify(externalId)} is taken`,
          );
        }
        throw error;
      }
    },
    async listSamples(limit) {
      const rows = await listUsersWithProfile(db, limit);
      return rows.flatMap(({ user, preferences }) =>
        typeof preferences.taste === "string" ? [{ user, taste: preferences.taste }] : []
      );
    },
  };
}
