/** The catalogue, and the lists that are the same for everybody. */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import { NotFoundError } from "../../errors.ts";
import { productSorts } from "../../services/catalogue.ts";
import type { Services } from "../../services/services.ts";
import type { Product } from "../../types.ts";
import type { AppEnv } from "../settings.ts";
import {
  json,
  problems,
  productSchema,
  productsSchema,
  shelfSchema,
  toProductJson,
  toShelfJson,
} from "./answers.ts";
import { defined, filterFields, toFilter } from "./filters.ts";
import { countText, idListText, idText, must, refuseInvalid, text } from "./input.ts";

const tags = ["Products"];
const params = z.object({ id: idText("Product") });
const shelfQuery = z.object({
  limit: countText(10),
  exclude: idListText("Ids of products to leave out, separated by commas").optional(),
  ...filterFields,
});

const browse = createRoute({
  method: "get",
  path: "/api/products",
  tags,
  summary: "List products",
  request: {
    query: z.object({
      limit: countText(20),
      cursor: text(200, "The `next_cursor` of the page before, with the same sort and filters").optional(),
      ...filterFields,
      sort: z.enum(productSorts, must(`must be one of ${productSorts.join(", ")}`))
        .openapi({ default: "popular", description: "`-price` is dearest first" }).default("popular"),
    }),
  },
  responses: { 200: json(productsSchema, "One page"), ...problems(400) },
});

// These two stand before /api/products/{id}, which would take their names for ids.
const popular = createRoute({
  method: "get",
  path: "/api/products/popular",
  tags,
  summary: "Most popular products",
  description: "By what all interactions count today, newest counting most.",
  request: { query: shelfQuery },
  responses: { 200: json(shelfSchema, "Best first"), ...problems(400) },
});

const trending = createRoute({
  method: "get",
  path: "/api/products/trending",
  tags,
  summary: "Products that rise",
  description:
    "By the last seven days against what the time before let expect. Empty before the first training.",
  request: { query: shelfQuery },
  responses: { 200: json(shelfSchema, "Best first"), ...problems(400) },
});

const find = createRoute({
  method: "get",
  path: "/api/products/{id}",
  tags,
  summary: "One product",
  request: { params },
  responses: { 200: json(productSchema, "The product"), ...problems(400, 404) },
});

const similar = createRoute({
  method: "get",
  path: "/api/products/{id}/similar",
  tags,
  summary: "Similar products",
  description:
    "By how alike the shoppers of both are. Empty for a product that came after the last training.",
  request: { params, query: shelfQuery },
  responses: { 200: json(shelfSchema, "Most similar first"), ...problems(400, 404) },
});

const boughtTogether = createRoute({
  method: "get",
  path: "/api/products/{id}/bought-together",
  tags,
  summary: "Products bought together with this one",
  request: { params, query: shelfQuery },
  responses: { 200: json(shelfSchema, "Most often first"), ...problems(400, 404) },
});

export function createProductRoutes({ catalogue, recommendations }: Services, digits: number) {
  const toShelf = ({ limit, exclude, ...filter }: z.output<typeof shelfQuery>) => ({
    count: limit,
    ...defined({ exclude }),
    ...toFilter(filter, digits),
  });
  const need = (id: number): Product => {
    const product = catalogue.find(id);
    if (!product) throw new NotFoundError(`Cannot find product ${id}: there is none`);
    return product;
  };

  return new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
    .openapi(browse, (c) => {
      const { limit, cursor, sort, ...filter } = c.req.valid("query");
      const page = catalogue.browse({ limit, sort, ...defined({ cursor }), ...toFilter(filter, digits) });
      return c.json({
        products: page.products.map((product) => toProductJson(product, digits)),
        count: page.products.length,
        total: page.total,
        next_cursor: page.nextCursor,
      }, 200);
    })
    .openapi(
      popular,
      (c) => c.json(toShelfJson(recommendations.popular(toShelf(c.req.valid("query"))), digits), 200),
    )
    .openapi(
      trending,
      (c) => c.json(toShelfJson(recommendations.trending(toShelf(c.req.valid("query"))), digits), 200),
    )
    .openapi(find, (c) => c.json(toProductJson(need(c.req.valid("param").id), digits), 200))
    .openapi(similar, (c) => {
      const { id } = need(c.req.valid("param").id);
      return c.json(toShelfJson(recommendations.similar(id, toShelf(c.req.valid("query"))), digits), 200);
    })
    .openapi(boughtTogether, (c) => {
      const { id } = need(c.req.valid("param").id);
      return c.json(
        toShelfJson(recommendations.boughtTogether(id, toShelf(c.req.valid("query"))), digits),
        200,
      );
    });
}
