/** Every setting, its default and its check. Called by main.ts and tasks/ only; everything else gets values passed in. */
import { Cron } from "croner";
import { z } from "zod";

const logLevels = ["debug", "info", "warn", "error", "silent"] as const;

/** The languages of views/words, which is not to be imported here; a test compares. */
export const languages = ["en", "de"] as const;

const positive = (name: string, unit: string) =>
  number(name, unit).refine((n) => n > 0, `${name} must be above 0`);

/** Environment values are strings: an empty one means "not set", anything but a plain decimal is refused. */
function number(name: string, unit: string) {
  return z.string().trim().regex(
    /^-?\d{1,15}(\.\d{1,15})?$/,
    `${name} must be ${unit} in plain decimal digits`,
  )
    .transform(Number);
}

function share(name: string) {
  return number(name, "a number from 0 to 1").refine((n) => n >= 0 && n <= 1, `${name} must be from 0 to 1`);
}

function weight(name: string) {
  return number(name, "a number").refine((n) => n >= 0 && n <= 1000, `${name} must be from 0 to 1000`);
}

function url(name: string, protocols: readonly string[]) {
  return z.string().refine((value) => {
    try {
      return protocols.includes(new URL(value).protocol);
    } catch {
      return false;
    }
  }, `${name} must be an address that starts with ${protocols.join(", ")}`);
}

const databaseUrl = z.string().refine(
  (value) => value === ":memory:" || /^(file:.+|(libsql|https?|wss?):\/\/.+)$/.test(value),
  "DATABASE_URL must be file:PATH, libsql://, https://, http://, ws:// or wss:// with a host, or :memory:",
);

const origins = z.string().transform((text) => text.split(",").map((part) => part.trim()).filter(Boolean))
  .refine(
    (list) =>
      list.every((origin) => origin === "*" || URL.canParse(origin) && new URL(origin).origin === origin),
    "CORS_ORIGINS must be origins such as https://shop.example, separated by commas, or *",
  );

const variables = z.object({
  PORT: number("PORT", "a whole number").refine(
    (n) => Number.isInteger(n) && n >= 0 && n <= 65535,
    "PORT must be a whole number from 0 to 65535",
  ).default(8000),
  HOST: z.string().min(1).default("127.0.0.1"),
  DATABASE_URL: databaseUrl.default("file:data/aisle.db"),
  DATABASE_AUTH_TOKEN: z.string().optional(),
  UPSTASH_REDIS_REST_URL: url("UPSTASH_REDIS_REST_URL", ["https:", "http:"]).optional(),
  UPSTASH_REDIS_REST_TOKEN: z.string().optional(),
  CACHE_TTL_SECONDS: positive("CACHE_TTL_SECONDS", "seconds").default(1800),
  PRECOMPUTE_TTL_SECONDS: positive("PRECOMPUTE_TTL_SECONDS", "seconds").default(3600),
  L1_TTL_SECONDS: positive("L1_TTL_SECONDS", "seconds").optional(),
  WEIGHT_VIEW: weight("WEIGHT_VIEW").default(1),
  WEIGHT_LIKE: weight("WEIGHT_LIKE").default(2),
  WEIGHT_CART: weight("WEIGHT_CART").default(3),
  WEIGHT_PURCHASE: weight("WEIGHT_PURCHASE").default(5),
  DECAY_PER_DAY: number("DECAY_PER_DAY", "a rate per day").refine(
    (n) => n >= 0 && n <= 10,
    "DECAY_PER_DAY must be from 0 (no decay) to 10",
  ).optional(),
  ENSEMBLE_CF: share("ENSEMBLE_CF").optional(),
  ENSEMBLE_MF: share("ENSEMBLE_MF").optional(),
  RETRAIN_CRON: z.string().refine(
    isCron,
    'RETRAIN_CRON must be a cron pattern such as "0 * * * *", or empty for no retraining',
  ).optional(),
  KERNELS: z.enum(["strict", "relaxed"], "KERNELS must be strict or relaxed").default("strict"),
  TRAIN_THREADS: number("TRAIN_THREADS", "a whole number").refine(
    (n) => Number.isInteger(n) && n >= 1 && n <= 64,
    "TRAIN_THREADS must be a whole number from 1 to 64",
  ).optional(),
  TUNE_BUDGET_SECONDS: number("TUNE_BUDGET_SECONDS", "seconds").refine(
    (n) => n >= 0 && n <= 3600,
    "TUNE_BUDGET_SECONDS must be from 0 (never) to 3600",
  ).optional(),
  SESSION_SECRET: z.string().min(16, "SESSION_SECRET must have at least 16 characters").optional(),
  API_KEY: z.string().min(8, "API_KEY must have at least 8 characters").optional(),
  PUBLIC_URL: url("PUBLIC_URL", ["https:", "http:"]).optional(),
  CORS_ORIGINS: origins.default([]),
  TRUST_PROXY: z.enum(["true", "false"], "TRUST_PROXY must be true or false").transform((text) =>
    text === "true"
  )
    .default(false),
  RATE_LIMIT_PER_MINUTE: number("RATE_LIMIT_PER_MINUTE", "a whole number").refine(
    (n) => Number.isInteger(n) && n >= 1 && n <= 1_000_000,
    "RATE_LIMIT_PER_MINUTE must be a whole number from 1 to 1000000",
  ).optional(),
  CURRENCY: z.string().refine(isCurrency, "CURRENCY must be an ISO 4217 code such as USD, EUR or GBP")
    .default("USD"),
  LOCALE: z.enum(languages, `LOCALE must be one of ${languages.join(", ")}`).default("en"),
  LOG_LEVEL: z.enum(logLevels, `LOG_LEVEL must be one of ${logLevels.join(", ")}`).default("info"),
});

