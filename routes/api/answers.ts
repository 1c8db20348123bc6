/** What goes out: the schemas of the answers, and the words of the inside turned into them. */
import { z } from "@hono/zod-openapi";
import { toMajor } from "../../services/money.ts";
import {
  interactionTypes,
  type Product,
  type Reason,
  type Recommendation,
  type ScoredProduct,
  type User,
} from "../../types.ts";
import { problemKinds, type ProblemStatus } from "../errors.ts";

const id = z.number().int().openapi({ type: "integer", format: "int64", minimum: 1, example: 1 });
const price = z.number().openapi({
  minimum: 0,
  description: "Major units of the shop's currency",
  example: 12.5,
});
const score = z.number().openapi({ minimum: 0, maximum: 1, example: 0.83 });
const time = z.string().openapi({ format: "date-time", example: "2026-01-31T18:30:00.000Z" });
const count = z.number().int().openapi({
  minimum: 0,
  description: "How many are in this answer",
  example: 10,
});

export const problemSchema = z.object({
  type: z.string().openapi({ format: "uri", example: "http://localhost:8000/api/docs#invalid-input" }),
  title: z.string().openapi({ example: "Invalid input" }),
  status: z.number().int().openapi({ example: 400 }),
  detail: z.string(),
  instance: z.string().openapi({ example: "/api/recommendations/x" }),
  request_id: z.string(),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional()
    .openapi({ description: "The wrong fields" }),
  error: z.string().openapi({ description: "The same sentence as `detail`, for older clients" }),
}).openapi("Problem", { description: "RFC 9457" });

const reasonSchema = z.union([
  z.object({
    kind: z.literal("because"),
    product_id: id,
    product_name: z.string(),
    interaction_type: z.enum(interactionTypes),
    share: z.number().openapi({
      description:
        "Exact share of the raw score; the shares of the whole history sum to 1. With `explain=true` every product of the " +
        "history is listed, and one that speaks against the product has a share below 0",
    }),
  }).openapi("BecauseReason"),
  z.object({ kind: z.enum(["popular", "trending", "new"]), text: z.string() }).openapi("GeneralReason"),
]).openapi("Reason");

export const recommendationsSchema = z.object({
  user_id: id,
  recommendations: z.array(
    z.object({
      product_id: id,
      product_name: z.string(),
      category: z.string(),
      price,
      confidence_score: score.openapi({
        description: "The ensemble's score, normalised over all products: for ranking, not a probability",
      }),
      cf_score: score.openapi({ description: "The SVD part's normalised score" }),
      mf_score: score.openapi({ description: "The factorisation part's normalised score" }),
      reasons: z.array(reasonSchema).openapi({ description: "Strongest first" }),
    }).openapi("Recommendation"),
  ),
  count,
  strategy: z.enum(["personal", "popular"]).openapi({
    description: "`personal` when the user's history decided, `popular` when there is none to go by",
  }),
  model_version: id.nullable().openapi({ description: "null before the first training" }),
  recommendation_id: z.string().openapi({
    description: "Names this computed list; a cached answer repeats it",
  }),
}).openapi("Recommendations");

export const productSchema = z.object({
  id,
  external_id: z.string().nullable().openapi({ description: "The id in the shop's own system" }),
  name: z.string(),
  category: z.string(),
  price,
  description: z.string(),
  stock: z.number().int().openapi({ minimum: 0 }),
  image_url: z.string().nullable(),
  created_at: time,
}).openapi("Product");

export const productsSchema = z.object({
  products: z.array(productSchema),
  count,
  total: z.number().int().openapi({ minimum: 0, description: "How many pass the filters, on all pages" }),
  next_cursor: z.string().nullable().openapi({
    description: "Give it as `cursor` for the next page; null on the last",
  }),
}).openapi("Products");

export const shelfSchema = z.object({
  products: z.array(
    z.object({
      id,
      name: z.string(),
      category: z.string(),
      price,
      score: z.number().openapi({
        description: "Of this list: similarity, popularity, or how often bought together",
      }),
    }).openapi("ScoredProduct"),
  ),
  count,
}).openapi("ScoredProducts");

export const searchSchema = z.object({
  products: z.array(
    z.object({
      id,
      name: z.string(),
      category: z.string(),
      price,
      description: z.string(),
      personalization_score: score.openapi({
        description: "The ensemble's score for the user; 0 without one",
      }),
    }).openapi("FoundProduct"),
  ),
  count,
}).openapi("SearchResult");

export const userSchema = z.object({
  id,
  external_id: z.string().nullable(),
  name: z.string().nullable(),
  created_at: time,
}).openapi("User");

/** An answer in JSON, for the description of a route. */
export function json<Schema extends z.ZodType>(schema: Schema, description: string) {
  return { description, content: { "application/json": { schema } } };
}

const problemAnswer = (description: string) => ({
  description,
  content: { "application/problem+json": { schema: problemSchema } },
});

/** The problems that a route answers with, for its description. */
export function problems<Status extends ProblemStatus>(...statuses: readonly Status[]) {
  return Object.fromEntries(
    statuses.map((status) => [status, problemAnswer(problemKinds[status].title)]),
  ) as {
    [S in Status]: ReturnType<typeof problemAnswer>;
  };
}

/** `digits`: how many of the shop's currency stand behind the decimal mark. */
export function toProductJson(product: Product, digits: number) {
  return {
    id: product.id,
    external_id: product.externalId,
    name: product.name,
    category: product.category,
    price: toMajor(product.price, digits),
    description: product.description,
    stock: product.stock,
    image_url: product.imageUrl,
    created_at: toTime(product.createdAt),
  };
}

export function toShelfJson(scored: readonly ScoredProduct[], digits: number) {
  const products = scored.map(({ product, score }) => ({
    id: product.id,
    name: product.name,
    category: product.category,
    price: toMajor(product.price, digits),
    score,
  }));
  return { products, count: products.length };
}

export function toRecommendationJson(
  { product, score, cfScore, mfScore, reasons }: Recommendation,
  digits: number,
) {
  return {
    product_id: product.id,
    product_name: product.name,
    category: product.category,
    price: toMajor(product.price, digits),
    confidence_score: score,
    cf_score: cfScore,
    mf_score: mfScore,
    reasons: reasons.map(toReasonJson),
  };
}

function toReasonJson(reason: Reason) {
  if (reason.kind !== "because") return { kind: reason.kind, text: reason.text };
  return {
    kind: reason.kind,
    product_id: reason.productId,
    product_name: reason.productName,
    interaction_type: reason.interactionType,
    share: reason.share,
  };
}

export function toUserJson(user: User) {
  return { id: user.id, external_id: user.externalId, name: user.name, created_at: toTime(user.createdAt) };
}

function toTime(at: number): string {
  return new Date(at).toISOString();
}
