import { madd } from "./madd";

/** out[0..4, 0..8] -= L'R over `depth` steps: four numbers of L and eight of R each. */
@inline
export function subtractTile(left: usize, right: usize, depth: i32, out: usize, outBytes: usize): void {
  const out1 = out + outBytes, out2 = out1 + outBytes, out3 = out2 + outBytes;
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  const end = left + (<usize> depth << 4);
  for (; left < end; left += 16, right += 32) {
    const r0 = v128.load(right), r1 = v128.load(right, 16);
    const l0 = v128.load32_splat(left), l1 = v128.load32_splat(left, 4);
    const l2 = v128.load32_splat(left, 8), l3 = v128.load32_splat(left, 12);
    a0 = madd(l0, r0, a0);
    a1 = madd(l0, r1, a1);
    b0 = madd(l1, r0, b0);
    b1 = madd(l1, r1, b1);
    c0 = madd(l2, r0, c0);
    c1 = madd(l2, r1, c1);
    d0 = madd(l3, r0, d0);
    d1 = madd(l3, r1, d1);
  }
  v128.store(out, f32x4.sub(v128.load(out), a0));
  v128.store(out, f32x4.sub(v128.load(out, 16), a1), 16);
  v128.store(out1, f32x4.sub(v128.load(out1), b0));
  v128.store(out1, f32x4.sub(v128.load(out1, 16), b1), 16);
  v128.store(out2, f32x4.sub(v128.load(out2), c0));
  v128.store(out2, f32x4.sub(v128.load(out2, 16), c1), 16);
  v128.store(out3, f32x4.sub(v128.load(out3), d0));
  v128.store(out3, f32x4.sub(v128.load(out3, 16), d1), 16);
}
