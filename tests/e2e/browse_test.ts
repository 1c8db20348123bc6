import assert from "node:assert/strict";
import type { Page } from "playwright-core";
import { ignoreWithout } from "../fixtures/requires.ts";
import { chromiumNames, openLiveShop, watch } from "./live_shop.ts";

const ignore = ignoreWithout(...chromiumNames);

const cards = (page: Page) => page.locator("#products .card");
const topOf = (page: Page, id: string) =>
  page.locator(`#${id}`).evaluate((card: { getBoundingClientRect(): { top: number } }) =>
    card.getBoundingClientRect().top
  );

for (const path of ["/category/Kitchen", "/search?q=pan+mug+bowl+kettle"]) {
  Deno.test({
    name:
      `more comes into the page, once for a double click, and Back from a product finds its card: ${path}`,
    ignore,
    async fn() {
      await using shop = await openLiveShop({ products: 500 });
      const context = await shop.browser.newContext();
      const faults = watch(context);
      const page = await context.newPage();
      const asked: string[] = [];
      page.on("request", (request) => void asked.push(request.url()));
      // A shopper with a taste, which every opened product changes, and the order of search with it.
      const [popular] = shop.services.recommendations.popular({ count: 1 });
      await page.goto(`${shop.origin}/product/${popular!.product.id}`);
      await page.goto(shop.origin + path);
      assert.equal(await cards(page).count(), 24);

      const more = page.getByRole("link", { name: /^Show \d+ more$/ });
      await more.focus();
      await page.keyboard.press("Enter");
      await page.getByText(/^48 of \d+ products shown$/).waitFor();
      assert.equal(await page.locator("#shown").getAttribute("role"), "status");
      const first = cards(page).nth(24);
      assert.equal(
        await first.locator("a").evaluate((link) => link === link.ownerDocument.activeElement),
        true,
        "the keyboard is not at the first new card",
      );
      // Wherever the second click falls, it neither asks again nor opens what came under the pointer.
      await page.waitForTimeout(450);
      const before = asked.length;
      await more.dblclick();
      await page.getByText(/^72 of \d+ products shown$/).waitFor();
      await page.waitForTimeout(300);
      assert.equal(asked.slice(before).filter((url) => !/\/(art|static)\//.test(url)).length, 1);
      assert.equal(asked.filter((url) => url.endsWith(path)).length, 1, "the page was left");
      assert.equal(await cards(page).count(), 72);
      const ids = await cards(page).evaluateAll((all) => all.map((card) => card.id));
      assert.equal(new Set(ids).size, 72);
      assert.match(page.url(), /[?&]page=3&from=1(&at=\d+)?$/);
      await page.getByRole("link", { name: "Page 3", exact: true }).waitFor();

      const wanted = ids[60]!;
      await page.locator(`#${wanted}`).scrollIntoViewIfNeeded();
      const top = await topOf(page, wanted);
      await page.locator(`#${wanted} .card-name a`).click();
      await page.locator(".product").waitFor();
      await page.goBack();
      await page.locator(`#${wanted}`).waitFor();
      await page.waitForFunction(() => (globalThis as unknown as { scrollY: number }).scrollY > 500);
      assert.deepEqual(await cards(page).evaluateAll((all) => all.map((card) => card.id)), ids);
      assert.ok(Math.abs(await topOf(page, wanted) - top) < 60, "the card is not where it was");
      assert.deepEqual(faults, []);
    },
  });
}

Deno.test({
  name: "without script the way on is a page of its own, and filters, chips and sort are links and a form",
  ignore,
  async fn() {
    await using shop = await openLiveShop({ products: 500 });
    const context = await shop.browser.newContext({ javaScriptEnabled: false });
    const faults = watch(context);
    const page = await context.newPage();
    await page.goto(`${shop.origin}/category/Kitchen`);
    assert.equal(await page.getByRole("link", { name: /^Show \d+ more$/ }).isVisible(), false);
    await page.getByRole("link", { name: "Next page" }).click();
    assert.match(page.url(), /\/category\/Kitchen\?page=2$/);
    assert.equal(await cards(page).count(), 24);
    await page.goBack();
    assert.match(page.url(), /\/category\/Kitchen$/);

    await page.getByRole("checkbox", { name: /^Mug/ }).check();
    await page.getByRole("checkbox", { name: /^In stock/ }).check();
    await page.getByRole("button", { name: "Apply filters" }).click();
    for (const name of await page.locator(".card-name").allInnerTexts()) assert.match(name, /Mug/);
    await page.getByLabel("Sort by").selectOption("price");
    await page.getByRole("button", { name: "Sort", exact: true }).click();
    assert.match(page.url(), /sort=price/);
    await page.getByRole("link", { name: /^Mug × remove$|^Mug remove$/ }).click();
    assert.match(page.url(), /sort=price&.*in_stock=true|in_stock=true.*sort=price/);
    assert.doesNotMatch(page.url(), /kind=/);
    await page.getByRole("link", { name: "Clear all" }).click();
    assert.match(page.url(), /\/category\/Kitchen\?sort=price$/);
    assert.deepEqual(faults, []);
  },
});

Deno.test({
  name: "filters by keyboard alone, on a phone: they open, a choice is made, and they close with the answer",
  ignore,
  async fn() {
    await using shop = await openLiveShop({ products: 500 });
    const context = await shop.browser.newContext({ viewport: { width: 360, height: 800 } });
    const faults = watch(context);
    const page = await context.newPage();
    await page.goto(`${shop.origin}/category/Kitchen`);
    const kettle = page.getByRole("checkbox", { name: /^Kettle/ });
    assert.equal(await kettle.isVisible(), false);
    await page.getByRole("checkbox", { name: "Filters" }).focus();
    await page.keyboard.press("Space");
    await kettle.waitFor();
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press("Tab");
      if (await kettle.evaluate((box) => box === box.ownerDocument.activeElement)) break;
    }
    await page.keyboard.press("Space");
    await page.keyboard.press("Enter");
    await page.getByText("Filters, 1 on").waitFor();
    for (const name of await page.locator(".card-name").allInnerTexts()) assert.match(name, /Kettle/);
    assert.equal(await kettle.isVisible(), false);
    assert.deepEqual(faults, []);
  },
});

Deno.test({
  name:
    "five pages stand on one at most: then the way on is a page of its own, and a reload shows what was there",
  ignore,
  async fn() {
    await using shop = await openLiveShop({ products: 1200, interactions: 4000 });
    const [largest] = shop.services.catalogue.categories.toSorted((a, b) => b.count - a.count);
    const path = `/category/${encodeURIComponent(largest!.name)}`;
    const context = await shop.browser.newContext();
    const faults = watch(context);
    const page = await context.newPage();
    await page.goto(shop.origin + path);
    const more = page.getByRole("link", { name: /^Show \d+ more$/ });
    for (const shown of [48, 72, 96, 120]) {
      await more.click();
      await page.getByText(new RegExp(`^${shown} of \\d+ products shown$`)).waitFor();
    }
    assert.equal(await more.count(), 0);
    const ids = () => cards(page).evaluateAll((all) => all.map((card) => card.id));
    const loaded = await ids();
    assert.equal(loaded.length, 120);
    await page.reload();
    assert.deepEqual(await ids(), loaded);
    await page.getByRole("link", { name: "Next page" }).click();
    await page.waitForURL(/\?page=6$/);
    await more.click();
    await page.getByText(/^121 to 168 of \d+ products shown$/).waitFor();
    const second = await ids();
    assert.equal(second.length, 48);
    await page.reload();
    assert.deepEqual(await ids(), second);
    assert.deepEqual(second.filter((id) => loaded.includes(id)), []);
    await page.goto(`${shop.origin}${path}?page=5&from=1`);
    assert.deepEqual(await ids(), loaded);
    assert.deepEqual(faults, []);
  },
});
