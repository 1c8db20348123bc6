/** What a person may ask for: everything that is known about them, and that all of it goes. */
import { eraseUser, readUser, type UserRows } from "../db/privacy.ts";
import type { Database } from "../db/open.ts";
import type { Writer } from "../db/writer.ts";

export interface Privacy {
  /** Everything that is stored about the user, as it is stored; empty parts for an unknown one. */
  collect(userId: number): Promise<UserRows>;
  /**
   * Removes the user with interactions, choices, profile, cart and orders, and every list of theirs in the caches. From the next answer
   * on nothing of it is served; false when there was no such user.
   */
  erase(userId: number): Promise<boolean>;
}

interface Options {
  readonly db: Database;
  readonly writer: Writer;
  /** Drops every list of the user that does not know the epoch. */
  readonly onChanged: (userId: number, epoch: number) => Promise<void>;
}

export function createPrivacy({ db, writer, onChanged }: Options): Privacy {
  return {
    collect: (userId) => readUser(db, userId),
    async erase(userId) {
      const { epoch, erased } = await eraseUser(writer, userId);
      // Also when there was none: a list that another process left in the cache goes with it.
      await onChanged(userId, epoch);
      return erased;
    },
  };
}
