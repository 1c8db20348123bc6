import assert from "node:assert/strict";
import { createMarkCheck } from "./shopper_marks.ts";
import { drill, personal } from "./two_shoppers.ts";

Deno.test("two shoppers at the same time never see what is the other's, and no cache may keep it", async () => {
  const { leaks, kept, failed, own, orders, refused, news } = await drill({ requests: 1200, clients: 16 });
  assert.deepEqual(leaks, []);
  assert.deepEqual(kept, []);
  assert.deepEqual(failed, []);
  assert.deepEqual(personal.filter((kind) => !own[kind]), [], "pages whose own marks were never seen");
  assert.ok(orders.every((count) => count > 0) && refused > 0 && news > 0);
});

Deno.test("the drill would notice a cache that gives one shopper's pages to the other", async () => {
  const pages = new Map<string, Response>();
  const { leaks } = await drill({
    requests: 300,
    clients: 4,
    async send(request) {
      const kept = request.method === "GET" ? pages.get(request.url) : undefined;
      if (kept) return kept.clone();
      const answer = await fetch(request);
      if (request.method === "GET") pages.set(request.url, answer.clone());
      return answer;
    },
  });
  for (const path of ["/", "/cart", "/privacy/export"]) {
    assert.ok(leaks.some((leak) => leak.startsWith(`GET ${path} of `)), `${path} among ${leaks.length}`);
  }
});

Deno.test("the check sees every kind of mark, and headers that let a cache keep an answer", () => {
  const one = { userId: 7, name: "Ada", products: new Map([[3, "quill3q"]]) };
  const two = { userId: 8, name: "Bo", products: new Map([[4, "thorn4t"]]) };
  const json = { "content-type": "application/json" };
  const find = (text: string, headers: Record<string, string> = {}, status = 200) => {
    const check = createMarkCheck([one, two]);
    check.ordered(two, 12);
    const got = { request: "GET /", status, headers: new Headers(headers), text };
    check.answered(one, got);
    return { leaks: check.leaks.length, kept: check.kept.length };
  };
  for (
    const [text, headers] of [
      ["Lamp thorn4t", {}],
      ["Shopping as Bo", {}],
      ['<section data-shopper="8">', {}],
      ['<a href="/orders/12">', {}],
      ["", { "set-cookie": "aisle_visitor=8.abc" }],
      ["", { location: "/orders/12" }],
      ['{"product_id":4}', json],
      ['{"user_id":8,"count":1}', json],
    ] as const
  ) assert.equal(find(text, headers).leaks, 1, text || JSON.stringify(headers));
  assert.equal(find('Ada quill3q data-shopper="7" /orders/11', json).leaks, 0);
  assert.equal(find("you have no order /orders/12", {}, 404).leaks, 0);

  const isKept = (headers: Record<string, string>, status = 200) => find("", headers, status).kept === 1;
  assert.ok(isKept({}) && isKept({}, 404) && isKept({ "cache-control": "public, max-age=60" }));
  assert.ok(isKept({ "cache-control": "private, no-cache" }), "without Vary");
  assert.ok(!isKept({ "cache-control": "private, no-cache", vary: "Accept, Cookie" }));
  assert.ok(!isKept({ "cache-control": "private, no-store" }) && !isKept({}, 303));
});
