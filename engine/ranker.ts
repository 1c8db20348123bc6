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
import {
  fillMember,
  inverseNormsOf,
  type Loaded,
  paddedSize,
  placeMember,
  rowsPerStep,
} from "./loaded_member.ts";
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
  /** `explain` for many items at once, one behind the other; the same numbers for a fraction of the work. */
  explainAll(fold: Fold, positions: readonly number[], memberWeights?: EnsembleWeights): Float64Array;
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

/** Items that are explained together: all of a list. */
const explainedAtOnce = 100;

/** An array of a memory that grows no more: its view is made once. */
interface Placed<View> {
  readonly ptr: number;
  readonly length: number;
  readonly view: View;
}

function place<View>({ ptr, length, view }: Span<View>): Placed<View> {
  return { ptr, length, view };
}

class WasmRanker implements Ranker {
  readonly model: Model;
  readonly size: number;
  readonly #kernels: Kernels;
  readonly #positions: Map<number, number>;
  readonly #loaded: readonly Loaded[];
  #inverseNorms: Float32Array = new Float32Array(0);
  readonly #combined: Placed<Float32Array>;
  readonly #limits: Placed<Float32Array>;
  readonly #history: Placed<Int32Array>;
  readonly #excluded: Placed<Int32Array>;
  readonly #topItems: Placed<Int32Array>;
  readonly #topScores: Placed<Float32Array>;
  /** Rows of factors of the items that are explained together, and their parts. */
  readonly #rows: Placed<Float32Array>;
  readonly #parts: Placed<Float32Array>;
  /** Room to copy rows through. */
  readonly #copied: Span<Float32Array>;
  #scored: Fold | undefined;

  /** Makes room; `fill` must have run to its end before anything else is called. */
  constructor(model: Model, options: LoadOptions) {
    this.model = model;
    this.size = model.itemIds.length;
    this.#positions = positionsOf(model.itemIds);
    const arena = createArena({});
    this.#kernels = loadKernels(arena.memory, options);
    const longest = Math.min(largestFold, this.size);
    const widest = Math.max(4, ...model.members.map(({ stride }) => stride));
    const spans = {
      combined: arena.f32(paddedSize(this.size)),
      limits: arena.f32(2),
      history: arena.i32(longest),
      excluded: arena.i32(wordsFor(this.size)),
      topItems: arena.i32(this.size),
      topScores: arena.f32(this.size),
      rows: arena.f32(explainedAtOnce * widest),
      parts: arena.f32(explainedAtOnce * longest),
    };
    const loaded = model.members.map((member) => placeMember({ arena, member, size: this.size, longest }));
    this.#copied = arena.f32(Math.min(rowsPerStep, this.size) * widest);
    // From here on the memory does not grow, so that views stay valid.
    this.#combined = place(spans.combined);
    this.#limits = place(spans.limits);
    this.#history = place(spans.history);
    this.#excluded = place(spans.excluded);
    this.#topItems = place(spans.topItems);
    this.#topScores = place(spans.topScores);
    this.#rows = place(spans.rows);
    this.#parts = place(spans.parts);
    this.#loaded = loaded.map((member) => ({
      ...member,
      vector: place(member.vector),
      scores: place(member.scores),
      weights: place(member.weights),
    }));
  }

  /** Copies the model into the memory, step by step. */
  *fill(): Generator<void> {
    for (const loaded of this.#loaded) {
      yield* fillMember(this.#kernels, { rows: this.#copied, size: this.size, loaded });
    }
    this.#inverseNorms = inverseNormsOf(this.#similarityMember().member, this.size);
    // Whoever opened it has more to do.
    yield;
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
    const ranked: Ranked[] = [];
    for (let i = 0; i < found; i++) {
      const position = items[i]!;
      ranked.push({
        position,
        productId: this.model.itemIds[position]!,
        score: clamp(scores[i]!),
        cfScore: cf(position),
        mfScore: mf(position),
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
    const shares = sharesOf(this.model.members, memberWeights);
    this.#score(fold);
    const count = fold.positions.length;
    const all = new Float64Array(positions.length * count);
    for (let from = 0; from < positions.length; from += explainedAtOnce) {
      const group = positions.slice(from, from + explainedAtOnce);
      this.#explainGroup(group, count, shares);
      const parts = this.#parts.view;
      for (let r = 0; r < group.length; r++) {
        for (let j = 0; j < count; j++) all[(from + r) * count + j] = parts[j * group.length + r]!;
      }
    }
    return all;
  }

  similar(productId: number, count: number, exclude?: Uint32Array): Scored[] {
    const position = this.positionOf(productId);
    if (position < 0 || this.#inverseNorms[position] === 0) return [];
    const { member: { out, stride }, blocks } = this.#similarityMember();
    const row = this.#rows, limits = this.#limits.ptr;
    row.view.set(out.subarray(position * stride, (position + 1) * stride));
    this.#kernels.scoreBlocks(blocks.ptr, 0, row.ptr, stride, 0, this.size, this.#combined.ptr, limits);
    const scores = this.#combined.view, norms = this.#inverseNorms, own = norms[position]!;
    for (let i = 0; i < this.size; i++) scores[i]! *= norms[i]! * own;
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
    const limits = this.#limits.view;
    for (const loaded of this.#loaded) {
      const { member: { stride, exponent }, weights, vector, scores, blocks } = loaded;
      const transformed = weights.view;
      for (let j = 0; j < count; j++) transformed[j] = transformStrength(fold.strengths[j]!, exponent);
      kernels.foldIn(this.#history.ptr, weights.ptr, count, loaded.fold.ptr, stride, vector.ptr);
      limits[0] = Infinity;
      limits[1] = -Infinity;
      const range = [scores.ptr, this.#limits.ptr] as const;
      kernels.scoreBlocks(blocks.ptr, loaded.basePtr, vector.ptr, stride, 0, this.size, ...range);
      loaded.lowest = limits[0]!;
      loaded.range = limits[1]! - limits[0]!;
    }
    this.#scored = fold;
  }

  /** The parts of the history that was scored last, for at most `explainedAtOnce` items, into `#parts`: history x items. */
  #explainGroup(positions: readonly number[], count: number, shares: Float64Array): void {
    const rows = this.#rows, parts = this.#parts;
    parts.view.fill(0, 0, count * positions.length);
    this.#loaded.forEach(({ member: { out, stride }, fold, weights, range }, m) => {
      if (!(range > 0)) return;
      positions.forEach((position, r) => {
        rows.view.set(out.subarray(position * stride, (position + 1) * stride), r * stride);
      });
      const history = [this.#history.ptr, weights.ptr, count] as const;
      const items = [rows.ptr, positions.length, stride] as const;
      this.#kernels.explain(...history, fold.ptr, ...items, shares[m]! / range, parts.ptr);
    });
  }

  /** The normalised score of a family at a position: its members by their shares, 0 if it has none. */
  #family(family: Family): (position: number) => number {
    const members = this.#loaded.filter(({ member }) => member.family === family);
    const total = members.reduce((sum, { member }) => sum + member.weight, 0);
    const parts = members.filter(({ range }) => range > 0).map(({ member, scores, lowest, range }) => ({
      scores: scores.view,
      lowest,
      scale: (total > 0 ? member.weight / total : 1 / members.length) / range,
    }));
    return (position) => {
      let score = 0;
      for (const { scores, lowest, scale } of parts) score += scale * (scores[position]! - lowest);
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
