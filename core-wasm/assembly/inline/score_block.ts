import { madd } from "./madd";

/**
 * Scores of a block of 32 rows, as `packBlocks` leaves them, against a vector of `bytes`: base[j] + sum over f of block[f][j] * vec[f]
 * into f32[32] at `scores`; base 0 for none. Not 0 when one of them is above the number in all lanes of `bar`.
 */
@inline
export function scoreBlock(block: usize, base: usize, vec: usize, bytes: usize, scores: usize, bar: v128): bool {
  let s0 = f32x4.splat(0), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  if (base) {
    s0 = v128.load(base);
    s1 = v128.load(base, 16);
    s2 = v128.load(base, 32);
    s3 = v128.load(base, 48);
    s4 = v128.load(base, 64);
    s5 = v128.load(base, 80);
    s6 = v128.load(base, 96);
    s7 = v128.load(base, 112);
  }
  const end = vec + bytes;
  let p = block;
  for (let v = vec; v < end; v += 4) {
    const w = v128.load32_splat(v);
    s0 = madd(w, v128.load(p), s0);
    s1 = madd(w, v128.load(p, 16), s1);
    s2 = madd(w, v128.load(p, 32), s2);
    s3 = madd(w, v128.load(p, 48), s3);
    s4 = madd(w, v128.load(p, 64), s4);
    s5 = madd(w, v128.load(p, 80), s5);
    s6 = madd(w, v128.load(p, 96), s6);
    s7 = madd(w, v128.load(p, 112), s7);
    p += 128;
  }
  v128.store(scores, s0);
  v128.store(scores, s1, 16);
  v128.store(scores, s2, 32);
  v128.store(scores, s3, 48);
  v128.store(scores, s4, 64);
  v128.store(scores, s5, 80);
  v128.store(scores, s6, 96);
  v128.store(scores, s7, 112);
  const low = v128.or(
    v128.or(f32x4.gt(s0, bar), f32x4.gt(s1, bar)),
    v128.or(f32x4.gt(s2, bar), f32x4.gt(s3, bar)),
  );
  const high = v128.or(
    v128.or(f32x4.gt(s4, bar), f32x4.gt(s5, bar)),
    v128.or(f32x4.gt(s6, bar), f32x4.gt(s7, bar)),
  );
  return v128.any_true(v128.or(low, high));
}
