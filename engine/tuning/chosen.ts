/** Settings to train with, as part of the options of a training. */
import type { MemberName } from "../member.ts";
import { settingsOf, type TrainOptions } from "../train.ts";
import type { Combination, Slot } from "./combine.ts";

/** Everything that a search may choose. */
export type Chosen = Pick<TrainOptions, "svd" | "mf" | "members" | "shares" | "tasteDecayPerDay">;

/** What is set. */
export function chosenOf(options: TrainOptions): Chosen {
  const { svd, mf: { racing: _racing, ...mf }, members, shares, tasteDecayPerDay } = settingsOf(options);
  return {
    ...{ svd, mf },
    ...(members ? { members } : {}),
    ...(shares ? { shares } : {}),
    ...(tasteDecayPerDay === undefined ? {} : { tasteDecayPerDay }),
  } as Chosen;
}

/** Options with these settings in place of their own. */
export function withChosen(
  { svd: _svd, mf: _mf, members: _members, shares: _shares, tasteDecayPerDay: _decay, ...rest }: TrainOptions,
  chosen: Chosen,
): TrainOptions {
  return { ...rest, ...chosen };
}

/** What was found, in place of what is set. Members without a weight are left out. */
export function toChosen(
  options: TrainOptions,
  { slots, combination, decay, ensembleIsOpen }: {
    readonly slots: ReadonlyMap<MemberName, Slot>;
    readonly combination: Combination;
    readonly decay: number;
    readonly ensembleIsOpen: boolean;
  },
): Chosen {
  const { svd, mf } = chosenOf(options);
  const found: Record<string, Readonly<Record<string, number>>> = {}, shares: Record<string, number> = {};
  [...slots].forEach(([name, { start, best }], s) => {
    if (!(combination.shares[s]! > 0)) return;
    found[name] = (combination.best[s] ? best : start!).values;
    shares[name] = combination.shares[s]!;
  });
  const { svd: ofSvd = svd, mf: ofMf = mf, ...members } = found;
  return {
    svd: ofSvd,
    mf: ofMf,
    ...(Object.keys(members).length > 0 ? { members } : {}),
    ...(ensembleIsOpen ? { shares } : {}),
    ...(decay === options.decayPerDay ? {} : { tasteDecayPerDay: decay }),
  } as Chosen;
}
