import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, type LiveShop, openLiveShop, watch } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

/** Counts how often the page fetches its shelf by itself. */
function countFetches(page: Page): () => number {
  let count = 0;
  page.on("request", (request) => {
    if (new URL(request.url()).pathname === "/for-you") count++;
  });
  return () => count;
}

const note = (page: Page) => page.locator("#for-you-status");

async function likePopular(page: Page, nth: number): Promise<string> {
  const card = page.locator("#popular .card").nth(nth);
  const name = await card.locator(".card-name").innerText();
  await card.getByRole("button", { name: `Like ${name}`, exact: true }).click();
  return name;
}

/** Waits until as many pages listen: they connect once they are loaded. */
async function untilConnected({ services }: LiveShop, count: number): Promise<void> {
  for (let left = 300; services.live.connections !== count; left--) {
    assert.ok(left > 0, `${services.live.connections} connections instead of ${count}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

async function visitorOf(context: BrowserContext): Promise<number> {
  const cookie = (await context.cookies()).find(({ name }) => name === "aisle_visitor");
  return Number(decodeURIComponent(cookie!.value).split(".")[0]);
}

Deno.test({
  name:
    "two tabs of a new visitor: what is done in one appears in the other, and neither fetches what it shows",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const context = await shop.browser.newContext();
    const faults = watch(context);
    const [acting, other] = [await context.newPage(), await context.newPage()];
    await acting.goto(shop.origin);
    await other.goto(shop.origin);
    const [own, others] = [countFetches(acting), countFetches(other)];

    const first = await likePopular(acting, 0);
    await note(acting).getByText(`after you liked ${first}`).waitFor();
    await note(other).getByText(`after you liked ${first}`).waitFor();
    assert.equal(await other.locator("#for-you .card").count(), 9);
    await untilConnected(shop, 2);

    const second = await likePopular(other, 1);
    await note(acting).getByText(`after you liked ${second}`).waitFor();
    assert.deepEqual(
      await acting.locator("#for-you .card-name").allInnerTexts(),
      await other.locator("#for-you .card-name").allInnerTexts(),
    );
    // Whatever else might come of it comes within this time.
    await new Promise((resolve) => setTimeout(resolve, 300));
    assert.equal(own(), 1);
    assert.equal(others(), 1);
    await context.close();
    await untilConnected(shop, 0);
    assert.deepEqual(faults, []);
  },
});

Deno.test({
  name:
    "an open page follows what its visitor does elsewhere, but no new model, and finds its way back to the server",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const { services } = shop;
    const context = await shop.browser.newContext();
    const page = await context.newPage();
    await page.goto(shop.origin);
    const fetches = countFetches(page);
    await likePopular(page, 0);
    await untilConnected(shop, 1);
    const userId = await visitorOf(context);

    const product = services.catalogue.browse({ category: "Kitchen", sort: "popular", limit: 1 })
      .products[0]!;
    await services.interactions.record({ userId, productId: product.id, type: "view" });
    await note(page).getByText(`after you looked at ${product.name}`).waitFor();
    assert.equal(fetches(), 1);

    const names = () => page.locator("#for-you .card-name").allInnerTexts();
    const before = await names();
    await services.models.train();
    // Whatever might come of it comes within this time.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.equal(fetches(), 1);
    assert.deepEqual(await names(), before);

    await context.setOffline(true);
    await page.evaluate(() => dispatchEvent(new Event("pagehide")));
    await untilConnected(shop, 0);
    const [next] = services.catalogue.browse({ category: "Kitchen", sort: "-price", limit: 1 }).products;
    await services.interactions.record({ userId, productId: next!.id, type: "like" });
    await context.setOffline(false);
    await page.evaluate(() => dispatchEvent(new Event("pageshow")));
    await note(page).getByText(`after you liked ${next!.name}`).waitFor();
    await untilConnected(shop, 1);
  },
});

Deno.test({
  name: "ten tabs stay open at once, and a page still comes to rest",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const context = await shop.browser.newContext();
    const faults = watch(context);
    const first = await context.newPage();
    await first.goto(shop.origin);
    const name = await likePopular(first, 0);
    await note(first).getByText(name).waitFor();
    const pages = [first];
    for (let i = 1; i < 10; i++) {
      const page = await context.newPage();
      await page.goto(shop.origin, { waitUntil: "networkidle" });
      pages.push(page);
    }
    await untilConnected(shop, 10);
    const liked = await likePopular(first, 1);
    await Promise.all(pages.map((page) => note(page).getByText(`after you liked ${liked}`).waitFor()));
    assert.deepEqual(faults, []);
  },
});

Deno.test({
  name: "the shelf stays as it is while the keyboard or a hidden card is on it, and follows afterwards",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const { services } = shop;
    const context = await shop.browser.newContext();
    const page = await context.newPage();
    await page.goto(shop.origin);
    const fetches = countFetches(page);
    await likePopular(page, 0);
    await untilConnected(shop, 1);
    const userId = await visitorOf(context);
    const elsewhere = services.catalogue.browse({ category: "Kitchen", sort: "popular", limit: 2 }).products;
    const act = async (nth: number) => {
      await services.interactions.record({ userId, productId: elsewhere[nth]!.id, type: "view" });
      await new Promise((resolve) => setTimeout(resolve, 500));
    };

    const link = page.locator("#for-you .card-name a").nth(2);
    await link.focus();
    const name = await link.innerText();
    await act(0);
    assert.equal(fetches(), 0);
    assert.equal(await page.evaluate("document.activeElement.innerText"), name);
    await page.locator("#search-field").focus();
    await note(page).getByText(`after you looked at ${elsewhere[0]!.name}`).waitFor();
    assert.equal(fetches(), 1);

    await page.locator("#for-you .dismiss button").first().click();
    await page.locator("#for-you .card-hidden").waitFor();
    await page.locator("#search-field").focus();
    await act(1);
    assert.equal(fetches(), 1);
    assert.equal(await page.locator("#for-you .card-hidden").count(), 1);
    const liked = await likePopular(page, 1);
    await note(page).getByText(`after you liked ${liked}`).waitFor();
    assert.equal(await page.locator("#for-you .card-hidden").count(), 0);
  },
});
