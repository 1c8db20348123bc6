/**
 * The list of a user: L1 memory, L2 Redis, or computed from the history as it is this moment. One key per user, variant
 * and model version; 100 products are kept and sliced, so that one delete clears a user and a new model makes every old
 * entry unreachable.
 */
import type { Cache } from "../cache/cache.ts";
import { findChoices } from "../db/choices.ts";
import type { Database } from "../db/open.ts";
import { findLatestId, listHistory, listPurchased } from "../db/interactions.ts";
import { findShopperState, listHistoryUntil } from "../db/shopper_state.ts";
import { findUser } from "../db/users.ts";
import { diversify } from "../engine/diversity.ts";
import type { Fold, Ranked, Ranker } from "../engine/ranker.ts";
import type { StrengthOptions } from "../engine/strength.ts";
import { NotFoundError } from "../errors.ts";
import type { Telemetry } from "../telemetry.ts";
import type {
  CacheLayer,
  HistoryEvent,
  InteractionWeights,
  Product,
  Recommendation,
  RecommendationList,
  ScoredProduct,
} from "../types.ts";
import type { CachedItem, CachedList } from "./cached_list.ts";
import { type Catalogue, passes, type ProductFilter } from "./catalogue.ts";
import type { Epochs } from "./epochs.ts";
import { createLeftOut } from "./left_out.ts";
import { becauseOf, newReason, popularReason, toReasons } from "./reasons.ts";

/** Products kept per user: the most that one request may ask for. */
export const listLength = 100;

/** So many are explained with the list, or as many as were asked for; the others only when somebody asks for them. */
const explainedAtFirst = 10;

const fromMemory = { source: "memory" } as const;

/** A history is read newest first, so many events of it: about 1 ms for the few shoppers who have as many. */
export const historyLimit = 2_000;

export interface ListOptions extends ProductFilter {
  /** 1 to 100. */
  readonly count: number;
  readonly exclude?: readonly number[];
  /** 0 ranks by score alone, 1 by difference from what is already in the list alone. */
  readonly diversity?: number;
  /** Keeps products that the user bought. */
  readonly repeats?: boolean;
  /** Gives the share of every product of the history rather than of the strongest three. */
  readonly explain?: boolean;
}

export interface ShelfOptions extends ProductFilter {
  readonly count: number;
  readonly exclude?: readonly number[];
}

export interface Recommendations {
  /** @throws NotFoundError for an unknown user */
  list(userId: number, options: ListOptions): Promise<RecommendationList>;
  /**
   * The first `count` of the list of a user where memory holds them with their reasons, without computing anything. As long as `state`
   * is the same object, the answer for the same `count` is the same to the last letter.
   */
  inMemory(
    userId: number,
    count: number,
  ): Promise<{ readonly state: object; answer(): RecommendationList } | undefined>;
  /**
   * Computes a user's list before it is asked for, and stores it for `lifeSeconds`, or in memory for the usual time where that is
   * short because other instances may know better. False when there is nothing to do: it is there already, or could not be kept.
   */
  prepare(userId: number, lifeSeconds: number): Promise<boolean>;
  /** The list of a visitor who has no user yet. */
  listForNobody(options: ShelfOptions): RecommendationList;
  popular(options: ShelfOptions): readonly ScoredProduct[];
  trending(options: ShelfOptions): readonly ScoredProduct[];
  similar(productId: number, options: ShelfOptions): readonly ScoredProduct[];
  boughtTogether(productId: number, options: ShelfOptions): readonly ScoredProduct[];
  /** The ensemble's score in [0, 1] of each product for a user; nothing for a user without history. */
  scores(userId: number, productIds: readonly number[]): Promise<ReadonlyMap<number, number>>;
  /** The part of each product in all that a history counts at this moment, as lists are made from it; they sum to 1. */
  shares(history: readonly HistoryEvent[]): ReadonlyMap<number, number>;
  /** Drops the user's lists that do not know the interaction `latestId`. */
  forget(userId: number, latestId: number): Promise<void>;
  /**
   * The same for an interaction that another instance recorded and has told Redis of: drops what this memory holds. False when
   * this process knew of it.
   */
  forgetHere(userId: number, latestId: number): boolean;
}

