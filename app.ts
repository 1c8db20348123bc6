/** The whole site as one handler: middleware, mounts, and errors turned into answers, once. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import { cors } from "hono/cors";
import { methodNotAllowed } from "hono/method-not-allowed";
import { matchedRoutes } from "hono/route";
import type { Log } from "./log.ts";
import { createApi } from "./routes/api/api.ts";
import { type Problem, toProblem, toProblemBody } from "./routes/errors.ts";
import { assets } from "./routes/assets.ts";
import { compress } from "./routes/compress.ts";
import { requireApiKey } from "./routes/guards.ts";
import { createLanguages } from "./routes/language.ts";
import { limitRate } from "./routes/rate_limit.ts";
import type { AppEnv, AppSettings } from "./routes/settings.ts";
import { createShop } from "./routes/shop.tsx";
import type { Services } from "./services/services.ts";
import type { Telemetry } from "./telemetry.ts";
import { ErrorPage } from "./views/error_page.tsx";

interface Options {
  readonly services: Services;
  readonly settings: AppSettings;
  readonly log: Log;
  readonly telemetry: Telemetry;
}

/** The handler of the site. It starts nothing and holds nothing open: `app.fetch` answers, also in tests. */
export function createApp({ services, settings, log, telemetry }: Options): Hono<AppEnv> {
  // Not strict: every path works with and without the trailing slash.
  const app = new Hono<AppEnv>({ strict: false });

  const languages = createLanguages(settings);

  const answerProblem = async (problem: Problem, c: Context<AppEnv>) => {
    const path = new URL(c.req.url).pathname;
    const requestId = c.var.requestId;
    // Caches may keep a 404 by themselves, and "you have no such order" is not so for everybody.
    c.header("Cache-Control", "no-store");
    for (const [name, value] of Object.entries(problem.headers)) c.header(name, value);
    if (isApi(c)) {
      const body = toProblemBody(problem, { publicUrl: settings.publicUrl, path, requestId });
      return c.body(JSON.stringify(body), problem.status, { "Content-Type": "application/problem+json" });
    }
    const retryAfter = Number(problem.headers["Retry-After"]);
    const page = await ErrorPage({
      status: problem.status,
      locale: languages.read(c),
      ...(retryAfter > 0 ? { retryAfter } : {}),
      requestId,
      assets,
    });
    return c.html(`<!doctype html>${page}`, problem.status);
  };

  app.use(observe({ log, telemetry, trustProxy: settings.trustProxy, headers: toSecureHeaders(settings) }));
  app.use(compress());
  // Before all that may refuse: scripts of other origins can read only what it has passed.
  if (settings.corsOrigins.length > 0) app.use("/api/*", shareWith(settings.corsOrigins));
  if (settings.rateLimitPerMinute !== undefined) {
    app.use(limitRate({ perMinute: settings.rateLimitPerMinute, trustProxy: settings.trustProxy }));
  }
  app.use(methodNotAllowed({
    app,
    onMethodNotAllowed(c, methods) {
      const allow = [...methods, "OPTIONS"].join(", ");
      if (c.req.method === "OPTIONS") return new Response(null, { status: 204, headers: { Allow: allow } });
      const detail = `Cannot answer ${c.req.method}: only ${allow} are allowed here`;
      return answerProblem({ status: 405, detail, errors: [], headers: { Allow: allow } }, c);
    },
  }));
  if (settings.apiKey !== undefined) app.use("/api/*", requireApiKey(settings.apiKey));

  app.route("/", createApi({ services, settings, metrics: telemetry.registry }));
  app.route("/", createShop({ services, settings, languages, log }));

  app.notFound((c) => {
    const detail = `Cannot find ${JSON.stringify(c.req.path)}: there is no such address`;
    return answerProblem({ status: 404, detail, errors: [], headers: {} }, c);
  });
  app.onError((error, c) => {
    const problem = toProblem(error);
    if (problem.status >= 500) {
      const fields = { "request_id": c.var.requestId, method: c.req.method, path: c.req.path, error };
      if (problem.status === 503) log.warn("request.unavailable", fields);
      else log.error("request.failed", fields);
    }
    return answerProblem(problem, c);
  });
  return app;
}

function isApi(c: Context): boolean {
  return c.req.path === "/api" || c.req.path.startsWith("/api/");
}

/** Methods that have a label of their own in the metrics; callers can invent any number of others. */
const methods: ReadonlySet<string> = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

