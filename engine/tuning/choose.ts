/** The steps of a search, in the order in which time is spent: what is set, the decay, the members, their weights, the decision. */
import { defaultEnsemble } from "../ensemble.ts";
import { sharesToFit } from "../fit_members.ts";
import { bootstrap, type Interval, meanOf } from "../gate/bootstrap.ts";
import type { MemberName } from "../member.ts";
import type { TrainOptions } from "../train.ts";
import { chosenOf, toChosen } from "./chosen.ts";
import { combine, type Combined, membersOf, type Slot } from "./combine.ts";
import type { Open } from "./due.ts";
import { type Run, searchDecay, searchMember } from "./member_search.ts";
import { toWhy, type TuneReport } from "./report.ts";
import { type MemberSpace, spaces, type Values } from "./spaces.ts";
import type { Choice } from "./trials.ts";

export interface Outcome
  extends Partial<Pick<TuneReport, "start" | "score" | "difference" | "chosen" | "changed">> {
  /** Whether there was something to search on: else it stays due. */
  readonly searched: boolean;
  readonly why: string;
}

export interface ChooseSetting {
  readonly spaces: readonly MemberSpace[];
  readonly options: TrainOptions;
  readonly open: Open;
  /** Seconds on the run's clock. */
  readonly end: number;
}

/**
 * What SVD and MF have at least in other weights than those that are set: `cf_score` and `mf_score` are theirs and must not be empty, and
 * whoever sets `ENSEMBLE_CF` and `ENSEMBLE_MF` must find both in the model that serves.
 */
const leastShare = 0.05;
/** Shares of the time that are over after the decay and after the members; the rest is for combining them. */
const until = { decay: 0.12, members: 0.65 };
/** A decay is searched for where there is time for so many fits of what is set. */
const moves = 5;
/** Time for so many combinations is kept back, and for so many trials of each member there is time in any case before. */
const reserved = 6, fewestTrials = 4;

/** What was found, if it is better than what is set. */
export async function choose(run: Run, setting: ChooseSetting): Promise<Outcome> {
  const { clock } = run, { options, open, end } = setting;
  const measured = measureStart(run, setting);
  if (!measured) {
    return { searched: true, why: "kept what was set: there was no time to measure it" };
  }
  const { starts, before, fitting, perColumn, decay } = measured;
  const from = clock();
  // Under another decay everything has to be fitted again.
  const canMove = open.decay && from + moves * (fitting + perColumn) < end;
  const guide = starts.get("svd") ?? [...starts.values()][0]!;
  const found = canMove ? await searchDecay(run, guide, from + until.decay * (end - from)) : decay;
  const moving = found === decay ? 0 : fitting;
  const last = Math.min(from + until.members * (end - from), end - moving - reserved * perColumn);
  const slots = await searchMembers(run, setting, { starts, decay: found, perColumn, last });
  const missing = [...slots.values()].some(({ start }) => start && !run.trials.isFitted(start));
  if (clock() + (missing ? fitting : 0) + 2 * perColumn > end) {
    const why = "kept what was set: there was no time to combine members";
    return { searched: true, start: meanOf(before), why };
  }
  const combined = combineSlots(run, setting, { slots, perColumn });
  return decide(run, { before, slots, combined, decay: found, options, open });
}

interface Start {
  /** Every member that is in use, as it is set. */
  readonly starts: ReadonlyMap<MemberName, Choice>;
  /** Figures of those who confirm. */
  readonly before: Float64Array;
  readonly decay: number;
  /** Seconds of fitting all of it, and of a combination. */
  readonly fitting: number;
  readonly perColumn: number;
}

/** Undefined where there is no time. */
function measureStart({ trials, clock }: Run, { options, end }: ChooseSetting): Start | undefined {
  const set = sharesToFit(options), decay = options.tasteDecayPerDay ?? options.decayPerDay;
  const starts = new Map([...set.keys()].map((name) => [name, startOf(name, options, decay)]));
  const total = [...set.values()].reduce((sum, share) => sum + share, 0);
  const shares = Float64Array.from(set.values(), (share) => share / total);
  // On few users first: what all of them will take can be told from it.
  const sample = timed(clock, () => starts.forEach((choice) => trials.score(choice, 0)));
  const expected = trials.last === 0 ? 0 : sample / trials.shareOf(0);
  if (clock() + expected > end) return undefined;
  const fitting = timed(clock, () => starts.forEach((choice) => trials.fit(choice)));
  const begun = clock(), before = trials.confirm([...starts.values()], shares);
  return { starts, before, decay, fitting, perColumn: clock() - begun };
}

