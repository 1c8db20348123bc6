/** Search by words, ordered also by taste when a user is named. */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Services } from "../../services/services.ts";
import { toMajor } from "../../services/money.ts";
import type { AppEnv } from "../settings.ts";
import { json, problems, searchSchema } from "./answers.ts";
import { defined } from "./filters.ts";
import { countText, idText, must, refuseInvalid, text } from "./input.ts";

const search = createRoute({
  method: "get",
  path: "/api/search",
  tags: ["Products"],
  summary: "Search products",
  description:
    "Products that have all the words in name, category or description, where the last one may be the beginning of a word; " +
    "where none has all, those that have any. The first 8 words of the first 128 characters count.",
  request: {
    query: z.object({
      q: text(200, "Words to look for").refine(
        (q) => q === "" || q.trim() !== "",
        must("must contain a word"),
      ),
      user_id: idText("Whose taste decides between equally good texts; an unknown user has none").optional(),
      limit: countText(20),
    }),
  },
  responses: { 200: json(searchSchema, "Best first"), ...problems(400) },
});

export function createSearchRoutes({ search: { find } }: Services, digits: number) {
  return new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid }).openapi(search, async (c) => {
    const { q, user_id: userId, limit } = c.req.valid("query");
    const hits = await find(q, { limit, ...defined({ userId }) });
    if (userId !== undefined) c.header("Cache-Control", "private, no-store");
    return c.json({
      products: hits.map(({ product, personalizationScore }) => ({
        id: product.id,
        name: product.name,
        category: product.category,
        price: toMajor(product.price, digits),
        description: product.description,
        personalization_score: personalizationScore,
      })),
      count: hits.length,
    }, 200);
  });
}
