/** A member of the ensemble in WebAssembly memory, with its scratch space. */
import type { Kernels } from "../core-wasm/kernels.ts";
import type { Arena, Span } from "../core-wasm/layout.ts";
import type { Member } from "./member.ts";

export interface Loaded {
  readonly member: Member;
  readonly fold: Span<Float32Array>;
  /** `out` turned on its side in blocks of 32 items, see `Kernels.packBlocks`. */
  readonly blocks: Span<Float32Array>;
  /** Address of `base`, padded to whole blocks; 0 for none. */
  readonly basePtr: number;
  readonly vector: Span<Float32Array>;
  /** Room for every item, padded to whole blocks. */
  readonly scores: Span<Float32Array>;
  readonly weights: Span<Float32Array>;
  /** Of the last fold's raw scores: lowest, and highest minus lowest. */
  lowest: number;
  range: number;
}

/** Rows per kernel call: a first long call would stay in the engine's baseline compiler. */
const rowsPerCall = 3_200;

/** `size` up to whole blocks, as kernels on blocks need it. */
export function paddedSize(size: number): number {
  return Math.ceil(size / 32) * 32;
}

/** Copies a member into the arena, with room for a history of `longest` items. */
export function loadMember(
  kernels: Kernels,
  { arena, member, size, longest }: { arena: Arena; member: Member; size: number; longest: number },
): Loaded {
  const { stride } = member, padded = paddedSize(size);
  const fold = arena.f32(size * stride), blocks = arena.f32(padded * stride);
  fold.view.set(member.fold);
  const base = member.base ? arena.f32(padded) : undefined;
  if (base && member.base) base.view.set(member.base);
  const loaded = {
    ...{ member, fold, blocks, basePtr: base?.ptr ?? 0, lowest: 0, range: 0 },
    vector: arena.f32(stride),
    scores: arena.f32(padded),
    weights: arena.f32(longest),
  };
  const mark = arena.mark();
  const out = arena.f32(size * stride);
  out.view.set(member.out);
  for (let row = 0; row < size; row += rowsPerCall) {
    kernels.packBlocks(out.ptr, stride, row, Math.min(size, row + rowsPerCall), blocks.ptr);
  }
  arena.reset(mark);
  return loaded;
}

/** 1 / length of each row of `out`; 0 where the length is 0. */
export function inverseNormsOf({ out, stride }: Member, size: number): Float32Array {
  const norms = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    let square = 0;
    for (let f = 0; f < stride; f++) square += out[i * stride + f]! ** 2;
    if (square > 0) norms[i] = 1 / Math.sqrt(square);
  }
  return norms;
}
