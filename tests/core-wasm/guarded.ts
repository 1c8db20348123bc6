import assert from "node:assert/strict";
import { type Kernels, loadKernels } from "../../core-wasm/kernels.ts";
import { createArena } from "../../core-wasm/layout.ts";
import { createRandom, type Random } from "../../engine/random.ts";

/** An array between two fences; reading it back fails when a kernel wrote over one. */
export interface Guarded<View> {
  readonly ptr: number;
  readonly view: View;
  /** A copy of the present content. */
  read(): View;
}

export interface Stage {
  readonly kernels: Kernels;
  readonly random: Random;
  f32(content: number | ArrayLike<number>): Guarded<Float32Array>;
  f64(content: number | ArrayLike<number>): Guarded<Float64Array>;
  i32(content: number | ArrayLike<number>): Guarded<Int32Array>;
  u32(content: number | ArrayLike<number>): Guarded<Uint32Array>;
  /** Normal numbers, rows padded with zeros: f32[rows x stride]. */
  rows(rows: number, factors: number, stride: number): Guarded<Float32Array>;
  /** Forgets all arrays, so that one stage serves many sizes. */
  clear(): void;
}

type Typed = Float32Array | Float64Array | Int32Array | Uint32Array;

const fence = 64;

/**
 * Kernels over a memory of their own. Arrays start at addresses that are multiples of 16 but mostly not of 32, at other ones
 * for each `seed`, between fences of signalling NaN: who reads one gets NaN, who computes with it and writes it back has made
 * it quiet.
 */
export function createStage(seed = 1, { shared = false, relaxed = false } = {}): Stage {
  const arena = createArena({ shared });
  const kernels = loadKernels(arena.memory, { relaxed });
  const random = createRandom(seed);
  arena.u8(4096 + 16 * (seed % 7));
  const start = arena.mark();
  let placed = seed;

  function place<View extends Typed>(
    content: number | ArrayLike<number>,
    type: { readonly BYTES_PER_ELEMENT: number; new (b: ArrayBuffer, o: number, n: number): View },
  ): Guarded<View> {
    const length = typeof content === "number" ? content : content.length;
    const bytes = length * type.BYTES_PER_ELEMENT;
    const before = fence + 16 * (placed++ % 3);
    const all = arena.u8(before + bytes + fence);
    const ptr = all.ptr + before;
    const present = () => new type(arena.memory.buffer as ArrayBuffer, ptr, length);
    const fences = () => new Uint32Array(arena.memory.buffer, all.ptr, all.length / 4);
    const nan = type.BYTES_PER_ELEMENT === 8 ? 0xfff7fff7 : 0xffb7ffb7;
    fences().fill(nan);
    if (typeof content === "number") present().fill(0);
    else present().set(content);
    return {
      ptr,
      get view() {
        return present();
      },
      read() {
        const words = fences();
        for (let i = 0; i < words.length; i++) {
          const at = 4 * i - before;
          if (at >= 0 && at < bytes) i += Math.ceil((bytes - at) / 4) - 1;
          else if (words[i] !== nan) assert.fail(`byte ${at} of an array of ${bytes} bytes was written`);
        }
        return present().slice() as View;
      },
    };
  }

  return {
    kernels,
    random,
    f32: (content) => place(content, Float32Array),
    f64: (content) => place(content, Float64Array),
    i32: (content) => place(content, Int32Array),
    u32: (content) => place(content, Uint32Array),
    rows(rows, factors, stride) {
      const values = new Float32Array(rows * stride);
      for (let r = 0; r < rows; r++) {
        for (let c = 0; c < factors; c++) values[r * stride + c] = random.normal();
      }
      return place(values, Float32Array);
    },
    clear: () => arena.reset(start),
  };
}

/** Fails unless each |actual - expected| is within its bound (one number for all, or one for each). */
export function assertNear(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  bound: number | ArrayLike<number>,
  label = "",
): void {
  assert.equal(actual.length, expected.length, `${label}: length`);
  for (let i = 0; i < actual.length; i++) {
    const allowed = typeof bound === "number" ? bound : bound[i]!;
    const off = Math.abs(actual[i]! - expected[i]!);
    if (!(off <= allowed)) {
      assert.fail(`${label}: element ${i} is ${actual[i]}, not ${expected[i]} within ${allowed}`);
    }
  }
}

/** f32 rounds by at most this share of a number. */
export const eps32 = 2 ** -24;

/** Every size from 1 to 257. */
export const everySize: readonly number[] = Array.from({ length: 257 }, (_, i) => i + 1);

/** Sizes for work that grows with their cube. */
export const someSizes: readonly number[] = [
  1,
  2,
  3,
  4,
  5,
  6,
  7,
  8,
  9,
  11,
  12,
  15,
  16,
  17,
  20,
  31,
  33,
  47,
  64,
  65,
  100,
  129,
];

export const strides: readonly number[] = [
  4,
  8,
  12,
  16,
  20,
  24,
  28,
  32,
  36,
  48,
  52,
  64,
  68,
  96,
  100,
  128,
  132,
];
