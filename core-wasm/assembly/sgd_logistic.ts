/**
 * One pass of SGD for biased matrix factorisation with the logistic loss over entries from .. to, in the given order:
 *
 *     z = mean + bu + bi + <p, q>;  g = label - 1 / (1 + exp(-z));  bu += rate (g - biasRegularization bu), bi likewise;
 *     p += rate (g q - regularization p), q += rate (g p - regularization q), both from the values before the step
 *
 * users, items: i32 by entry; labels: f32 by entry, 0 or 1; userFactors, itemFactors: f32 rows of stride; userBias, itemBias: f32
 * Requires: stride a multiple of 4; the padding stays 0. Returns the sum of g^2, each from before its own step. Call it in chunks of a few thousand entries.
 * (Rendle, Krichene, Zhang and Anderson, "Neural Collaborative Filtering vs. Matrix Factorization Revisited", RecSys 2020.)
 */
import { sgdPass } from "./shared/sgd_pass";

export function sgdLogistic(
  users: usize,
  items: usize,
  labels: usize,
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
    true,
    users,
    items,
    labels,
    0,
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
