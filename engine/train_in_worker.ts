/** Runs a training off the main thread, so that requests are answered meanwhile. */
import type { Events } from "./csr.ts";
import type { Progress, TrainOptions } from "./train.ts";
import type { TrainReply, TrainRequest } from "./train_worker.ts";

export interface TrainInWorkerOptions {
  readonly onProgress?: (progress: Progress) => void;
  /** Stops the training; the promise rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** The worker's module, for tests. */
  readonly worker?: URL;
}

/**
 * Trains in a Worker of its own and resolves with the artifact (model.ts). The columns of `events` are transferred: they are
 * empty afterwards. The worker is ended in every case.
 *
 * @throws Error with the training's message, or "Cannot train: the worker stopped, ..." if it crashed
 * @throws the signal's reason if it was aborted
 */
export function trainInWorker(
  events: Events,
  options: TrainOptions,
  { onProgress, signal, worker: module = new URL("./train_worker.ts", import.meta.url) }:
    TrainInWorkerOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (signal?.aborted) return Promise.reject(signal.reason);
  const worker = new Worker(module, { type: "module", name: "train" });
  const { promise, resolve, reject } = Promise.withResolvers<Uint8Array<ArrayBuffer>>();
  const abort = () => reject(signal?.reason);
  signal?.addEventListener("abort", abort, { once: true });
  worker.onmessage = ({ data }: MessageEvent<TrainReply>) => {
    if (data.kind === "progress") {
      try {
        onProgress?.({ phase: data.phase, done: data.done });
      } catch (error) {
        reject(error);
      }
    } else if (data.kind === "done") resolve(new Uint8Array(data.artifact));
    else reject(new Error(data.message));
  };
  worker.onmessageerror = () => reject(new Error("Cannot train: a message of the worker was unreadable"));
  worker.onerror = (event) => {
    // Without this the worker's failure would end the process as an uncaught error.
    event.preventDefault();
    reject(new Error(`Cannot train: the worker stopped, ${event.message}`));
  };
  const request: TrainRequest = { events, options };
  const columns = [events.users, events.products, events.types, events.at, events.sessions];
  try {
    worker.postMessage(request, [...new Set(columns.map((column) => column.buffer as ArrayBuffer))]);
  } catch (error) {
    reject(error);
  }
  return promise.finally(() => {
    signal?.removeEventListener("abort", abort);
    worker.terminate();
  });
}
