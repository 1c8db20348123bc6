/** States in memory that Workers share: sent to them, nothing is copied. */

/** Smaller arrays are cheaper to copy. */
const smallest = 1 << 16;

/**
 * The same plain data, with every large typed array in a SharedArrayBuffer. Arrays that are shared already stay what they are.
 *
 * @param value objects, arrays, typed arrays and plain values
 */
export function share<T>(value: T): T {
  return shareAny(value) as T;
}

/** Zeros in shared memory, for what is large from the start. */
export function createShared(length: number): Float32Array {
  return new Float32Array(new SharedArrayBuffer(length * Float32Array.BYTES_PER_ELEMENT));
}

function shareAny(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Float32Array) return moved(value, (buffer) => new Float32Array(buffer));
  if (value instanceof Float64Array) return moved(value, (buffer) => new Float64Array(buffer));
  if (value instanceof Int32Array) return moved(value, (buffer) => new Int32Array(buffer));
  if (value instanceof Uint8Array) return moved(value, (buffer) => new Uint8Array(buffer));
  if (ArrayBuffer.isView(value)) return value;
  if (Array.isArray(value)) return value.map(shareAny);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, shareAny(part)]));
}

function moved<A extends Float32Array | Float64Array | Int32Array | Uint8Array>(
  array: A,
  create: (buffer: SharedArrayBuffer) => A,
): A {
  if (array.byteLength < smallest || array.buffer instanceof SharedArrayBuffer) return array;
  const copy = create(new SharedArrayBuffer(array.byteLength));
  copy.set(array as never);
  return copy;
}
