/**
 * The newest interaction of each user that this process committed lately. A list that was computed before a click and
 * comes to be stored after it would live for the whole time to live: it is compared with this first.
 */

export interface Epochs {
  /** Notes that interaction `latestId` of the user is committed; false when that or a newer one was noted before. */
  note(userId: number, latestId: number): boolean;
  /** False when the user has a committed interaction that a list of this epoch does not know. */
  isCurrent(userId: number, epoch: number): boolean;
}

/** `size`: how many users to remember; a list takes far less time to compute than that many users take to click. */
export function createEpochs(size = 100_000): Epochs {
  // In the order of their notes. An LRUCache would make room for all of them at the start of the process, which then takes longer.
  const latest = new Map<number, number>();
  return {
    note(userId, latestId) {
      if (latestId <= (latest.get(userId) ?? 0)) return false;
      latest.delete(userId);
      latest.set(userId, latestId);
      if (latest.size > size) latest.delete(latest.keys().next().value!);
      return true;
    },
    isCurrent: (userId, epoch) => epoch >= (latest.get(userId) ?? 0),
  };
}
