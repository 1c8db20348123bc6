/** A shop whose merchant writes one text into every field of each product, and a visit that shows all of them. */
import type { Page } from "playwright-core";
import type { WholeShop } from "../../db/fill.ts";
import { type InteractionType, interactionTypes, type NewInteraction } from "../../types.ts";
import type { LiveShop } from "./live_shop.ts";

const day = 86_400_000;
const shoppers = 60;
const actsEach = 8;

/** The same shop for every list of texts, but for the texts. All products are found by "probe". */
export function toShopOf(texts: readonly string[], now: number): WholeShop {
  return {
    products: texts.map((text, i) => ({
      externalId: text,
      name: text,
      description: `probe ${text}`,
      category: text,
      imageUrl: text,
      price: 1000 + i,
      stock: 50,
      createdAt: now - (300 - i) * day / 10,
    })),
    users: Array.from({ length: shoppers }, (_, i) => ({
      externalId: texts[i]!,
      name: texts[texts.length - 1 - i]!,
      createdAt: now - 30 * day,
      preferences: { taste: texts[2 * i]! },
    })),
    interactions: [...toInteractions(texts.length, now)],
  };
}

function* toInteractions(products: number, now: number): Generator<NewInteraction> {
  for (let i = 0; i < shoppers * actsEach; i++) {
    const userId = 1 + i % shoppers;
    const type: InteractionType = interactionTypes[i % interactionTypes.length]!;
    const productId = 1 + (userId * 7 + Math.floor(i / shoppers) * 11) % products;
    yield {
      ...{ userId, productId, type, rating: null, eventId: null },
      at: now - i * 3_600_000,
      sessionId: `s-${userId}`,
    };
  }
}

/** A visitor sees every page that shows products, and every state of the controls on them; `look` is called at each. */
export async function visitAll(
  { origin, services }: LiveShop,
  page: Page,
  { opened, look }: { opened: readonly number[]; look: (label: string) => Promise<void> },
): Promise<void> {
  const open = async (path: string, label = path) => {
    await page.goto(origin + path);
    await look(label);
  };
  await open("/", "home of somebody new");
  for (const id of opened) await open(`/product/${id}`, "product");
  await page.locator(".product .like button").click();
  await page.locator(".product [aria-pressed=true]").waitFor();
  await page.locator("#buy-button").click();
  await page.locator("#buy .message").waitFor();
  await look("product liked and added");
  await open("/");
  for (
    const [button, line] of [[/^Not interested in /, /will not be picked/], [/^Hide all /, /^Nothing of /]]
  ) {
    await page.getByRole("button", { name: button! }).first().click();
    await page.locator(".hidden-line", { hasText: line! }).waitFor();
    await look("card hidden");
  }
  await page.locator("#for-you .card-actions button").first().click();
  await page.locator("#cart-link .count", { hasText: "2" }).waitFor();
  await look("home, added");
  const [hidden] = await services.choices.inForce(shoppers + 1).then((
    { hiddenProducts },
  ) => [...hiddenProducts]);
  await open(`/?hidden=${hidden}`, "what is hidden");
  await page.locator("#search-field").pressSequentially("probe", { delay: 10 });
  await page.getByRole("option").first().waitFor();
  await look("suggestions");
  for (const path of ["/cart", "/checkout", "/privacy", "/liked", "/recent", "/shop-as"]) await open(path);
  await page.goto(`${origin}/recent`);
  await page.getByRole("button", { name: /^Remove / }).first().click();
  await page.getByText(/ is removed\.$/).waitFor();
  await look("view removed");
  await page.goto(`${origin}/checkout`);
  await page.getByRole("button", { name: "Place the test order" }).click();
  await page.getByRole("heading", { name: "Thank you" }).waitFor();
  await look("order");
  for (let n = 1; n <= 9; n++) await open(`/search?q=probe&page=${n}`, "found");
  for (const id of opened.slice(0, 3)) {
    await open(`/category/${encodeURIComponent(services.catalogue.find(id)!.category)}`, "category");
  }
  for (const n of [0, 9, 21]) {
    await page.goto(`${origin}/shop-as`);
    await page.locator(".shopper").nth(n).click();
    await page.waitForURL(`${origin}/`);
    await look("home of somebody named");
  }
}
