import axe from "axe-core";
import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { UnavailableError } from "../../errors.ts";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, type LiveShop, openLiveShop } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

/** What axe finds on the page as it is, one line per fault. */
async function findFaults(page: Page, name: string): Promise<string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (tags) => {
    const { axe } = globalThis as unknown as { axe: { run(options: unknown): Promise<Found> } };
    interface Found {
      violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[];
    }
    const { violations } = await axe.run({ runOnly: tags });
    return violations.flatMap(({ id, nodes }) =>
      nodes.map((node) => `${id}: ${node.html} ${node.failureSummary}`)
    );
  }, rules);
  const wide = await page.evaluate(() => {
    const { document } = globalThis as unknown as {
      document: { documentElement: { scrollWidth: number; clientWidth: number } };
    };
    return document.documentElement.scrollWidth - document.documentElement.clientWidth;
  });
  return [...found, ...(wide > 0 ? [`scrolls sideways by ${wide}px`] : [])].map((fault) =>
    `${name}: ${fault}`
  );
}

/** Every page and every state that htmx makes, as one visitor sees them from the first click on. */
async function visitAll(shop: LiveShop, page: Page): Promise<string[]> {
  const faults: string[] = [];
  const look = async (name: string) => void faults.push(...await findFaults(page, name));
  const open = async (path: string, name = path) => {
    await page.goto(shop.origin + path);
    await look(name);
  };
  const { catalogue, recommendations } = shop.services;
  const category = `/category/${encodeURIComponent(catalogue.categories[0]!.name)}`;
  const [popular] = recommendations.popular({ count: 1, inStock: true });
  const product = `/product/${popular!.product.id}`;

  for (
    const path of [
      "/",
      "/cart",
      "/recent",
      "/liked",
      "/for-you",
      "/used",
      "/privacy",
      "/search?q=zeppelin",
      "/search",
    ]
  ) {
    await open(path, `${path} of somebody new`);
  }
  await open(product);
  await page.locator("#buy-button").click();
  await page.locator("#buy .message").waitFor();
  await look("product added");
  await page.getByLabel("Quantity").fill("0");
  await page.locator("#buy-button").click();
  await page.locator("#buy .message-error").waitFor();
  await look("quantity refused");
  await open("/");
  await page.getByRole("button", { name: /^Not interested in / }).first().click();
  await page.locator(".card-hidden").getByRole("button", { name: /^Undo/ }).waitFor();
  await look("card hidden");
  await page.getByRole("button", { name: "Yes, learn" }).click();
  await page.getByText("Thank you.").waitFor();
  await look("consent given");
  await page.goto(`${shop.origin}/`);
  await page.locator("#popular .like button").first().click();
  await page.locator("#popular [aria-pressed=true]").waitFor();
  const undo = page.getByRole("button", { name: /^Undo: you liked / });
  await undo.waitFor();
  await look("undo offered");
  await undo.click();
  await page.getByText(/^Undone\./).waitFor();
  await look("like undone");
  await page.locator("#for-you .card-name a").first().click();
  await page.getByRole("button", { name: /^Forget th/ }).click();
  await page.locator("#why[role=status]").waitFor();
  await look("reasons forgotten");
  await page.locator(".product .like button").click();
  await page.locator(".product [aria-pressed=true]").waitFor();
  await open("/used");
  await page.getByRole("button", { name: /^Forget / }).first().click();
  await page.getByText(/ is forgotten\./).waitFor();
  await look("one thing forgotten");
  await page.goto(`${shop.origin}${product}`);
  for (
    const path of [
      category,
      `${category}?min_price=5&in_stock=true&sort=price`,
      `${category}?min_price=cheap`,
      "/search?q=mug",
      "/cart",
      "/checkout",
      "/recent",
      "/liked",
      "/for-you",
      "/for-you?page=2",
      "/used",
      "/used/forget",
      "/privacy",
      "/privacy/delete",
      "/how-it-works",
      "/shop-as",
      "/nowhere",
    ]
  ) {
    await open(path);
  }
  await page.goto(shop.origin + category);
  await page.locator("#more").click();
  await page.locator(".card").nth(24).waitFor();
  await look("more in the category");
  for (const path of [`${category}?kind=mug&in_stock=true`, "/search?q=mug&sort=price&in_stock=true"]) {
    await page.goto(shop.origin + path);
    // A list at the side on wide screens, folded on narrow ones.
    const toggle = page.locator(".filters-toggle");
    if (await toggle.isVisible()) await toggle.click();
    await page.locator("#min_price").waitFor();
    await look(`filters open: ${path}`);
  }
  await open(`${category}?min_price=99999`);
  await open("/search?q=mug+zeppelin");
  await page.locator("#search-field").fill("mug");
  await page.locator(".suggestion").first().waitFor();
  await page.locator("#search-field").press("ArrowDown");
  await look("suggestions");
  await visitCart(shop, page, { look, open });
  return faults;
}

