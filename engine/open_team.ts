/** A training team (team.ts) that this thread leads, with Workers for the other threads. */
import { probeHost } from "../core-wasm/builds.ts";
import {
  createControl,
  createSeat,
  createSoloTeam,
  leadTeam,
  stopTeam,
  type Team,
  type TeamSeat,
} from "./team.ts";

export interface OpenedTeam {
  readonly team: Team;
  /** Sends the helpers away: the team must not be used any more. */
  close(): void;
}

/** Opens a team of so many threads; of this one alone where the host has no shared memory, or refuses its address space. */
export function openTeam(threads: number): OpenedTeam {
  const seat = threads > 1 && probeHost().threads ? trySeat(threads - 1) : undefined;
  if (!seat) return { team: createSoloTeam(), close() {} };
  const workers = Array.from({ length: seat.helpers }, (_, i) => {
    const worker = new Worker(new URL("./team_worker.ts", import.meta.url), {
      type: "module",
      name: `team-${i + 1}`,
    });
    // One that cannot start is not waited for: the team goes on without.
    worker.onerror = (event) => event.preventDefault();
    worker.postMessage(seat);
    return worker;
  });
  return {
    team: leadTeam(seat),
    close() {
      stopTeam(seat.control);
      for (const worker of workers) worker.terminate();
    },
  };
}

function trySeat(helpers: number): TeamSeat | undefined {
  try {
    return createSeat(createControl(), helpers);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
