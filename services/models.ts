/**
 * The live model. One training run at a time, also among several instances (a lease row). What is trained is checked, judged by the
 * publish gate, saved, loaded into a fresh ranker, and swapped in by one assignment; on any failure, and where the gate rejects it,
 * the old model goes on serving.
 */
import { findNewestAt } from "../db/interactions.ts";
import { acquireLease, releaseLease } from "../db/leases.ts";
import {
  findLatestVersion,
  findModel,
  listModels,
  listVersionsBefore,
  nextVersion,
  saveModel,
} from "../db/models.ts";
import type { Database } from "../db/open.ts";
import type { Writer } from "../db/writer.ts";
import type { GateReport } from "../engine/gate/gate.ts";
import { chooseKernels } from "../engine/kernel_choice.ts";
import { fromArtifact, type ModelSettings, type Tuned } from "../engine/model.ts";
import { createRanker, openRanker, type Ranker } from "../engine/ranker.ts";
import { defaultTrainOptions, type Progress } from "../engine/train.ts";
import { trainInWorker } from "../engine/train_in_worker.ts";
import type { TuneReport } from "../engine/tuning/report.ts";
import { reuse } from "../engine/tuning/reuse.ts";
import { ConflictError, InvalidInputError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Telemetry } from "../telemetry.ts";
import type { RankingSettings } from "./recommendations.ts";
import { readEvents } from "./training_events.ts";

/** The gate's figures, and what was made of them; stored with the version. */
export interface Gate extends GateReport {
  /** Why it was published though it did not pass: it was asked for, or there was no model that served. */
  readonly inSpite: "forced" | "first" | null;
}

export interface TrainResult {
  readonly version: number;
  /** Whether it serves from now on; false: the gate rejected it, and the model before goes on. */
  readonly published: boolean;
  readonly gate: Gate;
  /** What a search for better settings found; null where none was asked for or due. */
  readonly tuning: TuneReport | null;
  readonly users: number;
  readonly products: number;
  readonly interactions: number;
  readonly seconds: {
    readonly read: number;
    readonly train: number;
    readonly publish: number;
    readonly total: number;
  };
}

export type TrainPhase = "read" | Progress["phase"] | "publish";

export interface TrainState {
  readonly running: boolean;
  readonly phase?: TrainPhase;
  /** Share of the phase that is done, 0 to 1. */
  readonly done?: number;
  readonly last?: TrainResult | { readonly error: string };
}

export interface Models {
  readonly ranker: Ranker | undefined;
  /** Time of the newest interaction that a decay may count from; kept fresh by `refresh` and every recorded click. */
  readonly newestAt: number | undefined;
  readonly state: TrainState;
  /** Notes the time of an interaction that was just committed. */
  note(at: number): void;
  /**
   * Loads the newest published model if it is newer than the live one; true if it was swapped in. Where there is no live one, a
   * former model takes the place of one that cannot be used.
   *
   * @throws Error once for a model that cannot be used: the live one goes on serving
   */
  refresh(options?: RefreshOptions): Promise<boolean>;
  /**
   * Trains from the database and publishes what passes the gate.
   *
   * @param options.force publishes also what the gate would reject
   * @param options.tune searches for better settings where that is due; else those that were found before stay
   * @throws ConflictError while another run holds the lease
   * @throws InvalidInputError when there is nothing to learn from
   */
  train(options?: {
    readonly onProgress?: (phase: TrainPhase, done: number) => void;
    readonly signal?: AbortSignal;
    readonly force?: boolean;
    readonly tune?: TuneOptions;
  }): Promise<TrainResult>;
  /** Ends a run that is under way here and resolves when its lease is given back; false when there was none. */
  cancel(): Promise<boolean>;
}

export interface RefreshOptions {
  /** Without pauses for requests: nobody is served before the start is over. */
  readonly atOnce?: boolean;
}

export interface TuneOptions {
  /** Default: that of the settings. */
  readonly budgetSeconds?: number;
  /** Though it may not be due. */
  readonly always?: boolean;
}

/** Renewed while the run lasts; where a process was killed, the next waits this long. */
const leaseMs = 30_000;
const renewMs = 10_000;

interface Options {
  readonly db: Database;
  readonly writer: Writer;
  readonly ranking: RankingSettings;
  readonly log: Log;
  readonly telemetry: Telemetry;
  readonly now: () => number;
  /** Another model ranks from now on: trained here, or by another process. */
  readonly onSwapped?: (version: number, from: "here" | "elsewhere") => void;
  /** Trains MF without waiting among threads (engine/mf.ts). */
  readonly racing?: boolean;
}

