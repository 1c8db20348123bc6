/**
 * The ensemble: members on one scale (scaling.ts), each with a weight. Weights that are not given are learnt: the members are fitted to
 * an earlier part of the training data and a listwise regression (listwise.ts) finds what the part after it says about them; then they
 * are fitted to all of it.
 */
import { createDataset } from "../evaluation/dataset.ts";
import { type ModelData, newestOf, toMatrix } from "../evaluation/strengths.ts";
import { type Parts, split } from "../evaluation/split.ts";
import { createRandom } from "../random.ts";
import type { Team } from "../team.ts";
import { type ChoiceList, fitListwise } from "./listwise.ts";
import { type MemberName, memberNames, members } from "./members.ts";
import {
  clear,
  type FitContext,
  type Parameters,
  type Recommender,
  rowOf,
  type ScoreContext,
} from "./recommender.ts";
import { scaleTile } from "./scaling.ts";
import { withWorkspace } from "./workspace.ts";

type EnsembleParameters = Parameters & {
  /**
   * Names, each with parameters where they differ from its defaults: `ease?regularization=60&decay_per_day=0.01`. `binary=1` gives a
   * member the data as `--binary` does. Empty: by the data.
   */
  readonly members: readonly string[];
  /** One per member; empty: learnt. */
  readonly weights: readonly number[];
};

interface State {
  readonly members: readonly {
    readonly name: MemberName;
    readonly weight: number;
    /** Whether it sees every pair once. */
    readonly binary: boolean;
    readonly state: unknown;
  }[];
}

/** Share of the training data that the weights are learnt from. */
const withheld = 0.12;
/** Where fewer users were there before and after a moment, it tells too little about them: each user's own last part is taken. */
const fewestStayed = 0.1;
/** Users whose choices are looked at. */
const mostUsers = 3_000;
/** Candidates per user and member, from the top of its list. */
const depth = 60;
/** EASE beyond it takes longer than all the rest. */
const mostEaseItems = 8_000;
const width = 32;

export const ensemble: Recommender<State, EnsembleParameters> = {
  defaults: { members: [], weights: [] },
  check({ members: specs, weights }) {
    if (weights.length > 0 && weights.length !== specs.length) {
      return `there are ${weights.length} weights for ${specs.length} members`;
    }
    if (!weights.every((weight) => typeof weight === "number" && weight >= 0)) {
      return `weights are ${JSON.stringify(weights)}, not numbers from 0`;
    }
    for (const spec of specs) {
      const wrong = complainAbout(spec);
      if (wrong) return wrong;
    }
    return undefined;
  },
  tune(data, { members: given, weights }, context) {
    const specs = given.length > 0 ? given : chooseMembers(data, context);
    return { members: specs, weights: weights.length > 0 ? weights : learnWeights(data, specs, context) };
  },
  fit(data, { members: given, weights }, context) {
    const specs = given.length > 0 ? given : chooseMembers(data, context);
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    const share = (m: number) => total > 0 ? weights[m]! / total : 1 / specs.length;
    const used = specs.map((spec, m) => ({ spec, weight: share(m) })).filter(({ weight }) => weight > 0);
    return {
      members: used.map(({ spec, weight }, m) => ({
        name: nameOf(spec),
        weight,
        binary: isBinary(spec),
        state: fitMember(data, spec, {
          ...context,
          onProgress: (done) => context.onProgress((m + done) / used.length),
        }),
      })),
    };
  },
  open({ members: parts }, inputs, context) {
    const { arena, kernels } = context;
    const scorers = parts.map(({ name, state, binary }) =>
      members[name].open(state, { ...inputs, binary: binary || inputs.binary }, context)
    );
    const matrix = toMatrix({ ...inputs, binary: true });
    const part = arena.f32(inputs.items * context.width);
    return (users, tile) => {
      clear(tile);
      const own = Array.from(users, (user) => rowOf(matrix, user).items);
      parts.forEach(({ name, weight }, m) => {
        scorers[m]!(users, part);
        scaleTile(name, part, { own, width: context.width, items: inputs.items });
        kernels.combine(tile.ptr, part.ptr, part.length, weight, 0, 1);
      });
    };
  },
};

