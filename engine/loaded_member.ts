/**
 * A member of the ensemble loaded for serving: factors in WebAssembly memory with their scratch space; of other members the scores of all
 * items, in full precision.
 */
import type { Kernels } from "../core-wasm/kernels.ts";
import type { Arena, Span } from "../core-wasm/layout.ts";
import type { ConstantMember, FactorsMember, Member, NeighboursMember } from "./member.ts";

interface Common {
  /** Where kernels find the raw score of an item: base[item] + dot(x[item, :], vec), rows of `stride`. Addresses; base 0 for none. */
  readonly rows: {
    readonly x: number;
    readonly base: number;
    readonly vec: number;
    readonly stride: number;
  };
  /** The most that each item can score; padded to whole blocks. */
  readonly most: Span<Float32Array>;
  /** f(strength) of each item of the last fold. */
  readonly weights: Span<Float32Array>;
  /** Of the last fold's raw scores: lowest, and highest minus lowest. */
  lowest: number;
  range: number;
}

export interface LoadedFactors extends Common {
  readonly kind: "factors";
  readonly member: FactorsMember;
  readonly fold: Span<Float32Array>;
  readonly out: Span<Float32Array>;
  /** `out` in 7 bits, and how far they are from it, see `Kernels.packBytes`. */
  readonly bytes: Span<Uint8Array>;
  readonly bounds: Span<Float32Array>;
  readonly vector: Span<Float32Array>;
  /** The vector in 8 bits, see `Kernels.quantizeVector`. */
  readonly query: Span<Int32Array>;
}

/** `most` are the scores themselves, and the rows have no factors: their base is all there is. */
export interface LoadedScores extends Common {
  readonly kind: "scores";
  readonly member: NeighboursMember | ConstantMember;
}

export type Loaded = LoadedFactors | LoadedScores;

/** Rows per kernel call: a first long call would stay in the engine's baseline compiler. */
export const rowsPerStep = 3_200;

/** `size` up to whole blocks, as kernels on blocks need it. */
export function paddedSize(size: number): number {
  return Math.ceil(size / 32) * 32;
}

/** An array of a memory that grows no more, with a view that is made once. */
export function place<View>({ ptr, length, view }: Span<View>): Span<View> {
  return { ptr, length, view };
}

/** Makes room for a member in the arena, and for a history of `longest` items; `fillMember` copies it there. */
export function placeMember(
  { arena, member, size, longest }: { arena: Arena; member: Member; size: number; longest: number },
): Loaded {
  const padded = paddedSize(size), most = arena.f32(padded), weights = arena.f32(longest);
  const common = { most, weights, lowest: 0, range: 0 };
  if (member.kind !== "factors") {
    const rows = { x: most.ptr, base: most.ptr, vec: most.ptr, stride: 0 };
    return { kind: "scores", member, ...common, rows };
  }
  const { stride } = member;
  const base = member.base ? arena.f32(padded) : undefined;
  if (base && member.base) base.view.set(member.base);
  const out = arena.f32(size * stride), vector = arena.f32(stride);
  return {
    kind: "factors",
    member,
    ...common,
    rows: { x: out.ptr, base: base?.ptr ?? 0, vec: vector.ptr, stride },
    fold: arena.f32(size * stride),
    out,
    bytes: arena.u8(padded * stride),
    bounds: arena.f32(padded * 3),
    vector,
    query: arena.i32(4 + stride / 2),
  };
}

/** The same member when the memory grows no more. */
export function settle(loaded: Loaded): Loaded {
  const settled = { most: place(loaded.most), weights: place(loaded.weights) };
  return loaded.kind === "scores"
    ? { ...loaded, ...settled }
    : { ...loaded, ...settled, vector: place(loaded.vector) };
}

/** Copies a member to its place, in steps of about a millisecond. */
export function* fillMember(
  kernels: Kernels,
  { size, loaded }: { size: number; loaded: Loaded },
): Generator<void> {
  if (loaded.kind === "scores") {
    if (loaded.member.kind !== "constant") return;
    // The same for every history: all that there ever is to compute.
    loaded.most.view.set(loaded.member.base);
    findRange(loaded, size);
    return;
  }
  const { member, fold, out, bytes, bounds } = loaded, { stride } = member;
  const foldView = fold.view, outView = out.view;
  for (let row = 0; row < size; row += rowsPerStep) {
    const end = Math.min(size, row + rowsPerStep);
    foldView.set(member.fold.subarray(row * stride, end * stride), row * stride);
    outView.set(member.out.subarray(row * stride, end * stride), row * stride);
    kernels.packBytes(out.ptr, stride, row, end, bytes.ptr, bounds.ptr);
    yield;
  }
}

/** Lowest score and range of a member whose scores are there. */
export function findRange(loaded: LoadedScores, size: number): void {
  const scores = loaded.most.view;
  let lowest = Infinity, highest = -Infinity;
  for (let i = 0; i < size; i++) {
    const score = scores[i]!;
    if (score < lowest) lowest = score;
    if (score > highest) highest = score;
  }
  loaded.lowest = lowest;
  loaded.range = highest - lowest;
}