export interface RankingSettings {
  readonly weights: InteractionWeights;
  readonly decayPerDay: number;
  /** It was set on purpose: then histories are not folded in with a decay that was chosen automatically. */
  readonly decayIsSet?: boolean;
  readonly ensemble?: { readonly cf: number; readonly mf: number };
  /** Ranks with the relaxed build of the kernels, where the host has it: faster, with last bits that depend on the processor. */
  readonly relaxedKernels?: boolean;
  /** Most threads to train on. Default: as many as there are cores. */
  readonly trainThreads?: number;
  /** Seconds that a training may search for its settings, where that is due; 0: never. Default: by the number of interactions. */
  readonly tuneBudgetSeconds?: number;
}

interface Options {
  readonly db: Database;
  readonly catalogue: Catalogue;
  readonly ranker: () => Ranker | undefined;
  /** The time of the newest interaction, or undefined: the decay counts from it when it lies in the past. */
  readonly newestAt: () => number | undefined;
  readonly memory: Cache<CachedList>;
  readonly redis?: Cache<CachedList>;
  readonly ttlSeconds: { readonly memory: number; readonly cache: number };
  readonly ranking: RankingSettings;
  readonly epochs: Epochs;
  readonly telemetry: Telemetry;
  readonly now: () => number;
}

