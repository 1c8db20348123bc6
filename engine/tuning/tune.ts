/**
 * Chooses the settings of a training within a number of seconds (docs/decisions/0010-automatic-choice.md): every member by itself by
 * successive halving, then which of them with which weights. Without a budget that is too small the same events, options and seed give
 * the same choice: the clock, which is passed in, only ends the search.
 */
import { mostArenaBytes } from "../../core-wasm/layout.ts";
import type { Events } from "../csr.ts";
import { search } from "../evaluation/search.ts";
import { bootstrap, type Interval, meanOf } from "../gate/bootstrap.ts";
import { isTrainError } from "../gate/gate.ts";
import { type Limits, limits } from "../gate/held_out.ts";
import { cutoff } from "../gate/lists.ts";
import { arenaBytesFor } from "../memory.ts";
import type { Model } from "../model.ts";
import { defaultMfOptions } from "../mf.ts";
import { defaultSvdOptions } from "../svd.ts";
import { createSoloTeam } from "../team.ts";
import type { TrainOptions, TrainSetting } from "../train.ts";
import { combine, type Combined, type Slot } from "./combine.ts";
import type { Open } from "./due.ts";
import type { Chosen, Trial, TuneReport } from "./report.ts";
import { toWhy } from "./report.ts";
import { listCandidates, type MemberSpace, mostFactors, spaces, type Values } from "./spaces.ts";
import { createStage } from "./stage.ts";
import { type Choice, createTrials, type Trials } from "./trials.ts";

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

