/** Builds every service over one database, one writer and the caches. The only place where they meet. */
import type { Cache } from "../cache/cache.ts";
import type { Channel } from "../cache/channel.ts";
import type { Database } from "../db/open.ts";
import type { Writer } from "../db/writer.ts";
import { UnavailableError } from "../errors.ts";
import type { Log } from "../log.ts";
import type { Telemetry } from "../telemetry.ts";
import { type BuyAgain, createBuyAgain } from "./buy_again.ts";
import type { CachedList } from "./cached_list.ts";
import { type Catalogue, openCatalogue } from "./catalogue.ts";
import { type Choices, createChoices } from "./choices.ts";
import { createEpochs } from "./epochs.ts";
import { openInstances } from "./instances.ts";
import { createInteractions, type Interactions } from "./interactions.ts";
import { createLive, type Live, type LiveBounds } from "./live.ts";
import { createModels, type Models, type RefreshOptions } from "./models.ts";
import { createPrecompute, type Precompute, type PrecomputeBounds } from "./precompute.ts";
import { createOrders, type Orders } from "./orders.ts";
import { createPrivacy, type Privacy } from "./privacy.ts";
import { createRatings, type Ratings } from "./ratings.ts";
import { createRecommendations, type RankingSettings, type Recommendations } from "./recommendations.ts";
import { createSearch, type Search } from "./search.ts";
import { createUsed, type Used } from "./used.ts";
import { createUsers, type Users } from "./users.ts";

export interface Services {
  readonly buyAgain: BuyAgain;
  readonly catalogue: Catalogue;
  readonly choices: Choices;
  readonly interactions: Interactions;
  readonly live: Live;
  readonly models: Models;
  readonly orders: Orders;
  /** Undefined where it was not asked for, or would be of no use. */
  readonly precompute?: Precompute;
  readonly privacy: Privacy;
  readonly ratings: Ratings;
  readonly recommendations: Recommendations;
  readonly search: Search;
  readonly used: Used;
  readonly users: Users;
  /** Notices what other processes changed: products, a newer model, interactions. Called every few seconds. */
  refresh(): Promise<void>;
  /** Rejects when requests cannot be answered; tells whether Redis does its part. */
  check(): Promise<{ readonly redis: "up" | "down" | "off" }>;
  /** Ends what stays open by itself, above all the connections of pages: the server cannot drain while they last. */
  close(): void;
}

/** How long the database may take to answer a check. */
const checkMs = 1_000;

interface Options {
  readonly db: Database;
  readonly writer: Writer;
  readonly memory: Cache<CachedList>;
  readonly redis?: Cache<CachedList>;
  /** Where several instances tell each other what they did; without it they look into the database. */
  readonly channel?: Channel;
  readonly liveBounds?: LiveBounds;
  /** Lists are computed beforehand after every swap of the model. */
  readonly precompute?: PrecomputeBounds;
  readonly ranking: RankingSettings;
  readonly ttlSeconds: { readonly memory: number; readonly cache: number };
  readonly log: Log;
  readonly telemetry: Telemetry;
  readonly now: () => number;
}

export async function openServices(options: Options): Promise<Services> {
  const { db, writer, log, telemetry, now, ranking } = options;
  const models = createModels({
    db,
    writer,
    ranking,
    log,
    telemetry,
    now,
    onSwapped(version, from) {
      live.publishModel();
      if (from === "here") instances.tellModel(version);
      void precomputeLists();
    },
  });
  let precompute: Precompute | undefined;
  let starting: ReturnType<typeof setTimeout> | undefined;
  const precomputeLists = async () => {
    try {
      await precompute?.run();
    } catch (error) {
      log.warn("precompute.failed", { error });
    }
  };
  const live = createLive({
    db,
    modelVersion: () => models.ranker?.model.version ?? null,
    telemetry,
    ...(options.liveBounds ? { bounds: options.liveBounds } : {}),
  });
  // A damaged model must not keep the shop closed: popular lists serve until the next training.
  const refreshModel = (options?: RefreshOptions) =>
    models.refresh(options).catch((error) => log.error("model.unusable", { error }));
  await refreshModel({ atOnce: true });
  const popularity = (productId: number) => {
    const position = models.ranker?.positionOf(productId) ?? -1;
    return position < 0 ? 0 : models.ranker!.model.popularity[position]!;
  };
  const catalogue = await openCatalogue(
    db,
    () => ({ version: models.ranker?.model.version ?? 0, of: popularity }),
  );
  const epochs = createEpochs();
  const recommendations = createRecommendations({
    ...options,
    catalogue,
    ranker: () => models.ranker,
    newestAt: () => models.newestAt,
    epochs,
  });
  // Where memory keeps lists for seconds only and Redis is not there, they would be gone before anybody came.
  const lasts = options.redis !== undefined || options.ttlSeconds.memory >= options.ttlSeconds.cache;
  if (options.precompute && lasts) {
    precompute = createPrecompute({
      db,
      recommendations,
      modelVersion: () => models.ranker?.model.version ?? null,
      bounds: options.precompute,
      log,
      telemetry,
      now,
    });
    if (models.ranker) {
      starting = setTimeout(() => void precomputeLists(), options.precompute.startAfterMs ?? 0);
    }
  }
  const instances = await openInstances({
    db,
    log,
    ...(options.channel ? { channel: options.channel } : {}),
    onInteraction(userId, latestId) {
      if (recommendations.forgetHere(userId, latestId)) live.publish(userId, latestId);
    },
    onModel: () => refreshModel(),
  });
  /** No list that does not know `epoch` is served from here on, and whoever follows the user is told. */
  const onChanged = async (userId: number, epoch: number) => {
    await recommendations.forget(userId, epoch);
    live.publish(userId, epoch);
    instances.tellInteraction(userId, epoch);
  };
  const interactions = createInteractions({
    db,
    writer,
    telemetry,
    now,
    findProduct: catalogue.find,
    refreshProducts: catalogue.refresh,
    async onCommitted(userId, latestId, at) {
      models.note(at);
      await onChanged(userId, latestId);
    },
  });
  const orders = createOrders({
    db,
    writer,
    now,
    interactions,
    findProduct: catalogue.find,
    refreshProducts: catalogue.refresh,
  });
  return {
    buyAgain: createBuyAgain({
      ...{
        db,
        findProduct: catalogue.find,
        model: () => models.ranker?.model,
        scores: recommendations.scores,
      },
    }),
    catalogue,
    choices: createChoices({ db, writer, now, findProduct: catalogue.find, onChanged }),
    interactions,
    live,
    models,
    orders,
    ...(precompute ? { precompute } : {}),
    privacy: createPrivacy({ db, writer, onChanged }),
    ratings: createRatings(db),
    recommendations,
    search: createSearch({ db, catalogue, recommendations, popularity }),
    used: createUsed({ db, findProduct: catalogue.find, shares: recommendations.shares }),
    users: createUsers(db, writer, now),
    async refresh() {
      await catalogue.refresh();
      await refreshModel();
      await instances.look();
    },
    async check() {
      await within(checkMs, db.get("SELECT 1"));
      if (!options.redis) return { redis: "off" };
      return { redis: await options.redis.isHealthy() ? "up" : "down" };
    },
    close() {
      clearTimeout(starting);
      void precompute?.cancel();
      live.close();
      instances.close();
    },
  };
}

/** @throws UnavailableError when `work` is not done in time */
async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new UnavailableError(`Cannot answer: the database was silent for ${ms} ms`)),
      ms,
    );
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
