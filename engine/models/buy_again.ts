/**
 * Of what the user had, first what most users come back for: the repeat customer probability of an item,
 *
 *     users who had it on two days or more / users who had it
 *
 * (Bhagat, Muralidharan, Lobzhanidze and Vishwanath, "Buy It Again: Modeling Repeat Purchase Recommendations", KDD 2018), shrunk where
 * few users had it. Without times nobody comes back. What the user never had follows by popularity.
 */
import { toMatrix } from "../evaluation/strengths.ts";
import { msPerDay } from "../strength.ts";
import { demandOf } from "./history.ts";
import { type Parameters, type Recommender, rowOf } from "./recommender.ts";

type BuyAgainParameters = Parameters & {
  /** As if so many users more had had each item, a tenth of them again. */
  readonly shrinkage: number;
};

interface State {
  readonly probabilities: Float32Array;
  readonly popularity: Float32Array;
}

/** Share of those by which a probability is shrunk. */
const usual = 0.1;
/** Popularity stays below every probability: the smallest there is with so many users. */
const scale = 1e-7;

export const buyAgain: Recommender<State, BuyAgainParameters> = {
  defaults: { shrinkage: 5 },
  check: ({ shrinkage }) => shrinkage > 0 ? undefined : `shrinkage is "${shrinkage}", not above 0`,
  fit(data, { shrinkage }) {
    const { users, items, at, length } = data.events;
    const firstDay = new Map<number, number>(), returned = new Set<number>();
    const had = new Float64Array(data.items), again = new Float64Array(data.items);
    for (let e = 0; e < length; e++) {
      const item = items[e]!, pair = users[e]! * data.items + item;
      const day = at ? Math.floor(at[e]! / msPerDay) : 0, first = firstDay.get(pair);
      if (first === undefined) {
        firstDay.set(pair, day);
        had[item]!++;
      } else if (day !== first && !returned.has(pair)) {
        returned.add(pair);
        again[item]!++;
      }
    }
    const probabilities = Float32Array.from(
      had,
      (count, i) => (again[i]! + shrinkage * usual) / (count + shrinkage),
    );
    return { probabilities, popularity: demandOf(data) };
  },
  open({ probabilities, popularity }, inputs, { width }) {
    const matrix = toMatrix({ ...inputs, binary: true });
    return (users, tile) => {
      const view = tile.view;
      for (let i = 0; i < popularity.length; i++) {
        view.fill(popularity[i]! * scale, i * width, (i + 1) * width);
      }
      users.forEach((user, c) => {
        for (const item of rowOf(matrix, user).items) view[item * width + c]! += probabilities[item]!;
      });
    };
  },
};
