/** Item-item models: weights from an item of the history to the items it speaks for. */
import type { ModelData } from "../evaluation/strengths.ts";
import { toMatrix } from "../evaluation/strengths.ts";
import { type ItemLists, turn } from "../item_lists.ts";
import { nearestByCosine } from "../item_knn.ts";
import { nearestByWalk, type WalkSettings } from "../rp3beta.ts";
import { clear, type Parameters, type Recommender, rowOf } from "./recommender.ts";
import { checkCounts } from "./svd.ts";

/** Row j holds the weights w_ji of history item j for items i. */
export interface NeighbourState extends ItemLists {
  readonly decayPerDay: number;
}

type CosineParameters = Parameters & {
  readonly neighbours: number;
  /** Added to the product of the norms: pairs seen together a few times count less. */
  readonly shrinkage: number;
  readonly decay_per_day: number;
};

type WalkParameters = Parameters & WalkSettings & { readonly decay_per_day: number };

/**
 * Item-item cosine of the columns of strengths, each item keeping its nearest ones (Sarwar et al., "Item-Based Collaborative
 * Filtering Recommendation Algorithms", WWW 2001): score_i = sum over history items j among the neighbours of i of s_j cos(i, j).
 */
export const itemKnn: Recommender<NeighbourState, CosineParameters> = {
  defaults: { neighbours: 200, shrinkage: 0, decay_per_day: 0 },
  check: ({ neighbours }) => checkCounts({ neighbours }),
  fit(data, { neighbours, shrinkage, decay_per_day: decayPerDay }, { onProgress }) {
    const lists = nearestByCosine(toMatrix(data, decayPerDay), { neighbours, shrinkage, onProgress });
    // The neighbours were chosen for each item i; scoring walks from the history item j.
    return { ...turn(lists), decayPerDay };
  },
  open: openNeighbours,
};

/** Three steps of a random walk, item to user to item (../rp3beta.ts): score_i = sum over history items j that keep i of s_j w_ji. */
export const rp3beta: Recommender<NeighbourState, WalkParameters> = {
  defaults: { neighbours: 200, alpha: 0.8, beta: 0.4, decay_per_day: 0 },
  check: ({ neighbours }) => checkCounts({ neighbours }),
  fit(data, { neighbours, alpha, beta, decay_per_day: decayPerDay }, { onProgress }) {
    const lists = nearestByWalk(toMatrix(data, decayPerDay), { neighbours, alpha, beta, onProgress });
    return { ...lists, decayPerDay };
  },
  open: openNeighbours,
};

/** Scores histories by the rows of their items. */
export function openNeighbours(
  { ptr, items, weights, decayPerDay }: NeighbourState,
  inputs: ModelData,
  { width }: { readonly width: number },
): ReturnType<Recommender["open"]> {
  const matrix = toMatrix(inputs, decayPerDay);
  return (users, tile) => {
    clear(tile);
    const view = tile.view;
    users.forEach((user, column) => {
      const own = rowOf(matrix, user);
      for (let e = 0; e < own.items.length; e++) {
        const from = own.items[e]!, value = own.values[e]!;
        for (let n = ptr[from]!; n < ptr[from + 1]!; n++) {
          view[items[n]! * width + column]! += value * weights[n]!;
        }
      }
    });
  };
}
