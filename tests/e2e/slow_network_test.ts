import assert from "node:assert/strict";
import type { BrowserContext, Page } from "playwright-core";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, type LiveShop, openLiveShop } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

/** Every form that is sent waits so long before it reaches the shop; gives how many were sent to each address. */
async function slowDown(context: BrowserContext, ms: number): Promise<ReadonlyMap<string, number>> {
  const sent = new Map<string, number>();
  await context.route("**/*", async (route) => {
    const request = route.request();
    if (request.method() === "POST") {
      const { pathname } = new URL(request.url());
      sent.set(pathname, (sent.get(pathname) ?? 0) + 1);
      await new Promise((resolve) => setTimeout(resolve, ms));
    }
    await route.continue();
  });
  return sent;
}

async function openSlow(shop: LiveShop): Promise<{ page: Page; sent: ReadonlyMap<string, number> }> {
  const context = await shop.browser.newContext();
  const sent = await slowDown(context, 300);
  const page = await context.newPage();
  const [first] = shop.services.recommendations.popular({ count: 1, inStock: true });
  await page.goto(`${shop.origin}/product/${first!.product.id}`);
  return { page, sent };
}

Deno.test({
  name: "pressed twice on a slow network, Add, Like and Remove do once what they say",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const { page, sent } = await openSlow(shop);
    await page.locator("#buy-button").dblclick();
    await page.getByText("In your cart.").waitFor();
    await page.getByRole("link", { name: "Cart, 1 in it" }).waitFor();
    assert.equal(sent.get("/cart/add"), 1);
    // Two presses that each have their answer are two pieces: that is what the shopper saw and meant.
    await page.locator("#buy-button").click();
    await page.getByRole("link", { name: "Cart, 2 in it" }).waitFor();

    await page.locator(".product .like button").dblclick();
    await page.locator(".product .like [aria-pressed=true]").waitFor();
    assert.equal(sent.get("/like"), 1);
    assert.equal(sent.get("/unlike"), undefined);

    await page.goto(`${shop.origin}/cart`);
    await page.getByRole("button", { name: /^Remove / }).dblclick();
    await page.getByText(/^Removed /).waitFor();
    assert.equal(sent.get("/cart/remove"), 1);
    await page.getByRole("button", { name: /^Undo: put/ }).dblclick();
    await page.getByRole("link", { name: "Cart, 2 in it" }).waitFor();
    assert.equal(sent.get("/cart/quantity"), 1);
  },
});

Deno.test({
  name: "an order that is placed with two presses, and from two tabs, is one order",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const { page } = await openSlow(shop);
    const id = Number(await page.locator(".product").getAttribute("data-product"));
    const before = shop.services.catalogue.find(id)!.stock;
    await page.locator("#buy-button").click();
    await page.getByText("In your cart.").waitFor();
    await page.goto(`${shop.origin}/checkout`);
    const other = await page.context().newPage();
    await other.goto(`${shop.origin}/checkout`);
    await page.getByRole("button", { name: "Place the test order" }).dblclick();
    await page.waitForURL(/\/orders\/\d+$/);
    await other.getByRole("button", { name: "Place the test order" }).click();
    await other.waitForURL(/\/cart$/);
    await other.getByText("Your cart is empty").waitFor();
    assert.equal(shop.services.catalogue.find(id)!.stock, before - 1);
    const purchases = (await shop.services.interactions.history(401, 20)).filter(({ type }) =>
      type === "purchase"
    );
    assert.equal(purchases.length, 1);
  },
});

Deno.test({
  name: "a press on what is gone, or that comes too often, leaves the page as it is and says so",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const context = await shop.browser.newContext();
    const page = await context.newPage();
    const [first] = shop.services.recommendations.popular({ count: 1, inStock: true });
    await page.goto(`${shop.origin}/product/${first!.product.id}`);
    const heading = await page.getByRole("heading", { level: 1 }).innerText();
    for (const status of [404, 410, 429, 500, 503]) {
      await page.route(
        "**/like",
        (route) => route.fulfill({ status, contentType: "text/html", body: "<h1>No</h1>" }),
      );
      await page.locator(".product .like button").click();
      // What is gone does not come back in a moment.
      await page.getByText(
        status === 404 || status === 410
          ? "That is no longer here"
          : "That did not work. Try again in a moment",
      ).waitFor();
      assert.equal(await page.getByRole("heading", { level: 1 }).innerText(), heading, `${status}`);
      await page.unroute("**/like");
      await page.locator(".product .like button").click();
      await page.locator(".product .like [aria-pressed=true]").waitFor();
      assert.equal(await page.locator("#trouble").innerText(), "");
      await page.locator(".product .like button").click();
      await page.locator(".product .like [aria-pressed=false]").waitFor();
    }
  },
});

Deno.test({
  name: "changes of the cart that are pressed at once come one at a time, and it shows what is stored",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const { page, sent } = await openSlow(shop);
    const some = shop.services.recommendations.popular({ count: 4, inStock: true });
    for (const { product } of some) {
      await page.goto(`${shop.origin}/product/${product.id}`);
      await page.locator("#buy-button").click();
      await page.getByText("In your cart.").waitFor();
    }
    const lines = page.locator(".cart-line");
    const onlyLines = () => lines.evaluateAll((all) => all.map((line) => line.getAttribute("data-product")));
    const assertStored = async (message: string) => {
      // Longer than two answers take.
      await page.waitForTimeout(900);
      const shown = await onlyLines();
      await page.reload();
      assert.deepEqual(shown, await onlyLines(), message);
    };
    await page.goto(`${shop.origin}/cart`);
    await page.getByRole("button", { name: /^Remove / }).first().click();
    await page.getByText(/^Removed /).waitFor();
    /** Both are under way before either is answered. */
    const pressBoth = (one: string, other: string) =>
      page.evaluate((selectors) => {
        const { document } = globalThis as unknown as {
          document: { querySelector(s: string): { click(): void } };
        };
        for (const selector of selectors) document.querySelector(selector).click();
      }, [one, other]);
    await pressBoth(".cart-notice button", ".cart-line:last-child [action='/cart/remove'] button");
    await assertStored("Undo and Remove");
    assert.equal(sent.get("/cart/remove"), 1);
    await pressBoth(
      "#goes-with .add button, #for-you .add button",
      ".cart-line [action='/cart/save'] button",
    );
    await assertStored("Add and Save for later");
  },
});
