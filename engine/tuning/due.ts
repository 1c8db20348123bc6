/** When settings are searched for again, and how long a search may take. */
import type { Tuned } from "../model.ts";
import { msPerDay } from "../strength.ts";

/** What a training is asked for. */
export interface TuneRequest {
  /** 0: none. Default: `defaultBudget`. */
  readonly budgetSeconds?: number;
  /** Searches though it may not be due. */
  readonly always?: boolean;
  /** When it was last done, if ever, whatever came of it. */
  readonly last?: Tuned;
  /** What nobody has set on purpose. */
  readonly open: Open;
}

/** Settings outside the members that the search may choose. */
export interface Open {
  /** The weights of the members. */
  readonly ensemble: boolean;
  /** The decay inside the members. */
  readonly decay: boolean;
}

const budget = { perInteraction: 3 / 100_000, least: 3, most: 60 };
/** Tastes and catalogues move on. */
const daysBetween = 7;
/** With so many times the interactions other settings are best. */
const growth = 2;

/** Seconds. */
export function defaultBudget(interactions: number): number {
  return Math.min(budget.most, Math.max(budget.least, budget.perInteraction * interactions));
}

/**
 * The seconds to search for, or 0.
 *
 * @param now epoch milliseconds
 */
export function budgetFor(
  { budgetSeconds, always = false, last, open }: TuneRequest,
  { now, interactions }: { now: number; interactions: number },
): number {
  const isDue = always || last === undefined || now - last.at > daysBetween * msPerDay ||
    interactions >= growth * last.interactions || (open.ensemble && !last.ensemble);
  return isDue ? budgetSeconds ?? defaultBudget(interactions) : 0;
}
