/**
 * A helper of a training team (team.ts) behind postMessage: receives its seat, and works until the team is told to stop. No top-level
 * await here or in what this imports: it would drop the first message.
 */
import { helpTeam, type TeamSeat } from "./team.ts";

/** What this file uses of a worker's global scope; the type checker knows only the window's. */
interface WorkerScope {
  onmessage: ((message: MessageEvent<TeamSeat>) => void) | null;
}

(globalThis as unknown as WorkerScope).onmessage = ({ data }) => helpTeam(data);
