/** Transformed strengths in units of their root mean square, so that a learning rate, a penalty or a shrinkage fits every shop. */
import type { Matrix } from "./csr.ts";
import { transformStrength } from "./member.ts";

/**
 * Writes f(strength) of each entry in that unit.
 *
 * @returns the unit, and the mean of what was written
 */
export function fillUnitStrengths(
  targets: Float32Array,
  strengths: Float32Array,
  exponent: number,
): { unit: number; mean: number } {
  let squares = 0;
  for (let e = 0; e < targets.length; e++) {
    targets[e] = transformStrength(strengths[e]!, exponent);
    squares += targets[e]! * targets[e]!;
  }
  const unit = Math.sqrt(squares / targets.length);
  // Every strength may have underflowed: then all entries are alike.
  if (!(unit > 0)) {
    targets.fill(1);
    return { unit: 1, mean: 1 };
  }
  let sum = 0;
  for (let e = 0; e < targets.length; e++) sum += targets[e]! /= unit;
  return { unit, mean: sum / targets.length };
}

/** The matrix with its values in that unit; the rest is shared with the given one. */
export function toUnitMatrix(matrix: Matrix, exponent: number): { matrix: Matrix; unit: number } {
  const values = new Float32Array(matrix.values.length);
  const { unit } = fillUnitStrengths(values, matrix.values, exponent);
  return { matrix: { ...matrix, values }, unit };
}
