/**
 * The two loops of an SGD update over rows of `bytes` bytes, a multiple of 16: the product p . q, and the step along it. Given 128 or
 * 256 as a constant they are straight lines of loads at fixed offsets: a host may check every address against the size of the memory, and without
 * loops or sums of addresses it sees that what the product has touched the step need not check again.
 */
import { sumLanes } from "./horizontal";
import { madd } from "./madd";

// The compiler takes the size of a class for a constant offset, but no parameter.
@unmanaged class At0 {}
@unmanaged class At64 extends At0 { a: v128; b: v128; c: v128; d: v128 }
@unmanaged class At128 extends At64 { e: v128; f: v128; g: v128; h: v128 }
@unmanaged class At192 extends At128 { i: v128; j: v128; k: v128; l: v128 }

/** sum of p[i] * q[i]. */
@inline
export function dotRow(p: usize, q: usize, bytes: usize): f32 {
  if (bytes == 128) return sumLanes(dotEight<At0, At64>(p, q));
  if (bytes == 256) return sumLanes(dotSixteen(p, q));
  return dotFours(p, q, bytes);
}

/** The same for any row. */
@inline
export function dotFours(p: usize, q: usize, bytes: usize): f32 {
  let sum = f32x4.splat(0);
  const end = p + bytes, fours = p + (bytes & ~63);
  for (; p < fours; p += 64, q += 64) sum = f32x4.add(sum, dotFour<At0>(p, q));
  for (; p < end; p += 16, q += 16) sum = madd(v128.load(p), v128.load(q), sum);
  return sumLanes(sum);
}

/** p <- keep p + step q and q <- keep q + step p, both from the values before. */
@inline
export function stepRow(p: usize, q: usize, bytes: usize, keep: f32, step: f32): void {
  const keeps = f32x4.splat(keep), steps = f32x4.splat(step);
  if (bytes == 128) return stepEight<At0, At64>(p, q, keeps, steps);
  if (bytes == 256) return stepSixteen(p, q, keeps, steps);
  const end = p + bytes, fours = p + (bytes & ~63);
  for (; p < fours; p += 64, q += 64) stepFour<At0>(p, q, keeps, steps);
  for (; p < end; p += 16, q += 16) stepOne(p, q, keeps, steps);
}

@inline
function dotFour<At>(p: usize, q: usize): v128 {
  let sum = f32x4.mul(v128.load(p, offsetof<At>()), v128.load(q, offsetof<At>()));
  sum = madd(v128.load(p, offsetof<At>() + 16), v128.load(q, offsetof<At>() + 16), sum);
  sum = madd(v128.load(p, offsetof<At>() + 32), v128.load(q, offsetof<At>() + 32), sum);
  return madd(v128.load(p, offsetof<At>() + 48), v128.load(q, offsetof<At>() + 48), sum);
}

@inline
function dotEight<At, Next>(p: usize, q: usize): v128 {
  return f32x4.add(dotFour<At>(p, q), dotFour<Next>(p, q));
}

@inline
function dotSixteen(p: usize, q: usize): v128 {
  return f32x4.add(dotEight<At0, At64>(p, q), dotEight<At128, At192>(p, q));
}

@inline
function stepOne(p: usize, q: usize, keeps: v128, steps: v128): void {
  const a = v128.load(p), b = v128.load(q);
  v128.store(p, madd(b, steps, f32x4.mul(a, keeps)));
  v128.store(q, madd(a, steps, f32x4.mul(b, keeps)));
}

@inline
function stepFour<At>(p: usize, q: usize, keeps: v128, steps: v128): void {
  const a0 = v128.load(p, offsetof<At>()), b0 = v128.load(q, offsetof<At>());
  v128.store(p, madd(b0, steps, f32x4.mul(a0, keeps)), offsetof<At>());
  v128.store(q, madd(a0, steps, f32x4.mul(b0, keeps)), offsetof<At>());
  const a1 = v128.load(p, offsetof<At>() + 16), b1 = v128.load(q, offsetof<At>() + 16);
  v128.store(p, madd(b1, steps, f32x4.mul(a1, keeps)), offsetof<At>() + 16);
  v128.store(q, madd(a1, steps, f32x4.mul(b1, keeps)), offsetof<At>() + 16);
  const a2 = v128.load(p, offsetof<At>() + 32), b2 = v128.load(q, offsetof<At>() + 32);
  v128.store(p, madd(b2, steps, f32x4.mul(a2, keeps)), offsetof<At>() + 32);
  v128.store(q, madd(a2, steps, f32x4.mul(b2, keeps)), offsetof<At>() + 32);
  const a3 = v128.load(p, offsetof<At>() + 48), b3 = v128.load(q, offsetof<At>() + 48);
  v128.store(p, madd(b3, steps, f32x4.mul(a3, keeps)), offsetof<At>() + 48);
  v128.store(q, madd(a3, steps, f32x4.mul(b3, keeps)), offsetof<At>() + 48);
}

@inline
function stepEight<At, Next>(p: usize, q: usize, keeps: v128, steps: v128): void {
  stepFour<At>(p, q, keeps, steps);
  stepFour<Next>(p, q, keeps, steps);
}

@inline
function stepSixteen(p: usize, q: usize, keeps: v128, steps: v128): void {
  stepEight<At0, At64>(p, q, keeps, steps);
  stepEight<At128, At192>(p, q, keeps, steps);
}
