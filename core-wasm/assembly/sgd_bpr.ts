/**
 * One pass of SGD for Bayesian personalised ranking over triples from .. to, in the given order:
 *
 *     z = bi - bj + <p, qi - qj>;  g = 1 / (1 + exp(z));  bi += rate (g - biasRegularization bi), bj -= rate (g + biasRegularization bj);
 *     p += rate (g (qi - qj) - regularization p), qi += rate (g p - regularization qi), qj -= rate (g p + regularization qj)
 *
 * users, better, worse: i32 by triple; userFactors, itemFactors: f32 rows of stride; itemBias: f32
 * Requires: stride a multiple of 4, better and worse differ; the padding stays 0. Returns the sum of g^2, each from
 * before its own step. Call it in chunks of a few thousand triples.
 * (Rendle, Freudenthaler, Gantner and Schmidt-Thieme, "BPR: Bayesian Personalized Ranking from Implicit Feedback", UAI 2009.)
 */
import { madd } from "./inline/madd";
import { dotFours } from "./inline/sgd_row";
import { sigmoid } from "./shared/sigmoid";

export function sgdBpr(
  users: usize,
  better: usize,
  worse: usize,
  from: i32,
  to: i32,
  userFactors: usize,
  itemFactors: usize,
  itemBias: usize,
  stride: i32,
  rate: f32,
  regularization: f32,
  biasRegularization: f32,
): f64 {
  const rowBytes = <usize> stride << 2;
  const keep = f32x4.splat(<f32> 1 - rate * regularization), keepBias = <f32> 1 - rate * biasRegularization;
  let total: f64 = 0;
  const end = <usize> to << 2;
  for (let e = <usize> from << 2; e < end; e += 4) {
    const i = <usize> load<u32>(better + e), j = <usize> load<u32>(worse + e);
    const p = userFactors + <usize> load<u32>(users + e) * rowBytes;
    const qi = itemFactors + i * rowBytes, qj = itemFactors + j * rowBytes;
    const bi = itemBias + (i << 2), bj = itemBias + (j << 2);
    const z = <f64> (load<f32>(bi) - load<f32>(bj) + dotFours(p, qi, rowBytes) - dotFours(p, qj, rowBytes));
    const error = sigmoid(-z);
    total += error * error;
    const step = rate * <f32> error;
    store<f32>(bi, load<f32>(bi) * keepBias + step);
    store<f32>(bj, load<f32>(bj) * keepBias - step);
    const steps = f32x4.splat(step), end = p + rowBytes, pairs = p + (rowBytes & ~31);
    let a = p, b = qi, c = qj;
    for (; a < pairs; a += 32, b += 32, c += 32) {
      move(a, b, c, keep, steps);
      move(a + 16, b + 16, c + 16, keep, steps);
    }
    if (a < end) move(a, b, c, keep, steps);
  }
  return total;
}

/** The step of one vector of each row. */
@inline
function move(p: usize, qi: usize, qj: usize, keep: v128, steps: v128): void {
  const a = v128.load(p), b = v128.load(qi), c = v128.load(qj);
  const along = f32x4.mul(a, steps);
  v128.store(p, madd(f32x4.sub(b, c), steps, f32x4.mul(a, keep)));
  v128.store(qi, madd(b, keep, along));
  v128.store(qj, f32x4.sub(f32x4.mul(c, keep), along));
}
