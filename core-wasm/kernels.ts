/**
 * The kernels, typed. What each computes, with shapes and requirements in full, is in the header comment of its file in
 * `assembly/` (`topK` in `top_k.ts`).
 *
 * Every pointer is a byte address (`Span.ptr`). Rows of f32 are padded with zeros to `stride` numbers, a multiple of 4; an f64
 * matrix of n x stride has rows of `stride` numbers too. Nothing is checked: a wrong address or shape gives wrong numbers or a
 * WebAssembly.RuntimeError. Same input, same bytes, save in the relaxed build.
 */
import { chooseBuild, compileBuild } from "./builds.ts";

/** Address in bytes. */
type Pointer = number;

export interface Kernels {
  /** Y[r, :] = sum of values[e] * X[colIdx[e], :] over the entries e of row r, for rows r0 .. r1 of a CSR matrix. */
  spmm(
    rowPtr: Pointer,
    colIdx: Pointer,
    values: Pointer,
    r0: number,
    r1: number,
    x: Pointer,
    y: Pointer,
    stride: number,
  ): void;
  /** out (f64, stride x stride) = X'X, or += with `accumulate` 1: for calls in chunks of rows. */
  gram(x: Pointer, rows: number, stride: number, out: Pointer, accumulate?: 0 | 1): void;
  /** A (f64, n x stride) becomes L with L L' = A. Returns the rank; rows and columns without a pivot become zero. */
  cholesky(a: Pointer, n: number, stride: number): number;
  /** X (f32, rows x stride) <- X L^-T in place, L f64 n x stride; a zero pivot gives a zero column. */
  solveTriangularRight(x: Pointer, rows: number, stride: number, l: Pointer, n: number): void;
  /**
   * A (f64, n x stride, destroyed) = V diag(values) V': values f64[n] descending, vectors f64 n x stride in columns.
   * Returns the number of iterations, -1 when it did not converge.
   */
  eigenSymmetric(a: Pointer, n: number, stride: number, values: Pointer, vectors: Pointer): number;
  /** Y (f32, rows x strideY) = X (f32, rows x strideX) B (f64, strideX x strideB), strideY <= strideB; Y apart from X. */
  multiply(
    x: Pointer,
    rows: number,
    strideX: number,
    b: Pointer,
    strideB: number,
    y: Pointer,
    strideY: number,
  ): void;
  /** out (f64, n x stride) = inverse of the symmetric positive definite A, which is kept. Returns 0 if A is not, else 1. */
  invertSpd(a: Pointer, n: number, stride: number, out: Pointer): number;
  /**
   * One pass of SGD for biased matrix factorisation over entries from .. to; `weights` f32 per entry or 0 for all ones.
   * Returns the weighted sum of squared errors, each from before its own step.
   */
  sgdEpoch(
    users: Pointer,
    items: Pointer,
    values: Pointer,
    weights: Pointer,
    from: number,
    to: number,
    userFactors: Pointer,
    itemFactors: Pointer,
    userBias: Pointer,
    itemBias: Pointer,
    mean: number,
    stride: number,
    rate: number,
    regularization: number,
    biasRegularization: number,
  ): number;
  /**
   * One pass of SGD for biased matrix factorisation with the logistic loss over entries from .. to; labels f32, 0 or 1.
   * Returns the sum of the squared errors (label - probability), each from before its own step.
   */
  sgdLogistic(
    users: Pointer,
    items: Pointer,
    labels: Pointer,
    from: number,
    to: number,
    userFactors: Pointer,
    itemFactors: Pointer,
    userBias: Pointer,
    itemBias: Pointer,
    mean: number,
    stride: number,
    rate: number,
    regularization: number,
    biasRegularization: number,
  ): number;
  /** One pass of SGD for Bayesian personalised ranking over triples from .. to. Returns the sum of the squared
   * probabilities of the wrong order, each from before its own step. */
  sgdBpr(
    users: Pointer,
    better: Pointer,
    worse: Pointer,
    from: number,
    to: number,
    userFactors: Pointer,
    itemFactors: Pointer,
    itemBias: Pointer,
    stride: number,
    rate: number,
    regularization: number,
    biasRegularization: number,
  ): number;
  /** X <- X V, in place: x f32 rows of stride, v f32[stride x stride], work f32[4 x stride]. */
  rotateRows(x: Pointer, rows: number, stride: number, v: Pointer, work: Pointer): void;
  /**
   * At most `steps` conjugate gradient steps towards (diag(diagonal) + sum of weights y y' + ridge[r] I) x = sum of weights y over the
   * entries of row r, from the present x until it is solved to single precision, for rows r0 .. r1. y, x f32 rows of stride, diagonal
   * f32[stride], ridge f32 by row, work f32[4 x stride].
   */
  solveRows(
    rowPtr: Pointer,
    colIdx: Pointer,
    weights: Pointer,
    r0: number,
    r1: number,
    y: Pointer,
    stride: number,
    diagonal: Pointer,
    ridge: Pointer,
    x: Pointer,
    steps: number,
    work: Pointer,
  ): void;
  /** out[:] (f32, stride) = sum over j of weights[j] * fold[items[j], :]. */
  foldIn(items: Pointer, weights: Pointer, count: number, fold: Pointer, stride: number, out: Pointer): void;
  /** scores[i] = base[i] + dot(out[i, :], vec) for r0 <= i < r1; base 0 for none. */
  score(
    out: Pointer,
    base: Pointer,
    vec: Pointer,
    stride: number,
    scores: Pointer,
    r0: number,
    r1: number,
  ): void;
  /** dest[i] = scale * src[i] + offset, added to dest[i] with `accumulate` 1 (f32, n). */
  combine(
    dest: Pointer,
    src: Pointer,
    n: number,
    scale: number,
    offset: number,
    accumulate: 0 | 1,
  ): void;
  /**
   * The k best of scores (f32, n) that are not in the bit set `excluded` (u32 words, bit i of word i >> 5; 0 for none), into
   * outItems (i32, k) and outScores (f32, k): descending, of equal scores the lower position first, never NaN.
   * Returns how many there are.
   */
  topK(
    scores: Pointer,
    n: number,
    excluded: Pointer,
    k: number,
    outItems: Pointer,
    outScores: Pointer,
  ): number;
  /**
   * Y[r, c] = base[r] + sum over f < inner of A[r, f] * B[f, c] for rows r0 .. r1 and c < columns, added to Y with `accumulate` 1.
   * A f32 rows of strideA, B f32 inner x stride, Y f32 rows of stride, columns a multiple of 16; base 0 for none.
   */
  scoreTile(
    a: Pointer,
    strideA: number,
    inner: number,
    b: Pointer,
    stride: number,
    columns: number,
    base: Pointer,
    y: Pointer,
    r0: number,
    r1: number,
    accumulate: 0 | 1,
  ): void;
  /**
   * The k best rows of each column of scores (f32, n x width, width a multiple of 4) into outItems (i32, width x k) and outScores
   * (f32, width x k): descending, of equal scores the lower row first, never NaN or -Infinity. counts (i32, width) tells how
   * many there are; the rest of outItems is -1.
   */
  topKTile(
    scores: Pointer,
    n: number,
    width: number,
    k: number,
    outItems: Pointer,
    outScores: Pointer,
    counts: Pointer,
  ): void;
  /**
   * Rows r0 .. r1 of x (f32, rows of stride) into blocks (f32, ceil(rows / 32) x stride x 32), the form that `topKBlocks` reads.
   * r0 a multiple of 32.
   */
  packBlocks(x: Pointer, stride: number, r0: number, r1: number, blocks: Pointer): void;
  /**
   * The k rows with the highest base[i] + dot(x[i, :], vec) among rows r0 .. r1 of packed blocks and the `count` found in the ranges
   * before, exclusion and order as in `topK`. work f32[32]. Returns the new count.
   */
  topKBlocks(
    blocks: Pointer,
    base: Pointer,
    vec: Pointer,
    stride: number,
    r0: number,
    r1: number,
    excluded: Pointer,
    k: number,
    count: number,
    outItems: Pointer,
    outScores: Pointer,
    work: Pointer,
  ): number;
  /**
   * Rows r0 .. r1 of x (f32, rows of stride) in 7 bits: bytes (u8, ceil(rows / 32) x stride x 32), and how far they are from x: bounds (f32,
   * ceil(rows / 32) x 96). r0 a multiple of 32.
   */
  packBytes(x: Pointer, stride: number, r0: number, r1: number, bytes: Pointer, bounds: Pointer): void;
  /** out (16 + 2 stride bytes) = vec (f32, stride) in 8 bits with its bounds, in a form of this build's own. */
  quantizeVector(vec: Pointer, stride: number, out: Pointer): void;
  /**
   * As `topKBlocks`, by the bytes and bounds of rows x; only what could be among the k is scored in f32. The same as `score` and then `topK`, to
   * the last bit.
   */
  topKBytes(
    bytes: Pointer,
    bounds: Pointer,
    x: Pointer,
    base: Pointer,
    query: Pointer,
    vec: Pointer,
    stride: number,
    r0: number,
    r1: number,
    excluded: Pointer,
    k: number,
    count: number,
    outItems: Pointer,
    outScores: Pointer,
    work: Pointer,
  ): number;
  /**
   * most[i] (f32) at least base[i] + dot(x[i, :], vec) for rows r0 .. r1, by their bytes and bounds; limits (f32[2]) lowered and raised by the
   * exact scores. base (0 for none) and most are padded to a multiple of 32, r0 is one; work 128 bytes.
   */
  scoreBytes(
    bytes: Pointer,
    bounds: Pointer,
    x: Pointer,
    base: Pointer,
    query: Pointer,
    vec: Pointer,
    stride: number,
    r0: number,
    r1: number,
    most: Pointer,
    limits: Pointer,
    work: Pointer,
  ): void;
  /**
   * As `topK`, for scores of an ensemble of which only the most that each can be is known: the exact ones, sum of scale (base[i] + dot(x[i, :],
   * vec)) + offset, are computed where they could be among the k. members: 24 bytes each, x, base, vec, i32 stride, f32 scale, f32 offset;
   * work 1,024 bytes; most is used up.
   */
  topKBounds(
    most: Pointer,
    n: number,
    members: Pointer,
    memberCount: number,
    excluded: Pointer,
    k: number,
    outItems: Pointer,
    outScores: Pointer,
    work: Pointer,
  ): number;
  /** scores[j] = base[items[j]] + dot(x[items[j], :], vec) for j < count, the bits of `score`; base 0 for none. */
  scoreItems(
    x: Pointer,
    base: Pointer,
    vec: Pointer,
    stride: number,
    items: Pointer,
    count: number,
    scores: Pointer,
  ): void;
  /**
   * As `solveRows`, solved by Cholesky factors in f32; weights at least 0, a row without entries becomes zero.
   * work f32[(stride + max(stride, 64) + 2) x (stride + 8)].
   */
  solveRowsDirectly(
    rowPtr: Pointer,
    colIdx: Pointer,
    weights: Pointer,
    r0: number,
    r1: number,
    y: Pointer,
    stride: number,
    diagonal: Pointer,
    ridge: Pointer,
    x: Pointer,
    work: Pointer,
  ): void;
  /**
   * For each row the k other rows with the largest positive inner products, into outItems (i32), outScores (f32) rows of k and counts
   * (i32, at first zero). The ranges r0 .. r1 come one after another from row 0 on, and a row is finished when its range is. entries:
   * {i32 column, f32 value} pairs of the matrix; turnedPtr, turnedIdx, turnedValues its transpose, rows ascending; cursors (i32, columns) at first as
   * turnedPtr; sums and bars f32[ceil(rows / 16) x 16], at first zero.
   */
  itemNeighbours(
    rowPtr: Pointer,
    entries: Pointer,
    turnedPtr: Pointer,
    turnedIdx: Pointer,
    turnedValues: Pointer,
    cursors: Pointer,
    rows: number,
    r0: number,
    r1: number,
    sums: Pointer,
    bars: Pointer,
    k: number,
    outItems: Pointer,
    outScores: Pointer,
    counts: Pointer,
  ): void;
  /** Z += A'(A X) over rows r0 .. r1 of a sparse A ({i32 column, f32 value} pairs), X and Z f32[columns x 8]. */
  normalProduct(rowPtr: Pointer, entries: Pointer, r0: number, r1: number, x: Pointer, z: Pointer): void;
  /** out (f64[8 x 8]) += X'Y for X and Y f32[rows x 8]. */
  projectPanel(x: Pointer, y: Pointer, rows: number, out: Pointer): void;
  /** Y -= X C for X and Y f32[rows x 8], C f32[8 x 8]. */
  subtractPanel(x: Pointer, c: Pointer, rows: number, y: Pointer): void;
  /**
   * First half of a step of the inverse of a symmetric positive definite A (f32, n x stride, lower triangle) by blocks: the block from ..
   * from + width. n, stride, width multiples of 8, from of 96, width at most 96; work 8 * width * n + 32 * width^2 bytes.
   * Returns 0 if the block is not positive definite, else 1.
   */
  sweepPivot(a: Pointer, n: number, stride: number, from: number, width: number, work: Pointer): number;
  /** Second half of the step: rows r0 .. r1, multiples of 4. */
  sweepUpdate(
    a: Pointer,
    n: number,
    stride: number,
    from: number,
    width: number,
    work: Pointer,
    r0: number,
    r1: number,
  ): void;
  /** After the last step: rows r0 .. r1 of the lower triangle are negated and mirrored, and A has become its inverse. */
  sweepFinish(a: Pointer, stride: number, r0: number, r1: number): void;
  /**
   * dest[r, j] (f32, rowCount x count) += scale * weights[j] * dot(fold[items[j], :], out[rows[r], :]) for r < rowCount, j < count; items and
   * rows i32.
   */
  explain(
    items: Pointer,
    weights: Pointer,
    count: number,
    fold: Pointer,
    rows: Pointer,
    rowCount: number,
    out: Pointer,
    stride: number,
    scale: number,
    dest: Pointer,
  ): void;
}

export interface LoadOptions {
  /** Takes the relaxed build where the host can run it: faster, with last bits that depend on the processor. */
  readonly relaxed?: boolean;
}

/**
 * The kernels over one memory (`Arena.memory`), in the build that fits it (builds.ts). Synchronous; a build is read and compiled
 * once per thread.
 *
 * @throws Error where the host lacks SIMD, or shared memory for a shared one
 */
export function loadKernels(memory: WebAssembly.Memory, { relaxed = false }: LoadOptions = {}): Kernels {
  const module = compileBuild(chooseBuild({ shared: isShared(memory), relaxed }));
  return new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Kernels;
}

function isShared({ buffer }: WebAssembly.Memory): boolean {
  return typeof SharedArrayBuffer === "function" && (buffer as ArrayBufferLike) instanceof SharedArrayBuffer;
}
