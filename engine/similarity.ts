/** How alike two products are, by what the members of a model know of them. */
import type { Kernels } from "../core-wasm/kernels.ts";
import type { Span } from "../core-wasm/layout.ts";
import { weightOf } from "./item_lists.ts";
import type { Loaded, LoadedFactors } from "./loaded_member.ts";
import type { FactorsMember, NeighboursMember } from "./member.ts";

export interface Similarity {
  /** Only items above it are alike at all. */
  readonly above: number;
  /** Writes how alike each item is to the one at `position`; false where nothing is known of that one. */
  score(position: number, scores: Span<Float32Array>): boolean;
  /** Of two positions, in [-1, 1]; 0 where nothing is known of either. */
  between(a: number, b: number): number;
}

/**
 * By the factors of the SVD, else by those of MF, else by the weights of a member of neighbours; nothing is alike where there are none of
 * these. Factors come first because they say something of every pair.
 */
export function createSimilarity(loaded: readonly Loaded[], size: number, kernels: Kernels): Similarity {
  const factors = loaded.filter((one) => one.kind === "factors");
  const chosen = factors.find(({ member }) => member.name === "svd") ?? factors[0];
  if (chosen) return byFactors(chosen, size, kernels);
  const lists = loaded.map(({ member }) => member).find((member) => member.kind === "neighbours");
  return lists ? byNeighbours(lists, size) : { above: 0, score: () => false, between: () => 0 };
}

/** Cosine of the rows of `out`. */
function byFactors({ member, out: placed }: LoadedFactors, size: number, kernels: Kernels): Similarity {
  const { stride, out } = member, norms = inverseNormsOf(member, size);
  return {
    above: -Infinity,
    score(position, scores) {
      if (norms[position] === 0) return false;
      const row = placed.ptr + position * stride * Float32Array.BYTES_PER_ELEMENT;
      kernels.score(placed.ptr, 0, row, stride, scores.ptr, 0, size);
      const view = scores.view, own = norms[position]!;
      for (let i = 0; i < size; i++) view[i]! *= norms[i]! * own;
      return true;
    },
    between(a, b) {
      let dot = 0;
      for (let f = 0; f < stride; f++) dot += out[a * stride + f]! * out[b * stride + f]!;
      return dot * (norms[a] ?? 0) * (norms[b] ?? 0);
    },
  };
}

/**
 * The geometric mean of the two weights of a pair, or the one that was kept, with its sign. Of item-knn that is the cosine; of EASE the
 * partial correlation: w_ab w_ba = P_ab^2 / (P_aa P_bb). Those of rp3beta are small and have no unit: each counts as a part of the
 * largest of its row.
 */
function byNeighbours(member: NeighboursMember, size: number): Similarity {
  const units = member.name === "rp3beta" ? largestOf(member, size) : undefined;
  const relative = (a: number, b: number) => {
    const weight = weightOf(member, a, b);
    return units && weight > 0 ? weight / units[a]! : weight;
  };
  const between = (a: number, b: number) => {
    const there = relative(a, b), back = relative(b, a);
    const mean = there * back > 0 ? Math.sign(there) * Math.sqrt(there * back) : there || back;
    return Math.min(1, Math.max(-1, mean));
  };
  return {
    above: 0,
    score(position, { view }) {
      for (let i = 0; i < size; i++) view[i] = between(position, i);
      return true;
    },
    between,
  };
}

/** The largest weight of each row, 0 where there is none above. */
function largestOf({ ptr, weights }: NeighboursMember, size: number): Float32Array {
  const largest = new Float32Array(size);
  for (let j = 0; j < size; j++) {
    for (let e = ptr[j]!; e < ptr[j + 1]!; e++) largest[j] = Math.max(largest[j]!, weights[e]!);
  }
  return largest;
}

/** 1 / length of each row of `out`; 0 where the length is 0. */
function inverseNormsOf({ out, stride }: FactorsMember, size: number): Float32Array {
  const norms = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    let square = 0;
    for (let f = i * stride; f < (i + 1) * stride; f++) square += out[f]! * out[f]!;
    if (square > 0) norms[i] = 1 / Math.sqrt(square);
  }
  return norms;
}
