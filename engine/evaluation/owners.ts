/** Who has what: the distinct user-item pairs of interactions, by item. */
import type { Interactions } from "./interactions.ts";

/** Item i is had by users `users[ptr[i]]` to `users[ptr[i + 1] - 1]`, ascending, each once. */
export interface Owners {
  readonly ptr: Int32Array;
  readonly users: Int32Array;
}

/** Distinct pairs of interactions among `size.users` users and `size.items` items, whatever their value, type and time. */
export function ownersOf(events: Interactions, size: { users: number; items: number }): Owners {
  // Sorted by user first, and by item after that without changing the order of equals: an item's users ascend.
  const byUser = sortInto(size.users, events.users, Int32Array.from({ length: events.length }, (_, e) => e));
  const byItem = sortInto(size.items, events.items, byUser);
  const ptr = new Int32Array(size.items + 1), users = new Int32Array(events.length);
  let found = 0, next = 0;
  for (let i = 0; i < size.items; i++) {
    const from = found;
    for (; next < byItem.length && events.items[byItem[next]!] === i; next++) {
      const user = events.users[byItem[next]!]!;
      if (found === from || users[found - 1] !== user) users[found++] = user;
    }
    ptr[i + 1] = found;
  }
  return { ptr, users: users.slice(0, found) };
}

/** The number of distinct items of each user. */
export function countItems({ users }: Owners, size: number): Int32Array {
  const counts = new Int32Array(size);
  for (const user of users) counts[user]!++;
  return counts;
}

/** `order` sorted by `keys`, which are whole numbers below `n`; of equal keys the one that came first stays first. */
function sortInto(n: number, keys: Int32Array, order: Int32Array): Int32Array {
  const starts = new Int32Array(n + 1), sorted = new Int32Array(order.length);
  for (const e of order) starts[keys[e]! + 1]!++;
  for (let k = 0; k < n; k++) starts[k + 1]! += starts[k]!;
  for (const e of order) sorted[starts[keys[e]!]!++] = e;
  return sorted;
}
