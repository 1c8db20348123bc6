import assert from "node:assert/strict";
import fc from "fast-check";
import { parseSettings, SettingsError } from "../env.ts";
import { root } from "./fixtures/paths.ts";

const secret = "0123456789abcdef";

function problemsOf(
  env: Record<string, string>,
  options?: { development?: boolean },
): readonly string[] {
  try {
    parseSettings(env, options);
  } catch (error) {
    assert.ok(error instanceof SettingsError, String(error));
    return error.problems;
  }
  return [];
}

Deno.test("parseSettings() gives the documented defaults in development", () => {
  const settings = parseSettings({}, { development: true });
  assert.equal(settings.port, 8000);
  assert.equal(settings.host, "127.0.0.1");
  assert.equal(settings.database.url, "file:data/aisle.db");
  assert.equal(settings.redis, undefined);
  assert.deepEqual(settings.ttlSeconds, {
    cache: 1800,
    precompute: 3600,
    memory: 1800,
  });
  assert.deepEqual(settings.weights, {
    view: 1,
    like: 2,
    cart: 3,
    purchase: 5,
  });
  assert.equal(settings.decayPerDay, 0.1);
  assert.equal(settings.ensemble, undefined);
  assert.equal(settings.relaxedKernels, false);
  assert.equal(settings.trainThreads, undefined);
  assert.equal(settings.retrainCron, "0 * * * *");
  assert.equal(settings.publicUrl, "http://localhost:8000");
  assert.equal(settings.currency, "USD");
  assert.ok(settings.sessionSecret.length >= 32);
});

Deno.test("parseSettings() takes kernels by name and whole numbers of threads", () => {
  const { relaxedKernels, trainThreads } = parseSettings({ KERNELS: "relaxed", TRAIN_THREADS: "2" }, {
    development: true,
  });
  assert.deepEqual([relaxedKernels, trainThreads], [true, 2]);
  assert.match(
    problemsOf({ KERNELS: "fast" }, { development: true }).join(),
    /KERNELS must be strict or relaxed/,
  );
  for (const TRAIN_THREADS of ["0", "1.5", "65"]) {
    assert.match(
      problemsOf({ TRAIN_THREADS }, { development: true }).join(),
      /TRAIN_THREADS must be a whole number/,
    );
  }
});

Deno.test("parseSettings() makes another session secret at each start in development", () => {
  const make = () => parseSettings({}, { development: true }).sessionSecret;
  assert.notEqual(make(), make());
});

Deno.test("parseSettings() refuses to start production without SESSION_SECRET, and in public without API_KEY", () => {
  assert.match(problemsOf({}).join(), /SESSION_SECRET is not set/);
  assert.deepEqual(problemsOf({ SESSION_SECRET: secret }), []);
  assert.match(
    problemsOf({ SESSION_SECRET: secret, HOST: "0.0.0.0" }).join(),
    /API_KEY is not set while HOST="0.0.0.0"/,
  );
  assert.deepEqual(
    problemsOf({
      SESSION_SECRET: secret,
      HOST: "0.0.0.0",
      API_KEY: "12345678",
    }),
    [],
  );
});

Deno.test("parseSettings() lists every wrong variable with its value, and hides secrets", () => {
  const problems = problemsOf({
    PORT: "80000",
    CURRENCY: "EURO",
    DECAY_PER_DAY: "0,1",
    RETRAIN_CRON: "now and then",
    TRUST_PROXY: "yes",
    DATABASE_URL: "postgres://x",
    SESSION_SECRET: "hunter2",
  });
  assert.equal(problems.length, 7);
  const all = problems.join("\n");
  for (
    const part of [
      /PORT="80000"/,
      /CURRENCY="EURO"/,
      /DECAY_PER_DAY="0,1"/,
      /RETRAIN_CRON="now/,
      /TRUST_PROXY="yes"/,
    ]
  ) {
    assert.match(all, part);
  }
  assert.doesNotMatch(all, /hunter2/);
});

