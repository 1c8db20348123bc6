/**
 * Which members go into a model, with which weights. Lists are made as the shop makes them (../ensemble.ts), so what is found holds for
 * its normalisation.
 */
import { meanOf } from "../gate/bootstrap.ts";
import type { Choice, Trials } from "./trials.ts";

/** The best that was found of a member, and what was set; without `start` it was not in use. */
export interface Slot {
  readonly start?: Choice;
  readonly best: Choice;
}

/** For each slot, which of the two, and its share; shares sum to 1. */
export interface Combination {
  readonly best: readonly boolean[];
  readonly shares: readonly number[];
}

export interface Tried {
  readonly combination: Combination;
  /** Mean over the users who were measured. */
  readonly score: number;
}

export interface Combined extends Tried {
  /** Figures of each user. */
  readonly column: Float64Array;
  readonly tried: readonly Tried[];
}

/** The members of a combination that count, with their shares. */
export function membersOf(
  slots: readonly Slot[],
  { best, shares }: Combination,
): { members: Choice[]; shares: Float64Array } {
  const used = slots.flatMap((slot, s) =>
    shares[s]! > 0 ? [{ choice: best[s] ? slot.best : slot.start!, share: shares[s]! }] : []
  );
  return { members: used.map(({ choice }) => choice), shares: Float64Array.from(used, ({ share }) => share) };
}

export interface CombineOptions {
  readonly trials: Trials;
  /** Shares that are tried in any case, the first also with the members as they were set. */
  readonly fixed: readonly (readonly number[])[];
  /** Whether other shares may be tried. */
  readonly open: boolean;
  /** What each member has at least in these. */
  readonly least: readonly number[];
  readonly clock: () => number;
  readonly deadline: number;
  /** Seconds that one combination takes at most on all users, as far as is known. */
  readonly perColumn: number;
}

/** First on some users, then the best of it on all: one of so many is measured where that leaves enough. */
const every = 3, enoughUsers = 200;
/** By so much of the weight a member is moved towards another, as long as that helps. */
const coarse = [0.2, 0.1], fine = [0.05];
const mostMoves = 6;
const finalists = 8;
/** Parts that weights are first cut into, by the number of members: few enough to measure them all. */
const partsFor = [1, 1, 10, 5, 3];

/** The combination with the highest mean; of equal ones the first. */
export function combine(slots: readonly Slot[], options: CombineOptions): Combined {
  const { trials, fixed, open, least } = options;
  const best = slots.map(() => true), start = slots.map((slot) => slot.start === undefined);
  const given = [
    { best: start, shares: fixed[0]! },
    ...fixed.map((shares): Combination => ({ best, shares })),
  ];
  const grid = open
    ? gridOf(slots.length, partsFor[slots.length] ?? 2).map((shares): Combination => ({
      best,
      shares: raise(shares, least),
    }))
    : [];
  const members = slots.flatMap((slot) =>
    slot.start && slot.start !== slot.best ? [slot.start, slot.best] : [slot.best]
  );
  const rate = { perColumn: options.perColumn };
  const shared = { ...options, slots, members, rate };
  if (trials.users < every * enoughUsers) {
    return climb([given, grid], {
      ...shared,
      spread: 1,
      reserve: 0,
      steps: open ? [...coarse, ...fine] : [0],
    });
  }
  const reserve = given.length + finalists;
  const { tried } = climb([given, grid], { ...shared, spread: every, reserve, steps: open ? coarse : [0] });
  const chosen = [...tried].sort((a, b) => b.score - a.score).slice(0, finalists);
  const found = climb([given, chosen.map(({ combination }) => combination)], {
    ...shared,
    ...{ spread: 1, reserve: 0, steps: open ? fine : [0] },
  });
  return { ...found, tried: [...tried, ...found.tried] };
}

/** Members that add less than this part of a standard error are left out: each costs time in training and in serving. */
const worth = 0.25;

/** Of those as good as the best the one with the fewest members; of these the best. */
function prefer(
  measured: readonly Omit<Combined, "tried">[],
  best: Omit<Combined, "tried">,
): Omit<Combined, "tried"> {
  const sizeOf = ({ combination: { shares } }: Tried) => shares.filter((share) => share > 0).length;
  const alike = measured.filter((of) =>
    best.score - of.score <= worth * standardErrorOf(best.column, of.column)
  );
  return alike.reduce((a, b) => (sizeOf(b) - sizeOf(a) || a.score - b.score) < 0 ? b : a, best);
}

/** Of the mean of paired differences. */
function standardErrorOf(a: Float64Array, b: Float64Array): number {
  const differences = a.map((value, u) => value - b[u]!), mean = meanOf(differences);
  const variance = meanOf(differences.map((value) => (value - mean) ** 2));
  return Math.sqrt(variance / Math.max(1, a.length - 1));
}

