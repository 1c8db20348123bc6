/** Builds every service over one database, one writer and the caches. The only place where they meet. */
import type { Cache } from "../cache/cache.ts";
import type { Database } from "../db/open.ts";
import type { Writer } from "../db/writer.ts";
import type { Log } from "../log.ts";
import type { Telemetry } from "../telemetry.ts";
import type { CachedList } from "./cached_list.ts";
import { type Catalogue, openCatalogue } from "./catalogue.ts";
import { createEpochs } from "./epochs.ts";
import { createInteractions, type Interactions } from "./interactions.ts";
import { createModels, type Models } from "./models.ts";
import { createOrders, type Orders } from "./orders.ts";
import { createRecommendations, type RankingSettings, type Recommendations } from "./recommendations.ts";
import { createSearch, type Search } from "./search.ts";
import { createUsers, type Users } from "./users.ts";

export interface Services {
  readonly catalogue: Catalogue;
  readonly interactions: Interactions;
  readonly models: Models;
  readonly orders: Orders;
  readonly recommendations: Recommendations;
  readonly search: Search;
  readonly users: Users;
  /** Notices what other processes changed: products, a newer model. Called every few seconds. */
  refresh(): Promise<void>;
  /** Rejects when requests cannot be answered; tells whether Redis does its part. */
  check(): Promise<{ readonly redis: "up" | "down" | "off" }>;
}

interface Options {
  readonly db: Database;
  readonly writer: Writer;
  readonly memory: Cache<CachedList>;
  readonly redis?: Cache<CachedList>;
  readonly ranking: RankingSettings;
  readonly ttlSeconds: { readonly memory: number; readonly cache: number };
  readonly log: Log;
  readonly telemetry: Telemetry;
  readonly now: () => number;
}

export async function openServices(options: Options): Promise<Services> {
  const { db, writer, log, telemetry, now, ranking } = options;
  const models = createModels({ db, writer, ranking, log, telemetry, now });
  await models.refresh();
  const catalogue = await openCatalogue(db, () => ({
    version: models.ranker?.model.version ?? 0,
    of(productId) {
      const position = models.ranker?.positionOf(productId) ?? -1;
      return position < 0 ? 0 : models.ranker!.model.popularity[position]!;
    },
  }));
  const epochs = createEpochs();
  const recommendations = createRecommendations({
    ...options,
    catalogue,
    ranker: () => models.ranker,
    newestAt: () => models.newestAt,
    epochs,
  });
  const interactions = createInteractions({
    db,
    writer,
    telemetry,
    now,
    findProduct: catalogue.find,
    refreshProducts: catalogue.refresh,
    onCommitted(userId, latestId, at) {
      models.note(at);
      return recommendations.forget(userId, latestId);
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
    catalogue,
    interactions,
    models,
    orders,
    recommendations,
    search: createSearch(db, catalogue, recommendations),
    users: createUsers(db, writer, now),
    async refresh() {
      await catalogue.refresh();
      await models.refresh();
    },
    async check() {
      await db.get("SELECT 1");
      if (!options.redis) return { redis: "off" };
      return { redis: await options.redis.isHealthy() ? "up" : "down" };
    },
  };
}
