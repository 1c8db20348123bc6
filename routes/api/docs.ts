/** The description of the API, made from its routes: as OpenAPI 3.1 for programs and as a page for people. */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import style from "../../static/api_docs.css" with { type: "text" };
import { ApiDocsPage } from "../../views/api_docs.tsx";
import type { ApiDocument } from "../../views/api_document.ts";
import { problemKinds } from "../errors.ts";
import type { AppEnv, AppSettings } from "../settings.ts";

const tags = ["Operation"];

const describe = createRoute({
  method: "get",
  path: "/api/openapi.json",
  tags,
  summary: "This API as OpenAPI 3.1",
  responses: {
    200: {
      description: "The document",
      content: { "application/json": { schema: z.looseObject({ openapi: z.string() }) } },
    },
  },
});

const show = createRoute({
  method: "get",
  path: "/api/docs",
  tags,
  summary: "This API as a page",
  responses: { 200: { description: "The page", content: { "text/html": { schema: z.string() } } } },
});

/** Reached without a key even when one is set. */
const openOperations = ["/api/health/live", "/api/health/ready", "/api/openapi.json", "/api/docs"];

const description =
  "Recommendations, catalogue, search and interactions of the shop. Every path works with and without a trailing " +
  "slash. Ids are decimal whole numbers, times are ISO 8601 in UTC, prices are numbers in major units. Query parameters that are not " +
  "listed are ignored. Every error is `application/problem+json` (RFC 9457), and every answer carries `X-Request-Id`.";

/** `api` has all other routes by the time of the first request. */
export function createDocsRoutes(api: OpenAPIHono<AppEnv>, settings: AppSettings) {
  let made: ApiDocument | undefined;
  let page: string | undefined;
  const document = () => made ??= toDocument(api, settings);

  const routes = new OpenAPIHono<AppEnv>()
    .openapi(describe, (c) => c.json<{ openapi: string }, 200>(document(), 200))
    .openapi(show, async (c) => {
      page ??= "<!doctype html>" +
        await ApiDocsPage({ document: document(), problems: Object.entries(problemKinds) });
      return c.html(page, 200);
    });
  routes.get("/api/docs/style.css", (c) => c.body(style, 200, { "Content-Type": "text/css; charset=utf-8" }));
  return routes;
}

function toDocument(api: OpenAPIHono<AppEnv>, { publicUrl, apiKey, currency }: AppSettings): ApiDocument {
  const document = api.getOpenAPI31Document({
    openapi: "3.1.0",
    info: {
      title: "Aisle",
      version: "1.0.0",
      description: `${description} The currency is ${currency}.`,
    },
    servers: [{ url: publicUrl }],
    ...(apiKey === undefined ? {} : { security: [{ apiKey: [] }] }),
  });
  if (apiKey !== undefined) {
    document.components = {
      ...document.components,
      securitySchemes: { apiKey: { type: "http", scheme: "bearer", description: "The value of API_KEY" } },
    };
    for (const [path, item] of Object.entries(document.paths ?? {})) {
      if (openOperations.includes(path) && item.get) item.get.security = [];
    }
  }
  // As programs will read it: what is undefined is gone.
  return JSON.parse(JSON.stringify(document));
}
