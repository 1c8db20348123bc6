import assert from "node:assert/strict";
import { openTestApp } from "../fixtures/app.ts";
import { createShopper } from "./shopper.ts";

const asked = { upgrade: "websocket", connection: "upgrade" };

/** The attributes by which an open page knows what its shelf shows. */
function shelfOf(html: string) {
  const tag = /<section[^>]*id="for-you"[^>]*>/.exec(html)![0];
  const read = (name: string) => new RegExp(` data-${name}="(\\d+)"`).exec(tag)?.[1];
  return { shopper: read("shopper"), epoch: read("epoch") };
}

Deno.test("the shelf names whom it is for and the newest interaction it knows, on the page and in fragments", async () => {
  await using app = await openTestApp({ trained: true });
  const shopper = createShopper(app);
  const nothing = { shopper: undefined, epoch: undefined };
  assert.deepEqual(shelfOf(await (await shopper.get("/")).text()), nothing);

  const pressed = await (await shopper.press("/like", { product: "3", place: "popular", to: "/" })).text();
  const history = await app.db.get("SELECT max(id) AS id, max(user_id) AS user FROM interactions");
  const now = { shopper: String(history!["user"]), epoch: String(history!["id"]) };
  assert.deepEqual(shelfOf(pressed), now);
  assert.deepEqual(shelfOf(await (await shopper.get("/")).text()), now);
  assert.deepEqual(shelfOf(await (await shopper.get("/for-you?to=/", { "hx-request": "true" })).text()), now);

  const viewed = shelfOf(await (await shopper.get("/product/4")).text());
  assert.equal(Number(viewed.epoch), Number(now.epoch) + 1);
});

Deno.test("GET /live is for visitors that are known, from our own pages alone", async () => {
  const elsewhere = "https://elsewhere.example";
  await using app = await openTestApp({ settings: { corsOrigins: [elsewhere] } });
  assert.equal((await app.fetch("/live", { headers: asked })).status, 403);
  const forged = await app.fetch("/live", { headers: { ...asked, cookie: "aisle_visitor=1.forged" } });
  assert.equal(forged.status, 403);

  const shopper = createShopper(app);
  await shopper.post("/like", { product: "3" });
  // Sites that may call the API may not act with a shopper's cookie.
  const foreign = await shopper.get("/live", { ...asked, origin: elsewhere });
  assert.equal(foreign.status, 403);
  assert.match(await foreign.text(), /another site/);
  assert.equal((await shopper.get("/live")).status, 400);
  assert.equal(app.services.live.connections, 0);
});

Deno.test("htmx and our own script together stay under 16 KB, compressed", async () => {
  await using app = await openTestApp();
  const html = await (await app.fetch("/")).text();
  let bytes = 0;
  for (const [, address] of html.matchAll(/<script src="([^"]+)"/g)) {
    const file = (await app.fetch(address!)).body!.pipeThrough(new CompressionStream("gzip"));
    bytes += (await new Response(file).arrayBuffer()).byteLength;
  }
  assert.ok(bytes > 10_000 && bytes <= 16 * 1024, `${bytes} bytes`);
});
