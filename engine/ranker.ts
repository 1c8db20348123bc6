/**
 * A trained model loaded for serving. The members are copied once into the ranker's own WebAssembly memory, along with room for
 * one history and the scores of all items; after that a request allocates nothing there. One ranker serves one request at a
 * time (every method is synchronous), and a new model gets a new ranker.
 */
import { createArena, type Span } from "../core-wasm/layout.ts";
import { type Kernels, loadKernels, type LoadOptions } from "../core-wasm/kernels.ts";
import type { HistoryEvent } from "../types.ts";
import { positionsOf } from "./csr.ts";
import { type EnsembleWeights, sharesOf } from "./ensemble.ts";
import { type Fold, foldHistory, largestFold } from "./fold.ts";
import { inverseNormsOf, type Loaded, loadMember } from "./loaded_member.ts";
import { type Family, transformStrength } from "./member.ts";
import type { Model } from "./model.ts";
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
   * What each history item adds to an item's combined score: sum over members of share_m / range_m x f(s_j) x <fold_j, out_i>. Exact:
   * these parts plus the constant part of the members are the score. Callers turn them into shares.
   */
  explain(fold: Fold, position: number, memberWeights?: EnsembleWeights): Float64Array;
  /** The items nearest to a product by cosine of the SVD factors, itself left out; empty for an unknown product. */
  similar(productId: number, count: number, exclude?: Uint32Array): Scored[];
  /** Cosine of two positions' SVD factors, in [-1, 1]; 0 where either has none. */
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
export function createRanker(model: Model, options: LoadOptions = {}): Ranker {
  return new WasmRanker(model, options);
}

class WasmRanker implements Ranker {
  readonly model: Model;
  readonly size: number;
  readonly #kernels: Kernels;
  readonly #positions: Map<number, number>;
  readonly #loaded: readonly Loaded[];
  readonly #inverseNorms: Float32Array;
  readonly #combined: Span<Float32Array>;
  readonly #limits: Span<Float32Array>;
  readonly #history: Span<Int32Array>;
  readonly #excluded: Span<Int32Array>;
  readonly #topItems: Span<Int32Array>;
  readonly #topScores: Span<Float32Array>;
  readonly #parts: Span<Float32Array>;
  #scored: Fold | undefined;

  constructor(model: Model, options: LoadOptions) {
    this.model = model;
    this.size = model.itemIds.length;
    this.#positions = positionsOf(model.itemIds);
    const arena = createArena({});
    this.#kernels = loadKernels(arena.memory, options);
    const longest = Math.min(largestFold, this.size);
    this.#combined = arena.f32(this.size);
    this.#limits = arena.f32(4);
    this.#history = arena.i32(longest);
    this.#excluded = arena.i32(wordsFor(this.size));
    this.#topItems = arena.i32(this.size);
    this.#topScores = arena.f32(this.size);
    this.#parts = arena.f32(longest);
    this.#loaded = model.members.map((member) => loadMember(arena, { member, size: this.size, longest }));
    this.#inverseNorms = inverseNormsOf(this.#similarityMember().member, this.size);
  }

  positionOf(productId: number): number {
    return this.#positions.get(productId) ?? -1;
  }

  fold(history: readonly HistoryEvent[], options: StrengthOptions): Fold {
    return foldHistory(history, options, (productId) => this.positionOf(productId));
  }

