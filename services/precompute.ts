/**
 * Computes the lists of users who are likely to come back, after another model has been swapped in: their first visit then finds
 * a list in memory. It takes a quarter of the time of a core at most, in slices of one list.
 */
import { streamActiveUsers } from "../db/active_users.ts";
import type { Database } from "../db/open.ts";
import type { Log } from "../log.ts";
import type { Telemetry } from "../telemetry.ts";
import type { Recommendations } from "./recommendations.ts";

export interface PrecomputeResult {
  readonly modelVersion: number;
  /** Users whose lists are ready now. */
  readonly users: number;
  readonly seconds: number;
  /** It was ended before all were ready. */
  readonly cancelled: boolean;
}

export interface PrecomputeState {
  readonly running: boolean;
  /** Users that are done, of `total`. */
  readonly done?: number;
  readonly total?: number;
  readonly last?: PrecomputeResult;
}

export interface Precompute {
  readonly state: PrecomputeState;
  /** Ends a run that is under way and begins another for the model that ranks now; resolves when it has ended. */
  run(): Promise<PrecomputeResult>;
  /** Ends a run that is under way; false when there was none. Resolves when nothing of it goes on. */
  cancel(): Promise<boolean>;
}

export interface PrecomputeBounds {
  readonly ttlSeconds: number;
  /** How far back somebody counts as likely to return. */
  readonly activeDays?: number;
  /** Most users. */
  readonly users?: number;
  /** Share of the time that it takes, above 0 to 1. */
  readonly share?: number;
  /** How long after the start the first lists are computed. */
  readonly startAfterMs?: number;
}

interface Options {
  readonly db: Database;
  readonly recommendations: Pick<Recommendations, "prepare">;
  readonly modelVersion: () => number | null;
  readonly bounds: PrecomputeBounds;
  readonly log: Log;
  readonly telemetry: Telemetry;
  readonly now: () => number;
}

const dayMs = 86_400_000;

export function createPrecompute(options: Options): Precompute {
  const { db, recommendations, modelVersion, bounds, log, telemetry, now } = options;
  const { ttlSeconds, activeDays = 14, users: most = 5000, share = 0.25 } = bounds;
  let state: PrecomputeState = { running: false };
  let current: { readonly stop: AbortController; readonly ended: Promise<PrecomputeResult> } | undefined;

  async function listUsers(signal: AbortSignal): Promise<number[]> {
    const users: number[] = [];
    const range = { before: now() + dayMs, since: now() - activeDays * dayMs };
    for await (const page of streamActiveUsers(db, range)) {
      users.push(...page.slice(0, most - users.length));
      if (users.length >= most || signal.aborted) break;
    }
    return users;
  }

  async function work(signal: AbortSignal): Promise<PrecomputeResult> {
    const started = performance.now();
    const version = modelVersion() ?? 0;
    const { last } = state;
    const report = (done: number, total: number) =>
      state = { running: true, done, total, ...(last ? { last } : {}) };
    report(0, 0);
    const users = await listUsers(signal);
    let ready = 0;
    let done = 0;
    report(done, users.length);
    for (const userId of users) {
      if (signal.aborted) break;
      const from = performance.now();
      if (await recommendations.prepare(userId, ttlSeconds)) {
        ready++;
        telemetry.precomputed.inc();
      }
      report(++done, users.length);
      await pause((performance.now() - from) * (1 / share - 1), signal);
    }
    const seconds = Math.round(performance.now() - started) / 1000;
    return { modelVersion: version, users: ready, seconds, cancelled: signal.aborted };
  }

  async function cancel(): Promise<boolean> {
    if (!current) return false;
    current.stop.abort();
    await current.ended.catch(() => {});
    return true;
  }

  return {
    get state() {
      return state;
    },
    async run() {
      while (current) await cancel();
      const stop = new AbortController();
      const ended = work(stop.signal);
      const mine = current = { stop, ended };
      try {
        const result = await ended;
        state = { running: false, last: result };
        log.info("precompute.done", { ...result });
        return result;
      } catch (error) {
        state = { running: false, ...(state.last ? { last: state.last } : {}) };
        throw error;
      } finally {
        if (current === mine) current = undefined;
      }
    },
    cancel,
  };
}

/** At least one turn of the event loop, so that requests come first. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, Math.min(ms, 1000));
    signal.addEventListener("abort", done);
  });
}
