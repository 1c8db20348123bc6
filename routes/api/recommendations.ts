/** What one user should see next. */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import type { Recommendations } from "../../services/recommendations.ts";
import type { Services } from "../../services/services.ts";
import type { CacheLayer, RecommendationList } from "../../types.ts";
import type { AppEnv } from "../settings.ts";
import { json, problems, recommendationsSchema, toRecommendationJson } from "./answers.ts";
import { defined, filterFields, toFilter } from "./filters.ts";
import { countText, flagText, idListText, idText, refuseInvalid, shareText } from "./input.ts";

const usualCount = 10;

const list = createRoute({
  method: "get",
  path: "/api/recommendations/{user_id}",
  tags: ["Recommendations"],
  summary: "Recommend products to a user",
  description:
    "Knows every interaction that was answered with 201 before. Filters are exact: as many products come as pass " +
    "them, and such a request is computed anew. Products that the user bought are left out unless `repeats=true`.",
  request: {
    params: z.object({ user_id: idText("User") }),
    query: z.object({
      count: countText(usualCount),
      exclude: idListText("Ids of products to leave out, separated by commas").optional(),
      ...filterFields,
      diversity: shareText(
        "0 ranks by score alone; towards 1, by difference from what is in the list already",
      )
        .optional(),
      repeats: flagText("Keep products that the user bought").optional(),
      explain: flagText("Give every product of the history as a reason, not the strongest three").optional(),
    }),
  },
  responses: {
    200: {
      ...json(recommendationsSchema, "The list, best first"),
      headers: z.object({
        "X-Cache": z.enum(["memory", "redis", "computed"]).openapi({ description: "Which layer answered" }),
      }),
    },
    ...problems(400, 404),
  },
});

export function createRecommendationRoutes({ recommendations }: Services, digits: number) {
  const routes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid });
  routes.use(list.getRoutingPath(), answerPlain(recommendations, digits));
  return routes.openapi(list, async (c) => {
    const { count, exclude, diversity, repeats, explain, ...filter } = c.req.valid("query");
    const answer = await recommendations.list(c.req.valid("param").user_id, {
      count,
      ...defined({ exclude, diversity, repeats, explain }),
      ...toFilter(filter, digits),
    });
    c.header("X-Cache", answer.source);
    c.header("Cache-Control", cacheControl);
    return c.json(toJson(answer, c.req.valid("param").user_id, digits), 200);
  });
}

const cacheControl = "private, no-store";

function toJson(answer: RecommendationList, userId: number, digits: number) {
  return {
    user_id: userId,
    recommendations: answer.items.map((item) => toRecommendationJson(item, digits)),
    count: answer.items.length,
    strategy: answer.strategy,
    model_version: answer.modelVersion,
    recommendation_id: answer.id,
  };
}

/** The requests that shops send most: an id and at most a count. Anything else is checked field by field. */
const plainRequest = /^[^?#]*\/api\/recommendations\/([1-9]\d{0,14})\/?(?:\?count=([1-9]\d?|100))?$/;
/** Longer answers are made anew: they would take more memory than they save time. */
const longestKept = 20;

/**
 * Answers a plain request, from memory with the same text as before while nothing that it is made of has changed; all others go on
 * to the route.
 */
function answerPlain(recommendations: Recommendations, digits: number): MiddlewareHandler<AppEnv> {
  const kept = new WeakMap<object, { readonly count: number; readonly text: string }>();
  return async (c, next) => {
    const match = plainRequest.exec(c.req.url);
    if (!match || c.req.method !== "GET") return await next();
    const userId = Number(match[1]);
    const count = match[2] === undefined ? usualCount : Number(match[2]);
    const found = await recommendations.inMemory(userId, count);
    if (!found) {
      const answer = await recommendations.list(userId, { count });
      return respond(JSON.stringify(toJson(answer, userId, digits)), answer.source);
    }
    let text = kept.get(found.state);
    if (text?.count !== count) {
      text = { count, text: JSON.stringify(toJson(found.answer(), userId, digits)) };
      if (count <= longestKept) kept.set(found.state, text);
    }
    return respond(text.text, "memory");
  };
}

const contentType = { headers: { "Content-Type": "application/json" } };

/** With more than that one header a Response takes 4 us to make; setting the others takes a tenth of it. */
function respond(text: string, source: CacheLayer): Response {
  const response = new Response(text, contentType);
  response.headers.set("Cache-Control", cacheControl);
  response.headers.set("X-Cache", source);
  return response;
}