interface Visit {
  readonly look: (name: string) => Promise<void>;
  readonly open: (path: string, name?: string) => Promise<void>;
}

/** What can happen to a cart, an order, and pages of errors. */
async function visitCart(shop: LiveShop, page: Page, { look, open }: Visit): Promise<void> {
  const { products } = shop.services.catalogue;
  await open(`/product/${products.find(({ stock }) => stock === 0)!.id}`, "sold-out product");
  const line = page.locator(".cart-line").first();
  await page.goto(`${shop.origin}/cart`);
  await line.getByLabel(/^Quantity of/).fill("100");
  await line.getByLabel(/^Quantity of/).press("Enter");
  await page.locator(".cart-line .message-error").waitFor();
  await look("cart with a refused quantity");
  await line.getByRole("button", { name: /^Save for later/ }).click();
  await page.locator(".cart-notice").waitFor();
  await look("line saved for later");
  await page.getByRole("button", { name: /^Undo: put/ }).click();
  await line.getByRole("button", { name: /^Remove/ }).click();
  await page.getByText(/^Removed /).waitFor();
  await look("line removed");
  await page.getByRole("button", { name: /^Undo: put/ }).click();
  await line.waitFor();
  const id = Number(await line.getAttribute("data-product"));
  await shop.run("UPDATE products SET stock = 0, price = price + 100 WHERE id = ?", [id]);
  await open("/cart", "cart with a sold-out line");
  await shop.run("UPDATE products SET stock = 9 WHERE id = ?", [id]);
  await page.goto(`${shop.origin}/checkout`);
  await page.getByRole("button", { name: "Place the test order" }).click();
  await page.waitForURL(/orders/);
  await look("order");
  const last = products.at(-1)!.id;
  await shop.run("DELETE FROM interactions WHERE product_id = ?", [last]);
  await shop.run("DELETE FROM products WHERE id = ?", [last]);
  await open(`/product/${last}`, "410");
  const { search } = shop.services;
  const { find } = search;
  for (const error of [new Error("a fault"), new UnavailableError("Cannot answer: busy", 3)]) {
    Object.assign(search, { find: () => Promise.reject(error) });
    await open("/search?q=mug", error.name);
  }
  Object.assign(search, { find });
}

async function visitIn(colorScheme: "light" | "dark"): Promise<string[]> {
  await using shop = await openLiveShop();
  const faults: string[] = [];
  for (const width of [320, 1280]) {
    const context = await shop.browser.newContext({
      viewport: { width, height: 800 },
      colorScheme,
      reducedMotion: "reduce",
    });
    const found = await visitAll(shop, await context.newPage());
    faults.push(...found.map((fault) => `${colorScheme}, ${width} px: ${fault}`));
    await context.close();
  }
  return faults;
}

Deno.test({
  name: "axe finds nothing on any page or state, light and dark, at 320 and 1280 px",
  ignore,
  // Each in a shop and a browser of its own: most of the time goes to axe, inside of the browsers.
  fn: async () => assert.deepEqual((await Promise.all([visitIn("light"), visitIn("dark")])).flat(), []),
});
