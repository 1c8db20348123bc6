/** The last days of the interactions, hidden from what is measured on them. */
import { type HistoryEvent, interactionTypes } from "../../types.ts";
import { encode, type Events } from "../csr.ts";
import { createRandom } from "../random.ts";
import { msPerDay } from "../strength.ts";

/** A user with a past and with something new to it after the cut. */
export interface HeldOutUser {
  readonly id: number;
  /** What they did before the cut. */
  readonly history: readonly HistoryEvent[];
  /** Products of the history: not recommended again. */
  readonly seen: ReadonlySet<number>;
  /** Products that they first took up after the cut, in whatever way. */
  readonly wanted: ReadonlySet<number>;
}

export interface HeldOut {
  /** Epoch milliseconds: what is held out happened then or later. */
  readonly from: number;
  /** Everything before. */
  readonly past: Events;
  /** Epoch milliseconds of the newest interaction of the past: what a training at the cut would have counted ages from. */
  readonly asOf: number;
  /** How many interactions are held out. */
  readonly interactions: number;
  /** How many users have a past and something new after the cut. */
  readonly eligible: number;
  /** How many of them are measured: all, or a sample. */
  readonly size: number;
  /** One of these, made when asked for: histories of all would take more than what is measured on them. */
  user(index: number): HeldOutUser;
}

export const limits = {
  /** Below so many users nothing is measured: an interval would hold everything. */
  fewestUsers: 30,
  /** The window of days grows until it has so many users. */
  enoughUsers: 500,
  /** The serving artifact is measured on what came after it where so many users did. */
  usersAfter: 200,
  /** Users who are ranked for. */
  mostUsers: 2_000,
  /** Share of the interactions that is held out at most: what is left must be like the whole. */
  mostShare: 0.2,
  /** Of more interactions a sample of users is taken, with about so many. */
  mostInteractions: 1_000_000,
};

export type Limits = typeof limits;

export interface Timeline {
  /** Users and all of their interactions: everybody, or a sample. */
  readonly events: Events;
  readonly sampled: boolean;
  /** How many users could be measured if the cut were at that time. */
  usersAt(from: number): number;
  /** Whether no more than the largest share happened then or later. */
  fits(from: number): boolean;
  /** Start of the shortest window of whole days before `asOf` with enough users, or of the longest that is allowed. */
  cutBefore(asOf: number): number;
  /** Cuts there. */
  cut(from: number): HeldOut;
}

/**
 * Orders interactions so that they can be cut anywhere. How much memory that takes is in memory.ts.
 *
 * @param seed of the samples: of users where there are too many interactions, and of those who are ranked for
 */
