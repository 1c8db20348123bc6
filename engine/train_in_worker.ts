/** Runs a training off the main thread, so that requests are answered meanwhile; a long one on several threads. */
import { probeHost } from "../core-wasm/builds.ts";
import type { Events } from "./csr.ts";
import type { GateReport } from "./gate/gate.ts";
import { createControl, createSeat, stopTeam, type TeamSeat } from "./team.ts";
import type { Progress, TrainOptions } from "./train.ts";
import type { TrainReply, TrainRequest } from "./train_worker.ts";
import type { TuneRequest } from "./tuning/due.ts";
import type { TuneReport } from "./tuning/report.ts";

export interface TrainInWorkerOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the training; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Threads to train on where the host has shared memory; the model is the same on any number. Default: 1; more than 4 are idle. */
  readonly threads?: number;
  /** Fewer interactions than this are trained on one thread, because helpers would start too late. Default: 50,000. */
  readonly helpFrom?: number;
  /** Also asks the publish gate (gate/gate.ts); the artifact of the model that serves is transferred. */
  readonly gate?: { readonly serving?: Uint8Array<ArrayBuffer> };
  /** Also searches for the settings where that is due (tuning/tune.ts): those of the options are where it starts. */
  readonly tune?: TuneRequest;
  /**
   * The training is given up when the worker has said nothing for so long: one that hangs would keep the lease, and with it every
   * later training, for good. Default: 30 minutes.
   */
  readonly quietMs?: number;
  /** The worker's module, for tests. */
  readonly worker?: URL;
}

export interface Trained {
  /** The model's bytes (model.ts). */
  readonly artifact: Uint8Array<ArrayBuffer>;
  /** Where it was asked for. */
  readonly gate?: GateReport;
  /** Where it was asked for and due. */
  readonly tuning?: TuneReport;
}

/**
 * Trains in a Worker of its own and resolves with the artifact. Pages of events go to it as they come, so they are held
 * once; their columns are transferred: they are empty afterwards. The workers are ended in every case, and a training under way ends
 * at its next step.
 *
 * @param source all events, or pages of them
 * @throws Error with the training's message, or "Cannot train: the worker stopped, ..." if it crashed
 * @throws the signal's reason if it was aborted, and whatever `source` throws
 */
export async function trainInWorker(
  source: Events | AsyncIterable<Events>,
  options: TrainOptions,
  setting: TrainInWorkerOptions = {},
): Promise<Trained> {
  const { onProgress, signal, threads = 1, helpFrom = 50_000, gate, tune, worker: module } = setting;
  const { quietMs = 30 * 60_000 } = setting;
  signal?.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<Trained>();
  // A failure while pages are still being read is taken up after the next one.
  let failed = false;
  promise.catch(() => failed = true);
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  const workers: Worker[] = [];
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const listenOn = () => {
    clearTimeout(quiet);
    quiet = setTimeout(
      () => reject(new Error(`Cannot train: the worker has said nothing for ${quietMs / 1000} s`)),
      quietMs,
    );
  };
  let control: SharedArrayBuffer | undefined;

  function start(url: URL, name: string): Worker {
    const worker = new Worker(url, { type: "module", name });
    worker.onmessageerror = () => reject(new Error("Cannot train: a message of the worker was unreadable"));
    worker.onerror = (event) => {
      // Without this the worker's failure would end the process as an uncaught error.
      event.preventDefault();
      reject(new Error(`Cannot train: the worker stopped, ${event.message}`));
    };
    workers.push(worker);
    return worker;
  }

  try {
    const trainer = start(module ?? new URL("./train_worker.ts", import.meta.url), "train");
    const post = (request: TrainRequest, transfer: Transferable[] = []) =>
      trainer.postMessage(request, transfer);
    trainer.onmessage = ({ data }: MessageEvent<TrainReply>) => {
      listenOn();
      if (data.kind === "progress") {
        try {
          onProgress?.({ phase: data.phase, done: data.done });
        } catch (error) {
          reject(error);
        }
      } else if (data.kind === "done") {
        const { artifact, gate, tuning } = data;
        resolve({
          artifact: new Uint8Array(artifact),
          ...(gate ? { gate } : {}),
          ...(tuning ? { tuning } : {}),
        });
      } else reject(new Error(data.message));
    };

    let length = 0;
    for await (const events of "users" in source ? [source] : source) {
      if (failed) return await promise;
      length += events.users.length;
      post({ kind: "page", events }, buffersOf(events));
    }
    const { threads: able } = probeHost();
    if (able) control = createControl();
    const helpers = length < helpFrom ? 0 : Math.min(threads, mostThreads) - 1;
    const seat = control && helpers > 0 ? startHelpers(control, helpers, start) : undefined;
    post(
      {
        kind: "train",
        options,
        ...(gate ? { gate } : {}),
        ...(tune ? { tune } : {}),
        ...(seat ? { seat } : {}),
        ...(control ? { control } : {}),
      },
      gate?.serving ? [gate.serving.buffer] : [],
    );
    listenOn();
    return await promise;
  } finally {
    clearTimeout(quiet);
    signal?.removeEventListener("abort", abort);
    // A busy worker does not notice that it was ended before it returns to its event loop.
    if (control) stopTeam(control);
    for (const worker of workers) worker.terminate();
  }
}

/** What MF cuts its data into (mf.ts). */
const mostThreads = 4;

/** A host may refuse the address space of a shared memory: then there is no seat, and training goes on alone. */
function startHelpers(
  control: SharedArrayBuffer,
  helpers: number,
  start: (url: URL, name: string) => Worker,
): TeamSeat | undefined {
  let seat: TeamSeat;
  try {
    seat = createSeat(control, helpers);
  } catch {
    return undefined;
  }
  for (let i = 1; i <= helpers; i++) {
    start(new URL("./team_worker.ts", import.meta.url), `train-${i}`).postMessage(seat);
  }
  return seat;
}

function buffersOf({ users, products, types, at, sessions }: Events): ArrayBuffer[] {
  return [...new Set([users, products, types, at, sessions].map(({ buffer }) => buffer as ArrayBuffer))];
}
