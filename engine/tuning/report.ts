/** What a search tells: what was tried, what was chosen, and why. */
import type { Interval } from "../gate/bootstrap.ts";
import type { MemberName } from "../member.ts";
import type { Tuned } from "../model.ts";
import type { Chosen } from "./chosen.ts";
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

export interface TuneReport {
  readonly budgetSeconds: number;
  readonly seconds: number;
  /** What was measured on, for people. */
  readonly protocol: string;
  /** Users who settings were chosen on, and others who confirmed what was chosen. */
  readonly users: number;
  readonly confirmedBy: number;
  readonly metric: string;
  readonly trials: readonly Trial[];
  /** Means over those who confirm: of the settings before, and of those that go on; null where nothing was measured. */
  readonly start: number | null;
  readonly score: number | null;
  /** The best that was found minus the settings before. */
  readonly difference: Interval | null;
  readonly changed: boolean;
  /** When, as the settings of the model say it; null where there was nothing to search on. */
  readonly tuned: Tuned | null;
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
  const all = (chosen: Chosen): Readonly<Record<string, Values>> =>
    ({ ...chosen.members, svd: chosen.svd, mf: chosen.mf }) as Record<string, Values>;
  const old = all(before);
  for (const [name, values] of Object.entries(all(after))) {
    if (after.shares && !(name in after.shares)) continue;
    const changed = Object.entries(values).filter(([key, value]) => old[name]?.[key] !== value);
    if (changed.length > 0) {
      changes.push(`${name} ${changed.map(([key, value]) => `${key} ${value}`).join(" ")}`);
    }
  }
  if (after.shares) {
    changes.push(
      `weights ${Object.entries(after.shares).map(([name, share]) => `${name} ${share}`).join(" ")}`,
    );
  }
  if (after.tasteDecayPerDay !== before.tasteDecayPerDay) {
    changes.push(`decay of tastes ${after.tasteDecayPerDay ?? "that of popularity"} a day`);
  }
  return changes;
}
