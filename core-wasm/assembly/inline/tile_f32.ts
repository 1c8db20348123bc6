import { madd } from "./madd";

/**
 * out[0..4, 0..8] -= L'R over `depth` steps: four numbers of L and eight of R each. L's come by one load, since a host that checks every
 * address makes a load dearer than spreading a number over a vector.
 */
@inline
export function subtractTile(left: usize, right: usize, depth: i32, out: usize, outBytes: usize): void {
  const out1 = out + outBytes, out2 = out1 + outBytes, out3 = out2 + outBytes;
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  const end = left + (<usize> depth << 4);
  for (; left < end; left += 16, right += 32) {
    const l = v128.load(left), r0 = v128.load(right), r1 = v128.load(right, 16);
    const l0 = v128.shuffle<f32>(l, l, 0, 0, 0, 0);
    a0 = madd(l0, r0, a0);
    a1 = madd(l0, r1, a1);
    const l1 = v128.shuffle<f32>(l, l, 1, 1, 1, 1);
    b0 = madd(l1, r0, b0);
    b1 = madd(l1, r1, b1);
    const l2 = v128.shuffle<f32>(l, l, 2, 2, 2, 2);
    c0 = madd(l2, r0, c0);
    c1 = madd(l2, r1, c1);
    const l3 = v128.shuffle<f32>(l, l, 3, 3, 3, 3);
    d0 = madd(l3, r0, d0);
    d1 = madd(l3, r1, d1);
  }
  subtractFrom(out, a0, a1);
  subtractFrom(out1, b0, b1);
  subtractFrom(out2, c0, c1);
  subtractFrom(out3, d0, d1);
}

@inline
function subtractFrom(p: usize, low: v128, high: v128): void {
  v128.store(p, f32x4.sub(v128.load(p), low));
  v128.store(p, f32x4.sub(v128.load(p, 16), high), 16);
}
