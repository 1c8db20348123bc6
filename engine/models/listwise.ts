/**
 * Weights of a linear combination of features by listwise regression: the log-likelihood of choosing each list's positives out of the
 * list, by softmax of the combined score, less a penalty for leaving the weights m that are expected beforehand,
 *
 *     sum over lists, over positives p of  (1 / positives) (w'x_p - log sum over candidates c of exp(w'x_c))  -  penalty / 2 |w - m|^2
 *
 * (the conditional logit of McFadden, 1974; ListNet of Cao et al., ICML 2007, with a uniform target). It is concave, so Newton's steps
 * find the one maximum.
 */

/** Candidates of one user: features row by row, the first `positives` rows being what was chosen. */
export interface ChoiceList {
  readonly positives: number;
  /** candidates x features. */
  readonly features: Float64Array;
}

const mostSteps = 30;
/** Newton stops when a step would raise the likelihood of a list by less. */
const enough = 1e-7;
const smallestStep = 1e-3;
/** As if so many lists had spoken for the expected weights: a few hundred users tell little about a dozen features. */
const penalty = 30;

/**
 * Weights of all features; a negative one speaks against what scores high there, as yesterday's demand does against today's. Expected
 * beforehand is that the `trusted` features count alike and the others nothing; how much they count alike is fitted first.
 *
 * @param trusted which features are measures of taste on one scale; at least one
 * @returns a weight per feature; zeros without lists
 */
export function fitListwise(lists: readonly ChoiceList[], trusted: readonly boolean[]): Float64Array {
  const features = trusted.length, count = trusted.filter(Boolean).length;
  if (lists.length === 0 || count === 0) return new Float64Array(features);
  const alike = lists.map(({ positives, features: cells }) => {
    const sums = new Float64Array(cells.length / features);
    for (let c = 0; c < cells.length; c++) {
      if (trusted[c % features]) sums[Math.floor(c / features)]! += cells[c]!;
    }
    return { positives, features: sums.map((sum) => sum / count) };
  });
  const [common] = maximise(alike, { expected: [0], penalty: 1 });
  const expected = trusted.map((isTrusted) => isTrusted ? common! / count : 0);
  return Float64Array.from(maximise(lists, { expected, penalty }));
}

interface Prior {
  readonly expected: readonly number[];
  readonly penalty: number;
}

function maximise(lists: readonly ChoiceList[], prior: Prior): number[] {
  const n = prior.expected.length;
  let weights = [...prior.expected];
  for (let step = 0; step < mostSteps; step++) {
    const { value, gradient, curvature } = likelihood(lists, weights, prior);
    const direction = solve(curvature, gradient, n);
    const gain = direction.reduce((sum, d, f) => sum + d * gradient[f]!, 0);
    if (gain < enough * lists.length) break;
    // Far from the maximum the parabola may overshoot: the step is halved until it climbs.
    let scale = 1;
    const reach = (by: number) => weights.map((weight, f) => weight + by * direction[f]!);
    while (scale > smallestStep && !(likelihood(lists, reach(scale), prior).value > value)) scale /= 2;
    if (scale <= smallestStep) break;
    weights = reach(scale);
  }
  return weights;
}

function likelihood(
  lists: readonly ChoiceList[],
  weights: readonly number[],
  { expected, penalty }: Prior,
): { value: number; gradient: number[]; curvature: Float64Array } {
  const n = weights.length;
  const gradient = new Array<number>(n).fill(0), curvature = new Float64Array(n * n);
  let value = 0;
  for (const { positives, features: cells } of lists) {
    const rows = cells.length / n;
    const scores = new Float64Array(rows);
    let highest = -Infinity;
    for (let r = 0; r < rows; r++) {
      for (let f = 0; f < n; f++) scores[r]! += weights[f]! * cells[r * n + f]!;
      highest = Math.max(highest, scores[r]!);
    }
    let total = 0;
    for (let r = 0; r < rows; r++) total += Math.exp(scores[r]! - highest);
    const mean = new Float64Array(n);
    for (let r = 0; r < rows; r++) {
      const share = Math.exp(scores[r]! - highest) / total;
      for (let f = 0; f < n; f++) {
        const x = cells[r * n + f]!;
        mean[f]! += share * x;
        for (let g = 0; g <= f; g++) curvature[f * n + g]! += share * x * cells[r * n + g]!;
      }
    }
    for (let p = 0; p < positives; p++) {
      value += (scores[p]! - highest - Math.log(total)) / positives;
      for (let f = 0; f < n; f++) gradient[f]! += cells[p * n + f]! / positives;
    }
    for (let f = 0; f < n; f++) {
      gradient[f]! -= mean[f]!;
      for (let g = 0; g <= f; g++) curvature[f * n + g]! -= mean[f]! * mean[g]!;
    }
  }
  for (let f = 0; f < n; f++) {
    const apart = weights[f]! - expected[f]!;
    value -= penalty / 2 * apart ** 2;
    gradient[f]! -= penalty * apart;
    curvature[f * n + f]! += penalty;
    for (let g = 0; g < f; g++) curvature[g * n + f] = curvature[f * n + g]!;
  }
  return { value, gradient, curvature };
}

/** The solution of a small symmetric positive definite system, by Cholesky. */
function solve(a: Float64Array, b: readonly number[], n: number): number[] {
  const l = new Float64Array(n * n), x = [...b];
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!;
      for (let k = 0; k < j; k++) sum -= l[i * n + k]! * l[j * n + k]!;
      l[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / l[j * n + j]!;
    }
  }
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) x[i]! -= l[i * n + k]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let k = i + 1; k < n; k++) x[i]! -= l[k * n + i]! * x[k]!;
    x[i]! /= l[i * n + i]!;
  }
  return x;
}
