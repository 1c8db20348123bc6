/** Interactions on their way from the database to the training: pages of columns, never one object per row. */
import { listOptedOut } from "../db/choices.ts";
import { streamEvents } from "../db/interactions.ts";
import type { Database } from "../db/open.ts";
import type { Events } from "../engine/csr.ts";
import { InvalidInputError } from "../errors.ts";

/**
 * The interactions of all whose acts may be learnt from, by ascending id, in pages that hold up the event loop for a few
 * milliseconds each.
 *
 * @param onRead how many interactions were read so far
 * @throws InvalidInputError when there are none
 */
export async function* readEvents(
  db: Database,
  onRead: (interactions: number) => void,
): AsyncGenerator<Events> {
  const optedOut = new Set(await listOptedOut(db));
  let read = 0;
  for await (const { userIds: users, productIds: products, types, at, sessionIds } of streamEvents(db)) {
    const all = { users, products, types, at, sessions: Int32Array.from(sessionIds, toCode) };
    const page = optedOut.size === 0 ? all : leaveOut(optedOut, all);
    if (page.at.length === 0) continue;
    read += page.at.length;
    onRead(read);
    yield page;
  }
  if (read === 0) throw new InvalidInputError("Cannot train: no interactions may be learnt from");
}

function leaveOut(optedOut: ReadonlySet<number>, { users, products, types, at, sessions }: Events): Events {
  const isKept = Uint8Array.from(users, (user) => optedOut.has(user) ? 0 : 1);
  const kept = (_: number, i: number) => isKept[i] === 1;
  return {
    users: users.filter(kept),
    products: products.filter(kept),
    types: types.filter(kept),
    at: at.filter(kept),
    sessions: sessions.filter(kept),
  };
}

/**
 * A number for a session, -1 for none: 31 bits of the hash by Fowler, Noll and Vo (FNV-1a). A table of all sessions would outgrow
 * everything else. Codes are only compared among the purchases of one user: that two of a thousand sessions share one happens to
 * one user in four thousand, and makes one basket of two.
 */
export function toCode(session: string | null): number {
  if (session === null) return -1;
  let hash = 0x811c9dc5;
  for (let i = 0; i < session.length; i++) hash = Math.imul(hash ^ session.charCodeAt(i), 0x01000193);
  // The high bits are the better mixed ones.
  return hash >>> 1;
}
