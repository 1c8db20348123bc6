/**
 * Successive halving (Jamieson and Talwalkar, "Non-stochastic Best Arm Identification and Hyperparameter Optimization", AISTATS 2016):
 * all candidates are tried on little data, the best of them on more.
 */
import { InvalidInputError } from "../../errors.ts";
import type { Parameters } from "../models/recommender.ts";
import { StoppedError } from "../team.ts";

export interface Trial {
  readonly params: Parameters;
  /** On each rung it reached: its score, null where it could not be fitted. */
  readonly scores: readonly {
    readonly rung: number;
    readonly score: number | null;
    readonly seconds: number;
  }[];
}

export interface Found {
  readonly params: Parameters;
  /** In the order in which they were first tried. */
  readonly trials: readonly Trial[];
  /** The rung that decided, from 0. */
  readonly rung: number;
  readonly score: number;
  /** What the first candidate reached there; null where it was not tried. */
  readonly first: number | null;
  /** Whether the budget ended the search. */
  readonly cut: boolean;
}

export interface SearchOptions {
  readonly rungs: number;
  /** Seconds for all trials. The first candidate is tried whatever it takes; no other begins that would not end in time. */
  readonly budget: number;
  readonly clock: () => number;
  /** Higher is better. */
  readonly run: (params: Parameters, rung: number) => Promise<number>;
  /**
   * How long a trial takes beside others, in any unit above 0: what is known beforehand makes the estimates better. Default: the same
   * for all, so that the longest one so far tells.
   */
  readonly cost?: (params: Parameters, rung: number) => number;
  /** Share of the work that is done, 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

/** One of so many goes on to the next rung. */
const halving = 3;

interface Entry {
  readonly params: Parameters;
  readonly scores: { rung: number; score: number | null; seconds: number }[];
  /** Why its last fit failed. */
  failure?: unknown;
}

/**
 * The best of the candidates. Of equal scores the earlier candidate wins. Rungs have equal parts of the budget; the first candidate goes
 * on to every rung, so that the winner is compared with it.
 *
 * @throws the error of the first candidate when none could be fitted; InvalidInputError and StoppedError of any
 */
export async function search(candidates: readonly Parameters[], options: SearchOptions): Promise<Found> {
  const { rungs, budget, clock, cost = () => 1 } = options;
  const begun = clock();
  const entries: Entry[] = candidates.map((params) => ({ params, scores: [] }));
  let going = entries, decided: Entry[] = [], rung = 0, cut = false, slowest = 0;
  for (let r = 0; r < rungs; r++) {
    const deadline = begun + budget * (r + 1) / rungs;
    const tried: Entry[] = [];
    for (const entry of going) {
      const isFirst = r === 0 && tried.length === 0;
      // More data takes longer; what the last rung took tells how much at least.
      const estimate = slowest * cost(entry.params, r);
      if (!isFirst && clock() + estimate > deadline) {
        cut = true;
        // Another one may be quicker.
        if (options.cost) continue;
        break;
      }
      await runTrial(entry, r, options);
      slowest = Math.max(slowest, entry.scores.at(-1)!.seconds / cost(entry.params, r));
      tried.push(entry);
      options.onProgress?.((r + tried.length / going.length) / rungs);
    }
    const fitted = tried.filter((entry) => scoreOn(entry, r) !== null);
    if (fitted.length === 0) break;
    decided = [...fitted].sort((a, b) => scoreOn(b, r)! - scoreOn(a, r)!);
    rung = r;
    const kept = decided.slice(0, Math.ceil(decided.length / halving));
    going = kept.includes(entries[0]!) || !fitted.includes(entries[0]!) ? kept : [...kept, entries[0]!];
  }
  const best = decided[0];
  if (!best) throw entries[0]!.failure;
  return {
    params: best.params,
    trials: entries.filter(({ scores }) => scores.length > 0).map(({ params, scores }) => ({
      params,
      scores,
    })),
    rung,
    score: scoreOn(best, rung)!,
    first: scoreOn(entries[0]!, rung),
    cut,
  };
}

async function runTrial(entry: Entry, rung: number, { run, clock }: SearchOptions): Promise<void> {
  const begun = clock();
  let score: number | null;
  try {
    score = await run(entry.params, rung);
    if (!Number.isFinite(score)) throw new Error(`Cannot tune: a score is "${score}"`);
  } catch (error) {
    // What was asked for is wrong with any parameters; a fit that diverged is only a bad candidate.
    if (error instanceof InvalidInputError || error instanceof StoppedError) throw error;
    score = null;
    entry.failure = error;
  }
  entry.scores.push({ rung, score, seconds: Math.round((clock() - begun) * 1000) / 1000 });
}

function scoreOn({ scores }: Entry, rung: number): number | null {
  return scores.find((score) => score.rung === rung)?.score ?? null;
}
