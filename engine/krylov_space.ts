/** A block Krylov space of A'A for a sparse A, grown by a panel of eight directions at a time. */
import type { Arena, Span } from "../core-wasm/layout.ts";
import type { Matrix } from "./csr.ts";
import { mostSumRowsOf, panelWidth, productPartsOf, rowPartsOf } from "./krylov_jobs.ts";
import { createRandom, type Random } from "./random.ts";
import type { Team } from "./team.ts";

const panelCells = panelWidth * panelWidth;

/** A direction that keeps less than this share of its length beside the space is made orthogonal to it a second time. */
const twiceBelow = 0.03;
/** Beside the largest eigenvalue, what is shorter is rounding. */
const nothingBelow = 2e-6;
/** Ratio of the shortest to the longest direction from which one pass of CholeskyQR is enough in single precision. */
const wellConditioned = 0.1;

export interface Space {
  readonly team: Team;
  readonly items: number;
  /** Most panels. */
  readonly steps: number;
  /** Panels f32[items x 8], one after another, orthonormal; one more than are counted, if there is room. */
  readonly basis: Span<Float32Array>;
  /** Panels whose products are known. */
  count: number;
  /** A'A in the basis: f64[8 steps x 8 steps], its upper blocks. */
  readonly projected: Float64Array;
  /** How long A'A times the last panel is beside the space: lower triangular f64[8 x 8], L L' its Gram matrix. */
  readonly rest: Float64Array;
  /** Random directions came in: whether equal singular values lie outside cannot be told from `rest`. */
  restarted: boolean;
  readonly product: ProductAt;
  /** A panel for each part of a product. */
  readonly sums: Span<Float32Array>;
  readonly partial: Span<Float64Array>;
  readonly coefficients: Span<Float32Array>;
  readonly small: Span<Float64Array>;
  readonly random: Random;
}

interface ProductAt {
  readonly parts: number;
  readonly starts: number;
  readonly rowPtr: number;
  readonly entries: number;
}

/** Bytes that `createSpace` takes of the arena, at most. */
export function spaceBytesFor(
  { users, items, entries }: { users: number; items: number; entries: number },
  steps: number,
): number {
  const panels = steps * items + mostSumRowsOf(entries, items);
  return 8 * entries + 4 * users + 32 * panels + 8 * panelCells * steps * (rowPartsOf(items) + 1);
}

/** Places the matrix and room for all panels in the team's arena, and draws the first panel. */
export function createSpace(
  matrix: Matrix,
  { steps, seed, team }: { steps: number; seed: number; team: Team },
): Space {
  const { arena } = team, items = matrix.itemIds.length;
  const product = placeMatrix(arena, matrix, productPartsOf(matrix.values.length, items));
  const space: Space = {
    ...{ team, items, steps, count: 0, restarted: false, product },
    basis: arena.f32(steps * items * panelWidth),
    projected: new Float64Array((steps * panelWidth) ** 2),
    rest: new Float64Array(panelCells),
    sums: arena.f32(product.parts * items * panelWidth),
    partial: arena.f64(rowPartsOf(items) * steps * panelCells),
    coefficients: arena.f32(steps * panelCells),
    small: arena.f64(panelCells),
    random: createRandom(seed),
  };
  for (let column = 0; column < panelWidth; column++) fillColumn(space, { panel: 0, column, length: 1 });
  factorGram(space, { panel: 0, first: 0 });
  orthonormalise(space, 0);
  return space;
}

/**
 * Multiplies the last panel, and makes what is new in the product the next one: block Lanczos with full re-orthogonalisation (Golub and
 * Underwood, "The block Lanczos method for computing eigenvalues", 1977), a second time where the first cancelled ("twice is enough":
 * Parlett, "The Symmetric Eigenvalue Problem", 6.9). Where nothing is new, as with equal singular values, random directions come
 * instead, so that in the end the space is the whole, of any matrix.
 */
