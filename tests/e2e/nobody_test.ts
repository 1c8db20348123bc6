import assert from "node:assert/strict";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, openLiveShop, watch } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

Deno.test({
  name:
    "after everything was deleted in another tab, a heart and the cart that are pressed show the page of nobody",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const context = await shop.browser.newContext();
    const faults = watch(context);
    const [home, cart, other] = [await context.newPage(), await context.newPage(), await context.newPage()];
    await home.goto(shop.origin);
    const heart = home.locator("#popular .like button").first();
    await heart.click();
    await home.locator("#popular .like [aria-pressed=true]").waitFor();
    const [first] = shop.services.recommendations.popular({ count: 1, inStock: true });
    await cart.goto(`${shop.origin}/product/${first!.product.id}`);
    await cart.locator("#buy-button").click();
    await cart.getByText("In your cart.").waitFor();
    await cart.goto(`${shop.origin}/cart`);
    await other.goto(`${shop.origin}/privacy/delete`);
    await other.getByRole("button", { name: "Delete everything" }).click();
    await other.getByText("Everything about you is deleted.").waitFor();

    await heart.click();
    await home.locator("#popular .like [aria-pressed=true]").waitFor({ state: "detached" });
    await cart.getByRole("button", { name: /^Remove / }).click();
    await cart.getByText("Your cart is empty").waitFor();
    for (const page of [home, cart]) {
      for (const element of ["main", "header", "footer"]) {
        assert.equal(await page.locator(element).count(), 1, `${page.url()}: ${element}`);
      }
    }
    assert.deepEqual(await context.cookies().then((all) => all.map(({ name }) => name)), []);
    assert.deepEqual(faults, []);
  },
});
