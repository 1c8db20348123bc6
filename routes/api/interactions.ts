/** What shoppers did. An interaction is answered with 201 once it is on disk. */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { InteractionInput } from "../../services/interactions.ts";
import type { Services } from "../../services/services.ts";
import { interactionTypes } from "../../types.ts";
import type { AppEnv } from "../settings.ts";
import { json, problems } from "./answers.ts";
import { defined } from "./filters.ts";
import { idNumber, instant, limitBody, must, refuseInvalid, text, toFields } from "./input.ts";

/** Rows that one batch takes. */
const maximumRows = 1000;

const key = text(128, "Names this act: sent again, it counts once and the answer is the first one's")
  // The shop's own pages name their acts so: a caller must not take such a name before them.
  .refine((name) => !name.startsWith("aisle:"), must('must not begin with "aisle:"'));

const idempotencyKey = "Idempotency-Key";
const ratingRule = must("must be a number from 0.5 to 5");

const interactionSchema = z.object({
  user_id: idNumber("Who"),
  product_id: idNumber("Which product"),
  interaction_type: z.enum(interactionTypes, must(`must be one of ${interactionTypes.join(", ")}`)),
  rating: z.number(ratingRule).refine((n) => n >= 0.5 && n <= 5, ratingRule)
    .openapi({ minimum: 0.5, maximum: 5, description: "Kept with the interaction" }).optional(),
  session_id: text(128, "One visit; purchases with the same one were bought together").optional(),
  event_id: key.optional(),
  timestamp: instant("When it happened; now if left out, at most 5 minutes ahead").optional(),
}, must("must be an object")).openapi("NewInteraction");

const recordedSchema = z.object({
  message: z.literal("Interaction recorded successfully").openapi({ type: "string" }),
  interaction_id: z.number().int().openapi({ minimum: 1 }),
}).openapi("RecordedInteraction");

const record = createRoute({
  method: "post",
  path: "/api/interaction",
  tags: ["Interactions"],
  summary: "Record an interaction",
  description: "Answers once the interaction is on disk; the next list of the user knows it.",
  request: {
    headers: z.object({
      [idempotencyKey]: key.optional().openapi({
        description: "Taken as `event_id` when the body has none",
      }),
    }),
    body: { required: true, content: { "application/json": { schema: interactionSchema } } },
  },
  responses: { 201: json(recordedSchema, "Recorded"), ...problems(400, 404, 413, 415, 422, 503) },
  middleware: limitBody(64),
});

const rowsRule = must(`must be a list of 1 to ${maximumRows} interactions`);

const batchSchema = z.object({
  // Each row is checked by itself, so that a wrong one does not lose the others.
  interactions: z.array(z.unknown(), rowsRule)
    .refine((rows) => rows.length >= 1 && rows.length <= maximumRows, {
      error: ({ input }) => `must be 1 to ${maximumRows} interactions, not ${(input as unknown[]).length}`,
    })
    .openapi({
      type: "array",
      minItems: 1,
      maxItems: maximumRows,
      items: { $ref: "#/components/schemas/NewInteraction" },
    }),
}, must("must be an object")).openapi("NewInteractions");

const rowSchema = z.object({
  index: z.number().int().openapi({ minimum: 0, description: "Place of the row in the request" }),
  status: z.number().int().openapi({
    description: "What the row alone would have been answered with",
    example: 201,
  }),
  interaction_id: z.number().int().optional(),
  error: z.string().optional(),
}).openapi("InteractionResult");

const recordMany = createRoute({
  method: "post",
  path: "/api/interactions",
  tags: ["Interactions"],
  summary: "Record up to 1,000 interactions",
  description: "Each row is recorded by itself: a wrong one does not lose the others.",
  request: {
    headers: z.object({
      [idempotencyKey]: key.optional().openapi({
        description: "Followed by `:` and the row's index, taken as `event_id` of each row that has none",
      }),
    }),
    body: { required: true, content: { "application/json": { schema: batchSchema } } },
  },
  responses: {
    200: json(
      z.object({
        results: z.array(rowSchema),
        recorded: z.number().int(),
        failed: z.number().int(),
      }).openapi("InteractionResults"),
      "A result per row, in the order of the request",
    ),
    ...problems(400, 413, 415),
  },
  middleware: limitBody(1024),
});

export function createInteractionRoutes({ interactions }: Services) {
  return new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid })
    .openapi(record, async (c) => {
      const body = c.req.valid("json");
      const eventId = body.event_id ?? c.req.valid("header")[idempotencyKey];
      const { id } = await interactions.record(toInput({ ...body, event_id: eventId }));
      return c.json({ message: "Interaction recorded successfully" as const, interaction_id: id }, 201);
    })
    .openapi(recordMany, async (c) => {
      const rows = c.req.valid("json").interactions.map((row) => interactionSchema.safeParse(row));
      const batch = c.req.valid("header")[idempotencyKey];
      const recorded = await interactions.recordMany(rows.flatMap(({ data }, index) => {
        if (!data) return [];
        const eventId = data.event_id ?? (batch === undefined ? undefined : `${batch}:${index}`);
        return [toInput({ ...data, event_id: eventId })];
      }));
      let next = 0;
      const results = rows.map(({ error }, index) => {
        if (error) return { index, status: 400, error: toSentence(error) };
        const result = recorded[next++]!;
        return result.status === 201
          ? { index, status: 201, interaction_id: result.id }
          : { index, status: result.status, error: result.error };
      });
      const good = results.filter(({ status }) => status === 201).length;
      return c.json({ results, recorded: good, failed: results.length - good }, 200);
    });
}

type Parsed = z.output<typeof interactionSchema>;

function toInput(row: Parsed): InteractionInput {
  return {
    userId: row.user_id,
    productId: row.product_id,
    type: row.interaction_type,
    ...defined({
      rating: row.rating,
      at: row.timestamp,
      sessionId: row.session_id,
      eventId: row.event_id,
    }),
  };
}

function toSentence(error: z.ZodError): string {
  return `Cannot read the interaction: ${
    toFields(error).map(({ field, message }) => field === "body" ? `it ${message}` : `${field} ${message}`)
      .join("; ")
  }`;
}
