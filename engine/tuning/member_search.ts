/** Searches the settings of one member, by itself. */
import { search } from "../evaluation/search.ts";
import type { Trial } from "./report.ts";
import { listCandidates, type MemberSpace, type Values } from "./spaces.ts";
import type { Choice, Trials } from "./trials.ts";

/** A search under way. */
export interface Run {
  readonly trials: Trials;
  /** What was tried so far, for the report. */
  readonly tried: Trial[];
  /** Seconds. */
  readonly clock: () => number;
  readonly seed: number;
}

/** What helped most elsewhere first. */
const decays = [0.03, 0.01, 0, 0.1];
/** Each round looks around the best of the one before; shares of the time that are over after it. */
const rounds = [{ count: 18, share: 0.6 }, { count: 14, share: 1 }] as const;
/** One of so many products is fitted, to tell what a fit to all takes; a fit to few is quick whatever it takes. */
const probed = 3, fewItems = 300;

/** The decay under which a member is best as it is set. */
export async function searchDecay(run: Run, start: Choice, deadline: number): Promise<number> {
  const others = decays.filter((decay) => decay !== start.tasteDecayPerDay);
  const found = await searchFor(run, "decay", {
    candidates: [start.tasteDecayPerDay, ...others].map((tasteDecayPerDay) => ({ tasteDecayPerDay })),
    toChoice: ({ tasteDecayPerDay = 0 }) => ({ ...start, tasteDecayPerDay }),
    cost: (_, share) => share,
    deadline,
  });
  return found.tasteDecayPerDay!;
}

/**
 * The best settings around those of `start`.
 *
 * @param options.deadline of this search; a member that takes long may be tried once until `last`
 * @returns undefined where there is no time for any
 */
export async function searchMember(
  run: Run,
  space: MemberSpace,
  start: Choice,
  { deadline, last }: { deadline: number; last: number },
): Promise<Choice | undefined> {
  const begun = run.clock();
  if (begun + estimate(run, space, start) > (space.power ? last : deadline)) return undefined;
  let best = start;
  for (const [round, { count, share }] of rounds.entries()) {
    const values = await searchFor(run, space.name, {
      candidates: listCandidates(space, best.values, { count, seed: run.seed + round, first: round === 0 }),
      toChoice: (of) => ({ ...best, values: of }),
      cost: space.cost,
      deadline: begun + share * (deadline - begun),
      lastRungOnly: space.power !== undefined,
    });
    if (JSON.stringify(values) !== JSON.stringify(best.values)) best = { ...best, values };
  }
  // There was no time to see it on all users.
  return run.trials.isFitted(best) ? best : run.trials.isFitted(start) ? start : undefined;
}

/** Seconds of a first trial, where it must be known beforehand. */
function estimate({ trials, clock }: Run, { power }: MemberSpace, start: Choice): number {
  if (!power || trials.isFitted(start) || trials.items <= fewItems) return 0;
  const begun = clock();
  trials.probe(start, Math.ceil(trials.items / probed));
  return (clock() - begun) * probed ** power;
}

async function searchFor(
  { trials, tried, clock }: Run,
  what: Trial["what"],
  { candidates, toChoice, cost, deadline, lastRungOnly = false }: {
    candidates: readonly Values[];
    toChoice: (values: Values) => Choice;
    cost: (values: Values, share: number) => number;
    deadline: number;
    lastRungOnly?: boolean;
  },
): Promise<Values> {
  const rungOf = (rung: number) => lastRungOnly ? trials.last : rung;
  const found = await search(candidates, {
    rungs: lastRungOnly ? 1 : trials.last + 1,
    budget: deadline - clock(),
    clock,
    cost: (params, rung) => cost(params as Values, trials.shareOf(rungOf(rung))),
    // deno-lint-ignore require-await
    run: async (params, rung) => trials.score(toChoice(params as Values), rungOf(rung)),
  });
  for (const { params, scores } of found.trials) {
    const renamed = scores.map((score) => ({ ...score, rung: rungOf(score.rung) }));
    tried.push({ what, params: params as Values, scores: renamed });
  }
  return found.params as Values;
}
