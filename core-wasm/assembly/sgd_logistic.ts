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
import { dot } from "./inline/dot";
import { sigmoid } from "./inline/sigmoid";
import { stepPair } from "./inline/step_pair";

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
  const rowBytes = <usize> stride << 2;
  const keep = <f32> 1 - rate * regularization, keepBias = <f32> 1 - rate * biasRegularization;
  let total: f64 = 0;
  const end = <usize> to << 2;
  for (let e = <usize> from << 2; e < end; e += 4) {
    const user = <usize> load<u32>(users + e), item = <usize> load<u32>(items + e);
    const p = userFactors + user * rowBytes, q = itemFactors + item * rowBytes;
    const bu = userBias + (user << 2), bi = itemBias + (item << 2);
    const userPart = load<f32>(bu), itemPart = load<f32>(bi), label = load<f32>(labels + e);
    const z = <f64> (mean + userPart + itemPart + dot(p, q, rowBytes));
    const error = <f32> (<f64> label - sigmoid(z));
    total += <f64> error * <f64> error;
    const step = rate * error;
    store<f32>(bu, userPart * keepBias + step);
    store<f32>(bi, itemPart * keepBias + step);
    stepPair(p, q, rowBytes, keep, step);
  }
  return total;
}
