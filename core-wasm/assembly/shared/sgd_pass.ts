import { dotRow, stepRow } from "../inline/sgd_row";
import { sigmoid } from "./sigmoid";

/** The pass of `sgdEpoch` and, with `logistic`, that of `sgdLogistic`; the other arguments are theirs. */
export function sgdPass(
  logistic: bool,
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
  const bytes = <usize> stride << 2, end = <usize> to << 2;
  const keep = <f32> 1 - rate * regularization, keepBias = <f32> 1 - rate * biasRegularization;
  let total: f64 = 0, weight: f32 = 1;
  for (let e = <usize> from << 2; e < end; e += 4) {
    const user = <usize> load<u32>(users + e), item = <usize> load<u32>(items + e);
    const bu = userBias + (user << 2), bi = itemBias + (item << 2);
    const userPart = load<f32>(bu), itemPart = load<f32>(bi);
    const p = userFactors + user * bytes, q = itemFactors + item * bytes;
    if (weights) weight = load<f32>(weights + e);
    const offset = mean + userPart + itemPart, value = load<f32>(values + e), own = rate * weight;
    let error: f32;
    // Rows of 32 and 64 factors have a straight line of their own.
    if (bytes == 256) error = visit(p, q, 256, logistic, offset, value, own, keep);
    else if (bytes == 128) error = visit(p, q, 128, logistic, offset, value, own, keep);
    else error = visit(p, q, bytes, logistic, offset, value, own, keep);
    const step = own * error;
    store<f32>(bu, userPart * keepBias + step);
    store<f32>(bi, itemPart * keepBias + step);
    total += <f64> weight * <f64> error * <f64> error;
  }
  return total;
}

/** Makes the step of one entry; returns the error from before it. */
@inline
function visit(
  p: usize,
  q: usize,
  bytes: usize,
  logistic: bool,
  offset: f32,
  value: f32,
  rate: f32,
  keep: f32,
): f32 {
  const guess = offset + dotRow(p, q, bytes);
  const error = logistic ? <f32> (<f64> value - sigmoid(<f64> guess)) : value - guess;
  stepRow(p, q, bytes, keep, rate * error);
  return error;
}
