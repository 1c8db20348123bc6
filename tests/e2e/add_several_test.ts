import assert from "node:assert/strict";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, openLiveShop, watch } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "under the button with htmx" : "in the cart without script";

  Deno.test({
    name: `what is often bought together is added at once, and what came is named, ${how}`,
    ignore,
    async fn() {
      await using shop = await openLiveShop();
      const context = await shop.browser.newContext({ javaScriptEnabled });
      const faults = watch(context);
      const page = await context.newPage();
      const popular = shop.services.recommendations.popular({ count: 20, inStock: true });
      const one = popular.find(({ product }) =>
        shop.services.recommendations.boughtTogether(product.id, { count: 2, inStock: true }).length === 2
      )!.product;
      await page.goto(`${shop.origin}/product/${one.id}`);
      const names = await page.locator("#together .tile + .tile").count();
      assert.equal(names, 2);
      await page.getByRole("button", { name: "Add all three" }).click();
      const said = javaScriptEnabled
        ? page.locator("#together-message [role=status]")
        : page.locator("#cart .notice [role=status]");
      await said.waitFor();
      assert.equal((await said.locator("strong").allInnerTexts()).includes(one.name), true);
      assert.equal(await said.locator("strong").count(), 3);
      await page.getByRole("link", { name: "Cart, 3 in it" }).waitFor();
      assert.equal(new URL(page.url()).pathname, javaScriptEnabled ? `/product/${one.id}` : "/cart");
      assert.deepEqual(faults, []);
    },
  });
}
