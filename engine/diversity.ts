/** Re-ranking for variety. */
import type { Ranked, Ranker } from "./ranker.ts";

export interface DiversityOptions {
  readonly ranker: Pick<Ranker, "similarity">;
  /** From 1 (the ranking as it is) to 0 (each next item as unlike the chosen ones as can be). */
  readonly lambda: number;
  readonly count: number;
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998): chooses one item at a time, each time the one with the
 * highest lambda x score - (1 - lambda) x (highest cosine of SVD factors with an item already chosen). Equal values: the item that was
 * ranked higher. Costs count x candidates cosines; the scores of the items are not changed.
 */
export function diversify(ranked: readonly Ranked[], { ranker, lambda, count }: DiversityOptions): Ranked[] {
  if (!(lambda >= 0 && lambda <= 1)) {
    throw new RangeError(`Cannot diversify: lambda is "${lambda}", not from 0 to 1`);
  }
  const wanted = Math.min(Math.max(0, Math.trunc(count)), ranked.length);
  if (lambda === 1) return ranked.slice(0, wanted);
  const left = ranked.slice();
  const nearest = left.map(() => 0);
  const chosen: Ranked[] = [];
  while (chosen.length < wanted) {
    let best = 0, bestValue = -Infinity;
    for (let c = 0; c < left.length; c++) {
      const value = lambda * left[c]!.score - (1 - lambda) * nearest[c]!;
      if (value > bestValue) {
        best = c;
        bestValue = value;
      }
    }
    const [next] = left.splice(best, 1);
    nearest.splice(best, 1);
    chosen.push(next!);
    for (let c = 0; c < left.length; c++) {
      const cosine = ranker.similarity(left[c]!.position, next!.position);
      nearest[c] = chosen.length === 1 ? cosine : Math.max(nearest[c]!, cosine);
    }
  }
  return chosen;
}
