/**
 * The CF member: truncated SVD of the degree-normalised matrix.
 *
 *     T = f(R),   R~ = Du^-a T Di^-b ~ U S V'        (Du, Di: sums of the rows and columns of T, shrunk)
 *     raw_i = sum_j f(s_j) <fold_j, out_i>,   fold_j = d_j^-b g V_j,   out_i = d_i^c g V_i
 *     g^2 = sigma^2 / (sigma^2 + alpha sigma_1^2)     per factor
 *
 * so a history is projected on the item side, as a user's row of R~ would be, and no user factors are kept. b takes from popular
 * items what their popularity alone would give them; c hands a part of it back, because popular items are in fact bought more.
 * The filter g^2, that of Tikhonov regularisation, lets weak directions count less: without it a shop with fewer products than
 * factors would be projected on everything, and each history would only recommend itself.
 */
import { checkMatrix, type Matrix } from "./csr.ts";
import { checkFactors, checkMember, type FactorsMember, transformStrength } from "./member.ts";
import type { Team } from "./team.ts";
import { decompose } from "./truncated_svd.ts";

export interface SvdOptions {
  readonly factors: number;
  /** a: how far a row is divided by its user's degree. */
  readonly userExponent: number;
  /** b: how far a column is divided by its item's degree. */
  readonly itemExponent: number;
  /** c: how far an item's score is multiplied by its degree again. */
  readonly outputExponent: number;
  /** alpha of the spectral filter: 0 keeps all factors alike, large ones weigh them by their singular value squared. */
  readonly smoothing: number;
  /** Power of the strengths, see member.ts. */
  readonly exponent: number;
  readonly seed: number;
  readonly weight: number;
  /** Default: this thread alone. */
  readonly team?: Team;
  /** From 0 to 1. */
  readonly onProgress?: (done: number) => void;
}

export const defaultSvdOptions = {
  factors: 64,
  userExponent: 0.4,
  itemExponent: 0.4,
  outputExponent: 0.5,
  smoothing: 0.3,
  exponent: 0.25,
} as const;

/** Degrees are shrunk by this share of their mean, so that hardly known items are not blown up. */
const shrinkage = 0.1;

/**
 * Fits the member (truncated_svd.ts). Deterministic by seed.
 *
 * @throws Error "Cannot train: no interactions" for an empty matrix
 */
export function fitSvd(matrix: Matrix, options: SvdOptions): FactorsMember {
  const { userExponent, itemExponent, outputExponent, smoothing, exponent, weight } = options;
  const items = matrix.itemIds.length;
  if (matrix.values.length === 0) throw new Error("Cannot train: no interactions");
  checkMatrix(matrix);
  checkFactors(options.factors);
  const { values, itemDegrees } = normalise(matrix, { userExponent, itemExponent, exponent });
  const { vectors, stride, rank, singularValues } = decompose({ ...matrix, values }, options);

  const filter = singularValues.map((sigma) => {
    const share = (sigma / singularValues[0]!) ** 2;
    // A matrix of zeros has no directions at all.
    return share > 0 ? Math.sqrt(share / (share + smoothing)) : 0;
  });

  const fold = new Float32Array(items * stride);
  const out = new Float32Array(items * stride);
  for (let i = 0; i < items; i++) {
    const degree = itemDegrees[i]!;
    const into = Math.pow(degree, -itemExponent), back = Math.pow(degree, outputExponent);
    for (let f = 0; f < rank; f++) {
      fold[i * stride + f] = vectors[i * stride + f]! * filter[f]! * into;
      out[i * stride + f] = vectors[i * stride + f]! * filter[f]! * back;
    }
  }
  const member: FactorsMember = {
    kind: "factors",
    name: "svd",
    family: "cf",
    factors: rank,
    stride,
    fold,
    out,
    base: null,
    weight,
    exponent,
  };
  checkMember(member, items);
  return member;
}

/** The values of R~ and the shrunk item degrees, in units of their mean so that scores keep an even scale. */
function normalise(
  { userIds, itemIds, rowPtr, colIdx, values }: Matrix,
  { userExponent, itemExponent, exponent }: Pick<SvdOptions, "userExponent" | "itemExponent" | "exponent">,
): { values: Float32Array; itemDegrees: Float64Array } {
  const normalised = new Float32Array(values.length);
  const userDegrees = new Float64Array(userIds.length);
  const itemDegrees = new Float64Array(itemIds.length);
  for (let u = 0; u < userIds.length; u++) {
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) {
      const strength = transformStrength(values[e]!, exponent);
      normalised[e] = strength;
      userDegrees[u]! += strength;
      itemDegrees[colIdx[e]!]! += strength;
    }
  }
  shrink(userDegrees);
  shrink(itemDegrees);
  const byItem = itemDegrees.map((degree) => Math.pow(degree, -itemExponent));
  for (let u = 0; u < userIds.length; u++) {
    const byUser = Math.pow(userDegrees[u]!, -userExponent);
    for (let e = rowPtr[u]!; e < rowPtr[u + 1]!; e++) normalised[e]! *= byUser * byItem[colIdx[e]!]!;
  }
  return { values: normalised, itemDegrees };
}

function shrink(degrees: Float64Array): void {
  let mean = 0;
  for (const degree of degrees) mean += degree / degrees.length;
  // Every strength may have underflowed: then all degrees are alike.
  if (!(mean > 0)) mean = 1;
  for (let i = 0; i < degrees.length; i++) degrees[i] = degrees[i]! / mean + shrinkage;
}
