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
