import { createApp } from "../app.ts";
import { createLog } from "../log.ts";
import { createTelemetry } from "../telemetry.ts";
import { measure, type Timing } from "./measure.ts";
import { openSampleShop } from "./sample_shop.ts";

export const title = "One recommendation inside the process (sample shop, 10 products with reasons)";

export async function run() {
  const shop = await openSampleShop();
  const { recommendations, models, interactions, catalogue } = shop.services;
  await models.train();
  const users = 1_000;
  const userOf = (i: number) => 1 + (i * 7919) % users;

  // `repeats` bypasses the cache and computes the same otherwise.
  const computed = await measure(
    5_000,
    (i) => recommendations.list(userOf(i), { count: 10, repeats: true }),
  );
  for (let user = 1; user <= users; user++) {
    await recommendations.list(user, { count: 10 });
  }
  const cached = await measure(
    20_000,
    (i) => recommendations.list(userOf(i), { count: 10 }),
  );
  const filtered = await measure(
    5_000,
    (i) =>
      recommendations.list(userOf(i), {
        count: 10,
        category: catalogue.categories[i % catalogue.categories.length]!.name,
      }),
  );
  const afterClick = await measure(1_000, async (i) => {
    const userId = userOf(i);
    await interactions.record({
      userId,
      productId: 1 + i % 2_000,
      type: "view",
    });
    await recommendations.list(userId, { count: 10 });
  });

  const app = createApp({
    services: shop.services,
    settings: {
      publicUrl: "http://localhost:8000",
      corsOrigins: [],
      trustProxy: false,
      currency: "USD",
      locale: "en",
      sessionSecret: "0123456789abcdef",
      development: false,
    },
    log: createLog("silent"),
    telemetry: createTelemetry(),
  });
  const answered = await measure(5_000, async (i) => {
    const response = await app.request(
      `/api/recommendations/${userOf(i)}?count=10`,
    );
    await response.arrayBuffer();
  });
  await shop.close();
  return [
    {
      what: "computed: history read, folded in, 100 ranked and explained",
      figure: show(computed),
      bar: "p50 2 ms",
    },
    { what: "from memory", figure: show(cached), bar: "p50 0.3 ms" },
    { what: "computed with a category filter", figure: show(filtered) },
    {
      what: "click acknowledged (on disk), then computed",
      figure: show(afterClick),
    },
    {
      what: "GET /api/recommendations/{id} through the app, from memory",
      figure: show(answered),
    },
  ];
}

function show({ p50, p99 }: Timing): string {
  return `p50 ${p50.toFixed(3)} ms, p99 ${p99.toFixed(3)} ms`;
}
