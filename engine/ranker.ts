/**
 * A trained model loaded for serving. The members are copied once into the ranker's own WebAssembly memory, along with room for
 * one history and the scores of all items; after that a request allocates nothing there. One ranker serves one request at a
 * time (every method is synchronous), and a new model gets a new ranker.
 */
import { type Arena, createArena } from "../core-wasm/layout.ts";
import { type Kernels, loadKernels, type LoadOptions } from "../core-wasm/kernels.ts";
import type { HistoryEvent } from "../types.ts";
import { type EnsembleWeights, sharesOf } from "./ensemble.ts";
import { type Fold, foldHistory, largestFold } from "./fold.ts";
import { ListScores, placeLists } from "./list_scores.ts";
import { fillMember } from "./loaded_member.ts";
import type { Model } from "./model.ts";
import { createPositions } from "./positions.ts";
import { placeSelection, Selection, wordsFor } from "./selection.ts";
import { createSimilarity, type Similarity } from "./similarity.ts";
import type { StrengthOptions } from "./strength.ts";

export type { Fold } from "./fold.ts";

/** An item with a score of its list: similarity, co-purchase, popularity. */
export interface Scored {
  readonly position: number;
  readonly productId: number;
  readonly score: number;
}

/** An item of a personal list; all scores in [0, 1], normalised over all items before any exclusion. */
export interface Ranked extends Scored {
  readonly cfScore: number;
  readonly mfScore: number;
}

export interface RankOptions {
  readonly count: number;
  /** Items to leave out, see `newMask`. */
  readonly exclude?: Uint32Array;
  /** Instead of the model's own weights. */
  readonly memberWeights?: EnsembleWeights;
  /** One per member, summing to 1, instead of both: for finding weights. */
  readonly shares?: Float64Array;
}

export interface RankerOptions extends LoadOptions {
  /** Where it lives, until the caller resets it. Default: a memory of its own. */
  readonly arena?: Arena;
}

export interface Ranker {
  readonly model: Model;
  /** Number of items. */
  readonly size: number;
  /** Position of a product, or -1. */
  positionOf(productId: number): number;
  /** Combines a history into one strength per known item. */
  fold(history: readonly HistoryEvent[], options: StrengthOptions): Fold;
  /** The best items for a history: highest combined score first, equal scores lower position first. */
  rank(fold: Fold, options: RankOptions): Ranked[];
  /**
   * What each history item adds to an item's combined score: sum over members of share_m / range_m x f(s_j) x w_ji (member.ts). Exact:
   * these parts plus the constant part of the members are the score. Callers turn them into shares.
   */
  explain(fold: Fold, position: number, memberWeights?: EnsembleWeights): Float64Array;
  /** `explain` for many items at once, one behind the other; the same numbers for a fraction of the work. */
  explainAll(fold: Fold, positions: readonly number[], memberWeights?: EnsembleWeights): Float64Array;
  /**
   * The items nearest to a product by cosine of the SVD factors (without an SVD: similarity.ts), itself left out; empty for an unknown
   * product.
   */
  similar(productId: number, count: number, exclude?: Uint32Array): Scored[];
  /** The same of two positions, in [-1, 1]; 0 where nothing is known of either. */
  similarity(a: number, b: number): number;
  /** Products often in one basket with this one; empty where there are none. */
  boughtTogether(productId: number, count: number): Scored[];
  popular(count: number, exclude?: Uint32Array): Scored[];
  /** Products that rise above their usual share; fewer than `count` where fewer rise. */
  trending(count: number, exclude?: Uint32Array): Scored[];
  /** A mask with nothing excluded; set bit p with mask[p >>> 5] |= 1 << (p & 31). */
  newMask(): Uint32Array;
}

/** Loads a model for serving; see `Ranker`. */
export function createRanker(model: Model, options: RankerOptions = {}): Ranker {
  const ranker = new WasmRanker(model, options), steps = ranker.fill();
  while (!steps.next().done);
  return ranker;
}

/** The same in steps of a few milliseconds, so that requests are answered between them. */
export async function openRanker(model: Model, options: LoadOptions = {}): Promise<Ranker> {
  const ranker = new WasmRanker(model, options);
  for (const _step of ranker.fill()) await new Promise((resolve) => setTimeout(resolve, 0));
  return ranker;
}

class WasmRanker implements Ranker {
  readonly model: Model;
  readonly size: number;
  readonly #kernels: Kernels;
  readonly #positionOf: (id: number) => number;
  readonly #selection: Selection;
  readonly #lists: ListScores;
  #similarity: Similarity | undefined;

