/**
 * Drill: does anybody ever see what is another's?
 *
 *     deno run -A --config tests/deno.json tests/drills/two_shoppers.ts --requests 10000 --clients 16
 *
 * Two shoppers with names, histories, carts, likes, hidden products and orders use the shop at the same time, between them a visitor
 * without a cookie. Each deals with a category that the other has hidden: whatever names one of its products to the other is a leak.
 */
import { generateSignedCookie } from "hono/cookie";
import { parseArgs } from "node:util";
import { openDatabase } from "../../db/open.ts";
import { listProducts } from "../../db/products.ts";
import { addUsers } from "../../db/users.ts";
import { openWriter } from "../../db/writer.ts";
import { createRandom } from "../../engine/random.ts";
import { waitUntil } from "./client.ts";
import { conclude, describeMachineLoad } from "./load.ts";
import { sessionSecret, type ShopProcess, startShop, withPreparedShop } from "./process.ts";
import { createMarkCheck, type Marked } from "./shopper_marks.ts";
import { type Act, chooseAct, kindOf, type Shopper, toRequest } from "./shopper_acts.ts";

export interface Verdict {
  readonly requests: number;
  /** Requests that were not answered, or with an error of the shop. */
  readonly failed: readonly string[];
  readonly leaks: readonly string[];
  readonly kept: readonly string[];
  /** Answers that held the shopper's own marks, by kind of page: what the check would see at the wrong one. */
  readonly own: Readonly<Record<string, number>>;
  readonly orders: readonly number[];
  /** Times that one asked for an order of the other and was refused. */
  readonly refused: number;
  /** News that came over the sockets of both. */
  readonly news: number;
}

export interface Options {
  readonly requests: number;
  readonly clients: number;
  /** What lies between the shoppers and the shop. */
  readonly send?: (request: Request) => Promise<Response>;
}

export async function drill({ requests, clients, send = fetch }: Options): Promise<Verdict> {
  const random = createRandom(11);
  const failed: string[] = [];
  const own: Record<string, number> = {};
  let [refused, news, next] = [0, 0, 0];
  let check = createMarkCheck([]);
  let strangers = createMarkCheck([]);

  async function go(shop: ShopProcess, shopper: Shopper, act: Act): Promise<void> {
    const response = await send(toRequest(shop, shopper, act));
    const text = await response.text();
    const { status, headers } = response;
    const request = `${act.fields ? "POST" : "GET"} ${act.path}`;
    if (status >= 500) failed.push(`${request}: ${status}`);
    const order = act.path === "/checkout" && /^\/orders\/(\d+)$/.exec(headers.get("location") ?? "")?.[1];
    if (order) check.ordered(shopper, Number(order));
    if (act.others && status === 404) refused++;
    const isOwn = (shopper.cookie ? check : strangers).answered(shopper, { request, status, headers, text });
    if (isOwn) own[kindOf(act)] = (own[kindOf(act)] ?? 0) + 1;
    // Only what was shown can be ordered.
    const seen = act.path === "/checkout" && !act.fields && /name="seen" value="([^"]+)"/.exec(text)?.[1];
    if (seen) await go(shop, shopper, { path: "/checkout", fields: { key: crypto.randomUUID(), seen } });
  }

  await withPreparedShop(async (url) => {
    const [one, two] = await makeShoppers(url);
    const nobody: Shopper = {
      ...one,
      userId: 0,
      name: "nobody",
      cookie: "",
      products: new Map(),
      own: one.shared,
    };
    await using shop = await startShop({ url, env: { LOG_LEVEL: "error" } });
    check = createMarkCheck([one, two]);
    // Whoever has hidden nothing sees the products of both: only who they are is nobody's business.
    const unseen = (marked: Marked): Marked => ({ ...marked, products: new Map() });
    strangers = createMarkCheck([unseen(one), unseen(two), nobody]);
    for (const [shopper, other] of [[one, two], [two, one]] as const) {
      const fields = { product: String(other.own[0]), scope: "category" };
      await (await fetch(toRequest(shop, shopper, { path: "/not-interested", fields }))).body?.cancel();
    }
    const sockets = [one, two].map((shopper) =>
      listen(shop, shopper, (userId) => {
        news++;
        if (userId !== shopper.userId) failed.push(`news of user ${userId} came to ${shopper.name}`);
      })
    );
    await Promise.all(Array.from({ length: clients }, async () => {
      while (next < requests) {
        const i = next++;
        const shopper = i % 20 === 19 ? nobody : i % 2 ? one : two;
        const other = shopper === one ? two : one;
        const orders = [shopper, other].map(({ userId }) => [...check.orders.get(userId) ?? []]);
        const act = chooseAct(random, shopper, { own: orders[0]!, others: orders[1]! });
        await go(shop, shopper, act).catch((error) => failed.push(`${act.path}: ${error}`));
      }
    }));
    await waitUntil(() => news > 0, 2000);
    for (const socket of sockets) socket.close();
    await shop.stop();
  }, { products: 200, users: 100, interactions: 4000 });
  return {
    ...{ requests, failed, own, refused, news },
    leaks: [...check.leaks, ...strangers.leaks],
    kept: [...check.kept, ...strangers.kept],
    orders: [...check.orders.values()].map((ids) => ids.size),
  };
}

