/** What one user should see next. */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Services } from "../../services/services.ts";
import type { AppEnv } from "../settings.ts";
import { json, problems, recommendationsSchema, toRecommendationJson } from "./answers.ts";
import { defined, filterFields, toFilter } from "./filters.ts";
import { countText, flagText, idListText, idText, refuseInvalid, shareText } from "./input.ts";

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
      count: countText(10),
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
  return new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid }).openapi(list, async (c) => {
    const { count, exclude, diversity, repeats, explain, ...filter } = c.req.valid("query");
    const answer = await recommendations.list(c.req.valid("param").user_id, {
      count,
      ...defined({ exclude, diversity, repeats, explain }),
      ...toFilter(filter, digits),
    });
    c.header("X-Cache", answer.source);
    c.header("Cache-Control", "private, no-store");
    return c.json({
      user_id: c.req.valid("param").user_id,
      recommendations: answer.items.map((item) => toRecommendationJson(item, digits)),
      count: answer.items.length,
      strategy: answer.strategy,
      model_version: answer.modelVersion,
      recommendation_id: answer.id,
    }, 200);
  });
}
