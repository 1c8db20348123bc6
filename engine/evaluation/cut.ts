/**
 * Cuts a training part in two, as the test part was cut off before it: what parameters and the weights of an ensemble are chosen on. Of
 * the test part only its size is used.
 */
import { InvalidInputError } from "../../errors.ts";
import { createRandom } from "../random.ts";
import { filter, type Interactions, noInteractions } from "./interactions.ts";
import { describeSplit, type Parts, type Split, split } from "./split.ts";

export interface CutOptions {
  /** How the test part was split off; null where it was given. */
  readonly split: Split | null;
  /** Share of the interactions that the test part has. */
  readonly share: number;
  /** Whether the test part is one item per user, ranked among given ones. */
  readonly sampled: boolean;
  readonly seed: number;
  /** Share of a held-out user's interactions that is their input. */
  readonly foldIn: number;
}

export interface Cut {
  readonly parts: Parts;
  /** How it was cut, in words. */
  readonly protocol: string;
}

/** Where fewer users were there before and after a moment, a cut at that moment tells too little about them. */
const fewestStayed = 0.1;
/** Smaller shares tell little, larger ones leave too little to learn from. */
const shares = { from: 0.05, to: 0.3 };
/**
 * Test parts that are given usually lean to popular items: on the published split of Gowalla recommending what is popular finds .042,
 * on a plain random cut of its training part .025, on one with this power of the popularity .043. A plain one leads to parameters that
 * favour rare items too much.
 */
const lean = 0.2;

/**
 * Cuts the training part.
 *
 * @throws InvalidInputError when a part would be empty
 */
export function cutTraining(train: Interactions, options: CutOptions): Cut {
  const { split: asked, share, sampled, seed, foldIn } = options;
  const by = (how: Split) => ({
    parts: split(train, how, { seed, foldIn }),
    protocol: `${describeSplit(how)} of the training part`,
  });
  const fraction = Number(Math.min(shares.to, Math.max(shares.from, share)).toFixed(3));
  switch (asked?.kind) {
    case "leave-one-out":
    case "last":
    case "random":
    case "temporal-fraction":
      return by(asked);
    case "temporal":
      return by({ kind: "temporal-fraction", fraction });
    case "user-holdout":
      return by({ ...asked, users: Math.max(1, Math.min(asked.users, Math.floor(countUsers(train) / 5))) });
  }
  // One test item per user is what negatives stand for.
  if (sampled) return by({ kind: "leave-one-out" });
  if (!train.at) return leanToPopular(train, { fraction, seed });
  return by(usersStay(train) ? { kind: "temporal-fraction", fraction } : { kind: "last", fraction });
}

/** Whether enough users were there before and after a late moment for time to tell something about them. False without times. */
export function usersStay(train: Interactions): boolean {
  if (!train.at) return false;
  const late = train.at.slice().sort()[Math.floor(0.85 * train.length)]!;
  const before = new Set<number>(), after = new Set<number>();
  train.users.forEach((user, e) => (train.at![e]! < late ? before : after).add(user));
  return after.intersection(before).size >= fewestStayed * before.union(after).size;
}

/**
 * A random cut that leans to popular items: pair (u, i) is drawn with a chance in proportion to popularity(i)^lean, without replacement by
 * keys (Efraimidis and Spirakis, Information Processing Letters 2006).
 */
function leanToPopular(train: Interactions, { fraction, seed }: { fraction: number; seed: number }): Cut {
  const random = createRandom(seed);
  const count = Math.max(1, Math.round(fraction * train.length));
  const popularity = new Map<number, number>();
  for (const item of train.items) popularity.set(item, (popularity.get(item) ?? 0) + 1);
  const keys = Float64Array.from(
    train.items,
    (item) =>
      Math.log(-Math.log(1 - random.next() || Number.EPSILON)) - lean * Math.log(popularity.get(item)!),
  );
  const limit = keys.slice().sort()[count - 1]!;
  const isWithheld = (e: number) => keys[e]! <= limit;
  if (count >= train.length) throw new InvalidInputError("Cannot cut the training part: too little is in it");
  return {
    parts: {
      train: filter(train, (e) => !isWithheld(e)),
      foldIn: noInteractions(),
      test: filter(train, isWithheld),
    },
    protocol: `random:${fraction} of the training part, items drawn with popularity^${lean}`,
  };
}

function countUsers({ users }: Interactions): number {
  return new Set(users).size;
}
