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
export const rowsPerStep = 3_200;

/** `size` up to whole blocks, as kernels on blocks need it. */
export function paddedSize(size: number): number {
  return Math.ceil(size / 32) * 32;
}

/** Makes room for a member in the arena, and for a history of `longest` items; `fillMember` copies it there. */
export function placeMember(
  { arena, member, size, longest }: { arena: Arena; member: Member; size: number; longest: number },
): Loaded {
  const { stride } = member, padded = paddedSize(size);
  const base = member.base ? arena.f32(padded) : undefined;
  if (base && member.base) base.view.set(member.base);
  return {
    ...{ member, basePtr: base?.ptr ?? 0, lowest: 0, range: 0 },
    fold: arena.f32(size * stride),
    blocks: arena.f32(padded * stride),
    vector: arena.f32(stride),
    scores: arena.f32(padded),
    weights: arena.f32(longest),
  };
}

/** Copies a member to its place, in steps of about a millisecond; `rows` has room for `rowsPerStep` rows. */
export function* fillMember(
  kernels: Kernels,
  { rows, size, loaded: { member, fold, blocks } }: {
    rows: Span<Float32Array>;
    size: number;
    loaded: Loaded;
  },
): Generator<void> {
  const { stride } = member;
  for (let row = 0; row < size; row += rowsPerStep) {
    const end = Math.min(size, row + rowsPerStep);
    fold.view.set(member.fold.subarray(row * stride, end * stride), row * stride);
    rows.view.set(member.out.subarray(row * stride, end * stride));
    // The kernel counts rows from the start of the matrix; a multiple of 32 of them are whole blocks.
    kernels.packBlocks(
      rows.ptr,
      stride,
      0,
      end - row,
      blocks.ptr + row * stride * Float32Array.BYTES_PER_ELEMENT,
    );
    yield;
  }
}

/** 1 / length of each row of `out`; 0 where the length is 0. */
export function inverseNormsOf({ out, stride }: Member, size: number): Float32Array {
  const norms = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    let square = 0;
    for (let f = i * stride; f < (i + 1) * stride; f++) square += out[f]! * out[f]!;
    if (square > 0) norms[i] = 1 / Math.sqrt(square);
  }
  return norms;
}
