/** Tells clients that a user's list has changed: as server-sent events, and over a WebSocket. */
import { createRoute, OpenAPIHono, z } from "@hono/zod-openapi";
import type { Services } from "../../services/services.ts";
import { heartbeatMs as usualHeartbeatMs } from "../live_event.ts";
import { answerSocket } from "../live_socket.ts";
import { answerEvents } from "../live_stream.ts";
import type { AppEnv, AppSettings } from "../settings.ts";
import { problems } from "./answers.ts";
import { idOrZeroText, idText, refuseInvalid } from "./input.ts";

const query = z.object({
  user_id: idText("Whose list to follow"),
  last_event_id: idOrZeroText(
    "Id of the newest event that is known. An event comes at once if there has been another since. On a stream the header " +
      "`Last-Event-ID`, which browsers send when they connect again, goes before it",
  ).optional(),
});

export const liveEventSchema = z.object({
  type: z.literal("recommendations").openapi({ type: "string" }),
  user_id: z.number().int().openapi({ type: "integer", format: "int64", minimum: 1 }),
  model_version: z.number().int().nullable().openapi({ description: "null before the first training" }),
  event_id: z.number().int().optional().openapi({
    minimum: 0,
    description:
      "Over a WebSocket: what is the `id` of an event on the stream, to come back with as `last_event_id`",
  }),
}).openapi("LiveEvent");

const about =
  "An event says that the list of the user is another from now on, because the user did something or a new model " +
  "ranks: fetch it again. ";

const events = createRoute({
  method: "get",
  path: "/api/live",
  tags: ["Recommendations"],
  summary: "Follow a user's list, as server-sent events",
  description: about +
    "The `id` of an event is the id of the newest interaction that the list knows. A comment every 15 seconds keeps the " +
    "connection open.",
  request: { query },
  responses: {
    200: {
      description: "A stream that lasts; the data of each event is a LiveEvent",
      content: { "text/event-stream": { schema: z.string() } },
    },
    ...problems(400, 404, 503),
  },
});

const socket = createRoute({
  method: "get",
  path: "/api/live/ws",
  tags: ["Recommendations"],
  summary: "Follow a user's list, over a WebSocket",
  description: about + "Each message is a `LiveEvent` with its `event_id`; what a client sends is ignored.",
  request: { query },
  responses: {
    101: { description: "The connection is a WebSocket from now on" },
    ...problems(400, 403, 404, 503),
  },
});

interface Options {
  readonly heartbeatMs?: number;
}

export function createLiveRoutes(
  { live }: Services,
  { publicUrl, corsOrigins }: Pick<AppSettings, "publicUrl" | "corsOrigins">,
  { heartbeatMs = usualHeartbeatMs }: Options = {},
) {
  const routes = new OpenAPIHono<AppEnv>({ defaultHook: refuseInvalid });
  routes.openAPIRegistry.register("LiveEvent", liveEventSchema);

  routes.openapi(events, (c) => {
    const { user_id: userId, last_event_id: given } = c.req.valid("query");
    const epoch = parseEventId(c.req.header("last-event-id")) ?? given;
    return answerEvents(live, c, { userId, after: epoch === undefined ? {} : { epoch }, heartbeatMs });
  });

  routes.openapi(socket, async (c) => {
    const { user_id: userId, last_event_id: epoch } = c.req.valid("query");
    const after = epoch === undefined ? {} : { epoch };
    return await answerSocket(live, c, { userId, after, heartbeatMs, publicUrl, corsOrigins });
  });
  return routes;
}

/** What a browser sends back is an id of ours; anything else is nothing that could be compared. */
function parseEventId(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const id = Number(text);
  return /^\d{1,16}$/.test(text) && Number.isSafeInteger(id) ? id : -1;
}
