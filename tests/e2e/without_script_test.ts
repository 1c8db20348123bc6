import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, openLiveShop, watch } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

async function press(page: Page, name: string | RegExp): Promise<void> {
  const answered = page.waitForNavigation();
  await page.getByRole("button", { name, exact: typeof name === "string" }).first().click();
  await answered;
}

async function readExport(page: Page, origin: string) {
  const answer = await page.request.get(`${origin}/privacy/export`);
  assert.match(answer.headers()["content-type"] ?? "", /^application\/json/);
  return (await answer.json()).stored;
}

for (const width of [360, 1280]) {
  Deno.test({
    name: `everything a shopper can do works without JavaScript, at ${width} px`,
    ignore,
    async fn() {
      await using shop = await openLiveShop();
      const { origin, services } = shop;
      const context = await shop.browser.newContext({
        javaScriptEnabled: false,
        viewport: { width, height: 800 },
      });
      const faults = watch(context);
      const page = await context.newPage();

      // Yes, and what follows from it.
      await page.goto(origin);
      await press(page, "Yes, learn");
      assert.equal(await page.getByRole("button", { name: "Yes, learn" }).count(), 0);

      // Browse, filter, sort, search.
      const [category] = services.catalogue.categories;
      await page.getByRole("navigation", { name: "Categories" }).getByRole("link").first().click();
      await page.getByRole("heading", { level: 1, name: category!.name }).waitFor();
      await page.goto(`${page.url()}?in_stock=true&sort=price`);
      const soldOut = new Set(
        services.catalogue.products.filter(({ stock }) => stock === 0).map(({ id }) => id),
      );
      for (const card of await page.locator(".grid .card").all()) {
        assert.ok(!soldOut.has(Number(await card.getAttribute("data-product"))));
      }
      await page.getByLabel("Search products").fill("mug");
      await page.getByLabel("Search products").press("Enter");
      await page.waitForURL(/\/search\?q=mug$/);
      await page.locator(".grid .card a").first().click();
      await page.locator(".product").waitFor();
      const name = await page.getByRole("heading", { level: 1 }).innerText();
      const id = Number(await page.locator(".product").getAttribute("data-product"));

      // Like it, take a pick away and back.
      await press(page, `Like ${name}`);
      await page.goto(`${origin}/liked`);
      await page.getByRole("button", { name: `Liked ${name}` }).waitFor();
      await page.goto(origin);
      const hide = page.locator("#for-you").getByRole("button", { name: /^Not interested in/ }).first();
      const hidden = (await hide.getAttribute("aria-label"))!.replace("Not interested in ", "");
      await press(page, `Not interested in ${hidden}`);
      await page.getByText("Hidden", { exact: true }).waitFor();
      assert.ok(!(await page.locator("main").innerText()).includes(hidden));
      await press(page, /^Undo/);
      assert.equal(await page.getByText("Hidden", { exact: true }).count(), 0);

      // Cart: add, refuse, set, remove, undo, save for later.
      await page.goto(`${origin}/product/${id}`);
      await page.getByLabel("Quantity").fill("0");
      await page.locator("#buy").evaluate((form) => form.setAttribute("novalidate", ""));
      await press(page, "Add to cart");
      await page.getByText("Choose a whole number from 1 to 99.").waitFor();
      await page.getByLabel("Quantity").fill("2");
      await press(page, "Add to cart");
      await page.getByRole("link", { name: "Cart, 2 in it" }).click();
      await press(page, `One more of ${name}`);
      assert.equal(await page.getByLabel(`Quantity of ${name}`).inputValue(), "3");
      await press(page, `Remove ${name}`);
      await page.getByText("Your cart is empty").waitFor();
      await press(page, /^Undo: put/);
      assert.equal(await page.getByLabel(`Quantity of ${name}`).inputValue(), "3");
      await press(page, `Save for later: ${name}`);
      await page.getByText(`Saved ${name} under Liked.`).waitFor();
      await press(page, /^Undo: put/);
      await page.getByRole("link", { name: "To the test checkout" }).click();
      await press(page, "Place the test order");
      assert.match(page.url(), /\/orders\/\d+$/);
      const order = page.url();

      // Another language, kept from page to page.
      await press(page, "Deutsch");
      await page.getByRole("heading", { name: "Danke" }).waitFor();
      await page.goto(`${origin}/cart`);
      await page.getByText("Dein Warenkorb ist leer").waitFor();
      await press(page, "English");

      // What was looked at, taken back.
      await page.goto(`${origin}/recent`);
      const looks = await page.locator("main .card").count();
      assert.ok(looks > 0);
      await press(page, /^Remove/);
      assert.equal(await page.locator("main .card").count(), looks - 1);

      // No, the export, and the end of it.
      await page.goto(`${origin}/privacy`);
      await press(page, "Turn them off");
      await page.goto(origin);
      assert.equal(await page.locator("#for-you").getAttribute("data-personal"), "false");
      const before = await readExport(page, origin);
      assert.equal(before.orders.length, 1);
      await page.goto(`${origin}/privacy`);
      await page.getByRole("link", { name: "Delete everything" }).click();
      await press(page, /^Delete/);
      await page.getByText("Everything about you is deleted.").waitFor();
      assert.equal(await readExport(page, origin), null);
      assert.deepEqual(
        faults.filter((fault) => !fault.startsWith("400 ") && !/status of 400/.test(fault)),
        [],
      );
      assert.equal((await page.request.get(order)).status(), 404);
    },
  });
}
