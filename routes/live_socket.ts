/** The events of one user's list over a WebSocket: for API clients, and for pages, whose browsers open few streams per host. */
import type { Context } from "hono";
import { HTTPException } from "hono/http-exception";
import type { Live, LiveEvent } from "../services/live.ts";
import { type LiveOptions, toLiveJson } from "./live_event.ts";

interface Options extends LiveOptions {
  /** Where we are reached, and whose pages besides ours may connect; "*" stands for any. */
  readonly publicUrl: string;
  readonly corsOrigins: readonly string[];
}

/**
 * Answers with a socket that lasts until the client leaves or the server closes; what the client sends is ignored.
 *
 * @throws HTTPException 400 when the request is not for a socket, 403 when a page of another site asks
 */
export async function answerSocket(live: Live, c: Context, options: Options): Promise<Response> {
  if (c.req.header("upgrade")?.toLowerCase() !== "websocket") {
    throw new HTTPException(400, { message: "Cannot open a WebSocket: the request does not ask for one" });
  }
  refuseOtherSites(c, options);
  let socket: WebSocket | undefined;
  let waiting: LiveEvent | undefined;
  const following = await live.follow(options.userId, {
    onEvent(event) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(toMessage(event));
      else waiting = event;
    },
    onClose: () => socket?.close(1001, "The server is closing"),
  }, options.after);
  try {
    // Deno asks after a silent client by itself, and ends a connection that does not answer.
    const upgraded = Deno.upgradeWebSocket(c.req.raw, { idleTimeout: options.heartbeatMs / 1000 });
    socket = upgraded.socket;
    socket.onopen = () => {
      if (waiting) socket!.send(toMessage(waiting));
    };
    socket.onclose = () => following.stop();
    socket.onerror = () => following.stop();
    return upgraded.response;
  } catch (cause) {
    following.stop();
    throw new HTTPException(400, { message: "Cannot open a WebSocket: the request is no valid one", cause });
  }
}

/** A message has no id beside it, as an event of a stream has. */
function toMessage(event: LiveEvent): string {
  return JSON.stringify({ ...toLiveJson(event), event_id: event.epoch });
}

/** Browsers let any page open a socket to any host; the origin that they name is all that tells. */
function refuseOtherSites(c: Context, { publicUrl, corsOrigins }: Options): void {
  const origin = c.req.header("origin");
  if (origin === undefined || origin === new URL(publicUrl).origin) return;
  if (corsOrigins.includes("*") || corsOrigins.includes(origin)) return;
  if (URL.canParse(origin) && new URL(origin).host === c.req.header("host")) return;
  throw new HTTPException(403, { message: "Cannot open a WebSocket: a page of another site asks for it" });
}
