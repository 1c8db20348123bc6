/** Which members a training fits, with what, and fitting them. */
import type { Events, Matrix } from "./csr.ts";
import { checkEaseItems, defaultEaseOptions, fitEase } from "./ease.ts";
import type { EnsembleWeights } from "./ensemble.ts";
import { defaultFirstPopularityOptions, fitFirstPopularity } from "./first_popularity.ts";
import { defaultItemKnnOptions, fitItemKnn } from "./item_knn.ts";
import { type Member, type MemberName, memberTypes } from "./member.ts";
import type { TrainingSize } from "./memory.ts";
import { defaultMfOptions, fitMf } from "./mf.ts";
import { isNeighbours, type NeighboursName } from "./neighbours_member.ts";
import type { StrengthOptions } from "./strength.ts";
import { defaultRp3BetaOptions, fitRp3Beta } from "./rp3beta.ts";
import { defaultSvdOptions, fitSvd } from "./svd.ts";
import type { Team } from "./team.ts";

/** Weights of members by name. */
export type MemberShares = Partial<Record<MemberName, number>>;

type Values = Readonly<Record<string, number>>;
type Numbers<Options> = Readonly<Partial<Record<keyof Options, number>>>;

/** The defaults of members besides SVD and MF. */
export const furtherDefaults = {
  "ease": defaultEaseOptions,
  "item-knn": defaultItemKnnOptions,
  "rp3beta": defaultRp3BetaOptions,
  "first-popularity": defaultFirstPopularityOptions,
} as const satisfies Record<Exclude<MemberName, "svd" | "mf">, Values>;

export type FurtherName = keyof typeof furtherDefaults;

/** What differs from them. */
export type FurtherMembers = { readonly [Name in FurtherName]?: Numbers<(typeof furtherDefaults)[Name]> };

/** The part of `TrainOptions` that members are made of. */
export interface MemberOptions {
  readonly seed: number;
  readonly ensemble: EnsembleWeights;
  /** What differs from `defaultSvdOptions`. */
  readonly svd?: Numbers<typeof defaultSvdOptions>;
  /** What differs from `defaultMfOptions`. */
  readonly mf?: Numbers<typeof defaultMfOptions>;
  /** What differs from `furtherDefaults`, for members that `shares` names. */
  readonly members?: FurtherMembers;
  /** Weight of each member; one without, or with 0, is not fitted. Default: SVD and MF, by `ensemble`. */
  readonly shares?: Readonly<MemberShares>;
  /** MF without waiting among threads: faster, and no two results alike (mf.ts). */
  readonly racing?: boolean;
}

/**
 * The weight of each member that is fitted, in the order of `memberTypes`.
 *
 * @throws RangeError for a name that is none, or a weight that is no number from 0
 */
export function sharesToFit({ ensemble, shares }: MemberOptions): ReadonlyMap<MemberName, number> {
  if (!shares) return new Map([["svd", ensemble.cf], ["mf", ensemble.mf]]);
  for (const [name, share] of Object.entries(shares)) {
    if (!Object.hasOwn(memberTypes, name)) throw new RangeError(`Cannot train: there is no member "${name}"`);
    if (!(Number.isFinite(share) && share >= 0)) {
      throw new RangeError(`Cannot train: the share of ${name} is "${share}", not a number from 0`);
    }
  }
  if (!Object.values(shares).some((share) => share > 0)) {
    throw new RangeError("Cannot train: no member has a share");
  }
  const names = Object.keys(memberTypes) as MemberName[];
  return new Map(names.flatMap((name) => shares[name] ? [[name, shares[name]] as const] : []));
}

/** What a model says of its further members and their shares; nothing where SVD and MF are all there is. */
export function furtherSettings(
  options: MemberOptions,
): { members?: Partial<Record<FurtherName, Values>>; shares?: MemberShares } {
  if (!options.shares) return {};
  const shares = sharesToFit(options), members: Partial<Record<FurtherName, Values>> = {};
  for (const name of shares.keys()) {
    if (isFurther(name)) members[name] = { ...furtherDefaults[name], ...options.members?.[name] };
  }
  return {
    ...(Object.keys(members).length > 0 ? { members } : {}),
    shares: Object.fromEntries(shares) as MemberShares,
  };
}

