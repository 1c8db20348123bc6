/**
 * The kernels, typed. What each computes, with shapes and requirements in full, is in the header comment of its file in
 * `assembly/` (`topK` in `top_k.ts`).
 *
 * Every pointer is a byte address (`Span.ptr`). Rows of f32 are padded with zeros to `stride` numbers, a multiple of 4; an f64
 * matrix of n x stride has rows of `stride` numbers too. Nothing is checked: a wrong address or shape gives wrong numbers or a
 * WebAssembly.RuntimeError. Same input, same bytes.
 */

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
  /**
   * Conjugate gradient steps towards (G + sum of weights y y' + ridge[r] I) x = sum of weights y over the entries of row r, from the
   * present x, for rows r0 .. r1. y, x f32 rows of stride, gram f32 stride x stride, ridge f32 by row, work f32[4 x stride].
   */
  solveRows(
    rowPtr: Pointer,
    colIdx: Pointer,
    weights: Pointer,
    r0: number,
    r1: number,
    y: Pointer,
    stride: number,
    gram: Pointer,
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
  /** out[0], out[1] (f32) = min and max of x (f32, n); NaN is skipped; +Infinity, -Infinity when there is none. */
  range(x: Pointer, n: number, out: Pointer): void;
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
  /** dest[j] (f32) += scale * weights[j] * dot(fold[items[j], :], outRow) for j < count. */
  explain(
    items: Pointer,
    weights: Pointer,
    count: number,
    fold: Pointer,
    outRow: Pointer,
    stride: number,
    scale: number,
    dest: Pointer,
  ): void;
}

let compiled: WebAssembly.Module | undefined;

/** The kernels over one memory (`Arena.memory`). Synchronous; the module is read and compiled once per thread. */
export function loadKernels(memory: WebAssembly.Memory): Kernels {
  compiled ??= new WebAssembly.Module(Deno.readFileSync(new URL("./build/kernels.wasm", import.meta.url)));
  return new WebAssembly.Instance(compiled, { env: { memory } }).exports as unknown as Kernels;
}
