/** Fits members to what came before the cut of a stage, and measures lists made of them. Remembers what it has measured. */
import { createArena } from "../../core-wasm/layout.ts";
import { popularityOf } from "../candidates.ts";
import { buildMatrix, type Matrix } from "../csr.ts";
import { fitMembers } from "../fit_members.ts";
import { meanOf } from "../gate/bootstrap.ts";
import { measureShares } from "../gate/lists.ts";
import type { Member, MemberName } from "../member.ts";
import type { Model } from "../model.ts";
import type { Team } from "../team.ts";
import { settingsOf, type TrainOptions } from "../train.ts";
import { mostMatrices } from "./bounds.ts";
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
  /** Fits to the last rung and keeps what was fitted. */
  fit(choice: Choice): Member;
  /** Whether it is at hand, fitted to the last rung: what is kept, and the best of each member so far. */
  isFitted(choice: Choice): boolean;
  /** Products that what is fitted on the last rung knows. */
  readonly items: number;
  /** Seconds-worth of work: fits the member to so many of the products alone, and forgets it. */
  probe(choice: Choice, items: number): void;
  /**
   * Figures of users of the last rung, a column for each way to combine the members: one share per member, summing to 1.
   *
   * @param every of so many users one is measured
   */
  measure(
    members: readonly Choice[],
    combinations: readonly Float64Array[],
    every?: number,
  ): Float64Array[];
  /** The same of one combination on the users who have no part in any choice. */
  confirm(members: readonly Choice[], shares: Float64Array): Float64Array;
}

/** @param setting.onStep called often while a trial runs; what it throws ends the trial */
export function createTrials(
  { rungs, others }: Stage,
  options: TrainOptions,
  { team, onStep }: { team: Team; onStep: () => void },
): Trials {
  const last = rungs.length - 1;
  const scores = new Map<string, number>();
  const kept = new Map<string, Member>();
  const best = new Map<
    MemberName,
    { readonly key: string; readonly member: Member; readonly score: number }
  >();
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
    const { past: events, asOf } = rungs[rung]!, { weights } = options;
    const data = {
      matrix: matrixOf(rung, tasteDecayPerDay),
      events,
      weights,
      decayPerDay: tasteDecayPerDay,
      asOf,
    };
    return fitMembers(data, optionsFor(name, values, options), { team, report: () => onStep }).members[0]!;
  }

  function findFit({ name, ...choice }: Choice): Member | undefined {
    const key = JSON.stringify({ name, ...choice }), held = best.get(name);
    return kept.get(key) ?? (held?.key === key ? held.member : undefined);
  }

  function fit(choice: Choice): Member {
    const member = findFit(choice) ?? fitOn(last, choice);
    kept.set(JSON.stringify(choice), member);
    return member;
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
    isFitted: (choice) => findFit(choice) !== undefined,
    score(choice, rung) {
      const key = JSON.stringify(choice), { name } = choice;
      return remember(scores, `${rung} ${key}`, Infinity, () => {
        const member = (rung === last ? findFit(choice) : undefined) ?? fitOn(rung, choice);
        const model = toModel(rung, [member], choice.tasteDecayPerDay);
        const [column] = measureShares(model, rungs[rung]!, [Float64Array.of(1)], {
          onProgress: onStep,
          arena,
        });
        const score = meanOf(column!);
        if (rung === last && !(score <= best.get(name)?.score!)) best.set(name, { key, member, score });
        return score;
      });
    },
    get items() {
      return matrixOf(last, options.tasteDecayPerDay ?? options.decayPerDay).itemIds.length;
    },
    probe({ name, values, tasteDecayPerDay }, items) {
      const matrix = narrow(matrixOf(last, tasteDecayPerDay), items);
      const { past: events, asOf } = rungs[last]!, { weights } = options;
      fitMembers(
        { matrix, events, weights, decayPerDay: tasteDecayPerDay, asOf },
        optionsFor(name, values, options),
        {
          team,
          report: () => onStep,
        },
      );
    },
    measure(members, combinations, every = 1) {
      const model = toModel(last, members.map(fit), members[0]!.tasteDecayPerDay);
      const { size, user, asOf } = rungs[last]!;
      const some = { size: Math.ceil(size / every), user: (index: number) => user(index * every), asOf };
      return measureShares(model, some, combinations, { onProgress: onStep, arena });
    },
    confirm(members, shares) {
      const model = toModel(last, members.map(fit), members[0]!.tasteDecayPerDay);
      return measureShares(model, others, [shares], { onProgress: onStep, arena })[0]!;
    },
  };
}

/** Of a training that fits one member alone. */
function optionsFor(name: MemberName, values: Values, options: TrainOptions): TrainOptions {
  const own = name === "svd" || name === "mf" ? { [name]: values } : { members: { [name]: values } };
  return { ...options, ...own, shares: { [name]: 1 } };
}

/** The first columns alone. */
function narrow({ itemIds, userIds, rowPtr, colIdx, values }: Matrix, items: number): Matrix {
  const kept = colIdx.reduce((count, column) => count + (column < items ? 1 : 0), 0);
  const columns = new Int32Array(kept),
    strengths = new Float32Array(kept),
    ends = new Int32Array(rowPtr.length);
  let size = 0;
  for (let u = 0; u < userIds.length; u++) {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]! && colIdx[e]! < items; e++) {
      columns[size] = colIdx[e]!;
      strengths[size++] = values[e]!;
    }
    ends[u + 1] = size;
  }
  return { userIds, itemIds: itemIds.slice(0, items), rowPtr: ends, colIdx: columns, values: strengths };
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
