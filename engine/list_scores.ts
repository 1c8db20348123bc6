/**
 * The scores of a personal list, and what each act of the history adds to them. A first look at all items by their factors in 7 bits
 * gives the exact range of each member and the most that each item can score; only what could be in the list is scored in full
 * precision, with the same result.
 */
import type { Kernels } from "../core-wasm/kernels.ts";
import type { Arena, Span } from "../core-wasm/layout.ts";
import type { Fold } from "./fold.ts";
import { type Loaded, placeMember } from "./loaded_member.ts";
import { type Family, type Member, transformStrength } from "./member.ts";
import { place, type Selection } from "./selection.ts";

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
  #scored: Fold | undefined;

  constructor(
    spans: ReturnType<typeof placeLists>,
    { kernels, selection, size }: { kernels: Kernels; selection: Selection; size: number },
  ) {
    this.#kernels = kernels;
    this.#selection = selection;
    this.#size = size;
    this.loaded = spans.loaded.map((member) => ({
      ...member,
      vector: place(member.vector),
      weights: place(member.weights),
    }));
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
    this.loaded.forEach(({ member, out, basePtr, vector, most, lowest, range }, m) => {
      const scale = range > 0 ? shares[m]! / range : 0, offset = -lowest * scale;
      this.#kernels.combine(scores.ptr, most.ptr, this.#size, scale, offset, m > 0 ? 1 : 0);
      const at = m * wordsPerMember;
      words[at] = out.ptr;
      words[at + 1] = basePtr;
      words[at + 2] = vector.ptr;
      words[at + 3] = member.stride;
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
    for (const { member: { weight, stride }, out, basePtr, vector, lowest, range } of members) {
      if (!(range > 0)) continue;
      const scale = (total > 0 ? weight / total : 1 / members.length) / range;
      this.#kernels.scoreItems(out.ptr, basePtr, vector.ptr, stride, bestItems.ptr, found, ptr);
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
      this.loaded.forEach(({ member: { stride }, fold, out, weights, range }, m) => {
        if (!(range > 0)) return;
        const history = [this.#history.ptr, weights.ptr, count, fold.ptr] as const;
        const items = [this.#explained.ptr, to - from, out.ptr, stride] as const;
        this.#kernels.explain(...history, ...items, shares[m]! / range, this.#parts.ptr);
      });
      all.set(parts.subarray(0, length), from * count);
    }
    return all;
  }

  /** Range and bounds of every member for a fold; kept for the explanations that follow a ranking. */
  #score(fold: Fold): void {
    if (this.#scored === fold) return;
    const kernels = this.#kernels, count = fold.positions.length;
    this.#scored = undefined;
    this.#history.view.set(fold.positions);
    const limits = this.#limits.view;
    for (const loaded of this.loaded) {
      const { member: { stride, exponent }, weights, vector, query, out, bytes, bounds, most } = loaded;
      const transformed = weights.view;
      for (let j = 0; j < count; j++) transformed[j] = transformStrength(fold.strengths[j]!, exponent);
      kernels.foldIn(this.#history.ptr, weights.ptr, count, loaded.fold.ptr, stride, vector.ptr);
      kernels.quantizeVector(vector.ptr, stride, query.ptr);
      limits[0] = Infinity;
      limits[1] = -Infinity;
      const rows = [bytes.ptr, bounds.ptr, out.ptr, loaded.basePtr, query.ptr, vector.ptr, stride] as const;
      kernels.scoreBytes(...rows, 0, this.#size, most.ptr, this.#limits.ptr, this.#work);
      loaded.lowest = limits[0]!;
      loaded.range = limits[1]! - limits[0]!;
    }
    this.#scored = fold;
  }
}