export function growSpace(space: Space): void {
  const { team, items, basis, sums, small, product, rest } = space;
  const last = space.count++, panel = last + 1, addends = product.parts;
  const x = basis.ptr + last * panelBytes(items);
  team.run({ kind: "product", items, ...product, x, sums: sums.ptr });
  if (isFull(space)) {
    project(space, { y: sums.ptr, first: 0, addends });
    record(space, { first: 0, panel: last });
    rest.fill(0);
    return;
  }
  // A'A being symmetric, only the last two panels are far from orthogonal to the product: what a first pass leaves of them, and the
  // rounding along all others, goes in a second one.
  const y = basis.ptr + panel * panelBytes(items), near = Math.max(0, last - 1);
  project(space, { y, first: near, addends });
  record(space, { first: near, panel: last });
  subtract(space, { panel, first: near, out: 0 });
  project(space, { y, first: 0, addends: 0 });
  const inside = record(space, { first: 0, panel: last }), lengths = factorGram(space, { panel, first: 0 });
  const active = columnsOf(space, panel), scale = largestDiagonal(space);
  const isClean = active.every((c) => {
    return small.view[diagonal(c)]! > twiceBelow * Math.hypot(lengths[c]!, inside[c]!);
  });
  rest.set(small.view);
  const lost = active.filter((c) => !(rest[diagonal(c)]! > nothingBelow * scale));
  if (lost.length > 0) {
    space.restarted = true;
    for (const column of lost) fillColumn(space, { panel, column, length: scale > 0 ? scale : 1 });
    project(space, { y, first: 0, addends: 0 });
    factorGram(space, { panel, first: 0 });
  }
  orthonormalise(space, panel);
  if (isClean) return;
  project(space, { y, first: 0, addends: 0 });
  factorGram(space, { panel, first: 0 });
  orthonormalise(space, panel);
}

/** Whether there is no room for another panel, or no direction left. */
export function isFull({ count, steps, items }: Space): boolean {
  return count >= steps || count * panelWidth >= items;
}

/** Columns of the basis whose products are known. */
export function sizeOf({ count, items }: Space): number {
  return Math.min(count * panelWidth, items);
}

/** The matrix with {i32 column, f32 value} side by side, so that a product reads one stream, and parts of as many entries each. */
function placeMatrix(arena: Arena, { rowPtr, colIdx, values }: Matrix, parts: number): ProductAt {
  const starts = arena.i32(parts + 1),
    pointers = arena.i32(rowPtr.length),
    pairs = arena.i32(2 * colIdx.length);
  pointers.view.set(rowPtr);
  const columns = pairs.view, numbers = new Float32Array(columns.buffer, columns.byteOffset, columns.length);
  for (let e = 0; e < colIdx.length; e++) {
    columns[2 * e] = colIdx[e]!;
    numbers[2 * e + 1] = values[e]!;
  }
  const users = rowPtr.length - 1, bounds = starts.view;
  for (let part = 1, user = 0; part <= parts; part++) {
    while (user < users && rowPtr[user]! < colIdx.length * part / parts) user++;
    bounds[part] = user;
  }
  bounds[parts] = users;
  return { parts, starts: starts.ptr, rowPtr: pointers.ptr, entries: pairs.ptr };
}

/** Y = the sum of the parts of a product, if any; the coefficients become those of Y in the panels from the first on. */
function project(
  space: Space,
  { y, first, addends }: { y: number; first: number; addends: number },
): void {
  const { team, items, basis, sums, partial } = space, parts = rowPartsOf(items), count = space.count - first;
  const at = { basis: basis.ptr + first * panelBytes(items), sums: sums.ptr, out: partial.ptr };
  team.run({ kind: "project", parts, items, addends, count, y, ...at });
  space.coefficients.view.set(sumParts(partial, { parts, cells: count * panelCells }));
}

