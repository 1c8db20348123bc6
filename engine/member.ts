/**
 * A member of the ensemble, as trained: two factor matrices that turn a history into scores. Its raw score is exactly affine in
 * the history, so there is no stored user vector, a new interaction counts at once, and each history item's part is exact:
 *
 *     raw_i = base_i + sum over history items j of  f(s_j) x <fold_j, out_i>,      f(s) = s^exponent
 *
 * s_j is the item's strength in the history (strength.ts). f is applied to each item alone, so contributions stay separable.
 */

export type MemberName = "svd" | "mf";
/** Whose score a member feeds: `cf` the SVD part, `mf` the factorisation part. */
export type Family = "cf" | "mf";

export interface Member {
  readonly name: MemberName;
  readonly family: Family;
  /** Latent dimensions in use: at most what was asked for, fewer when the matrix has a lower rank. */
  readonly factors: number;
  /** Floats per row of `fold` and `out`: `factors` rounded up to a multiple of 4; the padding is 0. */
  readonly stride: number;
  /** Items x stride, row-major: what a history item adds to the user's vector. */
  readonly fold: Float32Array;
  /** Items x stride, row-major: what the user's vector is multiplied with. */
  readonly out: Float32Array;
  /** What an item scores with an empty history; null means 0 for all. */
  readonly base: Float32Array | null;
  /** Share in the ensemble, before the shares are divided by their sum. */
  readonly weight: number;
  /** Power of the strengths, in (0, 1]: 1 leaves them, lower ones let weight and decay count less. */
  readonly exponent: number;
}

/** f(s) of a member; strengths at or below 0 count 0. */
export function transformStrength(strength: number, exponent: number): number {
  if (!(strength > 0)) return 0;
  return exponent === 1 ? strength : Math.pow(strength, exponent);
}

/** @throws RangeError for a number of factors that is none */
export function checkFactors(factors: number): void {
  if (!(Number.isInteger(factors) && factors >= 1)) {
    throw new RangeError(`Cannot train: factors is "${factors}", not a whole number from 1`);
  }
}

/**
 * Checks a member that was just fitted or loaded.
 *
 * @param options.values also that every number is finite
 * @throws RangeError naming the first array of a wrong length or with a value that is not finite
 */
export function checkMember(member: Member, items: number, { values = true } = {}): void {
  const { name, factors, stride, weight, exponent } = member;
  const wrong = (what: string) => new RangeError(`Cannot use model part "${name}": ${what}`);
  if (!(Number.isInteger(factors) && factors >= 1 && stride >= factors && stride % 4 === 0)) {
    throw wrong(`${factors} factors in rows of ${stride}`);
  }
  if (!(Number.isFinite(weight) && weight >= 0)) throw wrong(`weight is "${weight}"`);
  if (!(exponent > 0 && exponent <= 1)) throw wrong(`exponent is "${exponent}"`);
  const lengths = { fold: items * stride, out: items * stride, base: items };
  for (const key of ["fold", "out", "base"] as const) {
    const array = member[key];
    if (array === null) continue;
    if (array.length !== lengths[key]) {
      throw wrong(`${key} has ${array.length} values, not ${lengths[key]}`);
    }
    const at = values ? findNonFinite(array) : -1;
    if (at >= 0) throw wrong(`${key} holds "${array[at]}" at ${at}`);
  }
}

/** Position of the first NaN or infinity, or -1. */
export function findNonFinite(array: Float32Array | Float64Array): number {
  if (array instanceof Float32Array) return findNonFiniteBits(array);
  for (let i = 0; i < array.length; i++) if (!Number.isFinite(array[i])) return i;
  return -1;
}

/** By the exponent, all ones: ten times as fast, and millions of them are looked at while requests wait. */
function findNonFiniteBits({ buffer, byteOffset, length }: Float32Array): number {
  const bits = new Int32Array(buffer, byteOffset, length), exponent = 0x7f800000;
  for (let i = 0; i < length; i++) if ((bits[i]! & exponent) === exponent) return i;
  return -1;
}
