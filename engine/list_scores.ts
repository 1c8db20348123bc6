/**
 * The scores of a personal list, and what each act of the history adds to them. A first look at all items by their factors in 7 bits
 * gives the exact range of each member and the most that each item can score; only what could be in the list is scored in full
 * precision, with the same result. Members without factors have all their scores in full precision: the most is what they score.
 */
import type { Kernels } from "../core-wasm/kernels.ts";
import type { Arena, Span } from "../core-wasm/layout.ts";
import type { Fold } from "./fold.ts";
import { findRange, type Loaded, type LoadedFactors, place, placeMember, settle } from "./loaded_member.ts";
import { type Family, type Member, transformStrength } from "./member.ts";
import { explainNeighbours, scoreNeighbours } from "./neighbour_scores.ts";
import type { Selection } from "./selection.ts";

/** Items that are explained together: all of a list. */
const explainedAtOnce = 100;
/** Numbers of 32 bits that `Kernels.topKBounds` wants of a member. */
const wordsPerMember = 6;

/** Makes room; the scores themselves can be made when the memory grows no more. */
export function placeLists(
  { arena, members, size, longest }: {
    arena: Arena;
    members: readonly Member[];
    size: number;
    longest: number;
  },
) {
  return {
    loaded: members.map((member) => placeMember({ arena, member, size, longest })),
    limits: arena.f32(2),
    work: arena.f32(256),
    history: arena.i32(longest),
    described: arena.i32(wordsPerMember * members.length),
    explained: arena.i32(explainedAtOnce),
    parts: arena.f32(explainedAtOnce * longest),
  };
}

export class ListScores {
  readonly loaded: readonly Loaded[];
  readonly #kernels: Kernels;
  readonly #selection: Selection;
  readonly #size: number;
  readonly #limits: Span<Float32Array>;
  readonly #work: number;
  readonly #history: Span<Int32Array>;
  readonly #described: Span<Int32Array>;
  readonly #describedFloats: Float32Array;
  readonly #explained: Span<Int32Array>;
  readonly #parts: Span<Float32Array>;
  /** For members of neighbours, of each item: the sum while they are scored, and its row while it is explained. */
  readonly #sums: Float64Array;
  readonly #rowOf: Int32Array;
  #scored: Fold | undefined;

  constructor(
    spans: ReturnType<typeof placeLists>,
    { kernels, selection, size }: { kernels: Kernels; selection: Selection; size: number },
  ) {
    this.#kernels = kernels;
    this.#selection = selection;
    this.#size = size;
    this.loaded = spans.loaded.map(settle);
    const walked = this.loaded.some(({ member }) => member.kind === "neighbours") ? size : 0;
    this.#sums = new Float64Array(walked);
    this.#rowOf = new Int32Array(walked).fill(-1);
    this.#limits = place(spans.limits);
    this.#work = spans.work.ptr;
    this.#history = place(spans.history);
    this.#described = place(spans.described);
    const { buffer, byteOffset, length } = this.#described.view;
    this.#describedFloats = new Float32Array(buffer, byteOffset, length);
    this.#explained = place(spans.explained);
    this.#parts = place(spans.parts);
  }

