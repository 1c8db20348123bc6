/** Counters and histograms for Prometheus. */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { AppEnv } from "../settings.ts";

/** The part of a registry that is read here. */
export interface Metrics {
  readonly contentType: string;
  metrics(): Promise<string>;
}

const read = createRoute({
  method: "get",
  path: "/api/metrics",
  tags: ["Operation"],
  summary: "Counters and histograms",
  responses: {
    200: { description: "Prometheus text format", content: { "text/plain": { schema: z.string() } } },
  },
});

export function createMetricsRoutes(metrics: Metrics) {
  return new OpenAPIHono<AppEnv>().openapi(read, async (c) => {
    const text = await metrics.metrics();
    return c.text(text, 200, { "Content-Type": metrics.contentType, "Cache-Control": "no-store" });
  });
}
