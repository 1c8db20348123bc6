/** A history as the members see it: one strength per known item. */
import { type HistoryEvent, type InteractionType, interactionTypes } from "../types.ts";
import { decayOf, type StrengthOptions } from "./strength.ts";

/** Read-only: the ranker remembers what it computed for the last one. */
export interface Fold {
  /** Item positions, in the order of their first appearance in the history. */
  readonly positions: Int32Array;
  /** Decayed strength of each, rescaled where they would underflow. */
  readonly strengths: Float32Array;
  /** Of the interactions with each, the type that means most. */
  readonly strongest: readonly InteractionType[];
  /** Nothing in the history that the model knows and that counts. */
  readonly empty: boolean;
}

/** Known items that a fold holds at most: the strongest. */
export const largestFold = 1_000;

/**
 * Below this the strongest strength is near what single precision still holds, and decay is counted from the newest known
 * interaction instead: exp(-d (t0 - t)) = exp(-d (t0 - t1)) exp(-d (t1 - t)), so this multiplies all strengths by one number. CF
 * scores do not change by it at all; MF keeps the history's taste rather than losing it to rounding.
 */
const tiny = 1e-12;

/** Combines a history into one strength per known item (`positionOf` gives -1 for others, which are left out). */
export function foldHistory(
  history: readonly HistoryEvent[],
  options: StrengthOptions,
  positionOf: (productId: number) => number,
): Fold {
  const combined = combine(history, options, positionOf);
  const newest = combined.newest;
  const rescaled = combined.largest < tiny && newest < options.asOf && combined.positions.length > 0
    ? combine(history, { ...options, asOf: newest }, positionOf)
    : combined;
  return select(rescaled);
}

interface Combined {
  readonly positions: number[];
  readonly totals: number[];
  /** Of the types that contributed, the number of the one that means most: who bought a thing and looks at it again has bought it. */
  readonly strongest: number[];
  readonly largest: number;
  readonly newest: number;
}

function combine(
  history: readonly HistoryEvent[],
  { weights, decayPerDay, asOf }: StrengthOptions,
  positionOf: (productId: number) => number,
): Combined {
  const weightOf = interactionTypes.map((type) => weights[type]);
  const slots = new Map<number, number>();
  const positions: number[] = [], totals: number[] = [], strongest: number[] = [];
  let newest = -Infinity;
  for (const event of history) {
    const position = positionOf(event.productId);
    if (position < 0) continue;
    let slot = slots.get(position);
    if (slot === undefined) {
      slot = positions.length;
      slots.set(position, slot);
      positions.push(position);
      totals.push(0);
      strongest.push(0);
    }
    const type = interactionTypes.indexOf(event.type), weight = weightOf[type]!;
    const strength = weight * decayOf(event.at, decayPerDay, asOf);
    totals[slot]! += strength;
    if (strength > 0 && type > strongest[slot]!) strongest[slot] = type;
    if (weight > 0 && event.at > newest) newest = event.at;
  }
  let largest = 0;
  for (const total of totals) largest = Math.max(largest, total);
  return { positions, totals, strongest, largest, newest };
}

function select({ positions, totals, strongest, largest }: Combined): Fold {
  let slots: readonly number[] = totals.map((_, slot) => slot);
  if (slots.length > largestFold) {
    slots = slots.toSorted((a, b) => totals[b]! - totals[a]! || a - b).slice(0, largestFold).sort((a, b) =>
      a - b
    );
  }
  const chosen = new Int32Array(slots.length), strengths = new Float32Array(slots.length);
  slots.forEach((slot, j) => {
    chosen[j] = positions[slot]!;
    strengths[j] = totals[slot]!;
  });
  return {
    positions: chosen,
    strengths,
    strongest: slots.map((slot) => interactionTypes[strongest[slot]!]!),
    empty: !(largest > 0),
  };
}
