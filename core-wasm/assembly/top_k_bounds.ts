/**
 * The k best of positions that are not excluded by the exact score of an ensemble, where the most that each can have is known:
 *
 *     score[i] = sum over members m of  scale_m (base_m[i] + dot(x_m[i, :], vec_m)) + offset_m  <=  most[i]
 *
 * in the order and with the roundings of `score` and `combine`; so is `most` from `scoreBytes` and `combine`.
 *
 * most: f32[n], used up; -Infinity leaves a position out
 * excluded: u32[ceil(n / 32)], bit i of word i >> 5 leaves position i out, or 0 for none
 * members: 24 bytes each: addresses x, base (0 for none) and vec, i32 stride, f32 scale (at least 0), f32 offset
 * work: 1,024 bytes; outItems: i32[k]; outScores: f32[k]: descending, of equal scores the lower position first. Neither NaN nor -Infinity is chosen.
 * Returns how many were found: less than k when fewer are left.
 *
 * First the most promising of each of about 1.3 k groups of neighbours are scored: the worst of the k is then nearly what it will be, and
 * hardly more than the k best have to be scored after that. Rows far from each other are scored in batches, so that the processor waits
 * for the memory once for several of them.
 */
import { scoreRow } from "./inline/dot_rows";
import { isWorse, itemAt, siftDown, siftUp, sortHeap, valueAt } from "./shared/heap";

/** Positions that are scored together: i32 at `work`, their scores behind them. */
const batch: i32 = 128;

export function topKBounds(
  most: usize,
  n: i32,
  members: usize,
  memberCount: i32,
  excluded: usize,
  k: i32,
  outItems: usize,
  outScores: usize,
  work: usize,
): i32 {
  if (k <= 0) return 0;
  if (excluded) leaveOut(most, n, excluded);
  const end = members + <usize> memberCount * 24;
  const group = max(16, <i32> (10 * <i64> n / (13 * <i64> k)) & ~15);
  let count = 0, size = 0;
  for (let first = 0; first + group <= n; first += group) {
    const i = highest(most, first, group);
    if (i < 0) continue;
    size = note(i, most, work, size);
    if (size < batch) continue;
    count = enter(work, size, members, end, k, count, outItems, outScores);
    size = 0;
  }
  count = enter(work, size, members, end, k, count, outItems, outScores);
  size = 0;
  for (let i = 0; i < n; i++) {
    i = scan(most, i, n, count == k ? valueAt(outScores, 0) : -f32.MAX_VALUE);
    if (i >= n) break;
    size = note(i, most, work, size);
    if (size < batch) continue;
    count = enter(work, size, members, end, k, count, outItems, outScores);
    size = 0;
  }
  count = enter(work, size, members, end, k, count, outItems, outScores);
  sortHeap(outItems, outScores, count);
  return count;
}

function leaveOut(most: usize, n: i32, excluded: usize): void {
  for (let first = 0; first < n; first += 32, excluded += 4) {
    for (let word = load<u32>(excluded); word; word &= word - 1) {
      const i = first + ctz(word);
      if (i < n) store<f32>(most + (<usize> i << 2), -Infinity);
    }
  }
}

/** The position with the highest number of a group, a multiple of 16; -1 where all are NaN or -Infinity. */
function highest(most: usize, first: i32, group: i32): i32 {
  const from = most + (<usize> first << 2), end = from + (<usize> group << 2);
  let a = f32x4.splat(-Infinity), b = a, c = a, d = a;
  for (let p = from; p < end; p += 64) {
    a = f32x4.pmax(a, v128.load(p));
    b = f32x4.pmax(b, v128.load(p, 16));
    c = f32x4.pmax(c, v128.load(p, 32));
    d = f32x4.pmax(d, v128.load(p, 48));
  }
  a = f32x4.pmax(f32x4.pmax(a, b), f32x4.pmax(c, d));
  a = f32x4.pmax(a, v128.shuffle<f32>(a, a, 2, 3, 0, 1));
  a = f32x4.pmax(a, v128.shuffle<f32>(a, a, 1, 0, 3, 2));
  if (f32x4.extract_lane(a, 0) == -Infinity) return -1;
  let p = from;
  while (!v128.any_true(f32x4.eq(a, v128.load(p)))) p += 16;
  return <i32> ((p - most) >> 2) + ctz(i32x4.bitmask(f32x4.eq(a, v128.load(p))));
}

/** Puts a position on the list of those to be scored; it is not looked at again. Returns the new length of the list. */
@inline
function note(i: i32, most: usize, work: usize, size: i32): i32 {
  store<f32>(most + (<usize> i << 2), -Infinity);
  store<i32>(work + (<usize> size << 2), i);
  return size + 1;
}

/** Scores the positions of the list and offers them to the heap. Returns the new size of the heap. */
function enter(
  work: usize,
  size: i32,
  members: usize,
  end: usize,
  k: i32,
  count: i32,
  outItems: usize,
  outScores: usize,
): i32 {
  const scores = work + (<usize> batch << 2);
  for (let member = members; member < end; member += 24) addScores(work, size, member, member == members, scores);
  for (let j = 0; j < size; j++) {
    const item = itemAt(work, j), score = valueAt(scores, j);
    if (!(score > -Infinity)) continue;
    if (count < k) siftUp(outItems, outScores, count++, item, score);
    else if (!isWorse(score, item, valueAt(outScores, 0), itemAt(outItems, 0))) {
      siftDown(outItems, outScores, k, item, score);
    }
  }
  return count;
}

function addScores(items: usize, size: i32, member: usize, first: bool, scores: usize): void {
  const x = load<usize>(member), base = load<usize>(member, 4), vec = load<usize>(member, 8);
  const rowBytes = <usize> load<i32>(member, 12) << 2;
  const scale = load<f32>(member, 16), offset = load<f32>(member, 20);
  for (let j = 0; j < size; j++) {
    const term = scale * scoreRow(x, base, vec, itemAt(items, j), rowBytes) + offset;
    const to = scores + (<usize> j << 2);
    store<f32>(to, first ? term : load<f32>(to) + term);
  }
}

/** The first position from i on that may score `worst` or more, NaN too, or one not before n. */
function scan(most: usize, i: i32, n: i32, worst: f32): i32 {
  const bar = f32x4.splat(worst);
  for (; i < n && i & 15; i++) if (!(valueAt(most, i) < worst)) return i;
  for (; i + 16 <= n; i += 16) {
    const p = most + (<usize> i << 2);
    const m0 = f32x4.lt(v128.load(p), bar), m1 = f32x4.lt(v128.load(p, 16), bar);
    const m2 = f32x4.lt(v128.load(p, 32), bar), m3 = f32x4.lt(v128.load(p, 48), bar);
    if (!i32x4.all_true(v128.and(v128.and(m0, m1), v128.and(m2, m3)))) break;
  }
  for (; i < n; i++) if (!(valueAt(most, i) < worst)) break;
  return i;
}
