/** Contestants take turns, A B C A B C, so that what else the machine does falls on all of them alike. */
import type { Kernels } from "../../core-wasm/kernels.ts";
import { median } from "../measure.ts";

/** Does the work once; may return the seconds that it took by a clock of its own. */
export type Run = () => void | number | Promise<number | undefined>;

export interface Contest {
  /** CPU seconds of this thread. */
  readonly clock: () => number;
  readonly rounds: number;
}

/** Seconds of each contestant, one number per round. */
export type Times = ReadonlyMap<string, readonly number[]>;

/** Our contestants: the default build, and the one with fused multiply-add. */
export const ours = "Aisle", oursRelaxed = "Aisle relaxed";

/** Lets the contestants run in turn, round by round; one round before them warms up. */
export async function contest(
  contestants: Readonly<Record<string, Run>>,
  { clock, rounds }: Contest,
): Promise<Times> {
  const times = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of Object.entries(contestants)) {
      const from = clock();
      const own = await run();
      const seconds = typeof own === "number" ? own : clock() - from;
      if (round >= 0) times.get(name)!.push(seconds);
    }
  }
  return times;
}

/** Our contestants for a piece of work: one per build of the kernels that this host can run. */
export function mapBuilds(
  { kernels, relaxed }: { readonly kernels: Kernels; readonly relaxed: Kernels | undefined },
  run: (kernels: Kernels) => Run,
): Record<string, Run> {
  return { [ours]: run(kernels), ...(relaxed ? { [oursRelaxed]: run(relaxed) } : {}) };
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
  /** The same for the relaxed build. */
  readonly relaxed?: string;
  /** Ours over theirs. */
  readonly ratio?: number;
  readonly relaxedRatio?: number;
}

/** One row per opponent: the median of the rounds' ratios, with the median times. */
export function toRows(
  what: string,
  times: Times,
  bars: Readonly<Record<string, string>> = {},
): KernelRow[] {
  const opponents = [...times].filter(([name, seconds]) =>
    name !== ours && name !== oursRelaxed && seconds.every((time) => time > 0)
  );
  const build = times.get(ours)!, relaxed = times.get(oursRelaxed);
  return opponents.map(([name, theirs]) => ({
    what: `${what} / ${name}`,
    figure: compare(build, theirs),
    ratio: ratioOf(build, theirs),
    ...(relaxed ? { relaxed: compare(relaxed, theirs), relaxedRatio: ratioOf(relaxed, theirs) } : {}),
    ...(bars[name] ? { bar: bars[name] } : {}),
  }));
}

function ratioOf(own: readonly number[], theirs: readonly number[]): number {
  return median(own.map((seconds, round) => seconds / theirs[round]!));
}

function compare(own: readonly number[], theirs: readonly number[]): string {
  return `${showRatio(ratioOf(own, theirs))} (${show(median(own))} / ${show(median(theirs))})`;
}

/** Seconds with a unit that leaves one to three digits before the point. */
export function show(seconds: number): string {
  if (seconds >= 1) return `${seconds.toFixed(2)} s`;
  if (seconds >= 1e-3) return `${(seconds * 1e3).toFixed(1)} ms`;
  return seconds >= 1e-6 ? `${(seconds * 1e6).toFixed(1)} us` : `${(seconds * 1e9).toFixed(1)} ns`;
}

function showRatio(ratio: number): string {
  return ratio < 0.1 ? ratio.toPrecision(2) : ratio.toFixed(2);
}
