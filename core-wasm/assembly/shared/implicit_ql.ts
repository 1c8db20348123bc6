import { cell } from "../inline/vector_f64";

const most = 60;

/**
 * Implicit QL with Wilkinson's shift on a symmetric tridiagonal matrix. Each rotation of columns i and i + 1 of the
 * eigenvectors works on rows i and i + 1 of `vectors`, which holds them transposed.
 *
 * diagonal: f64[n], becomes the eigenvalues in no order; beside: f64[n], T[i, i + 1] at i, destroyed
 * Returns the number of iterations, or -1 when one value needs more than 60.
 */
export function iterate(diagonal: usize, beside: usize, n: i32, vectors: usize, rowBytes: usize): i32 {
  let norm: f64 = 0;
  for (let i = 0; i < n; i++) {
    norm = max(norm, abs(at(diagonal, i)));
    if (i + 1 < n) norm = max(norm, abs(at(beside, i)));
  }
  // Below it a number beside the diagonal moves no eigenvalue, even between two that are zero.
  const floor = norm * f64.EPSILON * f64.EPSILON;
  let total = 0;
  for (let l = 0; l < n; l++) {
    for (let count = 0;; count++) {
      const m = findSplit(diagonal, beside, l, n, floor);
      if (m == l) break;
      if (count == most) return -1;
      total++;
      step(diagonal, beside, l, m, vectors, rowBytes, n);
    }
  }
  return total;
}

/** The first m from l on where the matrix falls apart between m and m + 1. */
function findSplit(diagonal: usize, beside: usize, l: i32, n: i32, floor: f64): i32 {
  let m = l;
  for (; m + 1 < n; m++) {
    const size = abs(at(beside, m));
    if (size <= floor || size <= f64.EPSILON * (abs(at(diagonal, m)) + abs(at(diagonal, m + 1)))) break;
  }
  return m;
}

/** One iteration on the block l .. m: chases the bulge that the shift makes from the bottom to the top. */
function step(
  diagonal: usize,
  beside: usize,
  l: i32,
  m: i32,
  vectors: usize,
  rowBytes: usize,
  n: i32,
): void {
  const edge = at(beside, l);
  const ratio = (at(diagonal, l + 1) - at(diagonal, l)) / (2 * edge);
  const root = hypotenuse(ratio, 1);
  let g = at(diagonal, m) - at(diagonal, l) + edge / (ratio + (ratio >= 0 ? root : -root));
  let sine: f64 = 1, cosine: f64 = 1, shift: f64 = 0;
  for (let i = m - 1; i >= l; i--) {
    const f = sine * at(beside, i), b = cosine * at(beside, i);
    const r = hypotenuse(f, g);
    put(beside, i + 1, r);
    if (r == 0) {
      // The matrix fell apart on the way: the block is searched anew.
      put(diagonal, i + 1, at(diagonal, i + 1) - shift);
      put(beside, m, 0);
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = at(diagonal, i + 1) - shift;
    const t = (at(diagonal, i) - g) * sine + 2 * cosine * b;
    shift = sine * t;
    put(diagonal, i + 1, g + shift);
    g = cosine * t - b;
    rotate(cell(vectors, rowBytes, i, 0), rowBytes, sine, cosine, n);
  }
  put(diagonal, l, at(diagonal, l) - shift);
  put(beside, l, g);
  put(beside, m, 0);
}

/** (x, y) <- (cosine x - sine y, sine x + cosine y) for the row x and the one after it. */
function rotate(x: usize, rowBytes: usize, sine: f64, cosine: f64, n: i32): void {
  const y = x + rowBytes;
  const s = f64x2.splat(sine), c = f64x2.splat(cosine);
  const end = <usize> n << 3;
  let o: usize = 0;
  for (; o + 16 <= end; o += 16) {
    const a = v128.load(x + o), b = v128.load(y + o);
    v128.store(x + o, f64x2.sub(f64x2.mul(c, a), f64x2.mul(s, b)));
    v128.store(y + o, f64x2.add(f64x2.mul(s, a), f64x2.mul(c, b)));
  }
  if (o < end) {
    const a = load<f64>(x + o), b = load<f64>(y + o);
    store<f64>(x + o, cosine * a - sine * b);
    store<f64>(y + o, sine * a + cosine * b);
  }
}

/** sqrt(a^2 + b^2) without overflow on the way. */
function hypotenuse(a: f64, b: f64): f64 {
  const large = max(abs(a), abs(b)), small = min(abs(a), abs(b));
  if (large == 0) return 0;
  const ratio = small / large;
  return large * sqrt(1 + ratio * ratio);
}

@inline
function at(values: usize, i: i32): f64 {
  return load<f64>(values + (<usize> i << 3));
}

@inline
function put(values: usize, i: i32, value: f64): void {
  store<f64>(values + (<usize> i << 3), value);
}
