import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, type LiveShop, openLiveShop, watch } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

/** Ids of the products on the personal shelf, in order. */
async function picks(page: Page): Promise<number[]> {
  const cards = await page.locator("#for-you .card").all();
  return Promise.all(cards.map(async (card) => Number(await card.getAttribute("data-product"))));
}

/** Opens a category from home and three of its products one after the other, as a shopper does. */
async function openThree(shop: LiveShop, page: Page, category: string): Promise<string[]> {
  await page.goto(shop.origin);
  assert.match(await page.locator("h1").innerText(), /the same for everyone/);
  assert.deepEqual(await picks(page), []);
  const names: string[] = [];
  for (let i = 0; i < 3; i++) {
    await page.locator(".categories").getByRole("link", { name: category, exact: true }).click();
    const link = page.locator(".grid .card-name a").nth(i);
    names.push(await link.innerText());
    await link.click();
    await page.locator(".product").waitFor();
    // The shelf on the page follows this very click.
    assert.equal(
      await page.locator("#for-you-status").innerText(),
      `Updated just now, after you looked at ${names[i]}.`,
    );
    assert.equal((await picks(page)).length, 4);
  }
  return names;
}

/** The shelf must consist of the category's kin, more than a popular list does, and name what was opened. */
async function assertFollows(
  shop: LiveShop,
  page: Page,
  { category, opened }: { category: string; opened: readonly string[] },
): Promise<void> {
  await page.goto(shop.origin);
  assert.match(await page.locator("h1").innerText(), /Picked from what you did/);
  const ids = await picks(page);
  assert.equal(ids.length, 9);
  const { catalogue, recommendations } = shop.services;
  const kin = (some: readonly number[]) =>
    some.filter((id) => catalogue.find(id)!.category === category).length;
  const popular = recommendations.popular({ count: 9 }).map(({ product }) => product.id);
  assert.ok(
    kin(ids) >= 6 && kin(ids) > kin(popular),
    `${kin(ids)} of the picks and ${kin(popular)} of the popular are kin`,
  );
  for (const id of ids) assert.ok(!opened.includes(catalogue.find(id)!.name), "a pick was opened before");
  const reasons = await page.locator("#for-you .reason").allInnerTexts();
  assert.equal(reasons.length, 9);
  for (const reason of reasons) {
    assert.match(reason, /^Because you viewed /);
    assert.ok(opened.some((name) => reason.includes(name)), reason);
  }
}

for (const javaScriptEnabled of [true, false]) {
  Deno.test({
    name:
      `a fresh visitor opens three products of one category and the shelf fills with its kin and tells why, ${
        javaScriptEnabled ? "with" : "without"
      } script`,
    ignore,
    async fn() {
      await using shop = await openLiveShop();
      const context = await shop.browser.newContext({ javaScriptEnabled });
      const faults = watch(context);
      const page = await context.newPage();
      const category = "Kitchen";
      const opened = await openThree(shop, page, category);
      await assertFollows(shop, page, { category, opened });
      assert.deepEqual(faults, []);
    },
  });
}

Deno.test({
  name: "Back brings a page up again with the shelf as it is now",
  ignore,
  async fn() {
    await using shop = await openLiveShop();
    const context = await shop.browser.newContext();
    const faults = watch(context);
    const page = await context.newPage();
    // A known visitor: with the first cookie the browser would ask for the page again anyway.
    await page.goto(`${shop.origin}/product/1`);
    await page.goto(shop.origin);
    const link = page.locator("#popular .card-name a").first();
    const name = await link.innerText();
    await link.click();
    await page.locator(".product").waitFor();
    await page.goBack();
    await page.getByText(`Updated just now, after you looked at ${name}.`).waitFor({ timeout: 5000 });
    assert.equal(new URL(page.url()).pathname, "/");
    assert.deepEqual(faults, []);
  },
});
