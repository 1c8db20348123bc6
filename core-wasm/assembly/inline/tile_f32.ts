import { madd } from "./madd";

/**
 * out[0..6, 0..8] -= L'R over `depth` steps: six numbers of L and eight of R each. Twelve sums, two vectors of R and a number of L are
 * the fifteen registers there are.
 */
@inline
export function subtractTile(left: usize, right: usize, depth: i32, out: usize, outBytes: usize): void {
  const out1 = out + outBytes, out2 = out1 + outBytes, out3 = out2 + outBytes;
  const out4 = out3 + outBytes, out5 = out4 + outBytes;
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0;
  let d0 = a0, d1 = a0, e0 = a0, e1 = a0, f0 = a0, f1 = a0;
  const end = left + <usize> depth * 24;
  for (; left < end; left += 24, right += 32) {
    const r0 = v128.load(right), r1 = v128.load(right, 16);
    const l0 = v128.load32_splat(left);
    a0 = madd(l0, r0, a0);
    a1 = madd(l0, r1, a1);
    const l1 = v128.load32_splat(left, 4);
    b0 = madd(l1, r0, b0);
    b1 = madd(l1, r1, b1);
    const l2 = v128.load32_splat(left, 8);
    c0 = madd(l2, r0, c0);
    c1 = madd(l2, r1, c1);
    const l3 = v128.load32_splat(left, 12);
    d0 = madd(l3, r0, d0);
    d1 = madd(l3, r1, d1);
    const l4 = v128.load32_splat(left, 16);
    e0 = madd(l4, r0, e0);
    e1 = madd(l4, r1, e1);
    const l5 = v128.load32_splat(left, 20);
    f0 = madd(l5, r0, f0);
    f1 = madd(l5, r1, f1);
  }
  subtractFrom(out, a0, a1);
  subtractFrom(out1, b0, b1);
  subtractFrom(out2, c0, c1);
  subtractFrom(out3, d0, d1);
  subtractFrom(out4, e0, e1);
  subtractFrom(out5, f0, f1);
}

@inline
function subtractFrom(p: usize, low: v128, high: v128): void {
  v128.store(p, f32x4.sub(v128.load(p), low));
  v128.store(p, f32x4.sub(v128.load(p, 16), high), 16);
}
