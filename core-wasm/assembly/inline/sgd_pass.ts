import { madd } from "./madd";
import { dot } from "./dot";

/**
 * The body of `sgdEpoch` over `count` entries, for rows of `bytes` bytes. Inlined with a constant `bytes` it loses its tail
 * loops. `keep` is 1 - rate * regularization, so that a step is two products and one sum per factor.
 */
@inline
export function sgdPass(
  users: usize,
  items: usize,
  values: usize,
  weights: usize,
  count: i32,
  userFactors: usize,
  itemFactors: usize,
  userBias: usize,
  itemBias: usize,
  mean: f32,
  rate: f32,
  keep: f32,
  keepBias: f32,
  bytes: usize,
): f64 {
  let total: f64 = 0;
  const keeps = f32x4.splat(keep);
  const end = <usize> count << 2;
  const blocks = bytes & ~31;
  for (let e: usize = 0; e < end; e += 4) {
    const user = <usize> load<u32>(users + e), item = <usize> load<u32>(items + e);
    const p = userFactors + user * bytes, q = itemFactors + item * bytes;
    const bu = userBias + (user << 2), bi = itemBias + (item << 2);
    const userPart = load<f32>(bu), itemPart = load<f32>(bi);
    const error = load<f32>(values + e) - (mean + userPart + itemPart + dot(p, q, bytes));
    const weighted = weights ? load<f32>(weights + e) * error : error;
    total += <f64> weighted * <f64> error;
    const step = rate * weighted;
    store<f32>(bu, userPart * keepBias + step);
    store<f32>(bi, itemPart * keepBias + step);
    const steps = f32x4.splat(step);
    let o: usize = 0;
    for (; o < blocks; o += 32) {
      const p0 = v128.load(p + o), q0 = v128.load(q + o);
      const p1 = v128.load(p + o, 16), q1 = v128.load(q + o, 16);
      v128.store(p + o, madd(q0, steps, f32x4.mul(p0, keeps)));
      v128.store(q + o, madd(p0, steps, f32x4.mul(q0, keeps)));
      v128.store(p + o, madd(q1, steps, f32x4.mul(p1, keeps)), 16);
      v128.store(q + o, madd(p1, steps, f32x4.mul(q1, keeps)), 16);
    }
    if (o < bytes) {
      const p0 = v128.load(p + o), q0 = v128.load(q + o);
      v128.store(p + o, madd(q0, steps, f32x4.mul(p0, keeps)));
      v128.store(q + o, madd(p0, steps, f32x4.mul(q0, keeps)));
    }
  }
  return total;
}
