/**
 * Training behind postMessage (train_in_worker.ts starts it): receives `{events, options}`, posts progress, and then the artifact,
 * transferred rather than copied. No top-level await here or in what this imports: it would drop the first message.
 */
import type { Events } from "./csr.ts";
import { toArtifact } from "./model.ts";
import { type Progress, train, type TrainOptions } from "./train.ts";

export interface TrainRequest {
  readonly events: Events;
  readonly options: TrainOptions;
}

export type TrainReply =
  | ({ readonly kind: "progress" } & Progress)
  | { readonly kind: "done"; readonly artifact: ArrayBuffer }
  | { readonly kind: "failed"; readonly message: string };

/** What this file uses of a worker's global scope; the type checker knows only the window's. */
interface WorkerScope {
  onmessage: ((message: MessageEvent<TrainRequest>) => void) | null;
  postMessage(reply: TrainReply, transfer?: Transferable[]): void;
}

/** Progress is posted when a phase has moved by this much: a long fit reports thousands of times. */
const step = 0.01;

const scope = globalThis as unknown as WorkerScope;

scope.onmessage = ({ data: { events, options } }) => {
  let last: Progress | undefined;
  const report = (progress: Progress) => {
    const moved = last?.phase !== progress.phase || progress.done >= 1 || progress.done - last.done >= step;
    if (!moved) return;
    last = progress;
    scope.postMessage({ kind: "progress", ...progress });
  };
  try {
    const model = train(events, options, report);
    report({ phase: "artifact", done: 0 });
    const artifact = toArtifact(model).buffer;
    report({ phase: "artifact", done: 1 });
    scope.postMessage({ kind: "done", artifact }, [artifact]);
  } catch (error) {
    scope.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
};
