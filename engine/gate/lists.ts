/** What a model, or a plain order of the products, is worth to those who are held out. */
import { type Arena, createArena } from "../../core-wasm/layout.ts";
import { popularityOf } from "../candidates.ts";
import { buildMatrix } from "../csr.ts";
import { sharesOf } from "../ensemble.ts";
import { ndcg } from "../metrics.ts";
import { type Model, tasteDecayOf } from "../model.ts";
import { createRanker } from "../ranker.ts";
import type { StrengthOptions } from "../strength.ts";
import type { HeldOut } from "./held_out.ts";

/** Length of the lists that are measured. */
export const cutoff = 20;

/** How often a long loop tells how far it is, in users. */
const reportEvery = 50;

export interface MeasureOptions {
  /** Share of the users. */
  readonly onProgress: (done: number) => void;
  /** Where the model is loaded; given back at the end. Default: a memory of its own. */
  readonly arena?: Arena;
}

/**
 * Ndcg of each user's list from a model. What they get is what the shop would have shown at the cut: their history folded in, or
 * what is popular where it counts nothing; without the products that they know.
 *
 * @param onProgress share of the users
 */
export function measureModel(
  model: Model,
  heldOut: HeldOut,
  onProgress: (done: number) => void,
): Float64Array {
  return measureShares(model, heldOut, [sharesOf(model.members)], { onProgress })[0]!;
}

/** The same for several ways to combine the members: one column of figures for each. */
export function measureShares(
  model: Model,
  { size, user, asOf }: Pick<HeldOut, "size" | "user" | "asOf">,
  combinations: readonly Float64Array[],
  { onProgress, arena = createArena() }: MeasureOptions,
): Float64Array[] {
  const { settings: { weights } } = model, decayPerDay = tasteDecayOf(model.settings);
  const mark = arena.mark(), ranker = createRanker(model, { arena });
  const columns = combinations.map(() => new Float64Array(size));
  for (let u = 0; u < size; u++) {
    if (u % reportEvery === 0) onProgress(u / size);
    const { history, seen, wanted } = user(u);
    const exclude = ranker.newMask();
    for (const id of seen) {
      const position = ranker.positionOf(id);
      if (position >= 0) exclude[position >>> 5]! |= 1 << (position & 31);
    }
    const fold = ranker.fold(history, { weights, decayPerDay, asOf });
    combinations.forEach((shares, c) => {
      const list = fold.empty
        ? ranker.popular(cutoff, exclude)
        : ranker.rank(fold, { count: cutoff, exclude, shares });
      columns[c]![u] = ndcg(list.map(({ productId }) => productId), wanted, cutoff);
    });
  }
  arena.reset(mark);
  return columns;
}

/** The same where everybody gets what is most popular among what they do not know. */
export function measurePopularity({ past, size, user }: HeldOut, options: StrengthOptions): Float64Array {
  const matrix = buildMatrix(past, options), popularity = popularityOf(matrix);
  const order = Array.from(popularity, (_, i) => i).sort((a, b) => popularity[b]! - popularity[a]! || a - b);
  const ids = order.map((item) => matrix.itemIds[item]!);
  return Float64Array.from({ length: size }, (_, u) => {
    const { seen, wanted } = user(u);
    const list: number[] = [];
    for (let i = 0; i < ids.length && list.length < cutoff; i++) if (!seen.has(ids[i]!)) list.push(ids[i]!);
    return ndcg(list, wanted, cutoff);
  });
}
