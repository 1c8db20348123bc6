/** What an interaction counts: its type's weight, decayed by its age. */
import type { InteractionType, InteractionWeights } from "../types.ts";

export const msPerDay = 86_400_000;

export interface StrengthOptions {
  readonly weights: InteractionWeights;
  /** Rate per day of exp(-rate x days); 0 means no decay. */
  readonly decayPerDay: number;
  /** Epoch milliseconds from which age counts. */
  readonly asOf: number;
}

/**
 * Strength of one interaction: `weight x exp(-decayPerDay x days before asOf)`. An interaction after `asOf` counts as age 0,
 * so a clock that is ahead cannot make an event worth more than its weight.
 *
 * @param event its type, and `at` in epoch milliseconds
 */
export function strengthOf(
  event: { readonly type: InteractionType; readonly at: number },
  { weights, decayPerDay, asOf }: StrengthOptions,
): number {
  return weights[event.type] * decayOf(event.at, decayPerDay, asOf);
}

/** The factor by which age shrinks a weight, in (0, 1]. Underflows to 0 only beyond 745 / decayPerDay days. */
export function decayOf(at: number, decayPerDay: number, asOf: number): number {
  return Math.exp(-decayPerDay * Math.max(0, asOf - at) / msPerDay);
}
