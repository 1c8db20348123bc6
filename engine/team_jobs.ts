/** The jobs of a team (team.ts): what a part computes, and where it writes. They hold numbers alone, so that they can be posted. */
import type { Kernels } from "../core-wasm/kernels.ts";
import { type KrylovJob, performKrylov } from "./krylov_jobs.ts";
import { type SgdJob, visitBlock } from "./mf_block.ts";
import { performSweep, type SweepJob } from "./sweep_job.ts";

export type Job = KrylovJob | SweepJob | SgdJob;

/** Computes one part. */
export function perform(
  job: Job,
  part: number,
  workplace: { readonly kernels: Kernels; readonly memory: WebAssembly.Memory },
): void {
  if (job.kind === "sgd") visitBlock(job, part, workplace);
  else if (job.kind === "sweep") performSweep(job, part, workplace);
  else performKrylov(job, part, workplace);
}
