import { madd } from "./inline/madd";

/**
 * Z += A'(A X) over rows r0 .. r1 of a sparse A, for panels of 8 columns: A X is never kept
 *
 * rowPtr: i32[rows + 1]; entries: {i32 column, f32 value} by entry; x, z: f32[columns x 8], apart
 * Requires: no column twice in a row. Sums in f32: in the order of the entries (even and odd ones apart), and of the rows.
 */
export function normalProduct(rowPtr: usize, entries: usize, r0: i32, r1: i32, x: usize, z: usize): void {
  let from = <usize> load<i32>(rowPtr + (<usize> r0 << 2)) << 3;
  for (let r = r0; r < r1; r++) {
    const to = <usize> load<i32>(rowPtr + (<usize> r << 2), 4) << 3;
    addRow(entries + from, entries + to, x, z);
    from = to;
  }
}

/** A function of its own, so that V8 takes its optimised form at the next call. */
function addRow(from: usize, end: usize, x: usize, z: usize): void {
  let s0 = f32x4.splat(0), s1 = s0, t0 = s0, t1 = s0;
  const pairs = from + ((end - from) & ~15);
  let e = from;
  for (; e < pairs; e += 16) {
    const p = x + (<usize> load<u32>(e) << 5), q = x + (<usize> load<u32>(e, 8) << 5);
    const w = v128.load32_splat(e, 4), v = v128.load32_splat(e, 12);
    s0 = madd(w, v128.load(p), s0);
    s1 = madd(w, v128.load(p, 16), s1);
    t0 = madd(v, v128.load(q), t0);
    t1 = madd(v, v128.load(q, 16), t1);
  }
  if (e < end) {
    const p = x + (<usize> load<u32>(e) << 5);
    const w = v128.load32_splat(e, 4);
    s0 = madd(w, v128.load(p), s0);
    s1 = madd(w, v128.load(p, 16), s1);
  }
  s0 = f32x4.add(s0, t0);
  s1 = f32x4.add(s1, t1);
  for (e = from; e < pairs; e += 16) {
    const p = z + (<usize> load<u32>(e) << 5), q = z + (<usize> load<u32>(e, 8) << 5);
    const w = v128.load32_splat(e, 4), v = v128.load32_splat(e, 12);
    v128.store(p, madd(w, s0, v128.load(p)));
    v128.store(p, madd(w, s1, v128.load(p, 16)), 16);
    v128.store(q, madd(v, s0, v128.load(q)));
    v128.store(q, madd(v, s1, v128.load(q, 16)), 16);
  }
  if (e < end) {
    const p = z + (<usize> load<u32>(e) << 5);
    const w = v128.load32_splat(e, 4);
    v128.store(p, madd(w, s0, v128.load(p)));
    v128.store(p, madd(w, s1, v128.load(p, 16)), 16);
  }
}
