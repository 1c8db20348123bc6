/** Ranks on two cores: the test users are divided between Workers that share the model. */
import { share } from "../models/share.ts";
import { dropWorkspace } from "../models/workspace.ts";
import { rank, type Ranking, type RankJob } from "./rank.ts";
import type { RankMessage } from "./rank_worker.ts";

const workers = 2;
/** Below so many scores a Worker costs more than it saves. */
const worthwhile = 2e7;

/**
 * The same result as `rank`, byte for byte: users do not depend on each other.
 *
 * @throws Error with the message of the first Worker that failed; all are stopped then
 */
export async function rankInWorkers(
  job: RankJob,
  onProgress: (users: number) => void = () => {},
): Promise<Ranking> {
  const { users, inputs, sampled, k } = job;
  if (users.length * inputs.items < worthwhile) return rank(job, onProgress);
  // Not needed while others rank, and perhaps large.
  dropWorkspace();
  const common = {
    ...job,
    state: share(job.state),
    inputs: share(job.inputs),
    fallback: share(job.fallback),
  };
  const size = Math.ceil(users.length / workers);
  const done = new Array<number>(workers).fill(0);
  const started: Worker[] = [];
  try {
    const parts = await Promise.all(Array.from({ length: workers }, (_, part) => {
      const worker = new Worker(new URL("./rank_worker.ts", import.meta.url), { type: "module" });
      started.push(worker);
      return runPart(worker, sliceJob(common, { from: part * size, to: (part + 1) * size }), (finished) => {
        done[part] = finished;
        onProgress(done.reduce((sum, n) => sum + n, 0));
      });
    }));
    const lists = new Int32Array(sampled ? 0 : users.length * k);
    const ranks = new Int32Array(sampled ? users.length : 0);
    parts.forEach((part, p) => {
      if (sampled) ranks.set(part.ranks, p * size);
      else lists.set(part.lists, p * size * k);
    });
    return { lists, ranks };
  } finally {
    for (const worker of started) worker.terminate();
  }
}

function runPart(worker: Worker, job: RankJob, onProgress: (users: number) => void): Promise<Ranking> {
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<RankMessage>) => {
      if (data.kind === "progress") onProgress(data.users);
      else if (data.kind === "done") resolve(data.ranking);
      else reject(new Error(data.message));
    };
    worker.onerror = (event) => {
      event.preventDefault();
      reject(new Error(`Cannot evaluate: a worker stopped: ${event.message}`));
    };
    worker.postMessage(job);
  });
}

function sliceJob(job: RankJob, { from, to }: { from: number; to: number }): RankJob {
  const { users, sampled } = job;
  return {
    ...job,
    users: users.slice(from, to),
    // Positions into the candidates stay as they are.
    sampled: sampled && {
      targets: sampled.targets.slice(from, to),
      ptr: sampled.ptr.slice(from, to + 1),
      candidates: sampled.candidates,
    },
  };
}
