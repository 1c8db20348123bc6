/** Times many calls one by one; a single call may be far shorter than the timer's noise, the quantiles are not. */

export interface Timing {
  readonly calls: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly max: number;
}

export async function measure(
  calls: number,
  call: (i: number) => unknown,
): Promise<Timing> {
  for (let i = 0; i < Math.min(calls, 500); i++) await call(i);
  const times = new Float64Array(calls);
  for (let i = 0; i < calls; i++) {
    const from = performance.now();
    await call(i);
    times[i] = performance.now() - from;
  }
  times.sort();
  const at = (share: number) => times[Math.min(calls - 1, Math.floor(share * calls))]!;
  return {
    calls,
    p50: at(0.5),
    p95: at(0.95),
    p99: at(0.99),
    max: times[calls - 1]!,
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}
