/**
 * Linear graph filters over the item-item graph P = R~'R~, R~ = Du^-a R Di^-b:
 *
 *     y = x P + low_pass x L,    L = Di^-b V V' Di^b  (the ideal low-pass: V the leading right singular vectors of R~)
 *
 * (GF-CF: Shen et al., "How Powerful is Graph Convolution for Recommendation?", CIKM 2021), then sharpened by one Runge-Kutta step of
 * dy/dt = -y P over the time `sharpening`, low-pass included (BSPM with early merge: Choi et al., "Blurring-Sharpening Process Models
 * for Collaborative Filtering", SIGIR 2023):
 *
 *     y <- y (I - hP + (hP)^2/2 - (hP)^3/6 + (hP)^4/24),   h = sharpening
 *
 * All of it is linear in x. P is never formed: a product with it is one with R~' after one with R~, and the low-pass part is sharpened
 * once, at training, on its factors.
 */
import type { Arena, Span } from "../../core-wasm/layout.ts";
import { type Matrix, transpose } from "../csr.ts";
import { decompose } from "../truncated_svd.ts";
import { toMatrix } from "../evaluation/strengths.ts";
import { foldReader, multiplyTile } from "./factor_scorer.ts";
import { normaliseMatrix, powersOf } from "./normalised.ts";
import { clear, type Parameters, place, type Recommender, type ScoreContext } from "./recommender.ts";
import { checkCounts, historyOf, scaleRows } from "./svd.ts";
import { withWorkspace } from "./workspace.ts";

type FilterParameters = Parameters & {
  readonly factors: number;
  readonly user_exponent: number;
  readonly item_exponent: number;
  /** Weight of the low-pass part. */
  readonly low_pass: number;
  /** Time of the sharpening step; 0 for GF-CF. */
  readonly sharpening: number;
  readonly strength_exponent: number;
  readonly decay_per_day: number;
};

interface State {
  readonly matrix: Matrix;
  readonly factors: number;
  readonly stride: number;
  readonly fold: Float32Array;
  readonly out: Float32Array;
  readonly sharpening: number;
  readonly strengthExponent: number;
  readonly decayPerDay: number;
}

export const graphFilter: Recommender<State, FilterParameters> = {
  defaults: {
    factors: 448,
    user_exponent: 0.5,
    item_exponent: 0.5,
    low_pass: 0.2,
    sharpening: 2.5,
    strength_exponent: 1,
    decay_per_day: 0,
  },
  check: ({ factors }) => checkCounts({ factors }),
  fit(data, parameters, { seed, onProgress }) {
    const { factors, item_exponent: itemExponent, low_pass: lowPass, sharpening } = parameters;
    const { strength_exponent: strengthExponent, decay_per_day: decayPerDay } = parameters;
    const { matrix, itemDegrees } = normaliseMatrix(toMatrix(data, decayPerDay), {
      userExponent: parameters.user_exponent,
      itemExponent,
      strengthExponent,
    });
    const parts = withWorkspace((team) => decompose(matrix, { factors, seed, team, onProgress }));
    const gains = parts.singularValues.map(() => lowPass), ones = gains.map(() => 1);
    const out = scaleRows(parts, { byItem: powersOf(itemDegrees, itemExponent), gains });
    return {
      matrix,
      factors: parts.rank,
      stride: parts.stride,
      fold: scaleRows(parts, { byItem: powersOf(itemDegrees, -itemExponent), gains: ones }),
      out: sharpenRows(matrix, { rows: out, stride: parts.stride, sharpening }),
      sharpening,
      strengthExponent,
      decayPerDay,
    };
  },
  open(state, inputs, context) {
    const { matrix, factors, stride, sharpening } = state;
    const { arena, width } = context;
    const history = historyOf(toMatrix(inputs, state.decayPerDay), state.strengthExponent);
    const readVector = foldReader(state.fold, stride, history);
    const graph = placeGraph(arena, matrix);
    const rows = place(arena, state.out), columns = arena.f32(factors * width);
    const powers = arena.f32(matrix.itemIds.length * width),
      byUsers = arena.f32(matrix.userIds.length * width);
    const vector = new Float32Array(stride);
    const turned = transpose(matrix);
    return (batch, tile) => {
      // x P: the history is short, so R~ x is a walk over who else has its items.
      clear(byUsers);
      const image = byUsers.view, cells = columns.view;
      batch.forEach((user, column) => {
        const { items, values } = history(user);
        for (let e = 0; e < items.length; e++) {
          const to = turned.rowPtr[items[e]! + 1]!;
          for (let o = turned.rowPtr[items[e]!]!; o < to; o++) {
            image[turned.colIdx[o]! * width + column]! += values[e]! * turned.values[o]!;
          }
        }
        readVector(user, vector);
        for (let f = 0; f < factors; f++) cells[f * width + column] = vector[f]!;
      });
      multiplySparse(context, { matrix: graph.byItem, x: byUsers, y: tile, width });
      sharpen(context, { graph, y: tile, power: powers, image: byUsers, width, sharpening });
      const items = matrix.itemIds.length;
      multiplyTile(context, { rows, items, stride, factors, columns, base: 0, tile, accumulate: 1 });
    };
  },
};

