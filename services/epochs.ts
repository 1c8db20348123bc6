/**
 * The newest interaction of each user that this process committed lately. A list that was computed before a click and
 * comes to be stored after it would live for the whole time to live: it is compared with this first.
 */
import { LRUCache } from "lru-cache";

export interface Epochs {
  /** Notes that interaction `latestId` of the user is committed; false when that or a newer one was noted before. */
  note(userId: number, latestId: number): boolean;
  /** False when the user has a committed interaction that a list of this epoch does not know. */
  isCurrent(userId: number, epoch: number): boolean;
}

/** `size`: how many users to remember; a list takes far less time to compute than that many users take to click. */
export function createEpochs(size = 100_000): Epochs {
  const latest = new LRUCache<number, number>({ max: size });
  return {
    note(userId, latestId) {
      if (latestId <= (latest.peek(userId) ?? 0)) return false;
      latest.set(userId, latestId);
      return true;
    },
    isCurrent: (userId, epoch) => epoch >= (latest.peek(userId) ?? 0),
  };
}
