/**
 * Pictures of all pages at 360 and 1280 px, light and dark, and some in German and mirrored, into `screenshots/`:
 * `deno run --config tests/deno.json -A tests/e2e/screenshots.ts [FOLDER]`
 */
import type { BrowserContext, Page } from "playwright-core";
import { root } from "../fixtures/paths.ts";
import { openLiveShop } from "./live_shop.ts";

const folder = Deno.args[0] ?? `${root}/screenshots`;
await Deno.mkdir(folder, { recursive: true });
await using shop = await openLiveShop({ products: 800, users: 800, interactions: 40_000 });
const { browser, origin, services } = shop;

interface Look {
  readonly width: number;
  readonly colorScheme: "light" | "dark";
  readonly language: string;
}

const looks: readonly Look[] = [
  ...[360, 1280].flatMap((width) =>
    (["light", "dark"] as const).map((colorScheme) => ({ width, colorScheme, language: "en" }))
  ),
  { width: 360, colorScheme: "light", language: "de" },
  { width: 1280, colorScheme: "dark", language: "de" },
  { width: 360, colorScheme: "dark", language: "ar-XB" },
  { width: 1280, colorScheme: "light", language: "ar-XB" },
];

for (const look of looks) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: 800 },
    colorScheme: look.colorScheme,
  });
  await visit(context, look);
  await context.close();
}

async function visit(context: BrowserContext, { width, colorScheme, language }: Look): Promise<void> {
  await context.addCookies([{ name: "aisle_language", value: language, url: origin }]);
  const page = await context.newPage();
  const shoot = async (name: string) => {
    // Pictures below the fold load when they come near: go there and back.
    for (let turn = 0; turn < 12; turn++) await page.mouse.wheel(0, 500);
    await page.mouse.wheel(0, -9000);
    await page.waitForLoadState("networkidle");
    const path = `${folder}/${name}-${width}-${colorScheme}-${language}.png`;
    await page.screenshot({ path, fullPage: true });
  };
  const open = async (path: string, name = path.split(/[/?]/).filter(Boolean).join("-")) => {
    await page.goto(origin + path);
    await shoot(name);
  };
  const [first] = services.catalogue.categories;
  const category = `/category/${encodeURIComponent(first!.name)}`;

  await open("/", "home-new");
  await open(category, "category");
  await page.locator("#more").click();
  await page.locator(".card").nth(24).waitFor();
  await shoot("category-more");
  await open(`${category}?min_price=5&max_price=cheap&in_stock=true`, "category-filtered");
  for (const { product } of services.recommendations.popular({ count: 4, inStock: true })) {
    await page.goto(`${origin}/product/${product.id}`);
  }
  await page.locator("#buy-button").click();
  await page.locator("#buy .message").waitFor();
  await shoot("product-added");
  await open("/", "home");
  await hideFirst(page);
  await shoot("home-hidden");
  await page.locator(".consent-form button[value=yes]").click();
  await page.locator("#consent [role=status]").waitFor();
  await page.goto(`${origin}/`);
  await page.locator(".joined .card a").first().click();
  await page.locator(`#like-product-${await page.locator(".product").getAttribute("data-product")}`).click();
  await page.locator(".product [aria-pressed=true]").waitFor();
  await shoot("product");
  const soldOut = services.catalogue.products.find(({ stock }) => stock === 0);
  if (soldOut) await open(`/product/${soldOut.id}`, "product-sold-out");
  for (const path of ["/for-you", "/used", "/used/forget", "/recent", "/liked", "/cart", "/checkout"]) {
    await open(path);
  }
  await page.goto(`${origin}/cart`);
  await page.locator(".cart-line form[action='/cart/save'] button").first().click();
  await page.locator(".cart-notice").waitFor();
  await shoot("cart-saved");
  await page.goto(`${origin}/product/${services.recommendations.popular({ count: 1 })[0]!.product.id}`);
  await page.locator("#buy-button").click();
  await page.locator("#buy .message").waitFor();
  await page.goto(`${origin}/checkout`);
  await page.locator("form[action='/checkout'] button").click();
  await shoot("order");
  for (
    const path of ["/search?q=mug", "/search?q=zeppelin", "/search?q=ketle", "/privacy", "/privacy/delete"]
  ) await open(path);
  for (const path of ["/how-it-works", "/shop-as", "/nowhere"]) await open(path);
}

/** "Not interested" in the first pick. */
async function hideFirst(page: Page): Promise<void> {
  await page.locator("#for-you form[action='/not-interested'] button").first().click();
  await page.locator(".card-hidden").waitFor();
}
