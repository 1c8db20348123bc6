/// <reference no-default-lib="true" />
/// <reference lib="deno.worker" />
/** A training Worker (engine/train_worker.ts) with a fault in it: the name of the Worker says which. */
import "../../../engine/train_worker.ts";

const post = self.postMessage.bind(self) as (message: unknown, transfer?: Transferable[]) => void;

/** In the middle: the matrix has been built, the model has not. */
const isMidway = (message: unknown) => (message as { phase?: string }).phase === "mf";

const faults: Record<string, () => void> = {
  throws() {
    self.postMessage = (message: unknown, transfer?: unknown) => {
      if (isMidway(message)) reportError(new Error("drill: out of luck in the middle"));
      post(message, transfer as Transferable[]);
    };
  },
  fails() {
    self.postMessage = (message: unknown, transfer?: unknown) => {
      if (isMidway(message)) throw new WebAssembly.RuntimeError("drill: unreachable");
      post(message, transfer as Transferable[]);
    };
  },
  rubbish() {
    self.postMessage = (message: unknown, transfer?: unknown) => {
      const { kind, artifact } = message as { kind: string; artifact?: ArrayBuffer };
      if (kind === "done") new Uint8Array(artifact!).fill(0xff, 100);
      post(message, transfer as Transferable[]);
    };
  },
};

faults[self.name]!();
