/** When shoppers come: evenings and weekends most, and never two visits at once. */
import type { Random } from "../../engine/random.ts";
import { drawIndex, toSums } from "./draw.ts";

const dayMs = 86_400_000, hourMs = 3_600_000, minuteMs = 60_000;

/** By hour of the day in UTC, Monday to Friday. */
const weekdayHours = toSums([
  ...[1.6, 0.9, 0.5, 0.3, 0.3, 0.5, 1.2, 2.4, 3.1, 3, 3, 3.2],
  ...[4.6, 4.2, 3.1, 3, 3.4, 4.4, 5.8, 7.8, 9.6, 10, 7.9, 4.2],
]);
const weekendHours = toSums([
  ...[2.4, 1.4, 0.8, 0.4, 0.3, 0.3, 0.6, 1.4, 3, 5, 6.8, 7.4],
  ...[6.9, 6.6, 6.8, 7, 7, 6.9, 6.8, 7.4, 8.4, 8.4, 6.4, 3.8],
]);
/** Of a day that was drawn, how often it is kept; from Sunday. */
const dayKept = [1, 0.66, 0.62, 0.64, 0.66, 0.7, 0.95];

/** `count` moments of arrival in [from, to), ascending. */
export function drawArrivals(
  random: Random,
  count: number,
  { from, to }: { from: number; to: number },
): Float64Array {
  const arrivals = new Float64Array(count);
  for (let i = 0; i < count; i++) arrivals[i] = drawArrival(random, from, to);
  return arrivals.sort();
}

function drawArrival(random: Random, from: number, to: number): number {
  for (let tries = 0; tries < 40; tries++) {
    const day = Math.floor((from + random.next() * (to - from)) / dayMs);
    const weekday = (day + 4) % 7; // 1970-01-01 was a Thursday
    if (random.next() > dayKept[weekday]!) continue;
    const hours = weekday === 0 || weekday === 6 ? weekendHours : weekdayHours;
    const at = day * dayMs + (drawIndex(random, hours) + random.next()) * hourMs;
    if (at >= from && at < to) return Math.floor(at);
  }
  return Math.floor(from + random.next() * (to - from));
}

/** Moments of `count` acts from `start` on, all before `end`: a few seconds to a few minutes apart, closer if they must. */
export function drawSteps(
  random: Random,
  count: number,
  { start, end }: { start: number; end: number },
): Float64Array {
  const steps = new Float64Array(count);
  let length = 0;
  for (let i = 0; i < count; i++) {
    steps[i] = length;
    length += 8_000 + Math.min(4 * minuteMs, -Math.log(1 - random.next()) * 45_000);
  }
  const scale = Math.min(1, 0.9 * (end - start) / length);
  for (let i = 0; i < count; i++) steps[i] = Math.floor(start + steps[i]! * scale);
  return steps;
}
