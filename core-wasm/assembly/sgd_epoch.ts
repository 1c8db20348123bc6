/**
 * One pass of stochastic gradient descent over the entries from .. to, in their order, for biased matrix
 * factorisation (Koren, Bell and Volinsky, "Matrix factorization techniques for recommender systems", Computer
 * 42(8), 2009, "Adding biases"):
 *
 *   e = value - (mean + b_u + b_i + p_u . q_i)
 *   b_u += rate (w e - biasRegularization b_u);  b_i += rate (w e - biasRegularization b_i)
 *   p_u += rate (w e q_i - regularization p_u);  q_i += rate (w e p_u - regularization q_i), with p_u from before the step
 *
 * users, items: i32[entries]; values: f32[entries]; weights: f32[entries], or 0 when every w is 1
 * userFactors: f32[users x stride]; itemFactors: f32[items x stride]; userBias, itemBias: f32[users], f32[items]
 * mean, rate, regularization, biasRegularization: f32
 * Requires: stride a multiple of 4, factors apart from each other. The same input gives the same bits.
 * Returns the sum of w e^2 (f64), each e from before its own step. Call it in chunks of a few thousand entries.
 */
import { sgdPass } from "./shared/sgd_pass";

export function sgdEpoch(
  users: usize,
  items: usize,
  values: usize,
  weights: usize,
  from: i32,
  to: i32,
  userFactors: usize,
  itemFactors: usize,
  userBias: usize,
  itemBias: usize,
  mean: f32,
  stride: i32,
  rate: f32,
  regularization: f32,
  biasRegularization: f32,
): f64 {
  return sgdPass(
    false,
    users,
    items,
    values,
    weights,
    from,
    to,
    userFactors,
    itemFactors,
    userBias,
    itemBias,
    mean,
    stride,
    rate,
    regularization,
    biasRegularization,
  );
}
