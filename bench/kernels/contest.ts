/** Contestants take turns, A B C A B C, so that what else the machine does falls on all of them alike. */
import { median } from "../measure.ts";

/** Does the work once; may return the seconds that it took by a clock of its own. */
export type Run = () => void | number | Promise<number | undefined>;

export interface Contest {
  /** CPU seconds of this thread. */
  readonly clock: () => number;
  readonly rounds: number;
}

/** Median seconds of each contestant over the rounds; one round before them warms up. */
export async function contest(
  contestants: Readonly<Record<string, Run>>,
  { clock, rounds }: Contest,
): Promise<Map<string, number>> {
  const times = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const from = clock();
      const own = await run();
      const seconds = typeof own === "number" ? own : clock() - from;
      if (round >= 0 && seconds >= 0) times.get(name)!.push(seconds);
    }
  }
  return new Map([...times].map(([name, seconds]) => [name, median(seconds)]));
}

/** Runs short work so often that the clock can see it; returns the seconds of one. */
export function repeat(times: number, run: () => void, clock: () => number): Run {
  return () => {
    const from = clock();
    for (let i = 0; i < times; i++) run();
    return (clock() - from) / times;
  };
}

/** A contestant for each build of a function in C; none without a compiler. */
export function mapCalls<Call>(
  calls: Readonly<Record<string, Call>> | undefined,
  run: (call: Call) => Run,
): Record<string, Run> {
  return Object.fromEntries(Object.entries(calls ?? {}).map(([build, call]) => [build, run(call)]));
}

export interface KernelRow {
  readonly what: string;
  readonly figure: string;
  readonly bar?: string;
  /** Ours over theirs. */
  readonly ratio?: number;
}

/** One row per opponent: the ratio, with the times that it comes from. */
export function toRows(
  what: string,
  times: ReadonlyMap<string, number>,
  bars: Readonly<Record<string, string>> = {},
): KernelRow[] {
  const ours = times.get("Aisle")!;
  return [...times].filter(([name, seconds]) => name !== "Aisle" && seconds > 0).map(([name, seconds]) => ({
    what: `${what} / ${name}`,
    figure: `${showRatio(ours / seconds)} (${show(ours)} / ${show(seconds)})`,
    ratio: ours / seconds,
    ...(bars[name] ? { bar: bars[name] } : {}),
  }));
}

function show(seconds: number): string {
  if (seconds >= 1) return `${seconds.toFixed(2)} s`;
  if (seconds >= 1e-3) return `${(seconds * 1e3).toFixed(1)} ms`;
  return seconds >= 1e-6 ? `${(seconds * 1e6).toFixed(1)} us` : `${(seconds * 1e9).toFixed(1)} ns`;
}

function showRatio(ratio: number): string {
  return ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2);
}
