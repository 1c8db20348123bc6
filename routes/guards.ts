/** Who may enter. */
import type { MiddlewareHandler } from "hono";
import { HTTPException } from "hono/http-exception";
import { createHash, timingSafeEqual } from "node:crypto";

/** What monitoring and newcomers reach without a key. Paths as Hono sees them: decoded, without a trailing slash. */
const openPaths: ReadonlySet<string> = new Set([
  "/api/health/live",
  "/api/health/ready",
  "/api/openapi.json",
  "/api/docs",
  "/api/docs/style.css",
]);

/** Lets a request pass that carries `Authorization: Bearer <key>`; any other is a 401. */
export function requireApiKey(key: string): MiddlewareHandler {
  // Digests have one length, so that the comparison tells nothing about the key, not even how long it is.
  const expected = digest(key);
  return async (c, next) => {
    if (!openPaths.has(c.req.path)) {
      const given = /^Bearer +(.+?) *$/i.exec(c.req.header("authorization") ?? "")?.[1];
      if (given === undefined) {
        throw new HTTPException(401, { message: "Cannot answer: the API key is missing" });
      }
      if (!timingSafeEqual(digest(given), expected)) {
        throw new HTTPException(401, { message: "Cannot answer: the API key is wrong" });
      }
    }
    await next();
  };
}

function digest(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}
