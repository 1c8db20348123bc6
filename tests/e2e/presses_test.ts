import assert from "node:assert/strict";
import type { Locator, Page } from "playwright-core";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, openLiveShop } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

/** Presses, waits for the answer, and presses once more so soon that it counts as a double click. */
async function pressTwice(page: Page, button: Locator, answered: Locator): Promise<void> {
  await button.scrollIntoViewIfNeeded();
  const { x, y, width, height } = (await button.boundingBox())!;
  await page.mouse.move(x + width / 2, y + height / 2);
  for (const clickCount of [1, 2]) {
    await page.mouse.down({ clickCount });
    await page.mouse.up({ clickCount });
    await answered.waitFor();
  }
  await page.waitForTimeout(300);
}

Deno.test({
  name: "a second click right behind the answer of the first undoes and adds nothing, but steps twice",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const page = await (await shop.browser.newContext()).newPage();
    const [first] = shop.services.recommendations.popular({ count: 1, inStock: true });
    await page.goto(`${shop.origin}/product/${first!.product.id}`);
    const like = page.locator(".product .like button");
    await pressTwice(page, like, page.locator(".product .like [aria-pressed=true]"));
    assert.equal(await like.getAttribute("aria-pressed"), "true");
    await pressTwice(page, page.locator("#buy-button"), page.getByRole("link", { name: /^Cart, \d+ in it/ }));
    await page.getByRole("link", { name: "Cart, 1 in it" }).waitFor();

    await page.goto(`${shop.origin}/cart`);
    const more = page.getByRole("button", { name: /^One more of / });
    await more.click();
    await page.locator(".cart-line [name=quantity][value='2']").waitFor();
    const { x, y } = (await more.boundingBox())!;
    await page.mouse.move(x + 5, y + 5);
    await page.mouse.down({ clickCount: 2 });
    await page.mouse.up({ clickCount: 2 });
    await page.locator(".cart-line [name=quantity][value='3']").waitFor();
  },
});

Deno.test({
  name: "the keyboard goes through the sort orders without leaving the page, and sorts with the button",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const page = await (await shop.browser.newContext()).newPage();
    await page.goto(`${shop.origin}/category/Kitchen`);
    await page.getByLabel("Sort by").focus();
    for (let i = 0; i < 2; i++) await page.keyboard.press("ArrowDown");
    await page.waitForTimeout(300);
    assert.equal(page.url(), `${shop.origin}/category/Kitchen`);
    const chosen = await page.getByLabel("Sort by").inputValue();
    assert.equal(chosen, "price");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await page.waitForURL(/[?&]sort=price(&|$)/);
    assert.equal(await page.getByLabel("Sort by").inputValue(), "price");
  },
});

Deno.test({
  name: "a press that fails says so in sight, off the keyboard's place, until the next press",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const context = await shop.browser.newContext({ viewport: { width: 320, height: 640 } });
    const page = await context.newPage();
    await page.goto(shop.origin);
    await page.route("**/like", (route) => route.fulfill({ status: 500, body: "" }));
    const heart = page.locator("#popular .card .like button").last();
    // At the lower edge, where the line will stand.
    await heart.evaluate((button: { scrollIntoView(how: unknown): void; focus(how: unknown): void }) => {
      button.focus({ preventScroll: true });
      button.scrollIntoView({ block: "end" });
    });
    await page.keyboard.press("Enter");
    const trouble = page.locator("#trouble");
    await trouble.getByText("That did not work").waitFor();
    assert.equal(await trouble.getAttribute("role"), "alert");
    const [line, place] = [(await trouble.boundingBox())!, (await heart.boundingBox())!];
    assert.ok(line.y > 0 && line.y + line.height <= 640, "the line is out of sight");
    assert.ok(line.x >= 0 && line.x + line.width <= 320);
    assert.ok(place.y + place.height <= line.y && place.y >= 0, `${place.y} is under ${line.y}`);
    await page.mouse.click(5, 300);
    assert.equal(await trouble.innerText(), "");
    assert.equal(await trouble.isVisible(), false);
  },
});

Deno.test({
  name: "Undo in the cart takes the keyboard to the line that is back, and a quantity keeps it",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const page = await (await shop.browser.newContext()).newPage();
    const [first] = shop.services.recommendations.popular({ count: 1, inStock: true });
    const { id, name } = first!.product;
    await page.goto(`${shop.origin}/product/${id}`);
    await page.locator("#buy-button").click();
    await page.getByText("In your cart.").waitFor();
    await page.goto(`${shop.origin}/cart`);
    const status = page.locator("#for-you-status");
    assert.match(await status.innerText(), /^Updated just now, after you added /);
    await page.getByRole("button", { name: `Remove ${name}` }).press("Enter");
    await page.getByText("Removed").waitFor();
    await page.waitForFunction("document.getElementById('for-you-status').textContent === ''");
    await page.getByRole("button", { name: /^Undo: put/ }).press("Enter");
    await page.locator(".cart-line [role=status]").getByText("In your cart.").waitFor();
    assert.equal(await page.evaluate("document.activeElement.id"), `quantity-${id}`);

    await page.keyboard.press("ArrowUp");
    await page.getByRole("link", { name: "Cart, 2 in it" }).waitFor();
    assert.equal(await page.evaluate("document.activeElement.id"), `quantity-${id}`);
  },
});
