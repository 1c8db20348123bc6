import { eps32, type Guarded, type Stage } from "./guarded.ts";

/** Rows of factors with their copy in bytes, a base and a vector, for the kernels that read them. */
export interface RowsInBytes {
  readonly n: number;
  readonly stride: number;
  readonly x: Guarded<Float32Array>;
  readonly vec: Guarded<Float32Array>;
  readonly base: Guarded<Float32Array> | undefined;
  readonly bytes: Guarded<Int32Array>;
  readonly bounds: Guarded<Float32Array>;
  readonly query: Guarded<Int32Array>;
  /** What the kernels take, in their order. */
  readonly args: readonly [number, number, number, number, number, number, number];
}

export const padded = (n: number) => Math.ceil(n / 32) * 32;

interface Options {
  readonly n: number;
  readonly stride: number;
  readonly based?: boolean;
  /** Changes the rows and the vector before they are packed. */
  readonly change?: (x: Float32Array, vec: Float32Array) => void;
}

export function packRows(stage: Stage, { n, stride, based = false, change }: Options): RowsInBytes {
  const x = stage.rows(n, stride, stride), vec = stage.rows(1, stride, stride);
  change?.(x.view, vec.view);
  const base = based ? stage.f32(new Float32Array(padded(n)).map(() => stage.random.normal())) : undefined;
  // What an earlier copy has left there must not matter.
  const bytes = stage.i32(new Int32Array(padded(n) * stride / 4).fill(-1));
  const bounds = stage.f32(new Float32Array(padded(n) * 3).fill(NaN));
  const query = stage.i32(4 + stride / 2);
  stage.kernels.packBytes(x.ptr, stride, 0, n, bytes.ptr, bounds.ptr);
  stage.kernels.quantizeVector(vec.ptr, stride, query.ptr);
  const args = [bytes.ptr, bounds.ptr, x.ptr, base?.ptr ?? 0, query.ptr, vec.ptr, stride] as const;
  return { n, stride, x, vec, base, bytes, bounds, query, args };
}

/** What the kernel `score` gives for all rows. */
export function scoreRows(stage: Stage, { n, stride, x, vec, base }: RowsInBytes): Float32Array {
  const scores = stage.f32(n);
  stage.kernels.score(x.ptr, base?.ptr ?? 0, vec.ptr, stride, scores.ptr, 0, n);
  return scores.read();
}

/** Byte (i, f) less its offset, wherever it stands. */
export function levelAt({ bytes, stride }: RowsInBytes, i: number, f: number): number {
  const at = (((i >> 5) * (stride / 4) + (f >> 2)) * 32 + i % 32) * 4 + f % 4;
  return new Uint8Array(bytes.view.buffer, bytes.view.byteOffset)[at]! - 64;
}

/** Factors as hard cases have them: awkward numbers in a few rows, equal rows, zeros, all of one size or of many. */
export function awkward(stage: Stage, turn: number): (x: Float32Array, vec: Float32Array) => void {
  const { random } = stage, odd = [NaN, Infinity, -Infinity, 3e38, 1e-38, -1e-30, 0];
  return (x, vec) => {
    const stride = vec.length, n = x.length / stride;
    const row = (i: number) => x.subarray(i * stride, (i + 1) * stride);
    for (let i = 0; i < n; i++) {
      const size = turn % 3 ? 10 ** (random.int(7) - 3) : 1;
      for (let f = 0; f < stride; f++) x[i * stride + f]! *= size / (turn % 2 ? 1 : 1 + f);
    }
    for (let c = 0; c < n / 8; c++) row(random.int(n)).set(row(random.int(n)));
    for (let c = 0; c < turn % 5; c++) x[random.int(x.length)] = odd[random.int(odd.length)]!;
    if (turn % 7 === 0) row(random.int(n)).fill(0);
    if (turn % 11 === 0) vec.fill(0);
    if (turn % 13 === 0) vec[random.int(stride)] = odd[random.int(odd.length)]!;
    if (turn % 17 === 0) vec.forEach((value, f) => vec[f] = value * 1e-25);
    if (turn % 19 === 0) x.fill(eps32);
  };
}

/**
 * Rows with one and the same copy, rounded all against the vector or all with it: the bounds are hardly more than what rounding does.
 */
export function roundedOneWay(stage: Stage): (x: Float32Array, vec: Float32Array) => void {
  const { random } = stage;
  return (x, vec) => {
    const stride = vec.length, levels = Array.from({ length: stride }, () => random.int(41) - 20);
    vec.forEach((value, f) => vec[f] = Math.sign(value));
    for (let i = 0; i < x.length / stride; i++) {
      const off = (random.int(2) ? 1 : -1) * (0.4 + 0.09 * random.next());
      for (let f = 0; f < stride; f++) x[i * stride + f] = f > 0 ? levels[f]! + off * vec[f]! : 63;
    }
  };
}

/** The same for the vector. */
export function vectorRoundedOneWay(stage: Stage): (x: Float32Array, vec: Float32Array) => void {
  return (x, vec) => {
    for (let i = 0; i < x.length; i++) x[i] = stage.random.int(2) ? 1 : -1;
    for (let f = 0; f < vec.length; f++) vec[f] = f > 0 ? stage.random.int(41) - 20 + 0.45 * x[f]! : 127;
  };
}

/**
 * Rows and a vector that are multiples of an awkward number each, all of one sign: their copies are exact but for rounding, and so are
 * the products.
 */
export function exactInSteps(stage: Stage): (x: Float32Array, vec: Float32Array) => void {
  const { random } = stage;
  return (x, vec) => {
    const stride = vec.length, step = 0.01 + random.next(), unit = 0.01 + random.next();
    x.forEach((_, at) => x[at] = step * (at % stride > 0 ? random.int(64) : 63));
    vec.forEach((_, f) => vec[f] = unit * (f > 0 ? random.int(128) : 127));
  };
}

/** Rows of the same steps in another order each, and a vector of equal numbers: only rounding tells their scores apart. */
export function shuffledSteps(stage: Stage): (x: Float32Array, vec: Float32Array) => void {
  const { random } = stage;
  return (x, vec) => {
    const stride = vec.length, step = 0.01 + random.next();
    const levels = Array.from(vec, (_, f) => f > 0 ? random.int(64) : 63);
    for (let first = 0; first < x.length; first += stride) {
      for (let f = stride - 1; f > 0; f--) {
        const other = random.int(f + 1), level = levels[f]!;
        levels[f] = levels[other]!;
        levels[other] = level;
      }
      levels.forEach((level, f) => x[first + f] = step * level);
    }
    vec.fill(0.01 + random.next());
  };
}
