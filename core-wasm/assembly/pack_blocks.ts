/**
 * The serving copy of factor rows for `topKBlocks` and `scoreBlocks`: blocks of 32 rows, turned on their side
 *
 *     blocks[b][f][j] = x[32 b + j, f],   rows behind the last are zero
 *
 * x: f32[rows x stride]; blocks: f32[ceil(rows / 32) x stride x 32]; both apart
 * Packs rows r0 .. r1; r0 must be a multiple of 32, and so must r1 unless it is the number of rows.
 */
export function packBlocks(x: usize, stride: i32, r0: i32, r1: i32, blocks: usize): void {
  const rowBytes = <usize> stride << 2;
  for (let first = r0; first < r1; first += 32) {
    const block = blocks + <usize> (first >> 5) * (rowBytes << 5);
    const valid = min(r1 - first, 32);
    memory.fill(block, 0, rowBytes << 5);
    for (let j = 0; j < valid; j++) {
      let from = x + <usize> (first + j) * rowBytes;
      const end = from + rowBytes;
      for (let to = block + (<usize> j << 2); from < end; from += 4, to += 128) {
        store<f32>(to, load<f32>(from));
      }
    }
  }
}