const decays = [0, 0.01, 0.03, 0.1];
/** Shares of the budget that are over after the decay and after the members; the rest is for combining them. */
const until = { decay: 0.2, members: 0.85 };
/** Each round looks around the best of the one before. */
const rounds = [{ count: 18, share: 0.6 }, { count: 14, share: 1 }] as const;

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
    const { chosen = toChosen(options), changed = false, why, ...figures } = outcome;
    const tuned = { at: options.createdAt, interactions: events.users.length, ensemble: open.ensemble };
    done = 1;
    onStep();
    return {
      options: outcome.searched ? { ...options, ...chosen, tuned } : options,
      report: {
        budgetSeconds,
        seconds: Math.round((clock() - begun) * 1000) / 1000,
        protocol,
        users: Math.min(stage.eligible, stage.rungs.at(-1)!.size),
        metric: `ndcg@${cutoff}`,
        ...{ start: null, score: null, difference: null, ...figures },
        ...{ trials: tried, changed, chosen, why },
      },
    };
  }

  if (stage.eligible < bounds.fewestUsers) {
    const users = `${stage.eligible} of the ${bounds.fewestUsers} users that are needed`;
    return end({ searched: false, why: `kept what was set: too little to measure on, ${users}` });
  }
  const trials = createTrials(stage, options, { team, onStep });
  const run: Run = { trials, tried, clock, begun, budgetSeconds, seed: options.seed };
  const fitting = spaces.map((space) => withinMemory(space, events));
  try {
    return end(await choose(run, fitting, options, open));
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

interface Run {
  readonly trials: Trials;
  readonly tried: Trial[];
  readonly clock: () => number;
  readonly begun: number;
  readonly budgetSeconds: number;
  readonly seed: number;
}

async function choose(
  run: Run,
  fitting: readonly MemberSpace[],
  options: TrainOptions,
  open: Open,
): Promise<Outcome> {
  const { trials, clock, begun, budgetSeconds } = run;
  const at = (share: number) => begun + share * budgetSeconds;
  const decay = options.tasteDecayPerDay ?? options.decayPerDay;
  const starts = fitting.map((space): Choice => ({
    name: space.name,
    values: valuesOf(space, options),
    tasteDecayPerDay: decay,
  }));
  const startShares = toShares(options.ensemble);

  // On few users first: what all of them will take can be told from it.
  const sample = timed(clock, () => starts.forEach((choice) => trials.score(choice, 0)));
  const expected = trials.last === 0 ? 0 : sample / trials.shareOf(0);
  if (clock() + expected > at(1)) {
    return {
      searched: true,
      why: `kept what was set: measuring it once would take more than the ${budgetSeconds} s`,
    };
  }
  starts.forEach((choice) => trials.score(choice, trials.last));
  let before: Float64Array;
  const pass = timed(clock, () => [before] = trials.measure(starts, [startShares]) as [Float64Array]);

  const chosenDecay = open.decay ? await searchDecay(run, starts[0]!, at(until.decay)) : decay;
  const moved = starts.map((choice) => ({ ...choice, tasteDecayPerDay: chosenDecay }));
  const slots: Slot[] = [];
  let total = fitting.reduce((sum, { time }) => sum + time, 0);
  for (const [s, space] of fitting.entries()) {
    const share = space.time / total, now = clock();
    total -= space.time;
    const start = moved[s]!;
    slots.push({
      start,
      best: await searchMember(run, space, start, now + share * (at(until.members) - now)),
    });
  }
  // Fits that are not at hand would have to be made again; a pass with several columns costs less than one for each.
  const combined = combine(slots, {
    trials,
    fixed: [[...startShares], ...(open.ensemble ? [[0.7, 0.3]] : [])],
    open: open.ensemble,
    canMeasure: (columns) => clock() + pass * (0.5 + 0.5 * columns) <= at(1),
  });
  return decide(run, { before: before!, options, slots, combined, decay: chosenDecay, open });
}

/** The decay under which a member is best as it is set. */
async function searchDecay(run: Run, start: Choice, deadline: number): Promise<number> {
  const found = await searchFor(run, "decay", {
    candidates: [start.tasteDecayPerDay, ...decays.filter((decay) => decay !== start.tasteDecayPerDay)]
      .map((tasteDecayPerDay) => ({ tasteDecayPerDay })),
    toChoice: ({ tasteDecayPerDay = 0 }) => ({ ...start, tasteDecayPerDay }),
    cost: () => 1,
    deadline,
  });
  return found.tasteDecayPerDay!;
}

async function searchMember(run: Run, space: MemberSpace, start: Choice, deadline: number): Promise<Choice> {
  const begun = run.clock();
  let best = start;
  for (const [round, { count, share }] of rounds.entries()) {
    const values = await searchFor(run, space.name, {
      candidates: listCandidates(space, best.values, { count, seed: run.seed + round, first: round === 0 }),
      toChoice: (of) => ({ ...best, values: of }),
      cost: (of) => space.cost(of),
      deadline: begun + share * (deadline - begun),
    });
    if (JSON.stringify(values) !== JSON.stringify(best.values)) best = { ...best, values };
  }
  return best;
}

async function searchFor(
  { trials, tried, clock }: Run,
  what: Trial["what"],
  { candidates, toChoice, cost, deadline }: {
    candidates: readonly Values[];
    toChoice: (values: Values) => Choice;
    cost: (values: Values) => number;
    deadline: number;
  },
): Promise<Values> {
  const found = await search(candidates, {
    rungs: trials.last + 1,
    budget: deadline - clock(),
    clock,
    cost: (params, rung) => cost(params as Values) * trials.shareOf(rung),
    // deno-lint-ignore require-await
    run: async (params, rung) => trials.score(toChoice(params as Values), rung),
  });
  for (const { params, scores } of found.trials) tried.push({ what, params: params as Values, scores });
  return found.params as Values;
}

/** The start stays unless something is better by more than a standard error of the difference (Breiman et al. 1984). */
function decide(
  { tried, seed }: Run,
  { before, options, slots, combined, decay, open }: {
    before: Float64Array;
    options: TrainOptions;
    slots: readonly Slot[];
    combined: Combined;
    decay: number;
    open: Open;
  },
): Outcome {
  const { combination, column } = combined;
  for (const { combination: { shares }, score } of combined.tried) {
    const weights = Object.fromEntries(slots.map(({ start: { name } }, s) => [name, shares[s]!]));
    tried.push({ what: "weights", params: weights, scores: [{ rung: 0, score, seconds: 0 }] });
  }
  const [difference] = bootstrap([column.map((value, u) => value - before[u]!)], seed) as [Interval];
  const start = meanOf(before), score = meanOf(column);
  const changed = difference.mean > standardErrorOf(difference);
  const [svd, mf] = slots.map(({ start, best }, s) => (combination.best[s] ? best : start).values);
  const chosen: Chosen = changed
    ? {
      svd: svd!,
      mf: mf!,
      ensemble: open.ensemble ? { cf: combination.shares[0]!, mf: combination.shares[1]! } : options.ensemble,
      ...(decay === options.decayPerDay && options.tasteDecayPerDay === undefined
        ? {}
        : { tasteDecayPerDay: decay }),
    }
    : toChosen(options);
  return {
    searched: true,
    ...{ start, score: changed ? score : start, difference, changed, chosen },
    why: toWhy({
      changed,
      difference,
      standardError: standardErrorOf(difference),
      before: toChosen(options),
      chosen,
    }),
  };
}

/** Of a 95% interval. */
function standardErrorOf({ low, high }: Interval): number {
  return (high - low) / (2 * 1.96);
}

function toChosen({ ensemble, tasteDecayPerDay, ...options }: TrainOptions): Chosen {
  const svd = { ...defaultSvdOptions, ...options.svd }, mf = { ...defaultMfOptions, ...options.mf };
  return { svd, mf, ensemble, ...(tasteDecayPerDay === undefined ? {} : { tasteDecayPerDay }) };
}

function valuesOf({ name, defaults }: MemberSpace, options: TrainOptions): Values {
  return { ...defaults, ...options[name] };
}

function toShares({ cf, mf }: TrainOptions["ensemble"]): Float64Array {
  return Float64Array.of(cf / (cf + mf), mf / (cf + mf));
}

/** Numbers of factors that a fit to all events has room for. */
function withinMemory(space: MemberSpace, { users, products }: Events): MemberSpace {
  const entries = users.length;
  if (arenaBytesFor({ users: entries, items: entries, entries, factors: mostFactors }) <= mostArenaBytes) {
    return space;
  }
  const size = { users: new Set(users).size, items: new Set(products).size, entries };
  const fits = (factors: number) => arenaBytesFor({ ...size, factors }) <= mostArenaBytes;
  return {
    ...space,
    values: { ...space.values, factors: space.values.factors!.filter(fits) },
    known: space.known.filter(({ factors }) => factors === undefined || fits(factors)),
  };
}

function timed(clock: () => number, run: () => void): number {
  const begun = clock();
  run();
  return clock() - begun;
}
