/**
 * One WASM memory that fits and rankings on this thread use one after another. A memory of its own for each would stay until
 * the garbage collector comes by, which knows little of what lies outside its heap.
 */
import { createSoloTeam, type Team } from "../team.ts";

let idle: Team | null = null;

/**
 * Runs the work with a memory that is given back afterwards, however it ends: spans of it must not be used later. Work inside of work
 * has a memory of its own.
 *
 * @param given a team whose memory is used instead, where there is one
 */
export function withWorkspace<T>(work: (team: Team) => T, given?: Team): T {
  const team = given ?? idle ?? createSoloTeam();
  if (!given) idle = null;
  const start = team.arena.mark();
  try {
    return work(team);
  } finally {
    team.arena.reset(start);
    if (!given) idle = team;
  }
}

/** Lets go of the memory: the next work begins with a small one. */
export function dropWorkspace(): void {
  idle = null;
}
