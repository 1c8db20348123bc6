/** Models without taste: how much all users together did with an item, alike for everybody. */
import { pick } from "../evaluation/interactions.ts";
import { findFirst } from "../first_popularity.ts";
import { itemTotals, toMatrix } from "../evaluation/strengths.ts";
import type { Parameters, Recommender, Scorer, Tile } from "./recommender.ts";

interface State {
  readonly scores: Float32Array;
}

/** Sum of the strengths of an item: its number of interactions where each counts 1. */
export const popularity: Recommender<State, Parameters & { decay_per_day: number }> = {
  defaults: { decay_per_day: 0 },
  fit: (data, { decay_per_day: decayPerDay }) => ({ scores: itemTotals(toMatrix(data, decayPerDay)) }),
  open: (state, _inputs, { width }) => scoreAlike(state.scores, width),
};

/** The same with older interactions counting less. */
export const decayedPopularity: Recommender<State, Parameters & { decay_per_day: number }> = {
  ...popularity,
  defaults: { decay_per_day: 0.1 },
};

/**
 * Popularity among first purchases: of each user's interactions with an item only the first counts. What people come back for does not
 * tell what they will try.
 */
export const firstPopularity: Recommender<State, Parameters & { decay_per_day: number }> = {
  ...popularity,
  defaults: { decay_per_day: 0.15 },
  fit(data, { decay_per_day: decayPerDay }) {
    const kept = pick(data.events, findFirst(data.events, data));
    return { scores: itemTotals(toMatrix({ ...data, events: kept }, decayPerDay)) };
  },
};

function scoreAlike(scores: Float32Array, width: number): Scorer {
  return (_users, tile) => {
    const view = tile.view;
    for (let i = 0; i < scores.length; i++) view.fill(scores[i]!, i * width, (i + 1) * width);
  };
}

/** Writes the same scores into one column: for a user of whom nothing is known. */
export function fillColumn(
  tile: Tile,
  scores: Float32Array,
  { column, width }: { column: number; width: number },
): void {
  const view = tile.view;
  for (let i = 0; i < scores.length; i++) view[i * width + column] = scores[i]!;
}
