import { measure } from "./measure.ts";
import { openSampleShop } from "./sample_shop.ts";

export const title = "Recording interactions, each acknowledged once it is on disk";

export async function run() {
  const shop = await openSampleShop({
    products: 500,
    users: 500,
    interactions: 5_000,
  });
  const { interactions } = shop.services;
  const record = (i: number) =>
    interactions.record({
      userId: 1 + i % 500,
      productId: 1 + (i * 31) % 500,
      type: "view",
    });
  const alone = await measure(500, record);
  const clients = 16;
  const each = 1_000;
  const from = performance.now();
  await Promise.all(Array.from({ length: clients }, async (_, client) => {
    for (let i = 0; i < each; i++) await record(client * each + i);
  }));
  const seconds = (performance.now() - from) / 1000;
  await shop.close();
  return [
    {
      what: "one client, one at a time",
      figure: `p50 ${alone.p50.toFixed(2)} ms, p99 ${alone.p99.toFixed(2)} ms`,
    },
    {
      what: `${clients} clients`,
      figure: `${Math.round(clients * each / seconds)} a second`,
    },
  ];
}
