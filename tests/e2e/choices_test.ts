import assert from "node:assert/strict";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, openLiveShop, watch } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

for (const javaScriptEnabled of [true, false]) {
  Deno.test({
    name: `not interested and undo, ${
      javaScriptEnabled ? "in the card's place with htmx" : "without script"
    }`,
    ignore,
    async fn() {
      await using shop = await openLiveShop();
      const context = await shop.browser.newContext({ javaScriptEnabled });
      const faults = watch(context);
      const page = await context.newPage();
      let fetches = 0;
      page.on("request", (request) => fetches += new URL(request.url()).pathname === "/for-you" ? 1 : 0);
      const [popular] = shop.services.recommendations.popular({ count: 1, inStock: true });
      await page.goto(`${shop.origin}/product/${popular!.product.id}`);
      await page.goto(shop.origin);
      const names = () => page.locator("#for-you .card-name").allInnerTexts();
      const before = await names();
      await page.getByRole("button", { name: `Not interested in ${before[1]}` }).click();

      const undo = page.locator(".card-hidden").getByRole("button", { name: "Undo" });
      await undo.waitFor();
      const focused = () => undo.evaluate((button) => button === button.ownerDocument.activeElement);
      assert.equal(await focused(), true);
      if (javaScriptEnabled) {
        // Its neighbours stay where they were, also once the news of the change has come round.
        await page.waitForTimeout(500);
        assert.deepEqual(await names(), before.filter((_, i) => i !== 1));
        assert.equal(
          await page.locator("#for-you .joined > li").nth(1).getAttribute("class"),
          "card card-hidden card-ticket",
        );
        assert.equal(fetches, 0);
      } else {
        assert.ok(!(await names()).includes(before[1]!));
      }
      await page.getByRole("button", { name: /^Hide all / }).click();
      await page.getByText(/^Nothing of /).waitFor();
      await page.keyboard.press("Enter");
      await page.getByText(/^Nothing of /).waitFor({ state: "detached" });
      assert.deepEqual(await names(), before);
      assert.deepEqual(faults, []);
    },
  });
}
