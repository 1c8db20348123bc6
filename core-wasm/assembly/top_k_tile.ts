/**
 * The k best rows of every column of a tile: descending, of equal scores the lower row first
 *
 * scores: f32[n x width], a column per user; outItems: i32[width x k]; outScores: f32[width x k]; counts: i32[width]
 * Requires: width a multiple of 4, k from 1. NaN and -Infinity are never chosen: write NaN where a row is excluded.
 * counts[c] tells how many were found for column c; what follows them in outItems is -1, in outScores -Infinity.
 *
 * One pass over the tile: four columns at once are compared with the worst of their lists, and lists are kept sorted, since
 * after the first rows hardly any score enters.
 */
export function topKTile(
  scores: usize,
  n: i32,
  width: i32,
  k: i32,
  outItems: usize,
  outScores: usize,
  counts: usize,
): void {
  const columnBytes = <usize> k << 2;
  for (let c = 0; c < width; c++) {
    store<i32>(counts + (<usize> c << 2), 0);
    for (let j: usize = 0; j < columnBytes; j += 4) {
      store<i32>(outItems + <usize> c * columnBytes + j, -1);
      store<f32>(outScores + <usize> c * columnBytes + j, -f32.MAX_VALUE * f32.MAX_VALUE);
    }
  }
  let row = scores;
  for (let r = 0; r < n; r++) {
    for (let c = 0; c < width; c += 4) {
      const values = v128.load(row + (<usize> c << 2));
      let mask = i32x4.bitmask(f32x4.gt(values, worstOfFour(outScores, c, columnBytes)));
      for (; mask; mask &= mask - 1) {
        const column = c + ctz(mask);
        insert(
          outItems + <usize> column * columnBytes,
          outScores + <usize> column * columnBytes,
          k,
          r,
          load<f32>(row + (<usize> column << 2)),
          counts + (<usize> column << 2),
        );
      }
    }
    row += <usize> width << 2;
  }
}

/** The last numbers of the lists of columns c to c + 3. */
@inline
function worstOfFour(outScores: usize, c: i32, columnBytes: usize): v128 {
  const last = outScores + <usize> (c + 1) * columnBytes - 4;
  let worst = v128.load32_splat(last);
  worst = f32x4.replace_lane(worst, 1, load<f32>(last + columnBytes));
  worst = f32x4.replace_lane(worst, 2, load<f32>(last + (columnBytes << 1)));
  return f32x4.replace_lane(worst, 3, load<f32>(last + (columnBytes << 1) + columnBytes));
}

/** Puts a row behind all of its list that are not worse; the last of a full list falls out. */
function insert(items: usize, values: usize, k: i32, row: i32, value: f32, counter: usize): void {
  const count = load<i32>(counter);
  let hole = <usize> (count < k ? count : k - 1) << 2;
  if (count < k) store<i32>(counter, count + 1);
  while (hole > 0 && load<f32>(values + hole - 4) < value) {
    store<f32>(values + hole, load<f32>(values + hole - 4));
    store<i32>(items + hole, load<i32>(items + hole - 4));
    hole -= 4;
  }
  store<f32>(values + hole, value);
  store<i32>(items + hole, row);
}
