/** Which builds of the kernels (core-wasm/builds.ts) this process will run. */
import { type Build, chooseBuild, type Host, probeHost } from "../core-wasm/builds.ts";

export interface KernelChoice {
  readonly ranking: Build;
  readonly training: Build;
  /** Most threads of a training: 1 where the host lacks Workers or shared memory. */
  readonly threads: number;
}

/**
 * Chooses by what the host validates.
 *
 * @throws Error where its WebAssembly lacks SIMD
 */
export function chooseKernels(
  { relaxed, threads: wanted }: { readonly relaxed: boolean; readonly threads: number },
  host: Host = probeHost(),
): KernelChoice {
  const threads = host.threads ? wanted : 1;
  return {
    ranking: chooseBuild({ shared: false, relaxed }, host),
    training: chooseBuild({ shared: threads > 1, relaxed: false }, host),
    threads,
  };
}
