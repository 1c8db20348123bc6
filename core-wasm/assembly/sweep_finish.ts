/**
 * Last step of the inverse by blocks: the lower triangle, swept by all blocks, becomes its negative, and the upper one its mirror image
 *
 * a: f32[n x stride]. Rows r0 .. r1, with the columns above them. In strips of 16 columns: their mirror images then are 16 rows, and each
 * of their lines is filled before the next one is touched.
 */
export function sweepFinish(a: usize, stride: i32, r0: i32, r1: i32): void {
  const rowBytes = <usize> stride << 2;
  for (let c0 = 0; c0 < r1; c0 += 16) {
    for (let r = max(r0, c0); r < r1; r++) {
      const row = a + <usize> r * rowBytes;
      const end = row + (<usize> min(c0 + 15, r) << 2);
      let mirror = a + <usize> c0 * rowBytes + (<usize> r << 2);
      for (let p = row + (<usize> c0 << 2); p <= end; p += 4, mirror += rowBytes) {
        const value = -load<f32>(p);
        store<f32>(p, value);
        store<f32>(mirror, value);
      }
    }
  }
}