/** The first of the seeds is measured whatever it takes; then only what ends in time, and leaves enough for `reserve` more columns. */
function climb(
  [first, ...further]: readonly (readonly Combination[])[],
  { trials, slots, members, spread, reserve, steps, clock, deadline, least, rate }:
    & Pick<CombineOptions, "trials" | "clock" | "deadline" | "least">
    & {
      readonly slots: readonly Slot[];
      readonly members: readonly Choice[];
      /** Of so many users one is measured. */
      readonly spread: number;
      readonly reserve: number;
      readonly steps: readonly number[];
      readonly rate: { perColumn: number };
    },
): Combined {
  const known = new Set<string>(), tried: Tried[] = [], measured: Omit<Combined, "tried">[] = [];
  let found: Omit<Combined, "tried"> | undefined;

  /** Measures those that are new; whether there was a better one. */
  function look(combinations: readonly Combination[]): boolean {
    const fresh = new Map<string, { combination: Combination; shares: Float64Array }>();
    for (const combination of combinations) {
      const shares = toShares(slots, members, combination), key = String(shares);
      if (!known.has(key)) fresh.set(key, { combination, shares });
    }
    const columns = fresh.size / spread;
    if (columns === 0) return false;
    if (found && clock() + (columns + reserve) * rate.perColumn > deadline) return false;
    const before = found, begun = clock(), wanted = [...fresh.values()];
    const figures = trials.measure(members, wanted.map(({ shares }) => shares), spread);
    // The more there are at once the less each takes.
    if (before) rate.perColumn = Math.min(rate.perColumn, (clock() - begun) / columns);
    for (const key of fresh.keys()) known.add(key);
    figures.forEach((column, c) => {
      const { combination } = wanted[c]!, score = meanOf(column);
      tried.push({ combination, score });
      if (spread === 1) measured.push({ combination, score, column });
      if (!found || score > found.score) found = { combination, score, column };
    });
    return found !== before;
  }

  look(first!);
  for (const seeds of further) look(seeds);
  for (const step of steps) {
    for (let move = 0; move < mostMoves; move++) {
      if (!look(neighboursOf(found!.combination, { slots, step, least }))) break;
    }
  }
  if (spread === 1 && steps.some((step) => step > 0)) look(without(found!.combination, least));
  return { ...prefer(measured, found!), tried };
}

/** The same without each of its members that may be missing, the others in the same proportion. */
function without({ best, shares }: Combination, least: readonly number[]): Combination[] {
  return shares.flatMap((left, s) =>
    left > 0 && left < 1 && least[s] === 0
      ? [{ best, shares: shares.map((share, i) => i === s ? 0 : round(share / (1 - left))) }]
      : []
  );
}

/** One share per fitted member. */
function toShares(
  slots: readonly Slot[],
  members: readonly Choice[],
  { best, shares }: Combination,
): Float64Array {
  const spread = new Float64Array(members.length);
  slots.forEach((slot, s) => {
    spread[members.indexOf(best[s] ? slot.best : slot.start!)]! += shares[s]!;
  });
  return spread;
}

/** A part moved from any member to any other, and any member as the other of its two. */
function neighboursOf(
  { best, shares }: Combination,
  { slots, step, least }: {
    readonly slots: readonly Slot[];
    readonly step: number;
    readonly least: readonly number[];
  },
): Combination[] {
  const found: Combination[] = slots.flatMap(({ start, best: other }, s) =>
    start && start !== other && shares[s]! > 0
      ? [{ best: best.map((is, i) => i === s ? !is : is), shares }]
      : []
  );
  if (step === 0) return found;
  for (let from = 0; from < shares.length; from++) {
    const part = Math.min(step, shares[from]! - least[from]!);
    if (part < 0.01) continue;
    for (let to = 0; to < shares.length; to++) {
      if (to === from) continue;
      const moved = shares.map((share, i) => round(share + (i === to ? part : i === from ? -part : 0)));
      found.push({ best, shares: moved });
    }
  }
  return found;
}

/** The same proportions above what each has at least. */
function raise(shares: readonly number[], least: readonly number[]): number[] {
  const free = 1 - least.reduce((sum, share) => sum + share, 0);
  return shares.map((share, s) => round(least[s]! + free * share));
}

/** Every way to give `parts` equal parts to so many members: single members are among them. */
function gridOf(members: number, parts: number): number[][] {
  const grid: number[][] = [];
  const fill = (shares: readonly number[], left: number) => {
    if (shares.length === members - 1) grid.push([...shares, left].map((share) => round(share / parts)));
    else for (let part = left; part >= 0; part--) fill([...shares, part], left - part);
  };
  fill([], parts);
  return grid;
}

/** Shares are for people too. */
function round(share: number): number {
  return Math.round(share * 100) / 100;
}
