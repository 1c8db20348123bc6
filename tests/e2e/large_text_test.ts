import assert from "node:assert/strict";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, openLiveShop } from "./live_shop.ts";

Deno.test({
  name: "with text at 200 % no page scrolls sideways, in both languages, on a phone and a desktop",
  ignore: ignoreWithout(...chromiumNames),
  async fn() {
    await using shop = await openLiveShop({ products: 120, users: 100, interactions: 4000 });
    const [popular] = shop.services.recommendations.popular({ count: 1, inStock: true });
    const product = `/product/${popular!.product.id}`;
    const faults: string[] = [];
    for (const language of ["en", "de"]) {
      for (const width of [360, 1280]) {
        const context = await shop.browser.newContext({ viewport: { width, height: 800 } });
        await context.addCookies([{ name: "aisle_language", value: language, url: shop.origin }]);
        const page = await context.newPage();
        await page.goto(shop.origin + product);
        for (const path of ["/", product, "/category/Kitchen", "/cart", "/used", "/for-you", "/privacy"]) {
          await page.goto(shop.origin + path);
          const wide = await page.evaluate(() => {
            const sheet =
              new (globalThis as unknown as { CSSStyleSheet: new () => { replaceSync(css: string): void } })
                .CSSStyleSheet();
            sheet.replaceSync("html { font-size: 200% }");
            const { document } = globalThis as unknown as {
              document: {
                adoptedStyleSheets: unknown[];
                documentElement: { scrollWidth: number; clientWidth: number };
              };
            };
            document.adoptedStyleSheets.push(sheet);
            return document.documentElement.scrollWidth - document.documentElement.clientWidth;
          });
          if (wide > 0) faults.push(`${path} in ${language} at ${width} px: ${wide} px too wide`);
        }
        await context.close();
      }
    }
    assert.deepEqual(faults, []);
  },
});
