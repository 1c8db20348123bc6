/** How sure a mean of paired differences is: the bootstrap over users. */
import { createRandom } from "../random.ts";

/** Mean of some differences, and the 95% percentile interval of that mean. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const resamples = 1_000;

/**
 * Percentile intervals (Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13) of the means of several columns. The
 * unit that is drawn is the row, a user: every column sees the same draws, since one user's figures belong together.
 *
 * @param columns of equal length, at least 1
 * @param seed the same seed and columns give the same intervals
 */
export function bootstrap(columns: readonly Float64Array[], seed: number): Interval[] {
  const n = columns[0]?.length ?? 0;
  const random = createRandom(seed);
  const means = columns.map(() => new Float64Array(resamples));
  const drawn = new Int32Array(n);
  for (let r = 0; r < resamples; r++) {
    for (let i = 0; i < n; i++) drawn[i] = random.int(n);
    columns.forEach((column, c) => {
      let sum = 0;
      for (let i = 0; i < n; i++) sum += column[drawn[i]!]!;
      means[c]![r] = sum / n;
    });
  }
  const outside = Math.floor(0.025 * resamples);
  return columns.map((column, c) => {
    const sorted = means[c]!.sort();
    return { mean: meanOf(column), low: sorted[outside]!, high: sorted[resamples - 1 - outside]! };
  });
}

/** 0 for none. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return values.length === 0 ? 0 : sum / values.length;
}
