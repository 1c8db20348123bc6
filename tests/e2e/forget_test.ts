import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, openLiveShop, watch } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

const isFocused = (page: Page, selector: string) =>
  page.locator(selector).evaluate((one) => one === one.ownerDocument.activeElement);

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "in place with htmx" : "page by page without script";

  Deno.test({
    name: `undo of a like: the shelf says so and the heart is empty again, ${how}`,
    ignore,
    async fn() {
      await using shop = await openLiveShop();
      const context = await shop.browser.newContext({ javaScriptEnabled });
      const faults = watch(context);
      const page = await context.newPage();
      await page.goto(`${shop.origin}/product/1`);
      await page.goto(shop.origin);
      const card = page.locator("#popular .card").first();
      const name = await card.locator(".card-name").innerText();
      await card.getByRole("button", { name: `Like ${name}`, exact: true }).click();
      await page.getByText(`after you liked ${name}.`).waitFor();
      await page.locator("#popular").getByRole("button", { name: `Liked ${name}` }).waitFor();
      let loads = 0;
      page.on("framenavigated", () => loads++);
      await page.getByRole("button", { name: `Undo: you liked ${name}` }).click();
      await page.getByText(`Undone. ${name} is no longer liked.`).waitFor();
      await page.locator("#popular").getByRole("button", { name: `Like ${name}`, exact: true }).waitFor();
      assert.equal(await page.getByText("Undone.").getAttribute("role"), "status");
      if (javaScriptEnabled) {
        assert.equal(loads, 0, "the page was loaded anew");
        assert.equal(await isFocused(page, "#for-you-title"), true);
      }
      await page.goto(`${shop.origin}/liked`);
      await page.getByText("Nothing liked yet").waitFor();
      assert.deepEqual(faults, []);
    },
  });

  Deno.test({
    name:
      `all picks, the reasons of one forgotten on its page, and what is left on the page of what was used, ${how}`,
    ignore,
    async fn() {
      await using shop = await openLiveShop();
      const context = await shop.browser.newContext({ javaScriptEnabled });
      const faults = watch(context);
      const page = await context.newPage();
      const [one] = shop.services.recommendations.popular({ count: 1, inStock: true });
      await page.goto(`${shop.origin}/product/${one!.product.id}`);
      await page.goto(shop.origin);
      await page.getByRole("link", { name: /^All \d+ picks$/ }).click();
      await page.getByRole("heading", { name: "For you", level: 1 }).waitFor();
      assert.equal(await page.locator(".grid .card").count(), 24);
      await page.getByRole("link", { name: "Next page" }).click();
      await page.locator('.pagination [aria-current=page][href*="page=2"]').waitFor();
      await page.goBack();
      await page.locator(".grid .card-name a").first().click();
      const panel = page.locator("#why");
      await panel.getByText(`You viewed ${one!.product.name}.`).waitFor();
      const picks = () => page.locator("#for-you .reason").allInnerTexts();
      assert.ok((await picks()).some((reason) => reason.includes(one!.product.name)));
      await panel.getByRole("button", { name: "Forget this one" }).click();
      await page.locator("#why[role=status]").getByText(`${one!.product.name} no longer counts`).waitFor();
      assert.equal(await isFocused(page, "#why"), true);
      assert.ok((await picks()).every((reason) => !reason.includes(one!.product.name)));

      await page.goto(`${shop.origin}/used`);
      const names = page.locator(".used-name");
      assert.equal(await names.count(), 1);
      const left = await names.innerText();
      await page.getByText("100% of what counts now").waitFor();
      await page.getByRole("button", { name: `Forget ${left}` }).click();
      await page.getByText(`${left} is forgotten.`).waitFor();
      assert.equal(await isFocused(page, "#used-title"), true);
      assert.equal(await names.count(), 0);
      await page.goto(shop.origin);
      assert.match(await page.locator("h1").innerText(), /the same for everyone/);
      assert.deepEqual(faults, []);
    },
  });
}
