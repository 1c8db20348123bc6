/**
 * What the search measures on: days before those that the publish gate will hold out. Nothing of what the gate judges by can reach the
 * search, so what it says of the settings that were chosen is as honest as of any others.
 */
import type { Events } from "../csr.ts";
import { earliestCut } from "../gate/gate.ts";
import { createTimeline, hash, type HeldOut, type Limits } from "../gate/held_out.ts";
import type { Model } from "../model.ts";
import { msPerDay } from "../strength.ts";
import { mostSearched } from "./bounds.ts";

export interface Stage {
  /** From some users to all of them, each with a history before the cut and what came after it. */
  readonly rungs: readonly HeldOut[];
  /**
   * The last rung with other users, whom no rung measures: the best of a hundred tries is in part the luckiest one, and only on users who
   * had no part in the choice can be seen what it is worth.
   */
  readonly others: HeldOut;
  /** How it was cut, for people. */
  readonly protocol: string;
}

/** Users who are ranked for: each trial ranks for all of them. */
const mostUsers = 1_200;
/** A difference between settings is smaller than one between a good and a broken model: more users than the gate asks for. */
const moreUsers = 2;
/** So many of them confirm what was chosen on the others. */
const othersShare = 0.5;
/** Each rung has so many times the users of the one before. */
export const growth = 3;
const mostRungs = 3;
/** Fewer than these tell nothing about which settings are better. */
const fewestInteractions = 15_000;
const fewestMeasured = 100;
/** Each sample of users is drawn by another hash, and so are those who confirm: else they would be more in one than in another. */
const samples = 101;

/**
 * Cuts twice: off goes what the gate may hold out, and then the last days of the rest.
 *
 * @param options.limits those of the gate
 */
export function createStage(
  events: Events,
  { asOf, seed, serving, limits }: {
    asOf: number;
    seed: number;
    serving?: Model | undefined;
    limits: Limits;
  },
): Stage {
  const { past, from: hidden } = hideFromGate(events, { asOf, seed, serving, limits });
  const bounds: Limits = {
    ...limits,
    enoughUsers: moreUsers * limits.enoughUsers,
    mostUsers: Math.min(mostUsers, limits.mostUsers),
    mostInteractions: Math.min(mostSearched, limits.mostInteractions),
  };
  const all = createTimeline(past, seed + samples, bounds);
  const newest = past.at.reduce((latest, time) => Math.max(latest, time), -Infinity);
  const from = all.cutBefore(newest), last = all.cut(from), size = all.events.users.length;
  const isOther = (id: number) => hash(id, seed + samples - 1) < othersShare;
  const rungs = [withUsers(last, (id) => !isOther(id))];
  for (let share = 1 / growth; rungs.length < mostRungs; share /= growth) {
    if (share * size < fewestInteractions) break;
    const some = { ...bounds, mostInteractions: share * size };
    const cut = createTimeline(all.events, seed + samples + rungs.length, some).cut(from);
    const rung = withUsers(cut, (id) => !isOther(id));
    if (rung.size < fewestMeasured) break;
    rungs.unshift(rung);
  }
  const days = Number(((hidden - from) / msPerDay).toFixed(1));
  const sample = all.sampled ? ", on a sample of users" : "";
  const protocol = last.size === 0
    ? `nothing to measure before ${toTime(hidden)}`
    : `from ${toTime(from)} to ${
      toTime(hidden)
    }, the last ${days} days before those of the gate, products new to the user${sample}`;
  return { rungs, others: withUsers(last, isOther), protocol };
}

/** The same with those users alone who are measured and are to be kept. */
function withUsers(heldOut: HeldOut, keep: (id: number) => boolean): HeldOut {
  const indices = Array.from({ length: heldOut.size }, (_, u) => u).filter((u) => keep(heldOut.user(u).id));
  return { ...heldOut, size: indices.length, user: (index) => heldOut.user(indices[index]!) };
}

/** Nothing that the gate takes to be held out is in `past`. */
function hideFromGate(
  events: Events,
  { seed, ...rest }: { asOf: number; seed: number; serving?: Model | undefined; limits: Limits },
): { past: Events; from: number } {
  const timeline = createTimeline(events, seed, rest.limits);
  const from = earliestCut(timeline, rest);
  return { past: timeline.cut(from).past, from };
}

function toTime(at: number): string {
  return Number.isFinite(at) ? new Date(at).toISOString().slice(0, 16) + "Z" : "the start";
}
