/** A small trained model for the tests of what comes after training. */
import type { Events } from "../../engine/csr.ts";
import type { FactorsMember } from "../../engine/member.ts";
import type { Model } from "../../engine/model.ts";
import { defaultTrainOptions, train, type TrainOptions } from "../../engine/train.ts";
import { asOf, planted, toEvents } from "./planted.ts";

export const trainOptions: TrainOptions = {
  ...defaultTrainOptions,
  asOf,
  createdAt: asOf + 1,
  version: 3,
  svd: { factors: 6 },
  mf: { factors: 5, epochs: 3 },
};

/** Fresh columns at each call: a worker takes them away. */
export function plantedEvents(seed = 1): Events {
  return toEvents(planted({ users: 60, products: 45, groups: 5, interactions: 15, days: 40, seed }).rows);
}

export function trainSmall(seed = 1): Model {
  return train(plantedEvents(seed), trainOptions);
}

/** A member of each kind and name, small. */
export const allShares = {
  "svd": 0.3,
  "mf": 0.2,
  "ease": 0.2,
  "item-knn": 0.1,
  "rp3beta": 0.1,
  "first-popularity": 0.1,
} as const;

export const allMembers: TrainOptions = {
  ...trainOptions,
  members: {
    "ease": { regularization: 20, neighbours: 15 },
    "item-knn": { neighbours: 12 },
    "rp3beta": { neighbours: 13 },
  },
  shares: allShares,
};

/** The members that have factors. */
export function factorsOf({ members }: Model): FactorsMember[] {
  return members.filter((member) => member.kind === "factors");
}
