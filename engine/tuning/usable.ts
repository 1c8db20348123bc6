/** Settings that were found on other data and can no longer be trained with. */
import type { Events } from "../csr.ts";
import { sharesToFit } from "../fit_members.ts";
import type { TrainOptions } from "../train.ts";
import { type MemberSpace, spaces } from "./spaces.ts";

/** Whether a member can be fitted to so many products and interactions in reasonable time. */
export function canFit(
  { mostItems = Infinity, mostInteractions = Infinity }: MemberSpace,
  items: number,
  interactions: number,
): boolean {
  return items <= mostItems && interactions <= mostInteractions;
}

/** The same options where all of their members can be fitted; else without those that cannot. */
export function usable(options: TrainOptions, { products }: Events): TrainOptions {
  const shares = sharesToFit(options);
  const limited = spaces.filter(({ name, mostItems, mostInteractions }) =>
    shares.has(name) && (mostItems ?? mostInteractions) !== undefined
  );
  // Counting takes a while.
  if (!options.shares || limited.length === 0) return options;
  const items = new Set(products).size;
  const out = limited.filter((space) => !canFit(space, items, products.length)).map(({ name }) => name);
  if (out.length === 0) return options;
  const left = [...shares].filter(([name]) => !out.includes(name));
  const { shares: _shares, ...rest } = options;
  return left.length > 0 ? { ...rest, shares: Object.fromEntries(left) } : rest;
}
