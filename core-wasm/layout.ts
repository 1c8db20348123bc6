/** The only place that computes addresses in WASM memory. */

/** What memory grows by. */
export const pageBytes = 65536;
const alignment = 16;

/** Address 0 means "none" to a kernel, so nothing is placed there. */
const firstAddress = 64;

/** One page short of 4 GiB: the address behind the last byte must still fit in 32 bits. */
export const mostArenaBytes = 65535 * pageBytes;

/** Numbers of f32 per row for so many factors: rows are padded to whole vectors of four, so that kernels need no tail loops. */
export function strideOf(factors: number): number {
  return Math.ceil(factors / 4) * 4;
}

export interface ArenaOptions {
  /** Size of the memory at the start, in bytes; rounded up to pages of 64 KiB. Default, and least for kernels: one page. */
  readonly initialBytes?: number;
  /** The memory never grows beyond it, in bytes; rounded up to pages. Default and limit: 4 GiB less one page. */
  readonly maximumBytes?: number;
  /** Several threads can use the memory. */
  readonly shared?: boolean;
}

/** Makes an empty memory and the arena that gives it out. */
export function createArena(
  { initialBytes = pageBytes, maximumBytes = mostArenaBytes, shared = false }: ArenaOptions = {},
): Arena {
  if (!(initialBytes >= 0 && initialBytes <= maximumBytes && maximumBytes <= mostArenaBytes)) {
    throw new RangeError(
      `Cannot create an arena: "${initialBytes}" to "${maximumBytes}" bytes is not a range within ${mostArenaBytes}`,
    );
  }
  const maximum = Math.ceil(maximumBytes / pageBytes);
  const initial = Math.ceil(initialBytes / pageBytes);
  return new Arena(new WebAssembly.Memory({ initial, maximum, shared }), maximum * pageBytes);
}

/** An array in the memory. */
export interface Span<View> {
  /** Address of its first byte, a multiple of 16. */
  readonly ptr: number;
  /** In elements, not bytes. */
  readonly length: number;
  /** A fresh view at each access: growing the memory detaches those made before. */
  readonly view: View;
}

/**
 * Gives out arrays of one WASM memory, one after another; grows the memory as needed. Every array starts at zero, also where
 * an array given back by `reset` has been. An allocation throws a RangeError when the length is not a whole number or
 * the memory cannot grow that far, and leaves the arena as it was.
 */
export class Arena {
  readonly memory: WebAssembly.Memory;
  readonly #maximumBytes: number;
  #end = firstAddress;
  /** Everything from here on has never been given out, hence is zero. */
  #untouched = firstAddress;

  /** Takes the whole of a fresh memory; `createArena` makes both. */
  constructor(memory: WebAssembly.Memory, maximumBytes: number) {
    this.memory = memory;
    this.#maximumBytes = maximumBytes;
  }

  /** Floats of 32 bits. */
  f32(length: number): Span<Float32Array<ArrayBuffer>> {
    return this.#span(length, Float32Array);
  }

  /** Floats of 64 bits. */
  f64(length: number): Span<Float64Array<ArrayBuffer>> {
    return this.#span(length, Float64Array);
  }

  /** Signed integers of 32 bits. */
  i32(length: number): Span<Int32Array<ArrayBuffer>> {
    return this.#span(length, Int32Array);
  }

  /** Unsigned integers of 32 bits, for bit sets. */
  u32(length: number): Span<Uint32Array<ArrayBuffer>> {
    return this.#span(length, Uint32Array);
  }

  /** Bytes. */
  u8(length: number): Span<Uint8Array<ArrayBuffer>> {
    return this.#span(length, Uint8Array);
  }

  /** The present end, to give back later everything that is allocated after it. */
  mark(): number {
    return this.#end;
  }

  /** Gives back everything allocated since `mark()`: spans from after it must not be used any more. */
  reset(mark: number): void {
    if (!(mark >= firstAddress && mark <= this.#end)) {
      throw new RangeError(`Cannot reset the arena: "${mark}" is not a mark before its end, ${this.#end}`);
    }
    this.#end = mark;
  }

  #span<View>(length: number, type: ViewType<View>): Span<View> {
    if (!Number.isSafeInteger(length) || length < 0) {
      throw new RangeError(`Cannot allocate a span: its length, "${length}", is not a whole number`);
    }
    const ptr = this.#allocate(length * type.BYTES_PER_ELEMENT);
    const { memory } = this;
    return {
      ptr,
      length,
      get view() {
        return new type(memory.buffer as ArrayBuffer, ptr, length);
      },
    };
  }

  #allocate(bytes: number): number {
    const ptr = this.#end;
    const end = ptr + Math.ceil(bytes / alignment) * alignment;
    this.#grow(end, bytes);
    if (this.#untouched > ptr) {
      new Uint8Array(this.memory.buffer, ptr, Math.min(end, this.#untouched) - ptr).fill(0);
    }
    this.#untouched = Math.max(this.#untouched, end);
    this.#end = end;
    return ptr;
  }

  #grow(end: number, bytes: number): void {
    const present = this.memory.buffer.byteLength;
    if (end <= present) return;
    const refusal =
      `Cannot allocate ${bytes} bytes: ${Math.max(0, this.#maximumBytes - this.#end)} of at most ` +
      `${this.#maximumBytes} bytes are available`;
    if (end > this.#maximumBytes) throw new RangeError(refusal);
    try {
      this.memory.grow(Math.ceil((end - present) / pageBytes));
    } catch (cause) {
      throw new RangeError(`${refusal}, but the system gives no more than ${present}`, { cause });
    }
  }
}

interface ViewType<View> {
  readonly BYTES_PER_ELEMENT: number;
  new (buffer: ArrayBuffer, offset: number, length: number): View;
}
