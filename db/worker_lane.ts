/** Writes to a database file through writer_worker.ts. */
import { UnavailableError } from "../errors.ts";
import type { Lane, Outcome } from "./lane.ts";
import type { WorkerReply, WorkerRequest } from "./writer_worker.ts";

export interface WorkerLaneOptions {
  readonly busyTimeoutMs: number;
  /** Tests pass their own, to reach the Worker. */
  readonly startWorker?: () => Worker;
}

/** To start a Worker takes the calling thread some 15 ms, which a process has better uses for while it starts. */
const startAfterMs = 1_000;

/**
 * Starts the Worker at the first write or a second later, whichever comes first, and again after it has stopped on its own; the group that it was writing is then rejected,
 * as nobody knows whether its COMMIT came through.
 */
export function createWorkerLane(
  path: string,
  { busyTimeoutMs, startWorker = startDefault }: WorkerLaneOptions,
): Lane {
  let waiting: { resolve(reply: WorkerReply): void; reject(error: Error): void } | undefined;
  let worker: Worker | undefined;
  const starting = setTimeout(() => worker ??= start(), startAfterMs);

  function start(): Worker {
    const started = startWorker();
    started.onmessage = ({ data }: MessageEvent<WorkerReply>) => settle()?.resolve(data);
    started.onerror = (event) => {
      // Unhandled, it would end the process.
      event.preventDefault();
      stopped(started, event.message);
    };
    started.onmessageerror = () => stopped(started, "an answer could not be read");
    send(started, { kind: "open", path, busyTimeoutMs });
    return started;
  }

  function stopped(which: Worker, reason: string): void {
    which.terminate();
    if (worker !== which) return;
    worker = undefined;
    settle()?.reject(new UnavailableError(`Cannot write: the writer stopped (${reason})`));
  }

  function settle() {
    const settled = waiting;
    waiting = undefined;
    return settled;
  }

  function ask(message: WorkerRequest): Promise<WorkerReply> {
    clearTimeout(starting);
    const running = worker ??= start();
    return new Promise((resolve, reject) => {
      waiting = { resolve, reject };
      send(running, message);
    });
  }

  return {
    async commit(jobs): Promise<Outcome[]> {
      const reply = await ask({ kind: "commit", jobs });
      if (reply.kind !== "committed") throw new UnavailableError("Cannot write: the writer is closed");
      return reply.outcomes;
    },
    async close() {
      clearTimeout(starting);
      // A Worker that has stopped has nothing open.
      if (worker) await ask({ kind: "close" }).catch(() => {});
      worker?.terminate();
      worker = undefined;
    },
  };
}

function startDefault(): Worker {
  return new Worker(new URL("./writer_worker.ts", import.meta.url), { type: "module", name: "writer" });
}

function send(worker: Worker, message: WorkerRequest): void {
  worker.postMessage(message);
}