export function createRecommendations(options: Options): Recommendations {
  const { db, catalogue, memory, redis, ttlSeconds, ranking, epochs, telemetry, now } = options;
  const { unknownTo, maskOf } = createLeftOut(catalogue);
  const key = (userId: number) => `rec:${options.ranker()?.model.version ?? 0}:default:${userId}`;

  /** What an answer is made of besides the list itself. */
  interface State {
    readonly products: readonly Product[];
    readonly ranker: Ranker | undefined;
    /** How many products of the list are in the catalogue and explained. */
    readonly ready: number;
  }
  const states = new WeakMap<CachedList, State>();

  /** The same object while neither the list, nor the catalogue, nor the model is another. */
  function stateOf(kept: CachedList): State {
    const { products } = catalogue;
    const ranker = options.ranker();
    const known = states.get(kept);
    if (known && known.products === products && known.ranker === ranker) return known;
    const ready = kept.items.slice(0, kept.explained).filter(({ p }) => catalogue.find(p)).length;
    const state = { products, ranker, ready };
    states.set(kept, state);
    return state;
  }

  async function inMemory(userId: number, count: number) {
    const kept = await memory.get(key(userId));
    if (!kept || !isExplained(kept, count)) return undefined;
    telemetry.lists.inc(fromMemory);
    return { state: stateOf(kept), answer: () => join(userId, kept, "memory", count) };
  }

  async function list(userId: number, wanted: ListOptions): Promise<RecommendationList> {
    if (isFiltered(wanted)) {
      return answer(userId, await compute(userId, wanted), "computed", wanted);
    }
    const at = key(userId);
    const inMemory = await memory.get(at);
    if (inMemory && await explainRest(userId, inMemory, wanted.count)) {
      return answer(userId, inMemory, "memory", wanted);
    }
    const inRedis = await redis?.get(at);
    // Another instance may have recorded a click since: one point read tells.
    if (
      inRedis && inRedis.epoch === await findLatestId(db, userId) && epochs.isCurrent(userId, inRedis.epoch)
    ) {
      await memory.set(at, inRedis, ttlSeconds.memory);
      if (await explainRest(userId, inRedis, wanted.count)) return answer(userId, inRedis, "redis", wanted);
    }
    const computed = await compute(userId, { count: listLength }, Math.max(explainedAtFirst, wanted.count));
    await keep(userId, { at, computed, seconds: ttlSeconds });
    return answer(userId, computed, "computed", wanted);
  }

  /** False when it is out of date already. */
  async function keep(
    userId: number,
    { at, computed, seconds }: { at: string; computed: CachedList; seconds: Options["ttlSeconds"] },
  ): Promise<boolean> {
    if (!epochs.isCurrent(userId, computed.epoch) || at !== key(userId)) return false;
    await memory.set(at, computed, seconds.memory);
    // Not waited for: the answer is ready, and a fault of Redis is none of the shopper's.
    void redis?.set(at, computed, seconds.cache);
    return true;
  }

  async function prepare(userId: number, lifeSeconds: number): Promise<boolean> {
    const at = key(userId);
    if (await memory.get(at) || await redis?.get(at)) return false;
    const bounded = ttlSeconds.memory < ttlSeconds.cache;
    const seconds = {
      memory: bounded ? Math.min(ttlSeconds.memory, lifeSeconds) : lifeSeconds,
      cache: lifeSeconds,
    };
    return await keep(userId, { at, computed: await compute(userId, { count: listLength }), seconds });
  }

  /** `explained`: of how many products at least the reasons are found. */
  async function compute(
    userId: number,
    asked: ListOptions,
    explained = listLength,
  ): Promise<CachedList> {
    const choices = await findShopperState(db, userId, historyLimit);
    const { epoch, history } = choices;
    if (epoch === 0 && !await findUser(db, userId)) {
      throw new NotFoundError(`Cannot recommend: there is no user ${userId}`);
    }
    const wanted = { ...asked, withoutCategories: new Set(choices.hiddenCategories) };
    const excluded = new Set([...wanted.exclude ?? [], ...choices.hiddenProductIds]);
    if (!wanted.repeats) {
      for (const event of history) if (event.type === "purchase") excluded.add(event.productId);
      // Purchases that lie behind the part of the history that was read.
      if (history.length === historyLimit) {
        for (const id of await listPurchased(db, userId)) excluded.add(id);
      }
    }
    const ranker = options.ranker();
    const at = asOf();
    const fold = choices.personal ? ranker?.fold(history, strengthsFor(ranker, at)) : undefined;
    const personal = ranker && fold && !fold.empty;
    const items = personal
      ? rankPersonal({ ranker, fold, explained }, excluded, wanted)
      : rankPopular(ranker, excluded, wanted).map((ranked) => ({ ...ranked, c: 0, m: 0, r: [] }));
    return {
      id: crypto.randomUUID(),
      epoch,
      strategy: personal ? "personal" : "popular",
      modelVersion: ranker?.model.version ?? null,
      asOf: at,
      acts: history.length,
      explained: personal ? Math.min(explained, items.length) : items.length,
      items,
    };
  }

  /** Whether the reasons of the first `count` products that are still in the catalogue are there. */
  function isExplained(list: CachedList, count: number): boolean {
    return list.explained === list.items.length || stateOf(list).ready >= count;
  }

  /**
   * Sees to it that the first `count` are explained: finds the reasons of all the others from the same history at the same moment, as if
   * they had been found with the list. False where another model ranks by now, or some of the history is gone.
   */
  async function explainRest(userId: number, list: CachedList, count: number): Promise<boolean> {
    if (isExplained(list, count)) return true;
    const { epoch, items, explained } = list;
    const history = await listHistoryUntil(db, { userId, epoch, limit: historyLimit });
    const ranker = options.ranker();
    // Old interactions may have been archived since.
    if (!ranker || ranker.model.version !== list.modelVersion || history.length !== list.acts) return false;
    const rest = items.slice(explained).filter(({ p }) => ranker.positionOf(p) >= 0);
    const reasons = becauseOf(
      ranker,
      ranker.fold(history, strengthsFor(ranker, list.asOf)),
      rest.map(({ p }) => ranker.positionOf(p)),
      { all: false, ...(ranking.ensemble ? { weights: ranking.ensemble } : {}) },
    );
    rest.forEach((item, i) => item.r = reasons[i]!);
    list.explained = items.length;
    states.delete(list);
    return true;
  }

  function rankPersonal(
    { ranker, fold, explained }: { ranker: Ranker; fold: Fold; explained: number },
    excluded: ReadonlySet<number>,
    wanted: ListOptions,
  ): CachedItem[] {
    const mask = maskOf(ranker, excluded, wanted);
    const weights = ranking.ensemble;
    const diversity = wanted.diversity ?? 0;
    const pool = diversity > 0 ? Math.max(listLength, wanted.count * 4) : wanted.count;
    let ranked: readonly Ranked[] = ranker.rank(fold, {
      count: pool,
      exclude: mask,
      ...(weights ? { memberWeights: weights } : {}),
    });
    if (diversity > 0) ranked = diversify(ranked, { ranker, lambda: 1 - diversity, count: wanted.count });
    const leading = ranked.slice(0, explained).map(({ position }) => position);
    const reasons = becauseOf(ranker, fold, leading, {
      all: wanted.explain ?? false,
      ...(weights ? { weights } : {}),
    });
    const items = ranked.map((item, i): CachedItem => ({
      p: item.productId,
      s: item.score,
      c: item.cfScore,
      m: item.mfScore,
      r: reasons[i] ?? [],
    }));
    // Products that came after the training have no score yet, but they remain when all others are used up.
    for (const product of unknownTo(ranker, excluded, wanted, wanted.count - items.length)) {
      items.push({ p: product.id, s: 0, c: 0, m: 0, r: [] });
    }
    return items;
  }

  /** By popularity where a model knows it, then the newest. */
  function rankPopular(
    ranker: Ranker | undefined,
    excluded: ReadonlySet<number>,
    wanted: ShelfOptions,
  ): { p: number; s: number }[] {
    const known = ranker ? ranker.popular(wanted.count, maskOf(ranker, excluded, wanted)) : [];
    const best = Math.max(...known.map(({ score }) => score), 0);
    const items = known.map(({ productId, score }) => ({ p: productId, s: best > 0 ? score / best : 0 }));
    for (const product of unknownTo(ranker, excluded, wanted, wanted.count - items.length)) {
      items.push({ p: product.id, s: 0 });
    }
    return items;
  }

  function answer(
    userId: number | null,
    list: CachedList,
    source: CacheLayer,
    wanted: ListOptions,
  ): RecommendationList {
    telemetry.lists.inc({ source });
    return join(userId, list, source, wanted.count);
  }

  /** Names, prices and words to what the list keeps as numbers. */
  function join(
    userId: number | null,
    list: CachedList,
    source: CacheLayer,
    count: number,
  ): RecommendationList {
    const items: Recommendation[] = [];
    for (const item of list.items) {
      if (items.length >= count) break;
      const product = catalogue.find(item.p);
      if (!product) continue;
      const known = (options.ranker()?.positionOf(item.p) ?? -1) >= 0;
      const reasons = toReasons(item.r, (id) => catalogue.find(id)?.name);
      items.push({
        product,
        score: item.s,
        cfScore: item.c,
        mfScore: item.m,
        reasons: reasons.length > 0 ? reasons : [known ? popularReason : newReason],
      });
    }
    const { id, strategy, modelVersion, epoch } = list;
    return { id, userId, strategy, modelVersion, epoch, items, source };
  }

  function shelf(scored: readonly { readonly productId: number; readonly score: number }[]): ScoredProduct[] {
    return scored.flatMap(({ productId, score }) => {
      const product = catalogue.find(productId);
      return product ? [{ product, score }] : [];
    });
  }

  /** As the members of the model were fitted; a decay that was set on purpose wins over one that was found. */
  function strengthsFor({ model: { settings } }: Ranker, at = asOf()): StrengthOptions {
    const decayPerDay = ranking.decayIsSet
      ? ranking.decayPerDay
      : settings.tasteDecayPerDay ?? ranking.decayPerDay;
    return { weights: ranking.weights, decayPerDay, asOf: at };
  }

  function asOf(): number {
    return Math.min(now(), options.newestAt() ?? now());
  }

  const masked = (wanted: ShelfOptions, ranker: Ranker) => maskOf(ranker, new Set(wanted.exclude), wanted);

  return {
    list,
    inMemory,
    prepare,
    listForNobody(wanted) {
      const ranker = options.ranker();
      const items = rankPopular(ranker, new Set(wanted.exclude), wanted)
        .map((ranked) => ({ ...ranked, c: 0, m: 0, r: [] }));
      const made: CachedList = {
        id: crypto.randomUUID(),
        epoch: 0,
        strategy: "popular",
        modelVersion: ranker?.model.version ?? null,
        asOf: asOf(),
        acts: 0,
        explained: items.length,
        items,
      };
      return answer(null, made, "computed", wanted);
    },
    popular(wanted) {
      return shelf(
        rankPopular(options.ranker(), new Set(wanted.exclude), wanted)
          .map(({ p, s }) => ({ productId: p, score: s })),
      );
    },
    trending(wanted) {
      const ranker = options.ranker();
      return ranker ? shelf(ranker.trending(wanted.count, masked(wanted, ranker))) : [];
    },
    similar(productId, wanted) {
      const ranker = options.ranker();
      return ranker ? shelf(ranker.similar(productId, wanted.count, masked(wanted, ranker))) : [];
    },
    boughtTogether(productId, wanted) {
      const ranker = options.ranker();
      if (!ranker) return [];
      const excluded = new Set(wanted.exclude);
      return shelf(ranker.boughtTogether(productId, listLength))
        .filter(({ product }) => !excluded.has(product.id) && passes(product, wanted)).slice(0, wanted.count);
    },
    async scores(userId, productIds) {
      const ranker = options.ranker();
      if (!ranker || productIds.length === 0 || !(await findChoices(db, userId)).personal) return new Map();
      const fold = ranker.fold(await listHistory(db, userId, historyLimit), strengthsFor(ranker));
      if (fold.empty) return new Map();
      const exclude = ranker.newMask().fill(0xffffffff);
      for (const id of productIds) {
        const position = ranker.positionOf(id);
        if (position >= 0) exclude[position >>> 5]! &= ~(1 << (position & 31));
      }
      const ranked = ranker.rank(fold, {
        count: productIds.length,
        exclude,
        ...(ranking.ensemble ? { memberWeights: ranking.ensemble } : {}),
      });
      return new Map(ranked.map(({ productId, score }) => [productId, score]));
    },
    shares(history) {
      const ranker = options.ranker();
      if (!ranker) return new Map();
      const { positions, strengths } = ranker.fold(history, strengthsFor(ranker));
      const total = strengths.reduce((sum, strength) => sum + strength, 0);
      return new Map(
        Array.from(positions, (position, j) => [
          ranker.model.itemIds[position]!,
          total > 0 ? strengths[j]! / total : 0,
        ]),
      );
    },
    async forget(userId, latestId) {
      epochs.note(userId, latestId);
      await Promise.all([memory.delete(key(userId)), redis?.delete(key(userId))]);
    },
    forgetHere(userId, latestId) {
      if (!epochs.note(userId, latestId)) return false;
      void memory.delete(key(userId));
      return true;
    },
  };
}

/** Such a request is one of many shapes that will not come again: it bypasses the cache. */
function isFiltered({ count: _, ...others }: ListOptions): boolean {
  return Object.values(others).some((value) => value !== undefined);
}