/** Two users with a category each, in which every product has a name of its own and lasts. */
async function makeShoppers(url: string): Promise<[Shopper, Shopper]> {
  const db = await openDatabase({ url });
  const writer = openWriter(db);
  try {
    const products = await listProducts(db);
    const [first, second] = new Set(products.map(({ category }) => category));
    await writer.write([{
      sql: "UPDATE products SET stock = 100000, name = name || " +
        "CASE category WHEN ? THEN ' quill' || id || 'q' WHEN ? THEN ' thorn' || id || 't' ELSE '' END",
      args: [first!, second!],
    }]);
    const names = ["Ada Quillfeather", "Bo Thistlewood"];
    const ids = await addUsers(
      writer,
      names.map((name) => ({ externalId: null, name, createdAt: Date.now() })),
    );
    const idsOf = (category: string) =>
      products.filter((one) => one.category === category).map(({ id }) => id);
    const shared = products.filter(({ category }) => category !== first && category !== second)
      .map(({ id }) => id);
    const make = async (i: number, category: string, toMark: Shopper["toMark"]): Promise<Shopper> => {
      const cookie = await generateSignedCookie("aisle_visitor", String(ids[i]), sessionSecret);
      return {
        userId: ids[i]!,
        name: names[i]!,
        products: new Map(idsOf(category).map((id) => [id, toMark(id)])),
        cookie: `${cookie.split(";")[0]}; aisle_consent=yes`,
        own: idsOf(category),
        ...{ category, shared, toMark },
      };
    };
    return [
      await make(0, first!, (id) => `quill${id}q`),
      await make(1, second!, (id) => `thorn${id}t`),
    ];
  } finally {
    await writer.close();
    db.close();
  }
}

/** A page of the shopper that is open all the time. */
function listen(shop: ShopProcess, { cookie }: Shopper, hear: (userId: number) => void): WebSocket {
  const socket = new WebSocket(`${shop.base.replace("http", "ws")}/live`, { headers: { cookie } });
  socket.onmessage = ({ data }) => hear(JSON.parse(data).user_id);
  return socket;
}

/** Pages and answers that are personal: the check must have seen each of them hold what is the shopper's own. */
export const personal = [
  "/",
  "/product",
  "/cart",
  "/checkout",
  "/orders",
  "/recent",
  "/liked",
  "/privacy/export",
]
  .concat("/for-you", "/like", "/cart/add", "/not-interested", "/api/recommendations");

export function isGood({ failed, leaks, kept, own, orders, refused, news }: Verdict): boolean {
  return failed.length === 0 && leaks.length === 0 && kept.length === 0 && refused > 0 && news > 0 &&
    orders.every((count) => count > 0) && personal.every((kind) => (own[kind] ?? 0) > 0);
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    args: Deno.args,
    options: { requests: { type: "string", default: "10000" }, clients: { type: "string", default: "16" } },
  });
  const from = performance.now();
  const verdict = await drill({ requests: Number(values.requests), clients: Number(values.clients) });
  const { failed, leaks, kept, own, orders, refused, news } = verdict;
  const count = Object.values(own).reduce((sum, n) => sum + n, 0);
  conclude([
    `${verdict.requests} requests of two shoppers and nobody, ${values.clients} at a time, ` +
    `${((performance.now() - from) / 1000).toFixed(0)} s; ${describeMachineLoad()}`,
    `${leaks.length} answers held something of another, ${kept.length} could be kept by a cache, ${failed.length} failed`,
    `${count} held something of the shopper's own: ${JSON.stringify(own)}`,
    `${
      orders.join(" and ")
    } orders, ${refused} times one of the other's was refused, ${news} news over sockets`,
    ...[...leaks, ...kept, ...failed].slice(0, 20),
  ], isGood(verdict));
}

if (import.meta.main) await main();