interface Observation {
  readonly log: Log;
  readonly telemetry: Telemetry;
  readonly trustProxy: boolean;
  readonly headers: SecureHeaders;
}

/** The request id, the headers of every answer, one line in the log, and the counts: outermost, so that it sees what goes out. */
function observe({ log, telemetry, trustProxy, headers }: Observation): MiddlewareHandler<AppEnv> {
  const count = createCounts(telemetry);
  return async (c, next) => {
    const started = performance.now();
    const given = trustProxy ? c.req.header("x-request-id") : undefined;
    const requestId = given !== undefined && /^[\w.=-]{1,128}$/.test(given) ? given : crypto.randomUUID();
    c.set("requestId", requestId);
    await next();
    const out = c.res.headers;
    for (const [name, value] of headers.all) out.set(name, value);
    if (!out.get("content-type")?.startsWith("image/")) {
      for (const [name, value] of headers.documents) out.set(name, value);
    }
    out.set("X-Request-Id", requestId);

    const seconds = (performance.now() - started) / 1000;
    const { status } = c.res;
    const { method, path } = c.req;
    // The pattern and never the path: each label lives as long as the process.
    const route = matchedRoutes(c).find((matched) => matched.method !== "ALL")?.path ?? "unmatched";
    count({ method: methods.has(method) ? method : "OTHER", route, status }, seconds);
    const quiet = status < 400 && (!isApi(c) || path.startsWith("/api/health/"));
    log[quiet ? "debug" : "info"]("request", {
      request_id: requestId,
      method,
      path,
      route,
      status,
      ms: Math.round(seconds * 1e6) / 1000,
    });
  };
}

/** Looks each combination of labels up once: the search costs more than the counting. */
function createCounts({ requests, requestSeconds }: Telemetry) {
  const known = new Map<string, { counter: Counted; histogram: Observed }>();
  return (labels: { method: string; route: string; status: number }, seconds: number) => {
    const key = `${labels.method} ${labels.status} ${labels.route}`;
    let found = known.get(key);
    if (!found) {
      found = {
        counter: requests.labels(labels),
        histogram: requestSeconds.labels({ route: labels.route }),
      };
      known.set(key, found);
    }
    found.counter.inc();
    found.histogram.observe(seconds);
  };
}

type Counted = ReturnType<Telemetry["requests"]["labels"]>;
type Observed = ReturnType<Telemetry["requestSeconds"]["labels"]>;

type Header = readonly [name: string, value: string];

interface SecureHeaders {
  readonly all: readonly Header[];
  /** Of everything but pictures, which do nothing that these forbid: a page has dozens, and each is smaller than its headers. */
  readonly documents: readonly Header[];
}

/** What browsers may do with our answers: nothing that does not come from here. */
function toSecureHeaders({ publicUrl }: Pick<AppSettings, "publicUrl">): SecureHeaders {
  return {
    all: [
      [
        "Content-Security-Policy",
        "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; object-src 'none'; " +
        "base-uri 'none'; frame-ancestors 'none'; form-action 'self'",
      ],
      ["Cross-Origin-Resource-Policy", "same-origin"],
      ["X-Content-Type-Options", "nosniff"],
      ...(publicUrl.startsWith("https:")
        ? [["Strict-Transport-Security", "max-age=31536000"] satisfies Header]
        : []),
    ],
    documents: [
      ["Cross-Origin-Opener-Policy", "same-origin"],
      // Not "no-referrer": browsers would then send `Origin: null` with our own forms.
      ["Referrer-Policy", "same-origin"],
      ["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=()"],
      ["X-Frame-Options", "DENY"],
    ],
  };
}

/** Lets scripts of these origins call the API. Preflights are answered before the key is asked for: they carry none. */
function shareWith(origins: readonly string[]): MiddlewareHandler {
  const share = cors({
    origin: origins.includes("*") ? "*" : [...origins],
    allowMethods: ["GET", "HEAD", "POST"],
    allowHeaders: ["Authorization", "Content-Type", "Idempotency-Key", "Last-Event-ID"],
    exposeHeaders: ["Location", "Retry-After", "X-Cache", "X-Request-Id"],
    maxAge: 600,
  });
  // An OPTIONS that is no preflight asks what is allowed here, which is not a matter of origins.
  return (c, next) =>
    c.req.method === "OPTIONS" && !c.req.header("access-control-request-method") ? next() : share(c, next);
}
