import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, openLiveShop, watch } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

/** What the keyboard is on: its name, and whether it can be seen to be. */
interface Stop {
  readonly name: string;
  readonly id: string;
  readonly visible: string;
}

/** Runs in the page. "yes", or what hides the focus. */
function look(): Stop {
  // deno-lint-ignore no-explicit-any
  const { document, getComputedStyle, innerWidth, innerHeight } = globalThis as any;
  const element = document.activeElement;
  const name = element.getAttribute("aria-label") ?? element.textContent.trim();
  const stop = (visible: string) => ({ name, id: element.id, visible });
  // The ring stands on the element, on what is stretched over its card, or on the field around it.
  const rings = [
    getComputedStyle(element),
    getComputedStyle(element, "::after"),
    getComputedStyle(element.parentElement),
  ];
  if (!rings.some((style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2)) {
    return stop("has no outline");
  }
  const box = element.getBoundingClientRect();
  if (box.width < 2 || box.height < 2) return stop("has no size");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  if (x < 0 || y < 0 || x > innerWidth || y > innerHeight) return stop("is outside of the screen");
  const top = document.elementFromPoint(x, y);
  const seen = top && (element.contains(top) || top.contains(element) || top.closest(".card, form") ===
      element.closest(".card, form"));
  return stop(seen ? "yes" : `is covered by ${top?.outerHTML.slice(0, 80)}`);
}

/** Presses Tab until the keyboard is on what `wanted` says; every stop on the way must be seen. */
async function tabTo(page: Page, wanted: (stop: Stop) => boolean, key = "Tab"): Promise<Stop> {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press(key);
    const stop = await page.evaluate(look);
    if (stop.name !== "" || stop.id !== "") assert.equal(stop.visible, "yes", `${page.url()}: ${stop.name}`);
    if (wanted(stop)) return stop;
  }
  throw new Error(`The keyboard does not get there on ${page.url()}`);
}

for (const width of [360, 1280]) {
  Deno.test({
    name: `a whole purchase with the keyboard alone, its place seen at every stop, at ${width} px`,
    ignore,
    async fn() {
      await using shop = await openLiveShop();
      const context = await shop.browser.newContext({
        viewport: { width, height: 800 },
        reducedMotion: "reduce",
      });
      const faults = watch(context);
      const page = await context.newPage();
      await page.goto(shop.origin);

      // The first stop leads past the header.
      await tabTo(page, ({ name }) => name === "Skip to content");
      await page.keyboard.press("Enter");
      await tabTo(page, ({ name }) => name.startsWith("Like "));
      await page.keyboard.press("Space");
      await page.locator("[aria-pressed=true].round").first().waitFor();
      assert.match((await page.evaluate(look)).name, /^Liked /, "the keyboard has left the heart");

      // Into a product by its name.
      const card = page.locator(".card-name a").first();
      const name = await card.innerText();
      await page.goto(shop.origin);
      await tabTo(page, (stop) => stop.name === name);
      await page.keyboard.press("Enter");
      await page.locator(".product").waitFor();
      await tabTo(page, ({ id }) => id === "buy-quantity");
      await page.keyboard.press("ArrowUp");
      assert.equal(await page.locator("#buy-quantity").inputValue(), "2");
      await tabTo(page, ({ id }) => id === "buy-button");
      await page.keyboard.press("Enter");
      await page.getByText("2 are in your cart.").waitFor();
      assert.equal((await page.evaluate(look)).id, "buy-button", "the keyboard has left the button");

      // To the cart by the link that the message brings.
      await tabTo(page, (stop) => stop.name === "See the cart");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/cart$/);
      await tabTo(page, (stop) => stop.name === `One less of ${name}`);
      await page.keyboard.press("Enter");
      await page.getByRole("link", { name: "Cart, 1 in it" }).waitFor();
      assert.equal((await page.evaluate(look)).name, `One less of ${name}`);
      await tabTo(page, (stop) => stop.name === `Remove ${name}`);
      await page.keyboard.press("Enter");
      await page.getByText("Removed ").waitFor();
      // The button is gone: the keyboard is at what took its place, and Undo comes next.
      assert.match((await page.evaluate(look)).name, /^Removed /);
      await tabTo(page, (stop) => stop.name.startsWith("Undo: put "));
      await page.keyboard.press("Space");
      await page.locator(".cart-line").waitFor();
      await page.goto(`${shop.origin}/cart`);

      await tabTo(page, (stop) => stop.name === "To the test checkout");
      await page.keyboard.press("Enter");
      await page.waitForURL(/\/checkout$/);
      await tabTo(page, (stop) => stop.name === "Place the test order");
      await page.keyboard.press("Space");
      await page.waitForURL(/\/orders\/\d+$/);
      await page.getByRole("heading", { name: "Thank you" }).waitFor();
      assert.ok((await page.locator(".order-lines").innerText()).includes(name));
      assert.deepEqual(faults, []);
    },
  });
}
