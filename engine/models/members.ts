/** The single models by name: everything but the ensemble of them. */
import { bpr } from "./bpr.ts";
import { buyAgain } from "./buy_again.ts";
import { ease } from "./ease.ts";
import { graphFilter } from "./graph_filter.ts";
import { history } from "./history.ts";
import { ials } from "./ials.ts";
import { mf } from "./mf.ts";
import { itemKnn, rp3beta } from "./neighbours.ts";
import { decayedPopularity, firstPopularity, popularity } from "./popularity.ts";
import type { Recommender } from "./recommender.ts";
import { svd } from "./svd.ts";

// Each model has its own types of state and parameters; the registry hands back to it only what it made or declared itself.
const all = {
  "popularity": popularity,
  "decayed-popularity": decayedPopularity,
  "first-popularity": firstPopularity,
  "history": history,
  "buy-again": buyAgain,
  "item-knn": itemKnn,
  "rp3beta": rp3beta,
  "svd": svd,
  "graph-filter": graphFilter,
  "mf": mf,
  "bpr": bpr,
  "ials": ials,
  "ease": ease,
} as const;

export type MemberName = keyof typeof all;

export const members = all as unknown as Readonly<Record<MemberName, Recommender>>;

export const memberNames = Object.keys(all) as readonly MemberName[];