interface SparseSpans {
  readonly rows: number;
  readonly rowPtr: Span<Int32Array>;
  readonly colIdx: Span<Int32Array>;
  readonly values: Span<Float32Array>;
}

interface Graph {
  readonly byUser: SparseSpans;
  readonly byItem: SparseSpans;
}

function placeGraph(arena: Arena, matrix: Matrix): Graph {
  const placeMatrix = ({ userIds, rowPtr, colIdx, values }: Matrix) => ({
    rows: userIds.length,
    rowPtr: place(arena, rowPtr),
    colIdx: place(arena, colIdx),
    values: place(arena, values),
  });
  return { byUser: placeMatrix(matrix), byItem: placeMatrix(transpose(matrix)) };
}

/** Rows per kernel call: a first long call would stay in the engine's baseline compiler. */
const rowsPerCall = 2_000;

function multiplySparse(
  { kernels }: Pick<ScoreContext, "kernels">,
  { matrix, x, y, width }: {
    matrix: SparseSpans;
    x: Span<Float32Array>;
    y: Span<Float32Array>;
    width: number;
  },
): void {
  const { rows, rowPtr, colIdx, values } = matrix;
  for (let row = 0; row < rows; row += rowsPerCall) {
    const end = Math.min(rows, row + rowsPerCall);
    kernels.spmm(rowPtr.ptr, colIdx.ptr, values.ptr, row, end, x.ptr, y.ptr, width);
  }
}

/** y <- the Runge-Kutta polynomial of P times y, by Horner's rule: y - hP(y - h/2 P(y - h/3 P(y - h/4 P y))). */
function sharpen(
  context: Pick<ScoreContext, "kernels">,
  { graph, y, power, image, width, sharpening }: {
    graph: Graph;
    y: Span<Float32Array>;
    /** As large as y. */
    power: Span<Float32Array>;
    /** A row per user. */
    image: Span<Float32Array>;
    width: number;
    sharpening: number;
  },
): void {
  if (sharpening === 0) return;
  const { kernels } = context;
  const n = y.length;
  kernels.combine(power.ptr, y.ptr, n, 1, 0, 0);
  for (const order of [4, 3, 2, 1]) {
    multiplySparse(context, { matrix: graph.byUser, x: power, y: image, width });
    multiplySparse(context, { matrix: graph.byItem, x: image, y: power, width });
    kernels.combine(power.ptr, power.ptr, n, -sharpening / order, 0, 0);
    kernels.combine(power.ptr, y.ptr, n, 1, 0, 1);
  }
  kernels.combine(y.ptr, power.ptr, n, 1, 0, 0);
}

/** The same polynomial on rows of factors, in place: P is symmetric, so it acts on the item side as well. */
function sharpenRows(
  matrix: Matrix,
  { rows, stride, sharpening }: { rows: Float32Array; stride: number; sharpening: number },
): Float32Array {
  if (sharpening === 0) return rows;
  return withWorkspace(({ arena, kernels }) => {
    const graph = placeGraph(arena, matrix);
    const y = place(arena, rows),
      power = arena.f32(rows.length),
      image = arena.f32(matrix.userIds.length * stride);
    sharpen({ kernels }, { graph, y, power, image, width: stride, sharpening });
    rows.set(y.view);
    return rows;
  });
}