export function createModels(
  { db, writer, ranking, log, telemetry, now, onSwapped = () => {}, racing = false }: Options,
): Models {
  const { relaxedKernels: relaxed = false, trainThreads = navigator.hardwareConcurrency } = ranking;
  const kernels = chooseKernels({ relaxed, threads: trainThreads });
  log.info("kernels.chosen", { ...kernels });
  let ranker: Ranker | undefined;
  let newestAt: number | undefined;
  /** The newest version, where it cannot be used. */
  let refused: number | undefined;
  let state: TrainState = { running: false };
  const holder = crypto.randomUUID();
  let running: { readonly stop: AbortController; readonly ended: Promise<void> } | undefined;

  async function refresh(options: RefreshOptions = {}): Promise<boolean> {
    newestAt = await findNewestAt(db);
    const latest = await findLatestVersion(db);
    if (latest === undefined || latest <= (ranker?.model.version ?? 0) || latest === refused) return false;
    try {
      return await load(latest, options);
    } catch (error) {
      // It will not get better: the next look is for another version.
      refused = latest;
      if (!ranker) await loadFormer(latest, options);
      throw error;
    }
  }

  async function load(version: number, { atOnce = false }: RefreshOptions): Promise<boolean> {
    const stored = await findModel(db, version, { atOnce });
    if (!stored) return false;
    const model = fromArtifact(stored.artifact);
    const fresh = atOnce ? createRanker(model, { relaxed }) : await openRanker(model, { relaxed });
    // A training may have published another meanwhile.
    if (version <= (ranker?.model.version ?? 0)) return false;
    ranker = fresh;
    log.info("model.loaded", { version, items: fresh.size });
    onSwapped(version, "elsewhere");
    return true;
  }

  /** Rather the model of an hour ago than none. */
  async function loadFormer(latest: number, options: RefreshOptions): Promise<void> {
    for (const version of await listVersionsBefore(db, latest)) {
      try {
        if (await load(version, options)) return;
      } catch (error) {
        log.error("model.unusable", { error });
      }
    }
  }

  /** The artifact of the newest published model that is whole, for the gate. */
  async function findServing(): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const latest = await findLatestVersion(db);
    if (latest === undefined) return undefined;
    for (const version of [latest, ...await listVersionsBefore(db, latest)]) {
      try {
        const stored = await findModel(db, version);
        if (stored) return stored.artifact;
      } catch (error) {
        log.warn("model.unusable", { error });
      }
    }
    return undefined;
  }

  /** When settings were last searched for, also for a model that was then rejected. */
  async function findLastTuned(serving: ModelSettings | undefined): Promise<Tuned | undefined> {
    const stored = (await listModels(db)).map(({ metrics }) => metrics["tuning"] as TuneReport | undefined);
    return [serving?.tuned, ...stored.map((report) => report?.tuned)].filter((tuned) =>
      tuned !== undefined && tuned !== null
    )
      .sort((a, b) => b.at - a.at)[0];
  }

  async function run(
    report: (phase: TrainPhase, done: number) => void,
    { signal, force, tune }: {
      readonly signal: AbortSignal;
      readonly force: boolean;
      readonly tune: TuneOptions | undefined;
    },
  ): Promise<TrainResult> {
    const started = performance.now();
    report("read", 0);
    const createdAt = now();
    newestAt = await findNewestAt(db);
    if (newestAt === undefined) {
      throw new InvalidInputError("Cannot train: there are no interactions in the database");
    }
    const version = await nextVersion(db);
    const serving = await findServing();
    const settings = serving && settingsOf(serving);
    const open = { ensemble: !ranking.ensemble, decay: !ranking.decayIsSet };
    const last = tune && await findLastTuned(settings);
    const budgetSeconds = tune?.budgetSeconds ?? ranking.tuneBudgetSeconds;
    let interactions = 0, read = started;
    const events = readEvents(db, (length) => {
      interactions = length;
      read = performance.now();
      // How many there will be is not known beforehand; the share approaches 1 without reaching it.
      report("read", 1 - 1 / (1 + length / 250_000));
    });
    const { artifact, gate: judged, tuning = null } = await trainInWorker(events, {
      ...defaultTrainOptions,
      ...(settings ? reuse(settings, open) : {}),
      version,
      createdAt,
      asOf: Math.min(createdAt, newestAt),
      weights: ranking.weights,
      decayPerDay: ranking.decayPerDay,
      racing,
      ...(ranking.ensemble ? { ensemble: ranking.ensemble } : {}),
    }, {
      onProgress: ({ phase, done }) => report(phase, done),
      signal,
      threads: kernels.threads,
      gate: serving ? { serving } : {},
      ...(tune
        ? {
          tune: {
            open,
            always: tune.always ?? false,
            ...(last ? { last } : {}),
            ...(budgetSeconds === undefined ? {} : { budgetSeconds }),
          },
        }
        : {}),
    });
    const trained = performance.now();

    report("publish", 0);
    // The training has read the bytes back: only what can be served comes here.
    const model = fromArtifact(artifact, { trusted: true });
    // A first model that is no better than what is popular still knows what is similar; and a shop must start.
    const spared = force ? "forced" : judged!.servingMeasure === null ? "first" : null;
    const gate: Gate = { ...judged!, inSpite: judged!.passed ? null : spared };
    const published = gate.passed || gate.inSpite !== null;
    // Requests come between this and making room for the ranker.
    await new Promise((resolve) => setTimeout(resolve, 0));
    const fresh = published ? await openRanker(model, { relaxed }) : undefined;
    await saveModel(writer, {
      version,
      createdAt,
      state: published ? "published" : "rejected",
      metrics: { ...model.report, gate, ...(tuning ? { tuning } : {}) },
      artifact,
    });
    if (fresh) {
      ranker = fresh;
      onSwapped(version, "here");
    }
    const finished = performance.now();
    const seconds = (from: number, to: number) => Math.round(to - from) / 1000;
    return {
      version,
      published,
      gate,
      tuning,
      users: model.users,
      products: model.itemIds.length,
      interactions,
      seconds: {
        read: seconds(started, read),
        train: seconds(read, trained),
        publish: seconds(trained, finished),
        total: seconds(started, finished),
      },
    };
  }

  return {
    get ranker() {
      return ranker;
    },
    get newestAt() {
      return newestAt;
    },
    get state() {
      return state;
    },
    note(at) {
      newestAt = Math.max(newestAt ?? at, at);
    },
    refresh,
    async train({ onProgress, signal, force = false, tune } = {}) {
      if (state.running) throw new ConflictError("Cannot train: another run is under way");
      const before = state.last;
      const idle: TrainState = { running: false, ...(before ? { last: before } : {}) };
      state = { running: true, phase: "read", done: 0 };
      try {
        if (!await acquireLease(writer, { name: "train", holder, now: now(), ttlMs: leaseMs })) {
          throw new ConflictError("Cannot train: another run is under way");
        }
      } catch (error) {
        state = idle;
        throw error;
      }
      const stop = new AbortController();
      const ended = Promise.withResolvers<void>();
      running = { stop, ended: ended.promise };
      const lease = { name: "train", holder, ttlMs: leaseMs };
      const renewing = setInterval(() => {
        acquireLease(writer, { ...lease, now: now() })
          .catch((error) => log.warn("train.lease_not_renewed", { error }));
      }, renewMs);
      try {
        const result = await run((phase, done) => {
          state = { running: true, phase, done, ...(before ? { last: before } : {}) };
          onProgress?.(phase, done);
        }, { signal: signal ? AbortSignal.any([signal, stop.signal]) : stop.signal, force, tune });
        state = { running: false, last: result };
        telemetry.trainings.inc({ result: result.published ? "published" : "rejected" });
        const told = { ...result, tuning: result.tuning && summaryOf(result.tuning) };
        if (result.published) log.info("model.published", told);
        else log.warn("model.rejected", told);
        return result;
      } catch (error) {
        state = { running: false, last: { error: error instanceof Error ? error.message : String(error) } };
        telemetry.trainings.inc({ result: "failed" });
        throw error;
      } finally {
        running = undefined;
        clearInterval(renewing);
        await releaseLease(writer, { name: "train", holder }).finally(ended.resolve);
      }
    },
    async cancel() {
      if (!running) return false;
      const { stop, ended } = running;
      stop.abort(new ConflictError("Cannot train: the run was cancelled"));
      await ended;
      return true;
    },
  };
}

/** Undefined where this program cannot read the model. */
function settingsOf(artifact: Uint8Array): ModelSettings | undefined {
  try {
    return fromArtifact(artifact, { trusted: true }).settings;
  } catch {
    return undefined;
  }
}

/** For a line of the log. */
function summaryOf({ trials, ...rest }: TuneReport) {
  return { ...rest, trials: trials.length };
}
