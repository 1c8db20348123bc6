/** The n numbers of f64 at `from` become zero. */
@inline
export function clearF64(from: usize, n: i32): void {
  memory.fill(from, 0, <usize> n << 3);
}

/** Number (i, j) of a row-major f64 matrix. */
@inline
export function cell(a: usize, rowBytes: usize, i: i32, j: i32): usize {
  return a + <usize> i * rowBytes + (<usize> j << 3);
}
