/** Degrees and the degree-normalised matrix of SVD and graph filters. */
import type { Matrix } from "../csr.ts";
import { transformStrength } from "../member.ts";

export interface Normalised {
  /** Du^-a T Di^-b, with T the strengths to a power. */
  readonly matrix: Matrix;
  /** Sums of the columns of T. */
  readonly itemDegrees: Float64Array;
}

/** Normalises by the sums of rows and columns of T = strengths ^ strengthExponent; what has no degree stays zero. */
export function normaliseMatrix(
  matrix: Matrix,
  { userExponent, itemExponent, strengthExponent }: {
    userExponent: number;
    itemExponent: number;
    strengthExponent: number;
  },
): Normalised {
  const { userIds, itemIds, rowPtr, colIdx } = matrix;
  const strengths = Float64Array.from(matrix.values, (value) => transformStrength(value, strengthExponent));
  const userDegrees = new Float64Array(userIds.length), itemDegrees = new Float64Array(itemIds.length);
  for (let u = 0; u < userIds.length; u++) {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      userDegrees[u]! += strengths[e]!;
      itemDegrees[colIdx[e]!]! += strengths[e]!;
    }
  }
  const byItem = powersOf(itemDegrees, -itemExponent);
  const values = new Float32Array(strengths.length);
  for (let u = 0; u < userIds.length; u++) {
    const byUser = userDegrees[u]! > 0 ? Math.pow(userDegrees[u]!, -userExponent) : 0;
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      values[e] = strengths[e]! * byUser * byItem[colIdx[e]!]!;
    }
  }
  return { matrix: { ...matrix, values }, itemDegrees };
}

/** Degrees to a power; 0 stays 0, so that an item nobody has scores 0. */
export function powersOf(degrees: Float64Array, exponent: number): Float64Array {
  return degrees.map((degree) => degree > 0 ? Math.pow(degree, exponent) : 0);
}