export interface Settings {
  readonly port: number;
  readonly host: string;
  readonly database: { readonly url: string; readonly authToken?: string };
  readonly redis?: { readonly url: string; readonly token: string };
  readonly ttlSeconds: { readonly cache: number; readonly memory: number; readonly precompute: number };
  readonly weights: Readonly<Record<"view" | "like" | "cart" | "purchase", number>>;
  readonly decayPerDay: number;
  /** Absent: nobody set the decay, and the one inside the members may be chosen automatically. */
  readonly decayIsSet?: true;
  /** Undefined: the weights that the model carries. */
  readonly ensemble?: { readonly cf: number; readonly mf: number };
  /** Faster kernels for ranking, whose last bits depend on the processor. */
  readonly relaxedKernels: boolean;
  /** Undefined: as many as there are cores. */
  readonly trainThreads?: number;
  /** Undefined: by the number of interactions; 0: settings are never searched for. */
  readonly tuneBudgetSeconds?: number;
  /** Undefined: no retraining by the clock. */
  readonly retrainCron?: string;
  readonly sessionSecret: string;
  readonly apiKey?: string;
  readonly publicUrl: string;
  readonly corsOrigins: readonly string[];
  readonly trustProxy: boolean;
  /** Requests that one address may make; undefined: as many as come. */
  readonly rateLimitPerMinute?: number;
  readonly currency: string;
  /** BCP 47: what the catalogue is written in, and pages where nobody asks for another language. */
  readonly locale: string;
  readonly logLevel: (typeof logLevels)[number];
}

/** The settings are wrong; `problems` has one line for each. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
  constructor(readonly problems: readonly string[]) {
    super(
      `Cannot start: ${problems.length} wrong setting${problems.length > 1 ? "s" : ""}\n- ${
        problems.join("\n- ")
      }`,
    );
  }
}

const localHosts = ["127.0.0.1", "localhost", "::1"];

/**
 * Reads the settings from environment variables. `development` makes a session secret where none is set; without it the
 * unsafe combinations are refused: no SESSION_SECRET, or a HOST that others can reach without API_KEY.
 *
 * @throws SettingsError that names every wrong variable and its value
 */
