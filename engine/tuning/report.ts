/** What a search tells: what was tried, what was chosen, and why. */
import type { EnsembleWeights } from "../ensemble.ts";
import type { Interval } from "../gate/bootstrap.ts";
import type { MemberName } from "../member.ts";
import type { Values } from "./spaces.ts";

export interface Trial {
  /** A member by itself, the decay, or the weights of members. */
  readonly what: MemberName | "decay" | "weights";
  readonly params: Values;
  /** On each rung that it reached, null where it could not be fitted. */
  readonly scores: readonly {
    readonly rung: number;
    readonly score: number | null;
    readonly seconds: number;
  }[];
}

/** Settings to train with. */
export interface Chosen {
  readonly svd: Values;
  readonly mf: Values;
  readonly ensemble: EnsembleWeights;
  readonly tasteDecayPerDay?: number;
}

export interface TuneReport {
  readonly budgetSeconds: number;
  readonly seconds: number;
  /** What was measured on, for people. */
  readonly protocol: string;
  /** Users who were measured. */
  readonly users: number;
  readonly metric: string;
  readonly trials: readonly Trial[];
  /** Means over the users: of the settings before, and of those that were chosen; null where nothing was measured. */
  readonly start: number | null;
  readonly score: number | null;
  /** The best that was found minus the settings before. */
  readonly difference: Interval | null;
  readonly changed: boolean;
  readonly chosen: Chosen;
  /** One clause for people. */
  readonly why: string;
}

/** Why it was or was not taken. */
export function toWhy(
  { changed, difference, standardError, before, chosen }: {
    changed: boolean;
    difference: Interval;
    standardError: number;
    before: Chosen;
    chosen: Chosen;
  },
): string {
  const by = difference.mean.toFixed(4), error = standardError.toFixed(4);
  if (!changed) {
    return difference.mean > 0
      ? `kept what was set: the best that was tried gains ${by}, no more than one standard error, ${error}`
      : "kept what was set: nothing that was tried is better";
  }
  return `gains ${by}, more than one standard error, ${error}: ${toChanges(before, chosen).join(", ")}`;
}

/** The settings that differ, one clause each. */
export function toChanges(before: Chosen, after: Chosen): string[] {
  const changes: string[] = [];
  for (const name of ["svd", "mf"] as const) {
    const changed = Object.entries(after[name]).filter(([key, value]) => before[name][key] !== value);
    if (changed.length > 0) {
      changes.push(`${name} ${changed.map(([key, value]) => `${key} ${value}`).join(" ")}`);
    }
  }
  const { cf, mf } = after.ensemble;
  if (cf !== before.ensemble.cf || mf !== before.ensemble.mf) changes.push(`weights svd ${cf} mf ${mf}`);
  if (after.tasteDecayPerDay !== before.tasteDecayPerDay) {
    changes.push(`taste decay ${after.tasteDecayPerDay} a day`);
  }
  return changes;
}