/** A member as it is set. */
function startOf(
  name: MemberName,
  options: TrainOptions,
  tasteDecayPerDay: number,
  begin: Values = {},
): Choice {
  const { defaults } = spaces.find((space) => space.name === name)!;
  const own = name === "svd" || name === "mf" ? options[name] : options.members?.[name];
  return { name, values: { ...defaults, ...begin, ...own }, tasteDecayPerDay };
}

/** Members that are in use stay as they are where there is no time for them; others are then not considered. */
async function searchMembers(
  run: Run,
  { spaces, options }: ChooseSetting,
  { starts, decay, perColumn, last }: Pick<Start, "starts" | "decay" | "perColumn"> & {
    readonly last: number;
  },
): Promise<ReadonlyMap<MemberName, Slot>> {
  const slots = new Map<MemberName, Slot>();
  let left = spaces.reduce((sum, { time }) => sum + time, 0);
  for (const space of spaces) {
    const now = run.clock(), share = now + (space.time / left) * (last - now);
    left -= space.time;
    const start = {
      ...(starts.get(space.name) ?? startOf(space.name, options, decay, space.begin)),
      tasteDecayPerDay: decay,
    };
    const deadline = Math.min(last, Math.max(share, now + fewestTrials * perColumn));
    const best = await searchMember(run, space, start, { deadline, last });
    if (starts.has(space.name)) slots.set(space.name, { start, best: best ?? start });
    else if (best) slots.set(space.name, { best });
    if (best) run.trials.fit(best);
  }
  return slots;
}

function combineSlots(
  { trials, tried, clock }: Run,
  { options, open, end }: ChooseSetting,
  { slots, perColumn }: { readonly slots: ReadonlyMap<MemberName, Slot>; readonly perColumn: number },
): Combined {
  const names = [...slots.keys()], { cf, mf } = defaultEnsemble;
  const shareOf = (shares: ReadonlyMap<MemberName, number>) => {
    const sum = [...shares.values()].reduce((all, share) => all + share, 0);
    return names.map((name) => (shares.get(name) ?? 0) / sum);
  };
  const usual = new Map<MemberName, number>([["svd", cf], ["mf", mf]]);
  const combined = combine([...slots.values()], {
    trials,
    fixed: [shareOf(sharesToFit(options)), ...(open.ensemble ? [shareOf(usual)] : [])],
    open: open.ensemble,
    least: names.map((name) => name === "svd" || name === "mf" ? leastShare : 0),
    // What is found is then measured once more.
    ...{ clock, deadline: end - perColumn, perColumn },
  });
  for (const { combination: { shares }, score } of combined.tried) {
    const weights = Object.fromEntries(names.map((name, s) => [name, shares[s]!]));
    tried.push({ what: "weights", params: weights, scores: [{ rung: trials.last, score, seconds: 0 }] });
  }
  return combined;
}

/**
 * Measured on users who had no part in the choice, what was found must be better by more than a standard error of the difference (the
 * rule of Breiman, Friedman, Olshen and Stone, Classification and Regression Trees, 1984); else what is set stays.
 */
function decide(
  { trials, seed }: Run,
  { before, slots, combined: { combination }, decay, options, open }: {
    readonly before: Float64Array;
    readonly slots: ReadonlyMap<MemberName, Slot>;
    readonly combined: Combined;
    readonly decay: number;
    readonly options: TrainOptions;
    readonly open: Open;
  },
): Outcome {
  const { members, shares } = membersOf([...slots.values()], combination);
  const after = trials.confirm(members, shares);
  const [difference] = bootstrap([after.map((value, u) => value - before[u]!)], seed) as [Interval];
  const standardError = (difference.high - difference.low) / (2 * 1.96);
  const changed = difference.mean > standardError;
  const chosen = toChosen(options, { slots, combination, decay, ensembleIsOpen: open.ensemble });
  return {
    searched: true,
    ...{ start: meanOf(before), score: meanOf(changed ? after : before), difference, changed },
    ...(changed ? { chosen } : {}),
    why: toWhy({ changed, difference, standardError, before: chosenOf(options), chosen }),
  };
}

function timed(clock: () => number, run: () => void): number {
  const begun = clock();
  run();
  return clock() - begun;
}