export function createTimeline(all: Events, seed: number, bounds: Limits = limits): Timeline {
  const { fewestUsers, enoughUsers, mostUsers, mostShare, mostInteractions } = bounds;
  const sampled = all.users.length > mostInteractions;
  const events = sampled ? sampleUsers(all, mostInteractions / all.users.length, seed) : all;
  const { users, products, types, at } = events, n = users.length;
  const { ids, starts, order } = groupByUser(users);
  const count = starts.length - 1;
  // A user can be measured at a cut after their first act, and not after the last time that they took up something new.
  const first = new Float64Array(count), lastNew = new Float64Array(count);
  for (let u = 0; u < count; u++) {
    const firstOf = new Map<number, number>();
    for (let o = starts[u]!; o < starts[u + 1]!; o++) {
      const e = order[o]!;
      firstOf.set(products[e]!, Math.min(firstOf.get(products[e]!) ?? Infinity, at[e]!));
    }
    first[u] = Infinity;
    lastNew[u] = -Infinity;
    for (const time of firstOf.values()) {
      first[u] = Math.min(first[u]!, time);
      lastNew[u] = Math.max(lastNew[u]!, time);
    }
  }
  const isEligible = (u: number, from: number) => first[u]! < from && from <= lastNew[u]!;
  const earliest = at.slice().sort()[Math.min(n - 1, Math.ceil((1 - mostShare) * n))] ?? 0;

  function usersAt(from: number): number {
    let eligible = 0;
    for (let u = 0; u < count; u++) if (isEligible(u, from)) eligible++;
    return eligible;
  }

  function cut(from: number): HeldOut {
    const past = pick(events, (e) => at[e]! < from);
    const eligible: number[] = [];
    for (let u = 0; u < count; u++) if (isEligible(u, from)) eligible.push(u);
    const measured = eligible.length <= mostUsers
      ? eligible
      : createRandom(seed).shuffle(eligible.slice()).slice(0, mostUsers).sort((a, b) => a - b);
    return {
      from,
      past,
      asOf: past.at.reduce((newest, time) => Math.max(newest, time), -Infinity),
      interactions: n - past.at.length,
      eligible: eligible.length,
      size: measured.length,
      user: (index) => userOf(measured[index]!, from),
    };
  }

  function userOf(u: number, from: number): HeldOutUser {
    const history: HistoryEvent[] = [], seen = new Set<number>(), wanted = new Set<number>();
    for (let o = starts[u]!; o < starts[u + 1]!; o++) {
      const e = order[o]!, productId = products[e]!;
      if (at[e]! >= from) wanted.add(productId);
      else {
        seen.add(productId);
        history.push({ productId, type: interactionTypes[types[e]!]!, at: at[e]! });
      }
    }
    return { id: ids[u]!, history, seen, wanted: wanted.difference(seen) };
  }

  return {
    events,
    sampled,
    usersAt,
    fits: (from) => from >= earliest,
    cutBefore(asOf) {
      const enough = Math.max(fewestUsers, enoughUsers);
      for (let days = 1;; days++) {
        const from = asOf - days * msPerDay;
        if (!(from > earliest)) return earliest;
        if (usersAt(from) >= enough) return from;
      }
    },
    cut,
  };
}

/** Positions of each user's interactions, in their order: user u has order[starts[u]] to order[starts[u + 1] - 1]. */
function groupByUser(users: Float64Array): { ids: Float64Array; starts: Int32Array; order: Int32Array } {
  const { ids, codes } = encode(users);
  const starts = new Int32Array(ids.length + 1);
  for (const code of codes) starts[code + 1]!++;
  for (let u = 0; u < ids.length; u++) starts[u + 1]! += starts[u]!;
  const fill = starts.slice(0, -1), order = new Int32Array(codes.length);
  for (let e = 0; e < codes.length; e++) order[fill[codes[e]!]!++] = e;
  return { ids, starts, order };
}

/** All interactions of each user who is drawn. A user is drawn by a hash of their id, whoever else there is. */
function sampleUsers(events: Events, share: number, seed: number): Events {
  const { users } = events;
  return pick(events, (e) => hash(users[e]!, seed) < share);
}

/** Of an id, uniform in [0, 1): the mixing steps of MurmurHash3 (Appleby). */
export function hash(id: number, seed: number): number {
  let h = (id >>> 0) ^ Math.imul(Math.floor(id / 2 ** 32) + Math.trunc(seed) + 1, 0x9e3779b1);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return ((h ^ (h >>> 16)) >>> 0) / 2 ** 32;
}

function pick({ users, products, types, at, sessions }: Events, keep: (e: number) => boolean): Events {
  let size = 0;
  for (let e = 0; e < at.length; e++) if (keep(e)) size++;
  const picked = {
    users: new Float64Array(size),
    products: new Float64Array(size),
    types: new Uint8Array(size),
    at: new Float64Array(size),
    sessions: new Int32Array(size),
  };
  for (let e = 0, to = 0; e < at.length; e++) {
    if (!keep(e)) continue;
    picked.users[to] = users[e]!;
    picked.products[to] = products[e]!;
    picked.types[to] = types[e]!;
    picked.at[to] = at[e]!;
    picked.sessions[to++] = sessions[e]!;
  }
  return picked;
}
