/**
 * The ensemble: members (member_specs.ts) on one scale (scaling.ts), each with a weight. Weights that are not given are learnt
 * (learn_weights.ts); then the members are fitted to everything.
 */
import { toMatrix } from "../evaluation/strengths.ts";
import { learnWeights } from "./learn_weights.ts";
import { chooseMembers, complainAbout, fitMember, isBinary, nameOf } from "./member_specs.ts";
import { type MemberName, members } from "./members.ts";
import { clear, type Parameters, type Recommender, rowOf } from "./recommender.ts";
import { scaleTile } from "./scaling.ts";

type EnsembleParameters = Parameters & {
  /** As in member_specs.ts. Empty: by the data. */
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

/** Only their ratio matters. */
const mostWeight = 1e6;
/** Where the data tells too little to choose. */
const fallback = { members: ["svd", "mf"], weights: [0.7, 0.3] } as const;

export const ensemble: Recommender<State, EnsembleParameters> = {
  defaults: { members: [], weights: [] },
  check({ members: specs, weights }) {
    if (weights.length > 0 && weights.length !== specs.length) {
      return `there are ${weights.length} weights for ${specs.length} members`;
    }
    if (!weights.every((weight) => Math.abs(weight) <= mostWeight)) {
      return `weights are ${JSON.stringify(weights)}, not numbers from -${mostWeight} to ${mostWeight}`;
    }
    if (weights.length > 0 && weights.every((weight) => weight === 0)) return "all weights are 0";
    const twice = specs.find((spec, m) => specs.indexOf(spec) < m);
    if (twice !== undefined) return `member "${twice}" is given twice`;
    for (const spec of specs) {
      const wrong = complainAbout(spec);
      if (wrong) return wrong;
    }
    return undefined;
  },
  tune(data, { members: given, weights }, context) {
    const specs = given.length > 0 ? given : chooseMembers(data, context);
    if (weights.length > 0) return { members: specs, weights };
    const learnt = learnWeights(data, specs, context);
    if (learnt) return { members: specs, weights: learnt };
    return given.length > 0 ? { members: specs, weights: specs.map(() => 1 / specs.length) } : fallback;
  },
  fit(data, { members: given, weights }, context) {
    const specs = given.length > 0
      ? given
      : weights.length > 0
      ? chooseMembers(data, context)
      : fallback.members;
    const weightOf = (m: number) =>
      weights[m] ?? (given.length > 0 ? 1 / specs.length : fallback.weights[m]!);
    const used = specs.map((spec, m) => ({ spec, weight: weightOf(m) })).filter(({ weight }) => weight !== 0);
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
