/**
 * Chooses the settings of a training within a number of seconds (docs/decisions/0010-automatic-choice.md): every member by itself by
 * successive halving, then which of them with which weights. Without a budget that is too small the same events, options and seed give
 * the same choice: the clock, which is passed in, only ends the search.
 */
import { mostArenaBytes } from "../../core-wasm/layout.ts";
import type { Events } from "../csr.ts";
import { defaultEnsemble } from "../ensemble.ts";
import { sharesToFit } from "../fit_members.ts";
import { bootstrap, type Interval, meanOf } from "../gate/bootstrap.ts";
import { isTrainError } from "../gate/gate.ts";
import { type Limits, limits } from "../gate/held_out.ts";
import { cutoff } from "../gate/lists.ts";
import type { MemberName } from "../member.ts";
import { arenaBytesFor } from "../memory.ts";
import type { Model } from "../model.ts";
import { createSoloTeam } from "../team.ts";
import type { TrainOptions, TrainSetting } from "../train.ts";
import { chosenOf, toChosen, withChosen } from "./chosen.ts";
import { combine, type Slot } from "./combine.ts";
import type { Open } from "./due.ts";
import { type Run, searchDecay, searchMember } from "./member_search.ts";
import { toWhy, type Trial, type TuneReport } from "./report.ts";
import { type MemberSpace, mostFactors, spaces, type Values } from "./spaces.ts";
import { createStage } from "./stage.ts";
import { type Choice, createTrials } from "./trials.ts";

export interface TuneSetting extends TrainSetting {
  readonly budgetSeconds: number;
  /** Seconds from any moment. */
  readonly clock: () => number;
  readonly open: Open;
  /** The model that serves, if any: the gate may cut where it ends. */
  readonly serving?: Model | undefined;
  /** Of the gate. */
  readonly limits?: Partial<Limits>;
}

export interface Tuning {
  /** What to train with: the options that were given where nothing better was found. */
  readonly options: TrainOptions;
  readonly report: TuneReport;
}

/** Shares of the time that are over after the decay and after the members; the rest is for combining them. */
const until = { decay: 0.12, members: 0.65 };
/** A decay is searched for where there is time for so many fits of what is set. */
const moves = 5;
/** Time for so many combinations is kept back, and for so many trials of each member there is time in any case before. */
const reserved = 5, fewestTrials = 4;

/**
 * Searches around `options`.
 *
 * @throws StoppedError, and whatever `onProgress` throws; RangeError for malformed events (csr.ts)
 */
export async function tune(events: Events, options: TrainOptions, setting: TuneSetting): Promise<Tuning> {
  const { budgetSeconds, clock, open, serving, team = createSoloTeam(), onProgress = () => {} } = setting;
  const begun = clock();
  let done = 0;
  const onStep = () => {
    done = Math.max(done, Math.min(1, (clock() - begun) / budgetSeconds));
    onProgress({ phase: "tuning", done });
  };
  onStep();
  const bounds = { ...limits, ...setting.limits };
  const stage = createStage(events, { asOf: options.asOf, seed: options.seed, serving, limits: bounds });
  const { protocol } = stage, tried: Trial[] = [];

  function end(outcome: Outcome): Tuning {
    const { chosen = chosenOf(options), changed = false, why, searched, ...figures } = outcome;
    const tuned = { at: options.createdAt, interactions: events.users.length, ensemble: open.ensemble };
    done = 1;
    onStep();
    return {
      options: searched ? { ...(changed ? withChosen(options, chosen) : options), tuned } : options,
      report: {
        budgetSeconds,
        seconds: Math.round((clock() - begun) * 1000) / 1000,
        protocol,
        users: Math.min(stage.eligible, stage.rungs.at(-1)!.size),
        metric: `ndcg@${cutoff}`,
        ...{ start: null, score: null, difference: null, ...figures },
        ...{ trials: tried, changed, chosen, why, tuned: searched ? tuned : null },
      },
    };
  }

  if (stage.eligible < bounds.fewestUsers) {
    const users = `${stage.eligible} of the ${bounds.fewestUsers} users that are needed`;
    return end({ searched: false, why: `kept what was set: too little to measure on, ${users}` });
  }
  const trials = createTrials(stage, options, { team, onStep });
  const run: Run = { trials, tried, clock, seed: options.seed };
  const items = new Set(events.products).size;
  const fit = spaces.filter(({ name }) => open.ensemble || name === "svd" || name === "mf")
    .flatMap((space) => withinMemory(space, events, items) ?? []);
  try {
    return end(await choose(run, { tried: fit, options, open, begun, budgetSeconds }));
  } catch (error) {
    if (!isTrainError(error)) throw error;
    return end({ searched: true, why: `kept what was set: ${error.message}` });
  }
}

interface Outcome extends Partial<Pick<TuneReport, "start" | "score" | "difference" | "chosen" | "changed">> {
  /** Whether there was something to search on: else it stays due. */
  readonly searched: boolean;
  readonly why: string;
}

interface Setting {
  readonly tried: readonly MemberSpace[];
  readonly options: TrainOptions;
  readonly open: Open;
  /** Seconds on the run's clock. */
  readonly begun: number;
  readonly budgetSeconds: number;
}

