import assert from "node:assert/strict";
import { createControl, createSeat, leadTeam, stopTeam, type Team } from "../../engine/team.ts";

const helper = new URL("./workers/helper.ts", import.meta.url);

/** Runs `use` with a team of this thread and helpers; afterwards all of them must leave. */
export async function withTeam(
  helpers: number,
  use: (team: Team, control: SharedArrayBuffer) => void,
): Promise<void> {
  const control = createControl(), seat = createSeat(control, helpers);
  const workers = Array.from({ length: helpers }, () => new Worker(helper, { type: "module" }));
  const left = workers.map((worker) => {
    const { promise, resolve } = Promise.withResolvers<unknown>();
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage(seat);
    return promise;
  });
  try {
    use(leadTeam(seat), control);
  } finally {
    stopTeam(control);
    assert.deepEqual(await Promise.all(left), workers.map(() => "left"));
    for (const worker of workers) worker.terminate();
  }
}
