/** For whoever watches the process. */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { UnavailableError } from "../../errors.ts";
import type { Services } from "../../services/services.ts";
import type { AppEnv } from "../settings.ts";
import { json, problems } from "./answers.ts";

const tags = ["Operation"];

const live = createRoute({
  method: "get",
  path: "/api/health/live",
  tags,
  summary: "Whether the process runs",
  responses: { 200: json(z.object({ status: z.literal("ok").openapi({ type: "string" }) }), "It runs") },
});

const ready = createRoute({
  method: "get",
  path: "/api/health/ready",
  tags,
  summary: "Whether requests can be answered",
  responses: {
    200: json(
      z.object({
        status: z.enum(["ok", "degraded"]).openapi({
          description: "`degraded`: everything is answered, but Redis does not do its part",
        }),
        model_version: z.number().int().nullable().openapi({ description: "null before the first training" }),
        redis: z.enum(["up", "down", "off"]),
        live_connections: z.number().int().openapi({
          minimum: 0,
          description: "Open pages and clients that follow a list",
        }),
        training: z.object({
          running: z.boolean(),
          phase: z.string().optional(),
          done: z.number().optional().openapi({ description: "Share of the phase, 0 to 1" }),
        }).openapi("Training"),
        precompute: z.object({
          running: z.boolean(),
          done: z.number().int().optional().openapi({ description: "Users whose lists were looked after" }),
          total: z.number().int().optional(),
        }).nullable().openapi("Precompute", {
          description: "Lists computed beforehand after a swap of the model; null where that is off",
        }),
      }).openapi("Readiness"),
      "Requests are answered",
    ),
    ...problems(503),
  },
});

export function createHealthRoutes({ check, models, ...services }: Services) {
  return new OpenAPIHono<AppEnv>()
    .openapi(live, (c) => {
      c.header("Cache-Control", "no-store");
      return c.json({ status: "ok" as const }, 200);
    })
    .openapi(ready, async (c) => {
      c.header("Cache-Control", "no-store");
      const { redis } = await check().catch((cause) => {
        throw new UnavailableError("Cannot answer requests: the database does not answer", 5, { cause });
      });
      const status = redis === "down" ? "degraded" as const : "ok" as const;
      return c.json({
        status,
        model_version: models.ranker?.model.version ?? null,
        redis,
        live_connections: services.live.connections,
        training: toProgress(models.state),
        precompute: services.precompute ? toProgress(services.precompute.state) : null,
      }, 200);
    });
}

/** Without what became of the last run: its message may tell of the inside. */
function toProgress<State extends { readonly last?: unknown }>({ last: _, ...progress }: State) {
  return progress;
}