async function choose(run: Run, { tried, options, open, begun, budgetSeconds }: Setting): Promise<Outcome> {
  const { trials, clock } = run;
  const end = begun + budgetSeconds;
  const set = sharesToFit(options), decay = options.tasteDecayPerDay ?? options.decayPerDay;
  const starts = new Map([...set.keys()].map((name) => [name, startOf(name, options, decay)]));
  const total = [...set.values()].reduce((sum, share) => sum + share, 0);

  // On few users first: what all of them will take can be told from it.
  const sample = timed(clock, () => starts.forEach((choice) => trials.score(choice, 0)));
  const expected = trials.last === 0 ? 0 : sample / trials.shareOf(0);
  if (clock() + expected > end) {
    return {
      searched: true,
      why: `kept what was set: to measure it once takes more than the ${budgetSeconds} s`,
    };
  }
  const fitting = timed(clock, () => starts.forEach((choice) => trials.fit(choice)));
  let before = new Float64Array(0);
  const perColumn = timed(clock, () => {
    const shares = Float64Array.from(set.values(), (share) => share / total);
    before = trials.measure([...starts.values()], [shares])[0] as Float64Array<ArrayBuffer>;
  });

  const from = clock(), at = (share: number) => from + share * (end - from);
  const guide = starts.get("svd") ?? [...starts.values()][0]!;
  // Under another decay everything has to be fitted again.
  const canMove = open.decay && clock() + moves * (fitting + perColumn) < end;
  const chosenDecay = canMove ? await searchDecay(run, guide, at(until.decay)) : decay;
  const slots = new Map<MemberName, Slot>();
  const moving = chosenDecay === decay ? 0 : fitting;
  const last = Math.min(at(until.members), end - moving - reserved * perColumn);
  let left = tried.reduce((sum, { time }) => sum + time, 0);
  for (const space of tried) {
    const now = clock(), share = now + (space.time / left) * (last - now);
    left -= space.time;
    const start = {
      ...(starts.get(space.name) ?? startOf(space.name, options, decay, space.begin)),
      tasteDecayPerDay: chosenDecay,
    };
    const deadline = Math.min(last, Math.max(share, now + fewestTrials * perColumn));
    const best = await searchMember(run, space, start, { deadline, last });
    if (starts.has(space.name)) slots.set(space.name, { start, best: best ?? start });
    else if (best) slots.set(space.name, { best });
    if (best) trials.fit(best);
  }
  const missing = [...slots.values()].some(({ start }) => start && !trials.isFitted(start));
  if (clock() + (missing ? fitting : 0) + perColumn > end) {
    const why = "kept what was set: there was no time to combine members";
    return { searched: true, start: meanOf(before), why };
  }
  const names = [...slots.keys()];
  const shareOf = (shares: ReadonlyMap<MemberName, number>) => {
    const sum = [...shares.values()].reduce((all, share) => all + share, 0);
    return names.map((name) => (shares.get(name) ?? 0) / sum);
  };
  const { cf, mf } = defaultEnsemble;
  const combined = combine([...slots.values()], {
    trials,
    fixed: [shareOf(set), ...(open.ensemble ? [shareOf(new Map([["svd", cf], ["mf", mf]]))] : [])],
    open: open.ensemble,
    ...{ clock, deadline: end, perColumn },
  });
  for (const { combination: { shares }, score } of combined.tried) {
    const weights = Object.fromEntries(names.map((name, s) => [name, shares[s]!]));
    run.tried.push({ what: "weights", params: weights, scores: [{ rung: trials.last, score, seconds: 0 }] });
  }
  const [difference] = bootstrap([combined.column.map((value, u) => value - before[u]!)], run.seed) as [
    Interval,
  ];
  const start = meanOf(before), standardError = (difference.high - difference.low) / (2 * 1.96);
  const found = toChosen(options, {
    ...{ slots, combination: combined.combination, decay: chosenDecay },
    ...{ ensembleIsOpen: open.ensemble },
  });
  // What was set stays unless something is better by more than a standard error of the difference (Breiman et al. 1984).
  const changed = difference.mean > standardError;
  return {
    searched: true,
    ...{ start, score: changed ? combined.score : start, difference, changed },
    ...(changed ? { chosen: found } : {}),
    why: toWhy({ changed, difference, standardError, before: chosenOf(options), chosen: found }),
  };
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

/** Without what a training with all events has no room for. */
function withinMemory(
  space: MemberSpace,
  { users, products }: Events,
  items: number,
): MemberSpace | undefined {
  if (items > (space.mostItems ?? Infinity)) return undefined;
  const { values: { factors } } = space, entries = users.length;
  if (!factors || arenaBytesFor({ users: entries, items, entries, factors: mostFactors }) <= mostArenaBytes) {
    return space;
  }
  const size = { users: new Set(users).size, items: new Set(products).size, entries };
  const fits = (n: number) => arenaBytesFor({ ...size, factors: n }) <= mostArenaBytes;
  const known = space.known.filter((values) => values.factors === undefined || fits(values.factors));
  return { ...space, values: { ...space.values, factors: factors.filter(fits) }, known };
}

function timed(clock: () => number, run: () => void): number {
  const begun = clock();
  run();
  return clock() - begun;
}
