/** The jobs of a team (team.ts): what a part computes, and where it writes. They hold numbers alone, so that they can be posted. */
import type { Kernels } from "../core-wasm/kernels.ts";
import { type KrylovJob, performKrylov } from "./krylov_jobs.ts";
import { type SgdJob, visitBlock } from "./mf_block.ts";
import { performRidge, type RidgeJob } from "./ridge_jobs.ts";
import { performSweep, type SweepJob } from "./sweep_job.ts";

export type Job = KrylovJob | RidgeJob | SweepJob | SgdJob;

/** Computes one part. */
export function perform(
  job: Job,
  part: number,
  workplace: { readonly kernels: Kernels; readonly memory: WebAssembly.Memory },
): void {
  switch (job.kind) {
    case "sgd":
      return visitBlock(job, part, workplace);
    case "sweep":
      return performSweep(job, part, workplace);
    case "gram":
    case "turn":
    case "ridge":
      return performRidge(job, part, workplace);
    default:
      return performKrylov(job, part, workplace);
  }
}
