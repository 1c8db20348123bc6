import assert from "node:assert/strict";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, openLiveShop, watch } from "./live_shop.ts";

Deno.test({
  name: "suggestions by keyboard: arrows choose, Escape closes, Enter goes there or searches",
  ignore: ignoreWithout(...chromiumNames),
  async fn() {
    await using shop = await openLiveShop();
    const context = await shop.browser.newContext();
    const faults = watch(context);
    const page = await context.newPage();
    await page.goto(shop.origin);
    const field = page.getByRole("combobox", { name: "Search products" });
    await field.pressSequentially("mug", { delay: 20 });
    const options = page.getByRole("option");
    await options.first().waitFor();
    assert.equal(await field.getAttribute("aria-expanded"), "true");
    await field.press("ArrowDown");
    await field.press("ArrowDown");
    assert.equal(await options.nth(1).getAttribute("aria-selected"), "true");
    assert.equal(await field.getAttribute("aria-activedescendant"), await options.nth(1).getAttribute("id"));
    await field.press("Escape");
    assert.equal(await field.getAttribute("aria-expanded"), "false");
    assert.equal(await field.inputValue(), "mug");
    await field.press("ArrowDown");
    const address = await options.first().getAttribute("data-href");
    await field.press("Enter");
    await page.locator(".product").waitFor();
    assert.equal(new URL(page.url()).pathname, address);

    await field.pressSequentially("mug", { delay: 20 });
    await options.first().waitFor();
    await field.press("Enter");
    await page.getByRole("heading", { name: /^Results for/ }).waitFor();
    assert.deepEqual(faults, []);
  },
});

Deno.test({
  name: "suggestions are counted aloud, end with the search itself, name categories, and mirror",
  ignore: ignoreWithout(...chromiumNames),
  async fn() {
    await using shop = await openLiveShop();
    const context = await shop.browser.newContext();
    const faults = watch(context);
    const page = await context.newPage();
    await page.goto(shop.origin);
    const field = page.getByRole("combobox", { name: "Search products" });
    const options = page.locator(".suggestion");
    await field.pressSequentially("kitc", { delay: 20 });
    await options.first().waitFor();
    const count = await options.count();
    assert.equal(await page.locator("#suggestions-status").innerText(), `${count} suggestions`);
    await field.press("ArrowUp");
    assert.equal(await options.last().getAttribute("aria-selected"), "true");
    await field.press("Home");
    assert.equal(await field.getAttribute("aria-activedescendant"), null);
    assert.equal(await field.evaluate((input: { selectionStart: number }) => input.selectionStart), 0);
    assert.equal(await field.getAttribute("aria-expanded"), "true");

    // What was closed stays closed, also when an answer comes late.
    await field.press("End");
    await field.press("h");
    await field.press("Escape");
    await page.waitForTimeout(600);
    assert.equal(await field.getAttribute("aria-expanded"), "false");
    assert.equal(await page.locator("#suggestions-status").innerText(), "");

    await field.fill("kitc");
    await page.getByRole("option", { name: "Kitchen Category" }).click();
    await page.getByRole("heading", { name: "Kitchen", level: 1 }).waitFor();
    await field.pressSequentially("mug", { delay: 20 });
    await options.first().waitFor();
    await options.last().click();
    await page.getByRole("heading", { name: "Results for “mug”" }).waitFor();

    await context.addCookies([{ name: "aisle_language", value: "ar-XB", url: shop.origin }]);
    await page.reload();
    await page.locator("#search-field").fill("mug");
    await options.first().waitFor();
    const [box, name, place] = await Promise.all(
      [options.first(), page.locator(".suggestion-name").first(), page.locator(".suggestion-place").first()]
        .map(async (one) => (await one.boundingBox())!),
    );
    assert.ok(name!.x > place!.x && name!.x + name!.width <= box!.x + box!.width, "the name is not first");
    assert.deepEqual(faults, []);
  },
});
