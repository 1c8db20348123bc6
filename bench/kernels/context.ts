/** What the benchmarks of kernels share: the problem, C, the peers. Made once, when the first of them runs. */
import type { Contest } from "./contest.ts";
import { type Native, openNative } from "./native.ts";
import { openPeers, type Peers } from "./peers.ts";
import { createProblem, type Problem, sizes } from "./problem.ts";

export interface Context extends Contest {
  readonly problem: Problem;
  readonly native: Native | undefined;
  readonly peers: Peers | undefined;
}

let opened: Promise<Context> | undefined;

/** Opens the context; with `--large` among the arguments on the problem of 20 million entries. */
export function openContext(): Promise<Context> {
  return opened ??= open();
}

/** What the figures were measured beside, and what is missing. */
export async function describeOpponents(): Promise<string> {
  const { native, peers, problem } = await openContext();
  const { users, items, entries } = problem;
  return `${users} users x ${items} items, ${entries} entries; ` +
    `${native?.compiler ?? "no C compiler (cc): C is left out"}; ` +
    `${
      peers?.present ?? "no Python with numpy: peers are left out"
    }; one thread, medians of CPU time in turn`;
}

/** Ends the peers and removes what was compiled. */
export async function closeContext(): Promise<void> {
  const context = await opened;
  await context?.peers?.close();
  context?.native?.close();
}

async function open(): Promise<Context> {
  const problem = createProblem(Deno.args.includes("--large") ? sizes.b : sizes.a);
  const native = openNative();
  return {
    problem,
    native,
    peers: await openPeers(problem),
    clock: native?.seconds ?? (() => performance.now() / 1000),
    rounds: 7,
  };
}
