/**
 * A member of the ensemble, as trained: what turns a history into scores. Its raw score is exactly affine in the history, so there is
 * no stored user vector, a new interaction counts at once, and each history item's part is exact:
 *
 *     raw_i = base_i + sum over history items j of  f(s_j) x w_ji,      f(s) = s^exponent
 *
 * s_j is the item's strength in the history (strength.ts). f is applied to each item alone, so contributions stay separable. What w_ji
 * is depends on the kind of the member: <fold_j, out_i> of two factor matrices, an entry of a sparse matrix of weights between items,
 * or 0 where an item scores the same for everybody.
 */
import type { ItemLists } from "./item_lists.ts";

export type Kind = "factors" | "neighbours" | "constant";
/** Whose score a member feeds: `cf` the SVD part, `mf` the factorisation part, `other` only the combined one. */
export type Family = "cf" | "mf" | "other";

/** Kind and family of each member, by name; members are fitted and held in this order. */
export const memberTypes = {
  "svd": { kind: "factors", family: "cf" },
  "mf": { kind: "factors", family: "mf" },
  "ease": { kind: "neighbours", family: "other" },
  "item-knn": { kind: "neighbours", family: "other" },
  "rp3beta": { kind: "neighbours", family: "other" },
  "first-popularity": { kind: "constant", family: "other" },
} as const satisfies Record<string, { kind: Kind; family: Family }>;

export type MemberName = keyof typeof memberTypes;

interface Common {
  readonly name: MemberName;
  readonly family: Family;
  /** Share in the ensemble, before the shares are divided by their sum. */
  readonly weight: number;
  /** Power of the strengths, in (0, 1]: 1 leaves them, lower ones let weight and decay count less. */
  readonly exponent: number;
}

export interface FactorsMember extends Common {
  readonly kind: "factors";
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
}

/** Row j holds w_ji for the items i that history item j speaks for or against. */
export interface NeighboursMember extends Common, ItemLists {
  readonly kind: "neighbours";
  /** As of factors. */
  readonly base: Float32Array | null;
}

export interface ConstantMember extends Common {
  readonly kind: "constant";
  /** What an item scores, whatever the history. */
  readonly base: Float32Array;
}

export type Member = FactorsMember | NeighboursMember | ConstantMember;

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

/** @throws RangeError for a number of neighbours that is none */
export function checkNeighbours(neighbours: number): void {
  if (!(Number.isInteger(neighbours) && neighbours >= 1)) {
    throw new RangeError(`Cannot train: neighbours is "${neighbours}", not a whole number from 1`);
  }
}

/**
 * Checks a member that was just fitted or loaded.
 *
 * @param options.values also that every number is finite, and every item one of `items`
 * @throws RangeError naming the first array of a wrong length, or with a value that cannot be
 */
export function checkMember(member: Member, items: number, { values = true } = {}): void {
  const { weight, exponent } = member;
  const wrong = (what: string) => new RangeError(`Cannot use model part "${member.name}": ${what}`);
  if (!(Number.isFinite(weight) && weight >= 0)) throw wrong(`weight is "${weight}"`);
  if (!(exponent > 0 && exponent <= 1)) throw wrong(`exponent is "${exponent}"`);
  for (const [key, array, length] of arraysOf(member, items, wrong)) {
    if (array === null) continue;
    if (array.length !== length) throw wrong(`${key} has ${array.length} values, not ${length}`);
    const at = values ? findNonFinite(array) : -1;
    if (at >= 0) throw wrong(`${key} holds "${array[at]}" at ${at}`);
  }
  if (values && member.kind === "neighbours") checkLists(member, wrong);
}

type Wrong = (what: string) => RangeError;

/** The arrays of numbers with the lengths that they must have, after a look at what these follow from. */
function arraysOf(
  member: Member,
  items: number,
  wrong: Wrong,
): (readonly [key: string, array: Float32Array | null, length: number])[] {
  switch (member.kind) {
    case "constant":
      return [["base", member.base, items]];
    case "factors": {
      const { factors, stride, fold, out, base } = member;
      if (!(Number.isInteger(factors) && factors >= 1 && stride >= factors && stride % 4 === 0)) {
        throw wrong(`${factors} factors in rows of ${stride}`);
      }
      return [["fold", fold, items * stride], ["out", out, items * stride], ["base", base, items]];
    }
    case "neighbours": {
      const { ptr, weights, base } = member, entries = member.items.length;
      let falls = ptr.length !== items + 1 || ptr[0] !== 0 || ptr[items] !== entries;
      for (let j = 0; j < items && !falls; j++) falls = ptr[j + 1]! < ptr[j]!;
      if (falls) throw wrong(`its rows do not fit its ${entries} entries`);
      return [["weights", weights, entries], ["base", base, items]];
    }
  }
}

/** Items ascend in a row: they are searched by halves. */
function checkLists({ ptr, items }: NeighboursMember, wrong: Wrong): void {
  const size = ptr.length - 1;
  for (let j = 0; j < size; j++) {
    for (let e = ptr[j]!, before = -1; e < ptr[j + 1]!; e++) {
      const item = items[e]!;
      if (!(item > before && item < size)) {
        throw wrong(`row ${j} names item "${item}" of ${size} after "${before}"`);
      }
      before = item;
    }
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
