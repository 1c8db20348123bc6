/**
 * Drill: does the answer after a click always know it?
 *
 *     deno run -A --config tests/deno.json tests/drills/last_click.ts --sequences 1000
 *
 * Random sequences of clicks and questions by many clients at once over HTTP. After each acknowledged purchase the next list of
 * that user must not hold the product, whatever the other clients do meanwhile.
 */
import { parseArgs } from "node:util";
import { conclude, describeMachineLoad } from "./load.ts";
import { type ShopProcess, startShop, withPreparedShop } from "./process.ts";

export interface Verdict {
  readonly sequences: number;
  readonly purchases: number;
  /** Lists that still held what was bought before. */
  readonly stale: number;
  readonly failed: number;
}

/** Runs `sequences` sequences, `clients` at a time; all clients share a few users, so that they get in each other's way. */
export async function drill(
  { sequences, clients }: { sequences: number; clients: number },
): Promise<Verdict> {
  let purchases = 0;
  let stale = 0;
  let failed = 0;
  let next = 0;

  async function runSequence(shop: ShopProcess, side: number): Promise<void> {
    const userId = 1 + side % 8;
    const bought = new Set<number>();
    const steps = 1 + Math.floor(Math.random() * 4);
    for (let step = 0; step < steps; step++) {
      const ids = await listOf(shop, userId);
      if (!ids || ids.length === 0) return void failed++;
      if (ids.some((id) => bought.has(id))) stale++;
      const productId = ids[Math.floor(Math.random() * ids.length)]!;
      const type = Math.random() < 0.3 ? "purchase" : "view";
      if (!await record(shop, { userId, productId, type })) return void failed++;
      if (type === "purchase") {
        bought.add(productId);
        purchases++;
      }
      const after = await listOf(shop, userId);
      if (!after) return void failed++;
      if (after.some((id) => bought.has(id))) stale++;
    }
  }

  await withPreparedShop(async (url) => {
    await using shop = await startShop({ url, env: { LOG_LEVEL: "error" } });
    await Promise.all(Array.from({ length: clients }, async (_, side) => {
      while (next++ < sequences) await runSequence(shop, side);
    }));
    await shop.stop();
  }, { products: 1000, users: 100, interactions: 6000 });
  return { sequences, purchases, stale, failed };
}

async function listOf({ base }: ShopProcess, userId: number): Promise<number[] | undefined> {
  const response = await fetch(`${base}/api/recommendations/${userId}?count=20`);
  const body = await response.json();
  return response.ok
    ? body.recommendations.map((item: { product_id: number }) => item.product_id)
    : undefined;
}

async function record(
  { base }: ShopProcess,
  { userId, productId, type }: { userId: number; productId: number; type: string },
): Promise<boolean> {
  const response = await fetch(`${base}/api/interaction`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ user_id: userId, product_id: productId, interaction_type: type }),
  });
  await response.text();
  return response.status === 201;
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: { sequences: { type: "string", default: "1000" }, clients: { type: "string", default: "16" } },
  });
  const { sequences, purchases, stale, failed } = await drill({
    sequences: Number(values.sequences),
    clients: Number(values.clients),
  });
  conclude([
    `${sequences} sequences of ${values.clients} clients; ${describeMachineLoad()}`,
    `${purchases} purchases, ${stale} lists that did not know them, ${failed} failed requests`,
  ], stale === 0 && failed === 0 && purchases > 0);
}

if (import.meta.main) await main();
