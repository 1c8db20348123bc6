/** A helper of a team that says when it was let go. */
import { helpTeam, type TeamSeat } from "../../../engine/team.ts";

interface WorkerScope {
  onmessage: ((message: MessageEvent<TeamSeat>) => void) | null;
  postMessage(message: string): void;
}

const scope = globalThis as unknown as WorkerScope;
scope.onmessage = ({ data }) => {
  helpTeam(data);
  scope.postMessage("left");
};
