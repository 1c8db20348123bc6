/** What the user did before, again: a shop of repeat buyers is best served with their own history. */
import { itemTotals, toMatrix } from "../evaluation/strengths.ts";
import { type Parameters, type Recommender, rowOf } from "./recommender.ts";

interface State {
  /** Share of an item in all strengths: decides among equal ones, and among what the user never took. */
  readonly popularity: Float32Array;
  readonly decayPerDay: number;
}

/**
 * The user's own strength of an item, and far below it the item's popularity. Decay is that of `decay_per_day`.
 */
export const history: Recommender<State, Parameters & { decay_per_day: number }> = {
  defaults: { decay_per_day: 0 },
  fit(data, { decay_per_day: decayPerDay }) {
    const totals = itemTotals(toMatrix(data, decayPerDay));
    const largest = totals.reduce((a, b) => Math.max(a, b), 0) || 1;
    return { popularity: totals.map((total) => total / largest), decayPerDay };
  },
  open({ popularity, decayPerDay }, inputs, { width }) {
    const matrix = toMatrix(inputs, decayPerDay);
    const smallest = matrix.values.reduce((a, b) => b > 0 ? Math.min(a, b) : a, Infinity);
    // Popularity stays below the smallest difference that single precision shows between most strengths.
    const scale = Number.isFinite(smallest) ? smallest * 1e-3 : 1;
    return (users, tile) => {
      const view = tile.view;
      for (let i = 0; i < popularity.length; i++) {
        view.fill(popularity[i]! * scale, i * width, (i + 1) * width);
      }
      for (let c = 0; c < users.length; c++) {
        const own = rowOf(matrix, users[c]!);
        for (let e = 0; e < own.items.length; e++) view[own.items[e]! * width + c]! += own.values[e]!;
      }
    };
  },
};