  /** Makes room; `fill` must have run to its end before anything else is called. */
  constructor(model: Model, { arena = createArena(), ...options }: RankerOptions) {
    this.model = model;
    const size = this.size = model.itemIds.length;
    this.#positionOf = createPositions(model.itemIds);
    const kernels = this.#kernels = loadKernels(arena.memory, options);
    const longest = Math.min(largestFold, size);
    const selection = placeSelection(arena, size);
    const lists = placeLists({ arena, members: model.members, size, longest });
    // From here on the memory does not grow, so that views stay valid.
    this.#selection = new Selection(selection, size);
    this.#lists = new ListScores(lists, { kernels, selection: this.#selection, size });
  }

  /** Copies the model into the memory, step by step. */
  *fill(): Generator<void> {
    for (const loaded of this.#lists.loaded) {
      yield* fillMember(this.#kernels, { size: this.size, loaded });
    }
    this.#similarity = createSimilarity(this.#lists.loaded, this.size, this.#kernels);
    // Whoever opened it has more to do.
    yield;
  }

  positionOf(productId: number): number {
    return this.#positionOf(productId);
  }

  fold(history: readonly HistoryEvent[], options: StrengthOptions): Fold {
    return foldHistory(history, options, (productId) => this.positionOf(productId));
  }

  rank(fold: Fold, { count, exclude, memberWeights, shares }: RankOptions): Ranked[] {
    const lists = this.#lists, { itemIds, members } = this.model;
    const wanted = exclude ? { count, exclude } : { count };
    const found = lists.rank(fold, shares ?? sharesOf(members, memberWeights), wanted);
    const cf = lists.familyScores("cf", found), mf = lists.familyScores("mf", found);
    const { bestItems: { view: items }, bestScores: { view: scores } } = this.#selection;
    const ranked: Ranked[] = [];
    for (let i = 0; i < found; i++) {
      const position = items[i]!;
      ranked.push({
        position,
        productId: itemIds[position]!,
        score: clamp(scores[i]!),
        cfScore: clamp(cf[i]!),
        mfScore: clamp(mf[i]!),
      });
    }
    return ranked;
  }

  explain(fold: Fold, position: number, memberWeights?: EnsembleWeights): Float64Array {
    return this.explainAll(fold, [position], memberWeights);
  }

  explainAll(fold: Fold, positions: readonly number[], memberWeights?: EnsembleWeights): Float64Array {
    for (const position of positions) {
      if (!(position >= 0 && position < this.size)) {
        throw new RangeError(`Cannot explain: position "${position}" is not among ${this.size} items`);
      }
    }
    return this.#lists.explain(fold, sharesOf(this.model.members, memberWeights), positions);
  }

  similar(productId: number, count: number, exclude?: Uint32Array): Scored[] {
    const position = this.positionOf(productId), similarity = this.#similarity!;
    if (position < 0 || !similarity.score(position, this.#selection.scores)) return [];
    const mask = exclude ? Uint32Array.from(exclude) : this.newMask();
    mask[position >>> 5]! |= 1 << (position & 31);
    return this.#toScored(this.#select(count, mask), (score) => Math.min(1, Math.max(-1, score)))
      .filter(({ score }) => score > similarity.above);
  }

  similarity(a: number, b: number): number {
    return this.#similarity!.between(a, b);
  }

  boughtTogether(productId: number, count: number): Scored[] {
    const position = this.positionOf(productId);
    if (position < 0) return [];
    const { ptr, items, scores } = this.model.together;
    const from = ptr[position]!, to = Math.min(ptr[position + 1]!, from + Math.max(0, count));
    return Array.from(items.subarray(from, to), (item, e) => ({
      position: item,
      productId: this.model.itemIds[item]!,
      score: scores[from + e]!,
    }));
  }

  popular(count: number, exclude?: Uint32Array): Scored[] {
    this.#selection.scores.view.set(this.model.popularity);
    return this.#toScored(this.#select(count, exclude));
  }

  trending(count: number, exclude?: Uint32Array): Scored[] {
    this.#selection.scores.view.set(this.model.trending);
    return this.#toScored(this.#select(count, exclude)).filter(({ score }) => score > 0);
  }

  newMask(): Uint32Array {
    return new Uint32Array(wordsFor(this.size));
  }

  #select(count: number, exclude?: Uint32Array): number {
    return this.#selection.select(this.#kernels, count, exclude);
  }

  #toScored(found: number, finish: (score: number) => number = (score) => score): Scored[] {
    const { bestItems: { view: items }, bestScores: { view: scores } } = this.#selection;
    return Array.from({ length: found }, (_, i) => ({
      position: items[i]!,
      productId: this.model.itemIds[items[i]!]!,
      score: finish(scores[i]!),
    }));
  }
}

function clamp(score: number): number {
  return Math.min(1, Math.max(0, score));
}