/** Members that differ in kind, as far as the data can feed them. */
export function chooseMembers({ items, events }: ModelData, { repeats }: FitContext): string[] {
  const isTimed = events.at !== null;
  // Where times are known, old interactions say less about taste; popularity forgets much faster.
  const inputs = isTimed ? "binary=1&decay_per_day=0.01" : "binary=1";
  if (items > mostEaseItems) {
    const specs = [
      `graph-filter?${inputs}`,
      `svd?factors=448&regularization=0.1&output_exponent=0.25&${inputs}`,
    ];
    return isTimed ? [...specs, ...popular(repeats)] : specs;
  }
  const specs = [
    `ease?regularization=${isTimed ? 60 : 300}&${inputs}`,
    `svd?factors=64&${inputs}`,
    `ials?factors=64&${inputs}`,
    "mf?epochs=20&binary=1",
    `item-knn?${isTimed ? "decay_per_day=0.01" : inputs}`,
  ];
  return isTimed ? [...specs, ...popular(repeats)] : specs;
}

/** What is in demand now, and what the user had, at several speeds of forgetting. */
function popular(repeats: boolean): string[] {
  const specs = ["first-popularity", "first-popularity?decay_per_day=0.05"];
  if (!repeats) return specs;
  const history = ["", "?decay_per_day=0.01", "?binary=1", "?binary=1&decay_per_day=0.01"].map((form) =>
    `history${form}`
  );
  return [...specs, "decayed-popularity", ...history];
}

function nameOf(spec: string): MemberName {
  return spec.split("?")[0] as MemberName;
}

/** The parameters of a member over its defaults. */
function parametersOf(spec: string): Parameters {
  const { defaults, complete } = members[nameOf(spec)];
  const given = new URLSearchParams(spec.split("?")[1] ?? "");
  const chosen: Record<string, Parameters[string]> = { ...defaults };
  given.delete("binary");
  for (const [key, text] of given) chosen[key] = typeof defaults[key] === "number" ? Number(text) : text;
  return complete?.(chosen) ?? chosen;
}

function complainAbout(spec: string): string | undefined {
  const name = nameOf(spec);
  if (!memberNames.includes(name)) return `member "${spec}" is not one of ${memberNames.join(", ")}`;
  const { defaults, check } = members[name];
  for (const [key, text] of new URLSearchParams(spec.split("?")[1] ?? "")) {
    if (key === "binary" && text === "1") continue;
    const usual = defaults[key];
    if (usual === undefined) return `"${key}" of member "${spec}" is unknown`;
    if (typeof usual === "number" && !(text !== "" && Number.isFinite(Number(text)))) {
      return `"${key}" of member "${spec}" is not a number`;
    }
  }
  return check?.(parametersOf(spec));
}

function fitMember(data: ModelData, spec: string, context: FitContext): unknown {
  return members[nameOf(spec)].fit(dataOf(spec, data), parametersOf(spec), context);
}

function isBinary(spec: string): boolean {
  return new URLSearchParams(spec.split("?")[1] ?? "").has("binary");
}

function dataOf(spec: string, data: ModelData): ModelData {
  return { ...data, binary: data.binary || isBinary(spec) };
}

/** The weights under which the members best foretell the last part of the data from what came before. */
function learnWeights(data: ModelData, specs: readonly string[], context: FitContext): number[] {
  const { seed, repeats, onProgress } = context;
  const parts = divide(data, seed);
  const dataset = createDataset(parts, { newOnly: !repeats });
  const { users, items, train } = dataset;
  const earlier: ModelData = { ...data, users, items, events: train, asOf: newestOf(train) };
  const states = specs.map((spec, m) =>
    fitMember(earlier, spec, {
      ...context,
      onProgress: (done) => onProgress((m + done) / (specs.length + 1)),
    })
  );
  const lists = withWorkspace((team) =>
    collectLists(earlier, { specs, states, dataset, repeats, seed, team })
  );
  if (lists.length === 0) return specs.map(() => 1 / specs.length);
  const weights = fitListwise(lists, specs.length);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Array.from(weights, (weight) => total > 0 ? Number((weight / total).toFixed(6)) : 1 / specs.length);
}

