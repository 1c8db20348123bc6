/** A user's list as the caches keep it: ids and numbers; names, prices and stock are joined when it is served. */
import { z } from "zod";
import { interactionTypes } from "../types.ts";

const share = z.number().min(0).max(1);

const cachedReason = z.object({
  /** Product of the history. */
  p: z.number().int().positive(),
  t: z.enum(interactionTypes),
  /** Share of the raw score; single ones may be below 0 or above 1, all of a history sum to 1. */
  s: z.number(),
});

const cachedItem = z.object({
  p: z.number().int().positive(),
  s: share,
  c: share,
  m: share,
  r: z.array(cachedReason).max(1000),
});

const cachedList = z.object({
  id: z.string().max(64),
  /** Id of the newest interaction that the list knows. */
  epoch: z.number().int().nonnegative(),
  strategy: z.enum(["personal", "popular"]),
  modelVersion: z.number().int().positive().nullable(),
  /** The moment, in epoch milliseconds, that the decay of the history was counted from. */
  asOf: z.number(),
  /** Interactions that the list was made of: where fewer are left, its reasons cannot be found any more. */
  acts: z.number().int().nonnegative(),
  /** Of so many items the reasons are there; those of the others are found when somebody asks for them, which changes the list in place. */
  explained: z.number().int().min(0).max(100),
  items: z.array(cachedItem).max(100),
});

export type CachedReason = z.infer<typeof cachedReason>;
export type CachedItem = z.infer<typeof cachedItem>;
export type CachedList = z.infer<typeof cachedList>;

/** A value that came from outside this process; undefined unless it is a whole list. */
export function parseCachedList(value: unknown): CachedList | undefined {
  return cachedList.safeParse(value).data;
}

/** An answer made of the list, which is kept with it: ten products with three reasons each, as text. */
const answerBytes = 7000;

/** Of an item that is not explained yet: room for what it will have. */
const reasonsToCome = 3;

/** About how many bytes a list takes in memory, for the bound of L1. */
export function sizeOfCachedList(list: CachedList): number {
  return 200 + answerBytes + list.items.reduce((bytes, item, i) => {
    const reasons = i < list.explained ? item.r.length : reasonsToCome;
    return bytes + 80 + reasons * 56;
  }, 0);
}
