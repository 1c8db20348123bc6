/**
 * a * b + c in each of four lanes: two roundings in the strict builds, always; one in the relaxed build where the processor has such
 * an instruction, so that its last bits depend on the machine.
 */
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(c, f32x4.mul(a, b));
}
