/** Ranks in a Worker: takes a `RankJob`, answers with progress and then the ranking, or the message of the failure. */
import { rank, type Ranking, type RankJob } from "./rank.ts";

export type RankMessage =
  | { readonly kind: "progress"; readonly users: number }
  | { readonly kind: "done"; readonly ranking: Ranking }
  | { readonly kind: "failed"; readonly message: string };

interface Scope {
  onmessage: ((event: MessageEvent<RankJob>) => void) | null;
  postMessage(message: RankMessage, transfer?: Transferable[]): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data }) => {
  try {
    const ranking = rank(data, (users) => scope.postMessage({ kind: "progress", users }));
    scope.postMessage(
      { kind: "done", ranking },
      [ranking.lists.buffer, ranking.ranks.buffer] as Transferable[],
    );
  } catch (error) {
    scope.postMessage({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  }
};