/** Adds what was projected to the column of blocks of a panel. Returns the length of each of its columns. */
function record(
  { projected, coefficients, count, steps }: Space,
  { first, panel }: { first: number; panel: number },
): Float64Array {
  const side = steps * panelWidth, from = coefficients.view, squares = new Float64Array(panelWidth);
  for (let row = first * panelWidth, cell = 0; row < count * panelWidth; row++) {
    for (let column = 0; column < panelWidth; column++, cell++) {
      projected[row * side + panel * panelWidth + column]! += from[cell]!;
      squares[column]! += from[cell]! ** 2;
    }
  }
  return squares.map(Math.sqrt);
}

/** Takes away what was projected on the panels from the first on; `out` is where partial Gram matrices go, 0 for nowhere. */
function subtract(
  { team, items, count, basis, coefficients }: Space,
  { panel, first, out }: { panel: number; first: number; out: number },
): void {
  const y = basis.ptr + panel * panelBytes(items), at = basis.ptr + first * panelBytes(items);
  const job = { kind: "subtract", parts: rowPartsOf(items), items, count: count - first, y, out } as const;
  team.run({ ...job, basis: at, c: coefficients.ptr });
}

/** Takes away what was projected, and leaves the Cholesky factor of the Gram matrix. Returns the lengths of the columns. */
function factorGram(space: Space, { panel, first }: { panel: number; first: number }): Float64Array {
  const { team, items, partial, small } = space, parts = rowPartsOf(items);
  subtract(space, { panel, first, out: partial.ptr });
  const gram = small.view;
  gram.set(sumParts(partial, { parts, cells: panelCells }));
  const lengths = Float64Array.from({ length: panelWidth }, (_, c) => Math.sqrt(gram[diagonal(c)]!));
  team.kernels.cholesky(small.ptr, columnsOf(space, panel).length, panelWidth);
  return lengths;
}

/** CholeskyQR, twice where the squared condition number costs too much (Yamamoto et al., ETNA 2015). */
function orthonormalise(space: Space, panel: number): void {
  const { team, items, basis, small } = space, active = columnsOf(space, panel);
  const at = { y: basis.ptr + panel * panelBytes(items), l: small.ptr };
  for (let pass = 0; pass < 2; pass++) {
    const lengths = active.map((c) => small.view[diagonal(c)]!);
    team.run({ kind: "solve", parts: rowPartsOf(items), items, n: active.length, ...at });
    if (Math.min(...lengths) > wellConditioned * Math.max(...lengths)) break;
    if (pass === 0) factorGram(space, { panel, first: space.count });
  }
}

/** The columns of a panel that there are directions for. */
function columnsOf({ items }: Space, panel: number): number[] {
  return Array.from({ length: Math.min(panelWidth, items - panel * panelWidth) }, (_, column) => column);
}

/** A random direction, about as long as is said. */
function fillColumn(
  { basis, items, random }: Space,
  { panel, column, length }: { panel: number; column: number; length: number },
): void {
  const view = basis.view, scale = length / Math.sqrt(items);
  for (let item = 0; item < items; item++) {
    view[(panel * items + item) * panelWidth + column] = scale * random.normal();
  }
}

/** Partial sums added in their order. */
function sumParts(
  partial: Span<Float64Array>,
  { parts, cells }: { parts: number; cells: number },
): Float64Array {
  const all = partial.view, sums = all.slice(0, cells);
  for (let part = 1; part < parts; part++) {
    for (let cell = 0; cell < cells; cell++) sums[cell]! += all[part * cells + cell]!;
  }
  return sums;
}

function largestDiagonal({ projected, steps }: Space): number {
  const side = steps * panelWidth;
  let largest = 0;
  for (let i = 0; i < side; i++) largest = Math.max(largest, projected[i * (side + 1)]!);
  return largest;
}

/** Where a block holds the number that column c has with itself. */
function diagonal(c: number): number {
  return c * (panelWidth + 1);
}

function panelBytes(items: number): number {
  return items * panelWidth * Float32Array.BYTES_PER_ELEMENT;
}