  /** The best items by combined score into the selection; returns how many. */
  rank(
    fold: Fold,
    shares: Float64Array,
    { count, exclude }: { count: number; exclude?: Uint32Array },
  ): number {
    this.#score(fold);
    const { scores, bestItems, bestScores } = this.#selection;
    const words = this.#described.view, floats = this.#describedFloats;
    this.loaded.forEach(({ rows, most, lowest, range }, m) => {
      const scale = range > 0 ? shares[m]! / range : 0, offset = -lowest * scale;
      this.#kernels.combine(scores.ptr, most.ptr, this.#size, scale, offset, m > 0 ? 1 : 0);
      const at = m * wordsPerMember;
      words[at] = rows.x;
      words[at + 1] = rows.base;
      words[at + 2] = rows.vec;
      words[at + 3] = rows.stride;
      floats[at + 4] = scale;
      floats[at + 5] = offset;
    });
    const ensemble = [this.#described.ptr, this.loaded.length] as const;
    const mask = this.#selection.place(exclude), k = this.#selection.limit(count);
    return this.#kernels.topKBounds(
      ...[scores.ptr, this.#size, ...ensemble, mask, k, bestItems.ptr, bestScores.ptr, this.#work] as const,
    );
  }

  /** The normalised scores of a family for the `found` items of the selection: its members by their shares, 0 if it has none. */
  familyScores(family: Family, found: number): Float64Array {
    const { scores: { ptr, view }, bestItems } = this.#selection;
    const members = this.loaded.filter(({ member }) => member.family === family);
    const total = members.reduce((sum, { member }) => sum + member.weight, 0);
    const sums = new Float64Array(found);
    for (const { member: { weight }, rows, lowest, range } of members) {
      if (!(range > 0)) continue;
      const scale = (total > 0 ? weight / total : 1 / members.length) / range;
      this.#kernels.scoreItems(rows.x, rows.base, rows.vec, rows.stride, bestItems.ptr, found, ptr);
      for (let i = 0; i < found; i++) sums[i]! += scale * (view[i]! - lowest);
    }
    return sums;
  }

  /** What each item of the history adds to the combined scores of some items: items x history. */
  explain(fold: Fold, shares: Float64Array, positions: readonly number[]): Float64Array {
    this.#score(fold);
    const count = fold.positions.length, parts = this.#parts.view;
    const all = new Float64Array(positions.length * count);
    for (let from = 0; from < positions.length; from += explainedAtOnce) {
      const to = Math.min(positions.length, from + explainedAtOnce), length = (to - from) * count;
      for (let r = from; r < to; r++) this.#explained.view[r - from] = positions[r]!;
      parts.fill(0, 0, length);
      this.loaded.forEach((loaded, m) => {
        if (!(loaded.range > 0)) return;
        const scale = shares[m]! / loaded.range, { member, weights } = loaded;
        if (loaded.kind === "factors") {
          const history = [this.#history.ptr, weights.ptr, count, loaded.fold.ptr] as const;
          const items = [this.#explained.ptr, to - from, loaded.out.ptr, loaded.member.stride] as const;
          this.#kernels.explain(...history, ...items, scale, this.#parts.ptr);
        } else if (member.kind === "neighbours" && scale > 0) {
          const history = { positions: fold.positions, weights: weights.view };
          const explained = this.#explained.view.subarray(0, to - from);
          explainNeighbours(member, history, { explained, scale, rowOf: this.#rowOf, parts });
        }
      });
      all.set(parts.subarray(0, length), from * count);
    }
    return all;
  }

  /** Range and bounds of every member for a fold; kept for the explanations that follow a ranking. */
  #score(fold: Fold): void {
    if (this.#scored === fold) return;
    const count = fold.positions.length;
    this.#scored = undefined;
    this.#history.view.set(fold.positions);
    for (const loaded of this.loaded) {
      const { member, weights } = loaded;
      if (member.kind === "constant") continue;
      const transformed = weights.view;
      for (let j = 0; j < count; j++) transformed[j] = transformStrength(fold.strengths[j]!, member.exponent);
      if (loaded.kind === "factors") this.#bound(loaded, count);
      else if (member.kind === "neighbours") {
        const scores = loaded.most.view, history = { positions: fold.positions, weights: transformed };
        scoreNeighbours(member, history, { scores, sums: this.#sums });
        findRange(loaded, this.#size);
      }
    }
    this.#scored = fold;
  }

  #bound(loaded: LoadedFactors, count: number): void {
    const kernels = this.#kernels, limits = this.#limits.view;
    const { weights, fold, vector, query, bytes, bounds, most, rows: { x, base, stride } } = loaded;
    kernels.foldIn(this.#history.ptr, weights.ptr, count, fold.ptr, stride, vector.ptr);
    kernels.quantizeVector(vector.ptr, stride, query.ptr);
    limits[0] = Infinity;
    limits[1] = -Infinity;
    const rows = [bytes.ptr, bounds.ptr, x, base, query.ptr, vector.ptr, stride] as const;
    kernels.scoreBytes(...rows, 0, this.#size, most.ptr, this.#limits.ptr, this.#work);
    loaded.lowest = limits[0]!;
    loaded.range = limits[1]! - limits[0]!;
  }
}