export function parseSettings(
  env: Readonly<Record<string, string | undefined>>,
  { development = false }: { development?: boolean } = {},
): Settings {
  // RETRAIN_CRON alone tells empty (off) from absent (hourly).
  const given = Object.fromEntries(
    Object.entries(env).filter(([name, value]) =>
      value !== undefined && (value !== "" || name === "RETRAIN_CRON")
    ),
  );
  const parsed = variables.safeParse(given);
  if (!parsed.success) {
    throw new SettingsError(parsed.error.issues.map((issue) => {
      const name = String(issue.path[0]);
      return `${issue.message} (${name}=${JSON.stringify(isSecret(name) ? "…" : given[name])})`;
    }));
  }
  const v = parsed.data;
  const problems: string[] = [];
  if (Boolean(v.UPSTASH_REDIS_REST_URL) !== Boolean(v.UPSTASH_REDIS_REST_TOKEN)) {
    problems.push("UPSTASH_REDIS_REST_URL and UPSTASH_REDIS_REST_TOKEN must be set together");
  }
  if ((v.ENSEMBLE_CF ?? 1) + (v.ENSEMBLE_MF ?? 1) === 0) {
    problems.push("ENSEMBLE_CF and ENSEMBLE_MF are both 0");
  }
  if (!development && !v.SESSION_SECRET) {
    problems.push("SESSION_SECRET is not set: visitors could not be told apart after a restart");
  }
  if (!development && !localHosts.includes(v.HOST) && !v.API_KEY) {
    problems.push(
      `API_KEY is not set while HOST=${JSON.stringify(v.HOST)} is public: anyone could write through the API`,
    );
  }
  if (problems.length > 0) throw new SettingsError(problems);

  const remote = !/^(file:|:memory:)/.test(v.DATABASE_URL);
  const cron = v.RETRAIN_CRON ?? "0 * * * *";
  return {
    port: v.PORT,
    host: v.HOST,
    database: { url: v.DATABASE_URL, ...(v.DATABASE_AUTH_TOKEN ? { authToken: v.DATABASE_AUTH_TOKEN } : {}) },
    ...(v.UPSTASH_REDIS_REST_URL && v.UPSTASH_REDIS_REST_TOKEN
      ? { redis: { url: v.UPSTASH_REDIS_REST_URL, token: v.UPSTASH_REDIS_REST_TOKEN } }
      : {}),
    ttlSeconds: {
      cache: v.CACHE_TTL_SECONDS,
      precompute: v.PRECOMPUTE_TTL_SECONDS,
      // With a remote database there may be other instances, whose writes do not reach this memory.
      memory: v.L1_TTL_SECONDS ?? (remote ? Math.min(10, v.CACHE_TTL_SECONDS) : v.CACHE_TTL_SECONDS),
    },
    weights: { view: v.WEIGHT_VIEW, like: v.WEIGHT_LIKE, cart: v.WEIGHT_CART, purchase: v.WEIGHT_PURCHASE },
    decayPerDay: v.DECAY_PER_DAY ?? 0.1,
    ...(v.DECAY_PER_DAY === undefined ? {} : { decayIsSet: true as const }),
    ...(v.ENSEMBLE_CF === undefined && v.ENSEMBLE_MF === undefined
      ? {}
      : { ensemble: { cf: v.ENSEMBLE_CF ?? 0.7, mf: v.ENSEMBLE_MF ?? 0.3 } }),
    relaxedKernels: v.KERNELS === "relaxed",
    ...(v.TRAIN_THREADS === undefined ? {} : { trainThreads: v.TRAIN_THREADS }),
    ...(v.TUNE_BUDGET_SECONDS === undefined ? {} : { tuneBudgetSeconds: v.TUNE_BUDGET_SECONDS }),
    ...(cron.trim() === "" ? {} : { retrainCron: cron }),
    sessionSecret: v.SESSION_SECRET ?? crypto.randomUUID() + crypto.randomUUID(),
    ...(v.API_KEY ? { apiKey: v.API_KEY } : {}),
    publicUrl: (v.PUBLIC_URL ?? `http://localhost:${v.PORT}`).replace(/\/+$/, ""),
    corsOrigins: v.CORS_ORIGINS,
    trustProxy: v.TRUST_PROXY,
    ...(v.RATE_LIMIT_PER_MINUTE === undefined ? {} : { rateLimitPerMinute: v.RATE_LIMIT_PER_MINUTE }),
    currency: v.CURRENCY,
    locale: v.LOCALE,
    logLevel: v.LOG_LEVEL,
  };
}

function isSecret(name: string): boolean {
  return /SECRET|TOKEN|KEY/.test(name);
}

function isCurrency(code: string): boolean {
  return /^[A-Z]{3}$/.test(code) && Intl.supportedValuesOf("currency").includes(code);
}

function isCron(pattern: string): boolean {
  if (pattern.trim() === "") return true;
  try {
    new Cron(pattern, { paused: true }).stop();
    return true;
  } catch {
    return false;
  }
}
