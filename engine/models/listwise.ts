/**
 * Weights of a linear combination of features by listwise regression: the log-likelihood of choosing each list's positives out of the
 * list, by softmax of the combined score, less a small penalty,
 *
 *     sum over lists, over positives p of  (1 / positives) (w'x_p - log sum over candidates c of exp(w'x_c))  -  penalty / 2 |w|^2
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
/** Per list: keeps the weights of features that say the same from running away in opposite directions. */
const penaltyPerList = 1e-3;

/**
 * Weights at or above 0: a feature that would get a negative one is left out and the rest is fitted again.
 *
 * @returns a weight per feature; all 0 when no feature helps
 */
export function fitListwise(lists: readonly ChoiceList[], features: number): Float64Array {
  let used = Array.from({ length: features }, (_, f) => f);
  const weights = new Float64Array(features);
  while (used.length > 0) {
    const fitted = maximise(lists, { used, features });
    const worst = fitted.indexOf(Math.min(...fitted));
    if (fitted[worst]! > 0) {
      used.forEach((feature, f) => weights[feature] = fitted[f]!);
      break;
    }
    used = used.filter((_, f) => f !== worst);
  }
  return weights;
}

function maximise(
  lists: readonly ChoiceList[],
  { used, features }: { used: readonly number[]; features: number },
): number[] {
  const n = used.length;
  let weights = new Array<number>(n).fill(0);
  for (let step = 0; step < mostSteps; step++) {
    const { value, gradient, curvature } = likelihood(lists, { used, features, weights });
    const direction = solve(curvature, gradient, n);
    const gain = direction.reduce((sum, d, f) => sum + d * gradient[f]!, 0);
    if (gain < enough * lists.length) break;
    // Far from the maximum the parabola may overshoot: the step is halved until it climbs.
    let scale = 1;
    const reach = (by: number) => weights.map((weight, f) => weight + by * direction[f]!);
    const valueAt = (by: number) => likelihood(lists, { used, features, weights: reach(by) }).value;
    while (scale > smallestStep && !(valueAt(scale) > value)) scale /= 2;
    if (scale <= smallestStep) break;
    weights = reach(scale);
  }
  return weights;
}

function likelihood(
  lists: readonly ChoiceList[],
  { used, features, weights }: { used: readonly number[]; features: number; weights: readonly number[] },
): { value: number; gradient: number[]; curvature: Float64Array } {
  const n = used.length;
  const gradient = new Array<number>(n).fill(0), curvature = new Float64Array(n * n);
  let value = 0;
  const penalty = penaltyPerList * lists.length;
  for (const { positives, features: cells } of lists) {
    const rows = cells.length / features;
    const scores = new Float64Array(rows);
    let highest = -Infinity;
    for (let r = 0; r < rows; r++) {
      for (let f = 0; f < n; f++) scores[r]! += weights[f]! * cells[r * features + used[f]!]!;
      highest = Math.max(highest, scores[r]!);
    }
    let total = 0;
    for (let r = 0; r < rows; r++) total += Math.exp(scores[r]! - highest);
    const mean = new Float64Array(n);
    for (let r = 0; r < rows; r++) {
      const share = Math.exp(scores[r]! - highest) / total;
      for (let f = 0; f < n; f++) {
        const x = cells[r * features + used[f]!]!;
        mean[f]! += share * x;
        for (let g = 0; g <= f; g++) curvature[f * n + g]! += share * x * cells[r * features + used[g]!]!;
      }
    }
    for (let p = 0; p < positives; p++) {
      value += (scores[p]! - highest - Math.log(total)) / positives;
      for (let f = 0; f < n; f++) gradient[f]! += cells[p * features + used[f]!]! / positives;
    }
    for (let f = 0; f < n; f++) {
      gradient[f]! -= mean[f]!;
      for (let g = 0; g <= f; g++) curvature[f * n + g]! -= mean[f]! * mean[g]!;
    }
  }
  for (let f = 0; f < n; f++) {
    value -= penalty / 2 * weights[f]! ** 2;
    gradient[f]! -= penalty * weights[f]!;
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
