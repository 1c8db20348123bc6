/** A member of the ensemble in WebAssembly memory, with its scratch space. */
import type { Arena, Span } from "../core-wasm/layout.ts";
import type { Member } from "./member.ts";

export interface Loaded {
  readonly member: Member;
  readonly fold: Span<Float32Array>;
  readonly out: Span<Float32Array>;
  readonly basePtr: number;
  readonly vector: Span<Float32Array>;
  readonly scores: Span<Float32Array>;
  readonly weights: Span<Float32Array>;
  /** Of the last fold's raw scores: lowest, and highest minus lowest. */
  lowest: number;
  range: number;
}

/** Copies a member into the arena, with room for a history of `longest` items. */
export function loadMember(
  arena: Arena,
  { member, size, longest }: { member: Member; size: number; longest: number },
): Loaded {
  const fold = arena.f32(size * member.stride), out = arena.f32(size * member.stride);
  fold.view.set(member.fold);
  out.view.set(member.out);
  const base = member.base ? arena.f32(size) : undefined;
  if (base && member.base) base.view.set(member.base);
  return {
    member,
    fold,
    out,
    basePtr: base?.ptr ?? 0,
    vector: arena.f32(member.stride),
    scores: arena.f32(size),
    weights: arena.f32(longest),
    lowest: 0,
    range: 0,
  };
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
