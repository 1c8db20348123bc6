/**
 * Run before main.ts (`--preload`): the first three trainings of this process have a Worker with a fault in it; those after them
 * are whole.
 */
const faults = ["throws", "fails", "rubbish"];
const Whole = globalThis.Worker;

globalThis.Worker = class extends Whole {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(...withFault(url, options));
  }
};

function withFault(url: string | URL, options?: WorkerOptions): [string | URL, (WorkerOptions | undefined)?] {
  const fault = String(url).endsWith("/engine/train_worker.ts") ? faults.shift() : undefined;
  if (fault === undefined) return [url, options];
  return [new URL("./crashing_trainer.ts", import.meta.url), { type: "module", name: fault }];
}
