/** Fits members to what came before the cut of a stage, and measures lists made of them. Remembers what it has measured. */
import { createArena } from "../../core-wasm/layout.ts";
import { popularityOf } from "../candidates.ts";
import { buildMatrix, type Matrix } from "../csr.ts";
import { meanOf } from "../gate/bootstrap.ts";
import { measureShares } from "../gate/lists.ts";
import type { Member, MemberName } from "../member.ts";
import type { Model } from "../model.ts";
import type { Team } from "../team.ts";
import { fitMember, settingsOf, type TrainOptions } from "../train.ts";
import type { Values } from "./spaces.ts";
import type { Stage } from "./stage.ts";

/** A member's settings, and the decay of what it is fitted to. */
export interface Choice {
  readonly name: MemberName;
  readonly values: Values;
  readonly tasteDecayPerDay: number;
}

export interface Trials {
  /** The last rung's number. */
  readonly last: number;
  /** Users who are measured on the last rung. */
  readonly users: number;
  /** Interactions of a rung in units of those of the last one. */
  shareOf(rung: number): number;
  /** Mean figure of the member alone. */
  score(choice: Choice, rung: number): number;
  /** Fits to the last rung; the last few fits are remembered. */
  fit(choice: Choice): Member;
  /** Figures of each user of the last rung, a column for each way to combine the members: one share per member, summing to 1. */
  measure(members: readonly Choice[], combinations: readonly Float64Array[]): Float64Array[];
}

/** Fits that are kept: every member as it was, as it is best, and one more. */
const mostKept = 6;
/** Matrices that are kept, one per rung and decay. */
const mostMatrices = 4;

/** @param setting.onStep called often while a trial runs; what it throws ends the trial */
export function createTrials(
  { rungs }: Stage,
  options: TrainOptions,
  { team, onStep }: { team: Team; onStep: () => void },
): Trials {
  const last = rungs.length - 1;
  const scores = new Map<string, number>();
  const fits = new Map<string, Member>();
  const matrices = new Map<string, Matrix>();
  // One memory for all rankers: a hundred of their own would wait to be collected.
  const arena = createArena();

  function matrixOf(rung: number, decayPerDay: number): Matrix {
    return remember(matrices, `${rung} ${decayPerDay}`, mostMatrices, () => {
      const { past, asOf } = rungs[rung]!;
      return buildMatrix(past, { weights: options.weights, decayPerDay, asOf });
    });
  }

  function fitOn(rung: number, { name, values, tasteDecayPerDay }: Choice): Member {
    const { asOf } = rungs[rung]!;
    const own = { ...options, asOf, [name]: values };
    return fitMember(name, matrixOf(rung, tasteDecayPerDay), own, { team, onProgress: onStep });
  }

  function fit(choice: Choice): Member {
    return remember(fits, JSON.stringify(choice), mostKept, () => fitOn(last, choice));
  }

  /** Only what ranking needs of a model. */
  function toModel(rung: number, members: readonly Member[], tasteDecayPerDay: number): Model {
    const matrix = matrixOf(rung, tasteDecayPerDay), { itemIds } = matrix, items = itemIds.length;
    return {
      ...{ version: 0, createdAt: options.createdAt, asOf: rungs[rung]!.asOf },
      ...{ users: matrix.userIds.length, interactions: matrix.values.length },
      settings: settingsOf({ ...options, tasteDecayPerDay }),
      itemIds,
      popularity: popularityOf(matrix),
      trending: new Float32Array(items),
      together: { ptr: new Int32Array(items + 1), items: new Int32Array(0), scores: new Float32Array(0) },
      members,
      report: { entries: 0, density: 0, svdRank: 0, mfLosses: [] },
    };
  }

  return {
    last,
    users: rungs[last]!.size,
    shareOf: (rung) => rungs[rung]!.past.at.length / rungs[last]!.past.at.length,
    fit,
    score(choice, rung) {
      return remember(scores, `${rung} ${JSON.stringify(choice)}`, Infinity, () => {
        const member = rung === last ? fit(choice) : fitOn(rung, choice);
        const model = toModel(rung, [member], choice.tasteDecayPerDay);
        const [column] = measureShares(model, rungs[rung]!, [Float64Array.of(1)], {
          onProgress: onStep,
          arena,
        });
        return meanOf(column!);
      });
    },
    measure(members, combinations) {
      const model = toModel(last, members.map(fit), members[0]!.tasteDecayPerDay);
      return measureShares(model, rungs[last]!, combinations, { onProgress: onStep, arena });
    },
  };
}

/** The oldest goes first where there are too many. */
function remember<T>(known: Map<string, T>, key: string, most: number, make: () => T): T {
  const there = known.get(key);
  if (there !== undefined) {
    known.delete(key);
    known.set(key, there);
    return there;
  }
  const made = make();
  known.set(key, made);
  if (known.size > most) known.delete(known.keys().next().value!);
  return made;
}
