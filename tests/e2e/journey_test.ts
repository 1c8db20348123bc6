import assert from "node:assert/strict";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, openLiveShop, watch } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

for (const javaScriptEnabled of [true, false]) {
  Deno.test({
    name: `like, cart and test checkout, ${
      javaScriptEnabled ? "in place with htmx" : "page by page without script"
    }`,
    ignore,
    async fn() {
      await using shop = await openLiveShop();
      const context = await shop.browser.newContext({ javaScriptEnabled });
      const faults = watch(context);
      const page = await context.newPage();
      let loads = 0;
      page.on("framenavigated", () => loads++);

      await page.goto(shop.origin);
      const card = page.locator("#popular .card").first();
      const name = await card.locator(".card-name").innerText();
      await card.getByRole("button", { name: `Like ${name}`, exact: true }).click();
      await page.getByText(`Updated just now, after you liked ${name}.`).waitFor();
      const like = page.locator("#popular").getByRole("button", { name: `Liked ${name}` });
      assert.equal(await like.getAttribute("aria-pressed"), "true");
      assert.equal(await page.locator("#for-you .card").count(), 9);
      assert.match(await page.locator("#for-you .reason").first().innerText(), /^Because you liked /);
      if (javaScriptEnabled) {
        assert.equal(loads, 1, "the page was loaded anew");
        assert.equal(await like.evaluate((button) => button === button.ownerDocument.activeElement), true);
      }

      const pick = page.locator("#for-you .card").first();
      const picked = await pick.locator(".card-name").innerText();
      await pick.getByRole("button", { name: /^Add to cart/ }).click();
      await page.getByText(`Updated just now, after you added ${picked} to your cart.`).waitFor();
      await page.getByRole("link", { name: "Cart, 1 in it" }).waitFor();
      if (javaScriptEnabled) assert.equal(loads, 1, "the page was loaded anew");

      await page.getByRole("link", { name: "Cart, 1 in it" }).click();
      await page.locator(".cart-line").waitFor();
      assert.equal(await page.locator(".cart-line h2").innerText(), picked);
      await page.getByRole("button", { name: `One more of ${picked}` }).click();
      await page.getByRole("link", { name: "Cart, 2 in it" }).waitFor();
      assert.equal(await page.getByLabel(`Quantity of ${picked}`).inputValue(), "2");
      await page.getByLabel(`Quantity of ${picked}`).fill("1");
      await page.getByLabel(`Quantity of ${picked}`).press("Enter");
      await page.getByRole("link", { name: "Cart, 1 in it" }).waitFor();

      await page.getByRole("link", { name: "To the test checkout" }).click();
      await page.getByText("This is a test.").waitFor();
      await page.getByRole("button", { name: "Place the test order" }).click();
      await page.getByRole("heading", { name: "Thank you" }).waitFor();
      assert.match(page.url(), /\/orders\/\d+$/);
      await page.getByRole("link", { name: "Cart", exact: true }).waitFor();

      // What was bought is no longer picked.
      await page.goto(shop.origin);
      assert.match(await page.locator("#for-you").innerText(), new RegExp(`bought`));
      assert.ok(!(await page.locator("#for-you .card-name").allInnerTexts()).includes(picked));
      const types = (await shop.services.interactions.history(401, 20)).map(({ type }) => type).sort();
      assert.deepEqual(types, ["cart", "like", "purchase"]);
      assert.deepEqual(faults, []);
    },
  });
}

Deno.test({
  name: "a quantity that cannot be is told at the control, and a press that fails says so",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const context = await shop.browser.newContext();
    const page = await context.newPage();
    const [first] = shop.services.recommendations.popular({ count: 1, inStock: true });
    await page.goto(`${shop.origin}/product/${first!.product.id}`);
    await page.getByLabel("Quantity").fill("0");
    await page.getByRole("button", { name: "Add to cart", exact: true }).click();
    await page.getByText("Choose a whole number from 1 to 99.").waitFor();
    assert.equal(await page.getByLabel("Quantity").getAttribute("aria-invalid"), "true");
    await page.getByRole("button", { name: "One more" }).click();
    await page.getByRole("button", { name: "Add to cart", exact: true }).click();
    await page.getByText("are in your cart.").or(page.getByText("In your cart.")).waitFor();

    await page.route("**/like", (route) => route.abort());
    await page.locator(".product .like button").click();
    await page.getByText("That did not work").waitFor();
  },
});
