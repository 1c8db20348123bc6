/**
 * Seeded numbers: the same seed gives the same sequence on every machine. xoshiro128** (Blackman and Vigna, "Scrambled
 * Linear Pseudorandom Number Generators", ACM TOMS 2021), its state filled by the SplitMix mixing steps of Steele, Lea and
 * Flood (OOPSLA 2014) at 32 bits. Not for secrets.
 */

export interface Random {
  /** Uniform in [0, 1), in steps of 2^-32. */
  next(): number;
  /** A whole number, uniform in [0, n), without modulo bias; n from 1 to 2^32. */
  int(n: number): number;
  /** Standard normal: mean 0, deviation 1 (Marsaglia's polar method, SIAM Review 1964). */
  normal(): number;
  /** Shuffles in place (Fisher and Yates) and returns the same array. */
  shuffle<T extends Shuffled>(array: T): T;
}

type Shuffled = unknown[] | Int32Array | Uint32Array | Float32Array | Float64Array;

/** Numbers of 32 bits that a generator draws at a time. */
const drawnAhead = 64;

/**
 * Makes a generator.
 *
 * @param seed any finite number; its fraction is dropped and it is taken modulo 2^53
 * @throws RangeError if `seed` is not finite
 */
export function createRandom(seed: number): Random {
  if (!Number.isFinite(seed)) throw new RangeError(`Cannot seed random numbers: seed is "${seed}"`);
  const whole = Math.trunc(Math.abs(seed)) % 2 ** 53;
  const mix = createMixer(
    (whole >>> 0) ^ Math.imul(Math.floor(whole / 2 ** 32) + (seed < 0 ? 1 : 0), 0x9e3779b1),
  );
  let s0 = mix(), s1 = mix(), s2 = mix(), s3 = mix();
  let spare = NaN;

  const ahead = new Uint32Array(drawnAhead);
  let at = drawnAhead;

  /** Draws many at once: the state stays in registers meanwhile. */
  function refill(): void {
    let a = s0, b = s1, c = s2, d = s3;
    for (let i = 0; i < drawnAhead; i++) {
      ahead[i] = Math.imul(rotate(Math.imul(b, 5), 7), 9);
      const shifted = b << 9;
      c ^= a;
      d ^= b;
      b ^= c;
      a ^= d;
      c ^= shifted;
      d = rotate(d, 11);
    }
    s0 = a, s1 = b, s2 = c, s3 = d;
    at = 0;
  }

  function bits(): number {
    if (at === drawnAhead) refill();
    return ahead[at++]!;
  }

  function next(): number {
    return bits() / 2 ** 32;
  }

  function int(n: number): number {
    if (!(Number.isInteger(n) && n >= 1 && n <= 2 ** 32)) {
      throw new RangeError(`Cannot draw a whole number: bound is "${n}", not 1 to 2^32`);
    }
    // Values at or above the largest multiple of n would make small results likelier.
    const limit = 2 ** 32 - (2 ** 32 % n);
    let drawn = bits();
    while (drawn >= limit) drawn = bits();
    return drawn % n;
  }

  function normal(): number {
    if (!Number.isNaN(spare)) {
      const kept = spare;
      spare = NaN;
      return kept;
    }
    let x: number, y: number, square: number;
    do {
      x = 2 * next() - 1;
      y = 2 * next() - 1;
      square = x * x + y * y;
    } while (square >= 1 || square === 0);
    const scale = Math.sqrt(-2 * Math.log(square) / square);
    spare = y * scale;
    return x * scale;
  }

  function shuffle<T extends Shuffled>(array: T): T {
    const slots = array as unknown[];
    for (let i = array.length - 1; i > 0; i--) {
      const j = int(i + 1);
      const held = slots[i];
      slots[i] = slots[j];
      slots[j] = held;
    }
    return array;
  }

  return { next, int, normal, shuffle };
}

function createMixer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x9e3779b9) | 0;
    let z = state;
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad);
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97);
    return (z ^ (z >>> 15)) | 0;
  };
}

function rotate(x: number, by: number): number {
  return (x << by) | (x >>> (32 - by));
}