/** The earlier part of the data, and what came after it. */
function divide({ events, users }: ModelData, seed: number): Parts {
  const options = { seed, foldIn: 0.8 };
  if (!events.at) return split(events, { kind: "random", fraction: withheld }, options);
  const byMoment = split(events, { kind: "temporal-fraction", fraction: withheld }, options);
  const before = new Set(byMoment.train.users);
  const stayed = new Set(byMoment.test.users.filter((user) => before.has(user)));
  if (stayed.size >= fewestStayed * users) return byMoment;
  return split(events, { kind: "last", fraction: withheld }, options);
}

/** What the users took in the withheld part, among the tops of the members' lists. */
function collectLists(
  data: ModelData,
  { specs, states, dataset, repeats, seed, team }: {
    specs: readonly string[];
    states: readonly unknown[];
    dataset: ReturnType<typeof createDataset>;
    repeats: boolean;
    seed: number;
    team: Team;
  },
): ChoiceList[] {
  const { test } = dataset;
  const { arena } = team;
  const context: ScoreContext = { arena, kernels: team.kernels, width };
  const scorers = specs.map((spec, m) => members[nameOf(spec)].open(states[m], dataOf(spec, data), context));
  const tiles = specs.map(() => arena.f32(data.items * width));
  const found = {
    items: arena.i32(width * depth),
    scores: arena.f32(width * depth),
    counts: arena.i32(width),
  };
  const ranked = arena.f32(data.items * width);
  const matrix = toMatrix({ ...data, binary: true });
  const known = Array.from(test.users, (user, t) => ({ user, t }))
    .filter(({ user }) => matrix.rowPtr[user + 1]! > matrix.rowPtr[user]!);
  const order = createRandom(seed).shuffle(known).slice(0, mostUsers);
  const lists: ChoiceList[] = [];
  for (let from = 0; from < order.length; from += width) {
    const batch = order.slice(from, from + width);
    const users = Int32Array.from(batch, ({ user }) => user);
    const own = Array.from(users, (user) => rowOf(matrix, user).items);
    const candidates = batch.map(() => new Set<number>());
    specs.forEach((spec, m) => {
      scorers[m]!(users, tiles[m]!);
      scaleTile(nameOf(spec), tiles[m]!, { own, width, items: data.items });
      const view = ranked.view;
      view.set(tiles[m]!.view);
      if (!repeats) own.forEach((list, c) => list.forEach((item) => view[item * width + c] = NaN));
      context.kernels.topKTile(
        ranked.ptr,
        data.items,
        width,
        depth,
        found.items.ptr,
        found.scores.ptr,
        found.counts.ptr,
      );
      const tops = found.items.view;
      candidates.forEach((set, c) => {
        for (let i = 0; i < depth; i++) if (tops[c * depth + i]! >= 0) set.add(tops[c * depth + i]!);
      });
    });
    const views = tiles.map((tile) => tile.view);
    candidates.forEach((set, c) => {
      const { t } = batch[c]!;
      const taken = new Set(test.items.subarray(test.ptr[t], test.ptr[t + 1]));
      // What no member found is left out: it would tell that high scores are wrong, when they are only why the others are here.
      const positives = [...set].filter((item) => taken.has(item));
      if (positives.length === 0) return;
      const rows = [...positives, ...[...set].filter((item) => !taken.has(item))];
      const features = new Float64Array(rows.length * specs.length);
      let at = 0;
      for (const item of rows) for (const view of views) features[at++] = view[item * width + c]!;
      lists.push({ positives: positives.length, features });
    });
  }
  return lists;
}
