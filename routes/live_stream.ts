/** The events of one user's list as a stream (server-sent events). */
import type { Context } from "hono";
import type { Live, LiveEvent } from "../services/live.ts";
import { type LiveOptions, toLiveJson } from "./live_event.ts";

/** How long a browser waits before it connects again. */
const retryMs = 2000;

/**
 * Answers with a stream that lasts until the client leaves or the server closes. Each event's id is the user's epoch; the stream
 * begins with the present one and no data, so that a browser that loses it can say what it knew.
 */
export async function answerEvents(live: Live, c: Context, options: LiveOptions): Promise<Response> {
  const { userId, after } = options;
  const encoder = new TextEncoder();
  let controller!: ReadableStreamDefaultController<Uint8Array>;
  // A hint to fetch the list: of those that a slow client has not read yet, the newest says it all.
  let waiting: LiveEvent | undefined;
  let beating: ReturnType<typeof setInterval> | undefined = undefined;

  const send = (text: string) => controller.enqueue(encoder.encode(text));
  let said = false;
  const sendEvent = (event: LiveEvent) => {
    said = true;
    send(`id: ${event.epoch}\ndata: ${JSON.stringify(toLiveJson(event))}\n\n`);
  };
  const hasRoom = () => (controller.desiredSize ?? 0) > 0;

  const body = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    pull() {
      if (!waiting) return;
      sendEvent(waiting);
      waiting = undefined;
    },
    cancel() {
      clearInterval(beating);
      following.stop();
    },
  }, { highWaterMark: 16 });

  send(`retry: ${retryMs}\n\n`);
  const following = await live.follow(userId, {
    onEvent(event) {
      if (hasRoom()) sendEvent(event);
      else waiting = event;
    },
    onClose() {
      clearInterval(beating);
      controller.close();
    },
  }, after);
  if (!said) send(`id: ${following.start.epoch}\n\n`);

  c.header("Content-Type", "text/event-stream");
  c.header("Cache-Control", "no-store");
  // nginx would hold events back until a buffer is full.
  c.header("X-Accel-Buffering", "no");
  if (c.req.raw.method === "HEAD") {
    following.stop();
    return c.body(null, 200);
  }
  beating = setInterval(() => {
    if (hasRoom()) send(":\n\n");
  }, options.heartbeatMs);
  return c.body(body, 200);
}
