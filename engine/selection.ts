/** Scores of all items in WebAssembly memory, and the best of them that are not excluded. */
import type { Kernels } from "../core-wasm/kernels.ts";
import type { Arena, Span } from "../core-wasm/layout.ts";
import { paddedSize, place } from "./loaded_member.ts";

/** Makes room; the selection itself can be made when the memory grows no more. */
export function placeSelection(arena: Arena, size: number) {
  return {
    scores: arena.f32(paddedSize(size)),
    mask: arena.u32(wordsFor(size)),
    bestItems: arena.i32(size),
    bestScores: arena.f32(size),
  };
}

export class Selection {
  /** One for each item, padded to whole blocks. */
  readonly scores: Span<Float32Array>;
  readonly bestItems: Span<Int32Array>;
  readonly bestScores: Span<Float32Array>;
  readonly #size: number;
  readonly #mask: Span<Uint32Array>;

  constructor(spans: ReturnType<typeof placeSelection>, size: number) {
    this.#size = size;
    this.scores = place(spans.scores);
    this.#mask = place(spans.mask);
    this.bestItems = place(spans.bestItems);
    this.bestScores = place(spans.bestScores);
  }

  /** Finds the best of `scores`; returns how many there are in `bestItems` and `bestScores`. */
  select(kernels: Kernels, count: number, exclude?: Uint32Array): number {
    const { scores, bestItems, bestScores } = this;
    const mask = this.place(exclude), k = this.limit(count);
    return kernels.topK(scores.ptr, this.#size, mask, k, bestItems.ptr, bestScores.ptr);
  }

  /** Address of a mask, 0 for none. */
  place(exclude: Uint32Array | undefined): number {
    if (!exclude) return 0;
    const { view, ptr } = this.#mask;
    if (exclude.length !== view.length) {
      throw new RangeError(`Cannot exclude: the mask has ${exclude.length} words, not ${view.length}`);
    }
    view.set(exclude);
    return ptr;
  }

  limit(count: number): number {
    return Math.min(Math.max(0, Math.trunc(count)), this.#size);
  }
}

/** Words of a mask with a bit for each item. */
export function wordsFor(size: number): number {
  return Math.ceil(size / 32);
}
