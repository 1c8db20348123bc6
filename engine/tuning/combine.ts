/**
 * Which members go into a model, with which weights. Lists are made as the shop makes them (../ensemble.ts), so what is found holds for
 * its normalisation.
 */
import { meanOf } from "../gate/bootstrap.ts";
import type { Choice, Trials } from "./trials.ts";

/** A member as it was set, and the best that was found of it; the same where nothing better was. */
export interface Slot {
  readonly start: Choice;
  readonly best: Choice;
}

/** For each slot, which of the two, and its share; shares sum to 1. */
export interface Combination {
  readonly best: readonly boolean[];
  readonly shares: readonly number[];
}

export interface Combined {
  readonly combination: Combination;
  /** Figures of each user. */
  readonly column: Float64Array;
  /** Every combination that was measured, with its mean. */
  readonly tried: readonly { readonly combination: Combination; readonly score: number }[];
}

export interface CombineOptions {
  readonly trials: Trials;
  /** Shares that are tried in any case, the first with the members as they were set. */
  readonly fixed: readonly (readonly number[])[];
  /** Whether other shares may be tried. */
  readonly open: boolean;
  /** Whether so many more columns can be measured in time. */
  readonly canMeasure: (columns: number) => boolean;
}

/** Parts that the shares are first cut into, by the number of members: few enough to measure them all. */
const partsFor = [1, 1, 10, 5, 4];
/** Then a part of this size moves from one member to another, as long as that helps. */
const steps = [0.1, 0.05];
const mostMoves = 6;

/** The combination with the highest mean; of equal ones the first. */
export function combine(slots: readonly Slot[], options: CombineOptions): Combined {
  const { trials, fixed, open, canMeasure } = options;
  const all = slots.map(() => true), none = slots.map(() => false);
  const members = slots.flatMap(({ start, best }) => start === best ? [start] : [start, best]);
  const known = new Map<string, number>();
  const tried: { combination: Combination; score: number }[] = [];
  let found: { combination: Combination; column: Float64Array; score: number } | undefined;

  /** Measures those that are new; whether there was a better one. */
  function look(combinations: readonly Combination[]): boolean {
    const columns: { combination: Combination; shares: Float64Array }[] = [];
    for (const combination of combinations) {
      const shares = toShares(slots, members, combination), key = String(shares);
      if (known.has(key)) continue;
      known.set(key, 0);
      columns.push({ combination, shares });
    }
    if (columns.length === 0 || (found && !canMeasure(columns.length))) return false;
    const before = found;
    trials.measure(members, columns.map(({ shares }) => shares)).forEach((column, c) => {
      const { combination } = columns[c]!, score = meanOf(column);
      tried.push({ combination, score });
      if (!found || score > found.score) found = { combination, column, score };
    });
    return found !== before;
  }

  look([{ best: none, shares: fixed[0]! }, ...fixed.map((shares) => ({ best: all, shares }))]);
  if (open) {
    const parts = partsFor[slots.length] ?? 3;
    look(gridOf(slots.length, parts).map((shares) => ({ best: all, shares })));
  }
  for (const step of steps) {
    for (let move = 0; move < mostMoves; move++) {
      if (!look(neighboursOf(found!.combination, open ? step : 0))) break;
    }
  }
  return { ...found!, tried };
}

/** One share per fitted member. */
function toShares(
  slots: readonly Slot[],
  members: readonly Choice[],
  { best, shares }: Combination,
): Float64Array {
  const spread = new Float64Array(members.length);
  slots.forEach((slot, s) => spread[members.indexOf(best[s] ? slot.best : slot.start)]! += shares[s]!);
  return spread;
}

/** A part moved from any member to any other, and any member as the other of its two. */
function neighboursOf({ best, shares }: Combination, step: number): Combination[] {
  const found: Combination[] = best.map((_, s) => ({
    best: best.map((is, i) => i === s ? !is : is),
    shares,
  }));
  if (step === 0) return found;
  for (let from = 0; from < shares.length; from++) {
    const part = Math.min(step, shares[from]!);
    if (part < 0.01) continue;
    for (let to = 0; to < shares.length; to++) {
      if (to === from) continue;
      const moved = shares.map((share, i) => round(share + (i === to ? part : i === from ? -part : 0)));
      found.push({ best, shares: moved });
    }
  }
  return found;
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
