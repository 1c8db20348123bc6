/**
 * How many requests one client may make in a minute. Not hono-rate-limiter: it asks for a package of stores, and its own store grows
 * with the number of addresses, which an attacker chooses.
 */
import type { Context, MiddlewareHandler } from "hono";
import { LRUCache } from "lru-cache";
import { TooManyRequestsError } from "../errors.ts";

interface Options {
  readonly perMinute: number;
  /** Whether a proxy in front says who asks. */
  readonly trustProxy: boolean;
  readonly now?: () => number;
}

interface Window {
  readonly until: number;
  count: number;
}

const windowMs = 60_000;

/** About 5 MB. Whoever has not asked for the longest time is forgotten, and may begin anew. */
const mostClients = 50_000;

/** What monitoring asks for, and what a page brings along by the dozen: free where it is there, as names can be made up. */
const free = /^\/(?:api\/health|static|art)\/|^\/favicon\.ico$/;

/** @throws TooManyRequestsError from the request on that is one too many, until a minute after the first */
export function limitRate({ perMinute, trustProxy, now = Date.now }: Options): MiddlewareHandler {
  const windows = new LRUCache<string, Window>({ max: mostClients });
  const count = (c: Context) => {
    const client = clientOf(c, trustProxy);
    const at = now();
    let window = windows.get(client);
    if (!window || window.until <= at) {
      windows.set(client, window = { until: at + windowMs, count: 0 });
    }
    window.count++;
    if (window.count > perMinute) {
      throw new TooManyRequestsError(
        `Cannot answer: more than ${perMinute} requests in a minute`,
        Math.ceil((window.until - at) / 1000),
      );
    }
  };
  return async (c, next) => {
    const counts = !free.test(c.req.path);
    if (counts) count(c);
    await next();
    if (!counts && c.res.status === 404) count(c);
  };
}

/** The address that asks; the last hop of X-Forwarded-For is the one that our own proxy saw, those before it anybody can invent. */
function clientOf(c: Context, trustProxy: boolean): string {
  const hops = trustProxy ? c.req.header("x-forwarded-for")?.split(",") : undefined;
  const hop = hops?.at(-1)?.trim();
  return toNetwork(hop ? hop.slice(0, 64) : remoteAddress(c.env));
}

/** Deno.serve tells it with each request; one that came another way, as in tests, has none. */
function remoteAddress(info: unknown): string {
  const { remoteAddr } = (info ?? {}) as Partial<Deno.ServeHandlerInfo<Deno.NetAddr>>;
  return remoteAddr?.hostname ?? "";
}

/** One client whichever way its address is written; one household has a whole /64 of IPv6. */
function toNetwork(written: string): string {
  const text = written.toLowerCase();
  const bracketed = /^\[([^\]]*)\](?::\d*)?$/.exec(text)?.[1];
  // A single colon stands before a port.
  if (bracketed === undefined && !/:.*:/.test(text)) return text.replace(/:\d*$/, "");
  const address = (bracketed ?? text).replace(/%.*$/, "");
  if (!URL.canParse(`http://[${address}]`)) return text;
  const [head = "", tail = ""] = new URL(`http://[${address}]`).hostname.slice(1, -1).split("::");
  const [first = [], last = []] = [head, tail].map((part) => part.split(":").filter(Boolean));
  const groups = [...first, ...Array(8 - first.length - last.length).fill("0"), ...last];
  if (groups.slice(0, 6).join(":") !== "0:0:0:0:0:ffff") return groups.slice(0, 4).join(":");
  return groups.slice(6).flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]).join(".");
}
