/**
 * Last step of the inverse by blocks: the lower triangle, swept by all blocks, becomes its negative, and the upper one its mirror image
 *
 * a: f32[n x stride]. Rows r0 .. r1, with the columns above them.
 */
export function sweepFinish(a: usize, stride: i32, r0: i32, r1: i32): void {
  const rowBytes = <usize> stride << 2;
  for (let r = r0; r < r1; r++) {
    const row = a + <usize> r * rowBytes;
    let mirror = a + (<usize> r << 2);
    const end = row + (<usize> r << 2);
    for (let p = row; p <= end; p += 4, mirror += rowBytes) {
      const value = -load<f32>(p);
      store<f32>(p, value);
      store<f32>(mirror, value);
    }
  }
}
