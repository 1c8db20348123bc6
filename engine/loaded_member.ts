/** A member of the ensemble in WebAssembly memory, with its scratch space. */
import type { Kernels } from "../core-wasm/kernels.ts";
import type { Arena, Span } from "../core-wasm/layout.ts";
import type { Member } from "./member.ts";

export interface Loaded {
  readonly member: Member;
  readonly fold: Span<Float32Array>;
  readonly out: Span<Float32Array>;
  /** `out` in 7 bits, and how far they are from it, see `Kernels.packBytes`. */
  readonly bytes: Span<Uint8Array>;
  readonly bounds: Span<Float32Array>;
  /** Address of `base`, padded to whole blocks; 0 for none. */
  readonly basePtr: number;
  readonly vector: Span<Float32Array>;
  /** The vector in 8 bits, see `Kernels.quantizeVector`. */
  readonly query: Span<Int32Array>;
  /** The most that each item can score; padded to whole blocks. */
  readonly most: Span<Float32Array>;
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
    out: arena.f32(size * stride),
    bytes: arena.u8(padded * stride),
    bounds: arena.f32(padded * 3),
    vector: arena.f32(stride),
    query: arena.i32(4 + stride / 2),
    most: arena.f32(padded),
    weights: arena.f32(longest),
  };
}

/** Copies a member to its place, in steps of about a millisecond. */
export function* fillMember(
  kernels: Kernels,
  { size, loaded: { member, fold, out, bytes, bounds } }: { size: number; loaded: Loaded },
): Generator<void> {
  const { stride } = member;
  const foldView = fold.view, outView = out.view;
  for (let row = 0; row < size; row += rowsPerStep) {
    const end = Math.min(size, row + rowsPerStep);
    foldView.set(member.fold.subarray(row * stride, end * stride), row * stride);
    outView.set(member.out.subarray(row * stride, end * stride), row * stride);
    kernels.packBytes(out.ptr, stride, row, end, bytes.ptr, bounds.ptr);
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
