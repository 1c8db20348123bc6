/**
 * Training behind postMessage (train_in_worker.ts starts it): receives pages of events, then `train`; posts progress, and then the
 * artifact, transferred rather than copied. No top-level await here or in what this imports: it would drop the first message.
 */
import type { Events } from "./csr.ts";
import { createEventColumns } from "./event_columns.ts";
import { fromArtifact, toArtifact } from "./model.ts";
import { checkStopped, leadTeam, type TeamSeat } from "./team.ts";
import { type Progress, train, type TrainOptions } from "./train.ts";

export type TrainRequest =
  | { readonly kind: "page"; readonly events: Events }
  | {
    readonly kind: "train";
    readonly options: TrainOptions;
    /** With helpers that were started beside this worker. */
    readonly seat?: TeamSeat;
    /** Where a stop is announced (team.ts), if the host has shared memory. */
    readonly control?: SharedArrayBuffer;
  };

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
const columns = createEventColumns();

scope.onmessage = ({ data }) => {
  try {
    if (data.kind === "page") columns.append(data.events);
    else run(data);
  } catch (error) {
    scope.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
};

function run({ options, seat, control }: Extract<TrainRequest, { kind: "train" }>): void {
  let last: Progress | undefined;
  const report = (progress: Progress) => {
    if (control) checkStopped(control);
    const moved = last?.phase !== progress.phase || progress.done >= 1 || progress.done - last.done >= step;
    if (!moved) return;
    last = progress;
    scope.postMessage({ kind: "progress", ...progress });
  };
  const model = train(columns.take(), options, {
    onProgress: report,
    ...(seat ? { team: leadTeam(seat) } : {}),
  });
  report({ phase: "artifact", done: 0 });
  const artifact = toArtifact(model).buffer;
  // Read back as any instance would read it: what cannot be served is not published.
  fromArtifact(new Uint8Array(artifact));
  report({ phase: "artifact", done: 1 });
  scope.postMessage({ kind: "done", artifact }, [artifact]);
}
