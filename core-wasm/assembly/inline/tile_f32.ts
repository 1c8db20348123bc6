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
    a0 = f32x4.add(a0, f32x4.mul(l0, r0));
    a1 = f32x4.add(a1, f32x4.mul(l0, r1));
    b0 = f32x4.add(b0, f32x4.mul(l1, r0));
    b1 = f32x4.add(b1, f32x4.mul(l1, r1));
    c0 = f32x4.add(c0, f32x4.mul(l2, r0));
    c1 = f32x4.add(c1, f32x4.mul(l2, r1));
    d0 = f32x4.add(d0, f32x4.mul(l3, r0));
    d1 = f32x4.add(d1, f32x4.mul(l3, r1));
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
