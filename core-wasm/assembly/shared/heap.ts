/**
 * The best entries seen so far, the worst of them on top: items (i32) and scores (f32) in two arrays. Of equal scores the higher
 * position is the worse one.
 */

/** Puts an entry at the end of the heap of `end` entries and lets it rise. */
export function siftUp(items: usize, scores: usize, end: i32, item: i32, value: f32): void {
  let hole = end;
  while (hole > 0) {
    const parent = (hole - 1) >> 1;
    if (!isWorse(value, item, valueAt(scores, parent), itemAt(items, parent))) break;
    put(items, scores, hole, itemAt(items, parent), valueAt(scores, parent));
    hole = parent;
  }
  put(items, scores, hole, item, value);
}

/** Replaces the top of the heap of `size` entries and lets the new one sink. */
export function siftDown(items: usize, scores: usize, size: i32, item: i32, value: f32): void {
  let hole = 0;
  while (true) {
    let child = 2 * hole + 1;
    if (child >= size) break;
    if (
      child + 1 < size &&
      isWorse(valueAt(scores, child + 1), itemAt(items, child + 1), valueAt(scores, child), itemAt(items, child))
    ) child++;
    if (!isWorse(valueAt(scores, child), itemAt(items, child), value, item)) break;
    put(items, scores, hole, itemAt(items, child), valueAt(scores, child));
    hole = child;
  }
  put(items, scores, hole, item, value);
}

/**
 * Offers an entry to a heap of at most k that holds `count`; positions must rise from call to call: an equal score then never displaces.
 * NaN never enters. Returns the new count.
 */
export function offer(items: usize, scores: usize, k: i32, count: i32, item: i32, value: f32): i32 {
  if (count < k) {
    if (value == value) siftUp(items, scores, count++, item, value);
  } else if (value > valueAt(scores, 0)) siftDown(items, scores, k, item, value);
  return count;
}

/** Turns the heap into a list: best first. */
export function sortHeap(items: usize, scores: usize, count: i32): void {
  for (let last = count - 1; last > 0; last--) {
    const item = itemAt(items, last), value = valueAt(scores, last);
    put(items, scores, last, itemAt(items, 0), valueAt(scores, 0));
    siftDown(items, scores, last, item, value);
  }
}

/** Turns a list of entries in any order into a heap. */
export function makeHeap(items: usize, scores: usize, count: i32): void {
  for (let end = 1; end < count; end++) {
    siftUp(items, scores, end, itemAt(items, end), valueAt(scores, end));
  }
}

/** Bit i of the bit set; 0 for none. */
@inline
export function isExcluded(excluded: usize, i: i32): bool {
  if (!excluded) return false;
  return <bool> ((load<u32>(excluded + ((<usize> i >> 5) << 2)) >> (i & 31)) & 1);
}

@inline
export function itemAt(items: usize, i: i32): i32 {
  return load<i32>(items + (<usize> i << 2));
}

@inline
export function valueAt(scores: usize, i: i32): f32 {
  return load<f32>(scores + (<usize> i << 2));
}

@inline
export function isWorse(value: f32, item: i32, otherValue: f32, otherItem: i32): bool {
  return value < otherValue || (value == otherValue && item > otherItem);
}

@inline
function put(items: usize, scores: usize, i: i32, item: i32, value: f32): void {
  store<i32>(items + (<usize> i << 2), item);
  store<f32>(scores + (<usize> i << 2), value);
}
