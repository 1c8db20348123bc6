/**
 * Pictures of the main pages at 360 and 1280 px, light and dark, into `screenshots/`:
 * `deno run --config tests/deno.json -A tests/e2e/screenshots.ts [FOLDER]`
 */
import { root } from "../fixtures/paths.ts";
import { openLiveShop } from "./live_shop.ts";

const folder = Deno.args[0] ?? `${root}/screenshots`;
await Deno.mkdir(folder, { recursive: true });
await using shop = await openLiveShop({ products: 800, users: 800, interactions: 40_000 });
const { browser, origin, services } = shop;

for (const width of [360, 1280]) {
  for (const colorScheme of ["light", "dark"] as const) {
    const context = await browser.newContext({ viewport: { width, height: 800 }, colorScheme });
    const page = await context.newPage();
    const shoot = async (name: string) => {
      // Pictures below the fold load when they come near: go there and back.
      for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, 500);
      await page.mouse.wheel(0, -9000);
      await page.waitForLoadState("networkidle");
      await page.screenshot({ path: `${folder}/${name}-${width}-${colorScheme}.png`, fullPage: true });
    };
    await page.goto(`${origin}/`);
    await shoot("home-new");
    const [first] = services.catalogue.categories;
    await page.goto(`${origin}/category/${encodeURIComponent(first!.name)}`);
    await shoot("category");
    for (const { product } of services.recommendations.popular({ count: 4, inStock: true })) {
      await page.goto(`${origin}/product/${product.id}`);
    }
    await page.locator("#buy-button").click();
    await page.locator("#buy .message").waitFor();
    await page.goto(`${origin}/`);
    await shoot("home");
    for (const name of ["for-you", "used", "recent", "liked"]) {
      await page.goto(`${origin}/${name}`);
      await shoot(name);
    }
    await page.goto(`${origin}/`);
    await page.locator(".joined .card a").first().click();
    await page.locator(".product").waitFor();
    await page.locator("#like-product-" + await page.locator(".product").getAttribute("data-product"))
      .click();
    await page.locator(".product [aria-pressed=true]").waitFor();
    await shoot("product");
    await page.goto(`${origin}/search?q=mug`);
    await shoot("search");
    await page.goto(`${origin}/search?q=zeppelin`);
    await shoot("search-none");
    await page.goto(`${origin}/cart`);
    await shoot("cart");
    await page.goto(`${origin}/checkout`);
    await shoot("checkout");
    await page.goto(`${origin}/shop-as`);
    await shoot("shop-as");
    await page.goto(`${origin}/how-it-works`);
    await shoot("how-it-works");
    await page.goto(`${origin}/product/0`);
    await shoot("not-found");
    await context.close();
  }
}
