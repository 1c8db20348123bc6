import type { Random } from "../../engine/random.ts";
import type { Guarded, Stage } from "./guarded.ts";

export interface Sparse {
  readonly rows: number;
  readonly columns: number;
  readonly rowPtr: Int32Array;
  readonly colIdx: Int32Array;
  readonly values: Float32Array;
}

/** Rows of 0 to 2 x perRow entries with normal values. */
export function createSparse(
  random: Random,
  { rows, columns, perRow }: { rows: number; columns: number; perRow: number },
): Sparse {
  const rowPtr = new Int32Array(rows + 1);
  for (let r = 0; r < rows; r++) rowPtr[r + 1] = rowPtr[r]! + random.int(2 * perRow + 1);
  const colIdx = new Int32Array(rowPtr[rows]!).map(() => random.int(columns));
  const values = new Float32Array(colIdx.length).map(() => random.normal());
  return { rows, columns, rowPtr, colIdx, values };
}

/** CSR of a dense row-major matrix, zeros left out. */
export function toSparse(dense: ArrayLike<number>, rows: number, columns: number): Sparse {
  const rowPtr = new Int32Array(rows + 1);
  const colIdx: number[] = [], values: number[] = [];
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) {
      const value = dense[r * columns + c]!;
      if (value === 0) continue;
      colIdx.push(c);
      values.push(value);
    }
    rowPtr[r + 1] = colIdx.length;
  }
  return { rows, columns, rowPtr, colIdx: Int32Array.from(colIdx), values: Float32Array.from(values) };
}

export function placeSparse(
  stage: Stage,
  { rowPtr, colIdx, values }: Sparse,
): { rowPtr: Guarded<Int32Array>; colIdx: Guarded<Int32Array>; values: Guarded<Float32Array> } {
  return { rowPtr: stage.i32(rowPtr), colIdx: stage.i32(colIdx), values: stage.f32(values) };
}