/** What of the options decides how much memory a training needs (memory.ts). */
export function placedBy(
  options: MemberOptions,
): Required<Pick<TrainingSize, "factors" | "neighbours" | "firstPopularity">> {
  const shares = sharesToFit(options);
  const svd = { ...defaultSvdOptions, ...options.svd }, mf = { ...defaultMfOptions, ...options.mf };
  const lists = [...shares.keys()].filter(isNeighbours);
  return {
    factors: Math.max(shares.has("svd") ? svd.factors : 0, shares.has("mf") ? mf.factors : 0),
    neighbours: Object.fromEntries(
      lists.map((name) => [name, { ...furtherDefaults[name], ...options.members?.[name] }.neighbours]),
    ),
    firstPopularity: shares.has("first-popularity"),
  };
}

export interface FittedMembers {
  readonly members: readonly Member[];
  /** As of the report of a model (model.ts). */
  readonly svdRank: number;
  readonly mfLosses: readonly number[];
}

export type FitPhase = "svd" | "mf" | "neighbours";

/** The phases of fitting, in their order: where the time goes. */
export function fitPhases(options: MemberOptions): FitPhase[] {
  const phases = [...sharesToFit(options).keys()].flatMap((name) =>
    name === "svd" || name === "mf" ? [name] : isNeighbours(name) ? ["neighbours" as const] : []
  );
  return [...new Set(phases)];
}

/** Fits every member that has a share; the same on any number of threads, save when `racing`. */
export function fitMembers(
  { matrix, events, ...strength }: { readonly matrix: Matrix; readonly events: Events } & StrengthOptions,
  options: MemberOptions,
  { team, report }: { readonly team: Team; readonly report: (phase: FitPhase) => (done: number) => void },
): FittedMembers {
  const { seed, racing = false } = options, shares = sharesToFit(options);
  const members: Member[] = [], mfLosses: number[] = [];
  const lists = [...shares.keys()].filter(isNeighbours);
  const ofLists = (name: NeighboursName) => (done: number) =>
    report("neighbours")((lists.indexOf(name) + done) / lists.length);
  // Not after the others have been fitted for minutes.
  if (shares.has("ease")) checkEaseItems(matrix.itemIds.length);
  let svdRank = 0;
  for (const [name, weight] of shares) {
    switch (name) {
      case "svd": {
        const given = { ...defaultSvdOptions, ...options.svd };
        const member = fitSvd(matrix, { ...given, seed, weight, team, onProgress: report("svd") });
        svdRank = member.factors;
        members.push(member);
        break;
      }
      case "mf":
        members.push(fitMf(matrix, {
          ...defaultMfOptions,
          ...options.mf,
          // Another sequence than that of the SVD's start.
          seed: seed + 1,
          ...{ weight, racing, team, onProgress: report("mf"), onEpoch: (loss) => mfLosses.push(loss) },
        }));
        break;
      case "ease":
        members.push(fitEase(matrix, {
          ...defaultEaseOptions,
          ...options.members?.ease,
          ...{ weight, team, onProgress: ofLists(name) },
        }));
        break;
      case "item-knn":
        members.push(fitItemKnn(matrix, {
          ...defaultItemKnnOptions,
          ...options.members?.["item-knn"],
          ...{ weight, onProgress: ofLists(name) },
        }));
        break;
      case "rp3beta":
        members.push(fitRp3Beta(matrix, {
          ...defaultRp3BetaOptions,
          ...options.members?.rp3beta,
          ...{ weight, onProgress: ofLists(name) },
        }));
        break;
      case "first-popularity": {
        // Its own decay in place of the shop's.
        const own = { ...defaultFirstPopularityOptions, ...options.members?.["first-popularity"] };
        members.push(fitFirstPopularity(events, { ...strength, ...own, weight }));
        break;
      }
    }
  }
  return { members, svdRank, mfLosses };
}

function isFurther(name: MemberName): name is FurtherName {
  return Object.hasOwn(furtherDefaults, name);
}
