import { median } from "./measure.ts";
import { openSampleShop } from "./sample_shop.ts";

export const title = "Training the sample shop (SVD 64 + MF 64 factors)";

export async function run() {
  const shop = await openSampleShop();
  const results = [];
  for (let i = 0; i < 5; i++) results.push(await shop.services.models.train());
  await shop.close();
  const last = results.at(-1)!;
  const total = median(results.map(({ seconds }) => seconds.total));
  const train = median(results.map(({ seconds }) => seconds.train));
  return [{
    what:
      `${last.interactions} interactions, ${last.users} users, ${last.products} products: database to published model`,
    figure: `${total.toFixed(2)} s`,
    bar: "10 s",
  }, {
    what: "of which in the training Worker",
    figure: `${train.toFixed(2)} s`,
  }];
}
