/** Settings that were found on other data and can no longer be trained with. */
import type { Events } from "../csr.ts";
import { sharesToFit } from "../fit_members.ts";
import type { TrainOptions } from "../train.ts";
import { spaces } from "./spaces.ts";

/** The same options where all of their members can be fitted to so many products; else without those that cannot. */
export function usable(options: TrainOptions, { products }: Events): TrainOptions {
  const limited = spaces.filter(({ mostItems }) => mostItems !== undefined);
  const shares = sharesToFit(options);
  // Counting takes a while.
  if (!options.shares || !limited.some(({ name }) => shares.has(name))) return options;
  const items = new Set(products).size;
  const isLeft = (name: string) => !limited.some((space) => space.name === name && items > space.mostItems!);
  const left = [...shares].filter(([name]) => isLeft(name));
  if (left.length === shares.size) return options;
  const { shares: _shares, ...rest } = options;
  return left.length > 0 ? { ...rest, shares: Object.fromEntries(left) } : rest;
}
