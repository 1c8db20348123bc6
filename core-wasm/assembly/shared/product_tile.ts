import { madd } from "../inline/madd";

/**
 * A tile of E'E: out[0..4, 0..8] += (or -= with `away`) the products of columns i.. and j.. (in bytes) of the rows of E (f32) from `row`
 * to `end`; rows of E and of out are `rowBytes` apart. Sums stay in registers.
 */
export function addTile(
  row: usize,
  end: usize,
  rowBytes: usize,
  i: usize,
  j: usize,
  out: usize,
  away: bool,
): void {
  let a0 = f32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (; row < end; row += rowBytes) {
    const right = row + j;
    const l = v128.load(row + i), r0 = v128.load(right), r1 = v128.load(right, 16);
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
  addRow(out, a0, a1, away);
  addRow(out + rowBytes, b0, b1, away);
  addRow(out + (rowBytes << 1), c0, c1, away);
  addRow(out + (rowBytes << 1) + rowBytes, d0, d1, away);
}

/** As `addTile`, four columns wide, added. */
export function addNarrowTile(row: usize, end: usize, rowBytes: usize, i: usize, j: usize, out: usize): void {
  let a = f32x4.splat(0), b = a, c = a, d = a;
  for (; row < end; row += rowBytes) {
    const l = v128.load(row + i), right = v128.load(row + j);
    a = madd(v128.shuffle<f32>(l, l, 0, 0, 0, 0), right, a);
    b = madd(v128.shuffle<f32>(l, l, 1, 1, 1, 1), right, b);
    c = madd(v128.shuffle<f32>(l, l, 2, 2, 2, 2), right, c);
    d = madd(v128.shuffle<f32>(l, l, 3, 3, 3, 3), right, d);
  }
  const out2 = out + (rowBytes << 1);
  v128.store(out, f32x4.add(v128.load(out), a));
  v128.store(out + rowBytes, f32x4.add(v128.load(out + rowBytes), b));
  v128.store(out2, f32x4.add(v128.load(out2), c));
  v128.store(out2 + rowBytes, f32x4.add(v128.load(out2 + rowBytes), d));
}

@inline
function addRow(out: usize, low: v128, high: v128, away: bool): void {
  const own0 = v128.load(out), own1 = v128.load(out, 16);
  v128.store(out, away ? f32x4.sub(own0, low) : f32x4.add(own0, low));
  v128.store(out, away ? f32x4.sub(own1, high) : f32x4.add(own1, high), 16);
}
