/** The API: every route, and the description made from the same schemas that check the requests. */
import { OpenAPIHono } from "@hono/zod-openapi";
import { fractionDigits } from "../../services/money.ts";
import type { Services } from "../../services/services.ts";
import type { AppEnv, AppSettings } from "../settings.ts";
import { createDocsRoutes } from "./docs.ts";
import { createHealthRoutes } from "./health.ts";
import { createInteractionRoutes } from "./interactions.ts";
import { createLiveRoutes } from "./live.ts";
import { createMetricsRoutes, type Metrics } from "./metrics.ts";
import { createProductRoutes } from "./products.ts";
import { createRecommendationRoutes } from "./recommendations.ts";
import { createSearchRoutes } from "./search.ts";
import { createUserRoutes } from "./users.ts";

interface Options {
  readonly services: Services;
  readonly settings: AppSettings;
  readonly metrics: Metrics;
}

/** To be mounted at the root, under an app that is not strict about trailing slashes. */
export function createApi({ services, settings, metrics }: Options): OpenAPIHono<AppEnv> {
  const digits = fractionDigits(settings.currency);
  const api = new OpenAPIHono<AppEnv>();
  api.route("/", createRecommendationRoutes(services, digits));
  api.route("/", createInteractionRoutes(services));
  api.route("/", createProductRoutes(services, digits));
  api.route("/", createSearchRoutes(services, digits));
  api.route("/", createUserRoutes(services));
  api.route("/", createLiveRoutes(services, settings));
  api.route("/", createHealthRoutes(services));
  api.route("/", createMetricsRoutes(metrics));
  api.route("/", createDocsRoutes(api, settings));
  return api;
}
