/**
 * Bounds of an inner product by a coarse copy: |x.v - c.w| <= |x - c| |v| + |c| |v - w|, as a vector-approximation file has them (Weber,
 * Schek and Blott, VLDB 1998), and the copy's own sums.
 *
 * Bounds hold for the product as f32 computes it: `quantizeVector` adds what rounding can do to |v - w|. Adding one number to
 * a product and to its bound, or scaling both by one number from 0, keeps the order, since rounding never turns one around.
 */

/** Numbers below this are not divided by. */
export const leastScaled: f32 = 1e-30;
/** Times each other still far above what products lose where f32 ends. */
export const leastLength: f32 = 9.094947e-13, leastError: f32 = 8.271806e-25;

/** At least the number, as f32. */
@inline
export function roundUp(value: f64): f32 {
  return <f32> (value * 1.000001);
}

/**
 * sums[j] = sum over f of (byte of row j - 64) q[f] for a block of 32 rows as `packBytes` leaves it, exactly: i32[32]
 *
 * Relaxed: one instruction for four products in each of four lanes. Strict: a pair of bytes is read as one number of 16 bits, even + 256
 * odd, and its product with the q of the even one corrected by odd times (q of the odd one - 256 q of the even one), so that bytes
 * need not be spread out first. What leaves 32 bits on the way comes back.
 */
@inline
export function sumBytes(block: usize, query: usize, stride: i32, sums: usize): void {
  let s0 = v128.load32_splat(query), s1 = s0, s2 = s0, s3 = s0, s4 = s0, s5 = s0, s6 = s0, s7 = s0;
  const from = query + 16, end = from + (<usize> stride << 1);
  let p = block;
  for (let q = from; q < end; q += 8) {
    const even = v128.load32_splat(q), odd = v128.load32_splat(q, 4);
    s0 = addProducts(s0, v128.load(p), even, odd);
    s1 = addProducts(s1, v128.load(p, 16), even, odd);
    s2 = addProducts(s2, v128.load(p, 32), even, odd);
    s3 = addProducts(s3, v128.load(p, 48), even, odd);
    s4 = addProducts(s4, v128.load(p, 64), even, odd);
    s5 = addProducts(s5, v128.load(p, 80), even, odd);
    s6 = addProducts(s6, v128.load(p, 96), even, odd);
    s7 = addProducts(s7, v128.load(p, 112), even, odd);
    p += 128;
  }
  v128.store(sums, s0);
  v128.store(sums, s1, 16);
  v128.store(sums, s2, 32);
  v128.store(sums, s3, 48);
  v128.store(sums, s4, 64);
  v128.store(sums, s5, 80);
  v128.store(sums, s6, 96);
  v128.store(sums, s7, 112);
}

@inline
function addProducts(sum: v128, bytes: v128, even: v128, odd: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return i32x4.relaxed_dot_i8x16_i7x16_add_s(even, bytes, sum);
  const products = i32x4.add(sum, i32x4.dot_i16x8_s(bytes, even));
  return i32x4.add(products, i32x4.dot_i16x8_s(i16x8.shr_u(bytes, 8), odd));
}

/** Products of the copies, of four rows whose sums and bounds stand at these addresses. */
@inline
export function productsOf(sums: usize, bounds: usize, unit: v128): v128 {
  return f32x4.mul(f32x4.mul(unit, v128.load(bounds)), f32x4.convert_i32x4_s(v128.load(sums)));
}

/** How far they can be from the products of the rows. */
@inline
export function errorsOf(bounds: usize, length: v128, error: v128): v128 {
  return f32x4.add(f32x4.mul(v128.load(bounds, 128), length), f32x4.mul(v128.load(bounds, 256), error));
}
