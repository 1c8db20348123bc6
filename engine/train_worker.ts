/**
 * Training behind postMessage (train_in_worker.ts starts it): receives pages of events, then `train`; posts progress, and then the
 * artifact, transferred rather than copied, with what was searched for, and what the publish gate says of it. No top-level await here or in what this imports: it would drop the first message.
 */
import type { Events } from "./csr.ts";
import { createEventColumns } from "./event_columns.ts";
import { type GateReport, judge } from "./gate/gate.ts";
import { fromArtifact, type Model, toArtifact } from "./model.ts";
import { checkStopped, createSoloTeam, leadTeam, type TeamSeat } from "./team.ts";
import { type Progress, train, type TrainOptions } from "./train.ts";
import { budgetFor, type TuneRequest } from "./tuning/due.ts";
import type { TuneReport } from "./tuning/report.ts";
import { tune } from "./tuning/tune.ts";
import { usable } from "./tuning/usable.ts";

export type TrainRequest =
  | { readonly kind: "page"; readonly events: Events }
  | {
    readonly kind: "train";
    readonly options: TrainOptions;
    /** Asks for the judgement of the publish gate (gate/gate.ts), with the artifact of the model that serves. */
    readonly gate?: { readonly serving?: Uint8Array };
    /** Asks for a search of the settings (tuning/tune.ts) where it is due. */
    readonly tune?: TuneRequest;
    /** With helpers that were started beside this worker. */
    readonly seat?: TeamSeat;
    /** Where a stop is announced (team.ts), if the host has shared memory. */
    readonly control?: SharedArrayBuffer;
  };

export type TrainReply =
  | ({ readonly kind: "progress" } & Progress)
  | {
    readonly kind: "done";
    readonly artifact: ArrayBuffer;
    readonly gate?: GateReport;
    readonly tuning?: TuneReport;
  }
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
    else run(data).catch(fail);
  } catch (error) {
    fail(error);
  }
};

function fail(error: unknown): void {
  scope.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
}

async function run(
  { options: given, gate, tune: asked, seat, control }: Extract<TrainRequest, { kind: "train" }>,
): Promise<void> {
  let last: Progress | undefined;
  const report = (progress: Progress) => {
    if (control) checkStopped(control);
    const moved = last?.phase !== progress.phase || progress.done >= 1 || progress.done - last.done >= step;
    if (!moved) return;
    last = progress;
    scope.postMessage({ kind: "progress", ...progress });
  };
  const setting = { onProgress: report, team: seat ? leadTeam(seat) : createSoloTeam() };
  const events = columns.take(), serving = toModel(gate?.serving);
  let options = usable(given, events), tuning: TuneReport | undefined;
  const moment = { now: options.createdAt, interactions: events.users.length };
  const budgetSeconds = asked
    ? budgetFor({ ...asked, always: asked.always || options !== given }, moment)
    : 0;
  if (asked && budgetSeconds > 0) {
    const clock = () => performance.now() / 1000;
    const found = await tune(events, options, {
      ...setting,
      budgetSeconds,
      clock,
      open: asked.open,
      serving,
    });
    options = found.options;
    tuning = found.report;
  }
  // Before the fit to everything: what these take is given back by then.
  const judged = gate && judge(events, options, { ...setting, serving });
  const model = train(events, options, setting);
  report({ phase: "artifact", done: 0 });
  const artifact = toArtifact(model).buffer;
  // Read back as any instance would read it: what cannot be served is not published.
  fromArtifact(new Uint8Array(artifact));
  report({ phase: "artifact", done: 1 });
  scope.postMessage({
    ...{ kind: "done", artifact },
    ...(judged ? { gate: judged } : {}),
    ...(tuning ? { tuning } : {}),
  }, [artifact]);
}

/** A serving model that this version cannot read is nothing to compare with. */
function toModel(artifact: Uint8Array | undefined): Model | undefined {
  try {
    return artifact && fromArtifact(artifact);
  } catch {
    return undefined;
  }
}
