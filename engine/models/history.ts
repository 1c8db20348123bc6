/** What the user did before, again: a shop of repeat buyers is best served with their own history. */
import { filter } from "../evaluation/interactions.ts";
import { itemTotals, type ModelData, toMatrix } from "../evaluation/strengths.ts";
import { msPerDay } from "../strength.ts";
import { type Parameters, type Recommender, rowOf } from "./recommender.ts";

type HistoryParameters = Parameters & {
  readonly decay_per_day: number;
  /** 1 counts the days on which the user had the item, whatever happened then. */
  readonly visits: number;
};

interface State {
  readonly popularity: Float32Array;
  readonly decayPerDay: number;
  readonly visits: boolean;
}

/** Of popularity, per day: between items that the user had as often, what is in demand now decides. */
const demandDecay = 0.1;

/**
 * The user's own strength of an item, and far below it the item's popularity, which decides among equal ones and among what the user
 * never had. Decay is that of `decay_per_day`.
 */
export const history: Recommender<State, HistoryParameters> = {
  defaults: { decay_per_day: 0, visits: 0 },
  check: ({ visits }) => visits === 0 || visits === 1 ? undefined : `visits is "${visits}", not 0 or 1`,
  fit(data, { decay_per_day: decayPerDay, visits }) {
    return { popularity: demandOf(data), decayPerDay, visits: visits === 1 };
  },
  open({ popularity, decayPerDay, visits }, inputs, { width }) {
    const matrix = toMatrix(visits ? dailyOf(inputs) : inputs, decayPerDay);
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

/** Decayed popularity over its largest. */
export function demandOf(data: ModelData): Float32Array {
  const totals = itemTotals(toMatrix(data, demandDecay));
  const largest = totals.reduce((a, b) => Math.max(a, b), 0) || 1;
  return totals.map((total) => total / largest);
}

/** One interaction of strength 1 for every user, item and UTC day; without times, for every user and item. */
function dailyOf(data: ModelData): ModelData {
  const { users, items, at } = data.events;
  const seen = new Set<string>();
  const events = filter({ ...data.events, values: null, types: null }, (e) => {
    const key = `${users[e]} ${items[e]} ${at ? Math.floor(at[e]! / msPerDay) : 0}`;
    return !seen.has(key) && seen.add(key) !== undefined;
  });
  return { ...data, events, binary: false };
}