  rank(fold: Fold, { count, exclude, memberWeights }: RankOptions): Ranked[] {
    const shares = sharesOf(this.model.members, memberWeights);
    this.#score(fold);
    const kernels = this.#kernels, combined = this.#combined.ptr;
    this.#loaded.forEach(({ scores, lowest, range }, m) => {
      const scale = range > 0 ? shares[m]! / range : 0;
      kernels.combine(combined, scores.ptr, this.size, scale, -lowest * scale, m > 0 ? 1 : 0);
    });
    const found = this.#select(count, exclude);
    const items = this.#topItems.view, scores = this.#topScores.view;
    const cf = this.#family("cf"), mf = this.#family("mf");
    return Array.from({ length: found }, (_, i) => {
      const position = items[i]!;
      return {
        position,
        productId: this.model.itemIds[position]!,
        score: clamp(scores[i]!),
        cfScore: cf(position),
        mfScore: mf(position),
      };
    });
  }

  explain(fold: Fold, position: number, memberWeights?: EnsembleWeights): Float64Array {
    const count = fold.positions.length;
    const shares = sharesOf(this.model.members, memberWeights);
    if (!(position >= 0 && position < this.size)) {
      throw new RangeError(`Cannot explain: position "${position}" is not among ${this.size} items`);
    }
    this.#score(fold);
    const parts = this.#parts.view.subarray(0, count).fill(0);
    this.#loaded.forEach(({ member, fold: rows, out, weights, range }, m) => {
      if (!(range > 0)) return;
      const row = out.ptr + position * member.stride * Float32Array.BYTES_PER_ELEMENT;
      const scale = shares[m]! / range;
      this.#kernels.explain(
        this.#history.ptr,
        weights.ptr,
        count,
        rows.ptr,
        row,
        member.stride,
        scale,
        this.#parts.ptr,
      );
    });
    return Float64Array.from(parts);
  }

  similar(productId: number, count: number, exclude?: Uint32Array): Scored[] {
    const position = this.positionOf(productId);
    if (position < 0 || this.#inverseNorms[position] === 0) return [];
    const { member, out } = this.#similarityMember();
    const row = out.ptr + position * member.stride * Float32Array.BYTES_PER_ELEMENT;
    this.#kernels.score(out.ptr, 0, row, member.stride, this.#combined.ptr, 0, this.size);
    const scores = this.#combined.view, norms = this.#inverseNorms, own = norms[position]!;
    for (let i = 0; i < scores.length; i++) scores[i]! *= norms[i]! * own;
    const mask = exclude ? Uint32Array.from(exclude) : this.newMask();
    mask[position >>> 5]! |= 1 << (position & 31);
    return this.#toScored(this.#select(count, mask), (score) => Math.min(1, Math.max(-1, score)));
  }

  similarity(a: number, b: number): number {
    const { stride, out } = this.#similarityMember().member;
    let dot = 0;
    for (let f = 0; f < stride; f++) dot += out[a * stride + f]! * out[b * stride + f]!;
    return dot * (this.#inverseNorms[a] ?? 0) * (this.#inverseNorms[b] ?? 0);
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
    this.#combined.view.set(this.model.popularity);
    return this.#toScored(this.#select(count, exclude));
  }

  trending(count: number, exclude?: Uint32Array): Scored[] {
    this.#combined.view.set(this.model.trending);
    return this.#toScored(this.#select(count, exclude)).filter(({ score }) => score > 0);
  }

  newMask(): Uint32Array {
    return new Uint32Array(wordsFor(this.size));
  }

  /** Raw scores of every member for a fold, with their range; kept for the explanations that follow a ranking. */
  #score(fold: Fold): void {
    if (this.#scored === fold) return;
    const kernels = this.#kernels, count = fold.positions.length;
    this.#scored = undefined;
    this.#history.view.set(fold.positions);
    for (const loaded of this.#loaded) {
      const { member, weights, vector, scores } = loaded;
      const transformed = weights.view;
      for (let j = 0; j < count; j++) transformed[j] = transformStrength(fold.strengths[j]!, member.exponent);
      kernels.foldIn(this.#history.ptr, weights.ptr, count, loaded.fold.ptr, member.stride, vector.ptr);
      kernels.score(loaded.out.ptr, loaded.basePtr, vector.ptr, member.stride, scores.ptr, 0, this.size);
      kernels.range(scores.ptr, this.size, this.#limits.ptr);
      const [lowest, highest] = this.#limits.view;
      loaded.lowest = lowest!;
      loaded.range = highest! - lowest!;
    }
    this.#scored = fold;
  }

  /** The normalised score of a family at a position: its members by their shares, 0 if it has none. */
  #family(family: Family): (position: number) => number {
    const members = this.#loaded.filter(({ member }) => member.family === family);
    const total = members.reduce((sum, { member }) => sum + member.weight, 0);
    const views = members.map(({ scores }) => scores.view);
    return (position) => {
      let score = 0;
      members.forEach(({ member, lowest, range }, m) => {
        const share = total > 0 ? member.weight / total : 1 / members.length;
        if (range > 0) score += share * (views[m]![position]! - lowest) / range;
      });
      return clamp(score);
    };
  }

  /** Top of `#combined` into `#topItems` and `#topScores`; returns how many. */
  #select(count: number, exclude?: Uint32Array): number {
    const k = Math.min(Math.max(0, Math.trunc(count)), this.#topItems.length);
    if (!exclude) {
      return this.#kernels.topK(this.#combined.ptr, this.size, 0, k, this.#topItems.ptr, this.#topScores.ptr);
    }
    if (exclude.length !== this.#excluded.length) {
      throw new RangeError(
        `Cannot exclude: the mask has ${exclude.length} words, not ${this.#excluded.length}`,
      );
    }
    this.#excluded.view.set(exclude);
    return this.#kernels.topK(
      this.#combined.ptr,
      this.size,
      this.#excluded.ptr,
      k,
      this.#topItems.ptr,
      this.#topScores.ptr,
    );
  }

  #toScored(found: number, finish: (score: number) => number = (score) => score): Scored[] {
    const items = this.#topItems.view, scores = this.#topScores.view;
    return Array.from({ length: found }, (_, i) => ({
      position: items[i]!,
      productId: this.model.itemIds[items[i]!]!,
      score: finish(scores[i]!),
    }));
  }

  #similarityMember(): Loaded {
    return this.#loaded.find(({ member }) => member.name === "svd") ?? this.#loaded[0]!;
  }
}

function wordsFor(size: number): number {
  return Math.ceil(size / 32);
}

function clamp(score: number): number {
  return Math.min(1, Math.max(0, score));
}