Deno.test("parseSettings() limits no rate unless it is told to, by a whole number", () => {
  assert.equal(parseSettings({}, { development: true }).rateLimitPerMinute, undefined);
  const settings = parseSettings({ RATE_LIMIT_PER_MINUTE: "600" }, { development: true });
  assert.equal(settings.rateLimitPerMinute, 600);
  for (const wrong of ["0", "-1", "1.5", "1000001", "many"]) {
    assert.match(
      problemsOf({ RATE_LIMIT_PER_MINUTE: wrong }, { development: true }).join(),
      /RATE_LIMIT_PER_MINUTE must be a whole number/,
    );
  }
});

Deno.test("parseSettings() takes an empty value as not set, but an empty RETRAIN_CRON as off", () => {
  assert.equal(parseSettings({ PORT: "" }, { development: true }).port, 8000);
  assert.equal(
    parseSettings({ RETRAIN_CRON: "" }, { development: true }).retrainCron,
    undefined,
  );
});

Deno.test("parseSettings() keeps lists in memory for 10 s at most when the database is remote", () => {
  const remote = { DATABASE_URL: "libsql://shop.example" };
  assert.equal(
    parseSettings(remote, { development: true }).ttlSeconds.memory,
    10,
  );
  assert.equal(
    parseSettings({ ...remote, L1_TTL_SECONDS: "60" }, { development: true })
      .ttlSeconds.memory,
    60,
  );
});

Deno.test("parseSettings() takes ensemble weights set on purpose, and refuses two zeros", () => {
  assert.deepEqual(
    parseSettings({ ENSEMBLE_CF: "0.5" }, { development: true }).ensemble,
    { cf: 0.5, mf: 0.3 },
  );
  assert.match(
    problemsOf({ ENSEMBLE_CF: "0", ENSEMBLE_MF: "0" }, { development: true })
      .join(),
    /both 0/,
  );
});

Deno.test("parseSettings() wants the address and the token of Redis together", () => {
  const problems = problemsOf({
    UPSTASH_REDIS_REST_URL: "https://redis.example",
  }, { development: true });
  assert.match(problems.join(), /must be set together/);
});

Deno.test("parseSettings() throws nothing but SettingsError whatever the values are", () => {
  const names = [
    "PORT",
    "HOST",
    "DATABASE_URL",
    "CACHE_TTL_SECONDS",
    "WEIGHT_VIEW",
    "PUBLIC_URL",
    "CORS_ORIGINS",
    "CURRENCY",
  ];
  fc.assert(
    fc.property(
      fc.dictionary(fc.constantFrom(...names), fc.string()),
      (env) => {
        try {
          parseSettings(env, { development: true });
        } catch (error) {
          assert.ok(error instanceof SettingsError, String(error));
        }
      },
    ),
  );
});

Deno.test(".env.example names every setting, and only settings", () => {
  const named = Deno.readTextFileSync(`${root}/.env.example`).matchAll(
    /^#([A-Z0-9_]+)=/gm,
  );
  const checked = Deno.readTextFileSync(`${root}/env.ts`).matchAll(
    /^ {2}([A-Z0-9_]+): /gm,
  );
  const sorted = (matches: Iterable<RegExpMatchArray>) => [...matches].map((match) => match[1]).sort();
  assert.deepEqual(sorted(named), sorted(checked));
});

Deno.test("parseSettings() tells a decay that is set on purpose from one that is not", () => {
  const unset = parseSettings({}, { development: true });
  assert.deepEqual([unset.decayPerDay, unset.decayIsSet], [0.1, undefined]);
  const set = parseSettings({ DECAY_PER_DAY: "0.1" }, { development: true });
  assert.deepEqual([set.decayPerDay, set.decayIsSet], [0.1, true]);
});

Deno.test("parseSettings() takes seconds to search for settings, 0 for never, and refuses what is none", () => {
  const budgetOf = (text: string) =>
    parseSettings({ TUNE_BUDGET_SECONDS: text }, { development: true }).tuneBudgetSeconds;
  assert.deepEqual(["", "0", "7.5"].map(budgetOf), [undefined, 0, 7.5]);
  for (const wrong of ["-1", "4000", "soon"]) {
    const [problem] = problemsOf({ TUNE_BUDGET_SECONDS: wrong }, { development: true });
    assert.match(problem!, /TUNE_BUDGET_SECONDS/);
  }
});
