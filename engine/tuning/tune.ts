/**
 * Chooses the settings of a training within a number of seconds (docs/decisions/0010-automatic-choice.md): every member by itself by
 * successive halving, then which of them with which weights. Without a budget that is too small the same events, options and seed give
 * the same choice: the clock, which is passed in, only ends the search.
 */
import { mostArenaBytes } from "../../core-wasm/layout.ts";
import type { Events } from "../csr.ts";
import { isTrainError } from "../gate/gate.ts";
import { type Limits, limits } from "../gate/held_out.ts";
import { cutoff } from "../gate/lists.ts";
import { arenaBytesFor } from "../memory.ts";
import type { Model } from "../model.ts";
import { createSoloTeam } from "../team.ts";
import type { TrainOptions, TrainSetting } from "../train.ts";
import { mostFactors } from "./bounds.ts";
import { choose, type Outcome } from "./choose.ts";
import { chosenOf, withChosen } from "./chosen.ts";
import type { Open } from "./due.ts";
import type { Run } from "./member_search.ts";
import type { Trial, TuneReport } from "./report.ts";
import { type MemberSpace, spaces } from "./spaces.ts";
import { createStage } from "./stage.ts";
import { createTrials } from "./trials.ts";
import { canFit } from "./usable.ts";

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

  function finish(outcome: Outcome): Tuning {
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
        users: stage.rungs.at(-1)!.size,
        confirmedBy: stage.others.size,
        metric: `ndcg@${cutoff}`,
        ...{ start: null, score: null, difference: null, ...figures },
        ...{ trials: tried, changed, chosen, why, tuned: searched ? tuned : null },
      },
    };
  }

  const fewest = Math.min(stage.rungs.at(-1)!.size, stage.others.size);
  if (fewest < bounds.fewestUsers) {
    const users =
      `${fewest} of the ${bounds.fewestUsers} users that are needed to choose, and as many to confirm`;
    return finish({ searched: false, why: `kept what was set: too little to measure on, ${users}` });
  }
  const trials = createTrials(stage, options, { team, onStep });
  const run: Run = { trials, tried, clock, seed: options.seed };
  const items = new Set(events.products).size;
  const fitting = spaces.filter(({ name }) => open.ensemble || name === "svd" || name === "mf")
    .flatMap((space) => withinMemory(space, events, items) ?? []);
  try {
    return finish(await choose(run, { spaces: fitting, options, open, end: begun + budgetSeconds }));
  } catch (error) {
    if (!isTrainError(error)) throw error;
    return finish({ searched: true, why: `kept what was set: ${error.message}` });
  }
}

/** Without what a training with all events has no room for. */
function withinMemory(
  space: MemberSpace,
  { users, products }: Events,
  items: number,
): MemberSpace | undefined {
  if (!canFit(space, items, users.length)) return undefined;
  const { values: { factors } } = space, entries = users.length;
  if (!factors || arenaBytesFor({ users: entries, items, entries, factors: mostFactors }) <= mostArenaBytes) {
    return space;
  }
  const size = { users: new Set(users).size, items: new Set(products).size, entries };
  const fits = (n: number) => arenaBytesFor({ ...size, factors: n }) <= mostArenaBytes;
  const known = space.known.filter((values) => values.factors === undefined || fits(values.factors));
  return { ...space, values: { ...space.values, factors: factors.filter(fits) }, known };
}
