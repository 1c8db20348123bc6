/** What open pages of a visitor listen to: that something was done elsewhere, in another tab or on another device. */
import { Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { parseId } from "../ids.ts";
import { heartbeatMs } from "../live_event.ts";
import { answerSocket } from "../live_socket.ts";
import type { Shop } from "./visit.ts";

export function createLive(shop: Shop, publicUrl: string): Hono {
  const routes = new Hono({ strict: false });
  routes.get("/live", async (c) => {
    const userId = shop.visitors.read(c);
    if (userId === undefined) {
      throw new HTTPException(403, { message: "Cannot follow: the visitor has not done anything yet" });
    }
    const epoch = c.req.query("since") === "0" ? 0 : parseId(c.req.query("since"));
    const after = epoch === undefined ? {} : { epoch };
    // The cookie comes along whoever asks, so only our own pages may.
    return await answerSocket(shop.services.live, c, {
      userId,
      after,
      heartbeatMs,
      publicUrl,
      corsOrigins: [],
    });
  });
  return routes;
}
