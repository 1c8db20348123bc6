import assert from "node:assert/strict";
import { ignoreWithout } from "../fixtures/requires.ts";
import { xssPayloads } from "../fixtures/xss_payloads.ts";
import { chromiumNames, type LiveShop, openLiveShop } from "./live_shop.ts";
import {
  type Answer,
  type Ask,
  askAll,
  installDetector,
  type Known,
  learn,
  readPage,
} from "./xss_detector.ts";
import { toShopOf, visitAll } from "./xss_shop.ts";

const ignore = ignoreWithout(...chromiumNames);
const plainTexts = xssPayloads.map((_, i) => `Plain words ${i}`);

/** Products whose pages are opened for good; the others are asked for. */
const opened = xssPayloads.flatMap((_, i) => i % 29 === 3 ? [i + 1] : []);

/** As a browser reads text: one kind of line break, and nothing that is no character. */
const asRead = (text: string) => text.replace(/\r\n?/g, "\n").replaceAll("\0", "");

/** The page as it would be without escaping. */
const unescape = (html: string) =>
  html.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#39;", "'");

/** Everything that shows a product, and everything that is made of its fields. */
function toRequests({ services: { catalogue } }: LiveShop): Ask[] {
  return [
    ...catalogue.products.map(({ id }) => ({ label: "product", path: `/product/${id}` })),
    ...catalogue.categories.map(({ name }) => ({
      label: "category",
      path: `/category/${encodeURIComponent(name)}`,
    })),
    ...catalogue.products.map(({ id }) => ({ label: "picture", path: `/art/${id}.svg` })),
    { label: "sitemap", path: "/sitemap.xml" },
    { label: "API", path: "/api/docs" },
  ];
}

const isEach = new Set(["product", "category", "picture"]);

/** What is wrong with answers whose labels have these marks. */
function findFaults(requests: readonly Ask[], answers: readonly Answer[]): string[] {
  return answers.flatMap(({ status, faults, marks }, i) => {
    const { path, label } = requests[i]!;
    // Pictures differ in what they show.
    const strange = label === "picture"
      ? marks.filter((mark) => /script|foreign|>a\[|href/i.test(mark))
      : marks;
    const found = [...faults, ...strange.map((mark) => `strange: ${mark}`)];
    if (status === 0 || status >= 500) found.push(`status ${status}`);
    return found.map((fault) => `${label} ${path.slice(0, 300)}: ${fault}`);
  });
}

async function learnPages(known: Known): Promise<void> {
  await using shop = await openLiveShop({ shop: toShopOf(plainTexts, Date.now()) });
  const page = await (await openContext(shop, {})).context.newPage();
  await visitAll(shop, page, {
    opened,
    look: async (label) => learn(known, label, await readPage(page)),
  });
  // Some are enough: their pages differ in their texts alone.
  const requests = toRequests(shop).filter(({ label }, i) => i % 5 === 0 || !isEach.has(label));
  const answers = await askAll(page, requests);
  answers.forEach((answer, i) => learn(known, requests[i]!.label, answer));
}

async function openContext({ browser }: LiveShop, options: { bypassCSP?: boolean }) {
  const context = await browser.newContext(options);
  return { context, told: await installDetector(context) };
}

Deno.test({
  name: "whatever a merchant writes into products, and shoppers are named, is text on every page",
  ignore,
  async fn(t) {
    const known: Known = {};
    await learnPages(known);
    await using shop = await openLiveShop({ shop: toShopOf(xssPayloads, Date.now()) });
    for (const bypassCSP of [false, true]) {
      await t.step(
        `opened ${bypassCSP ? "by a browser that has no policy" : "under the policy"}`,
        async () => {
          const { context, told } = await openContext(shop, { bypassCSP });
          const page = await context.newPage();
          const faults: string[] = [];
          const look = async (label: string) => {
            const { marks, faults: found } = await readPage(page);
            const strange = marks.filter((mark) => !known[label]!.includes(mark)).map((mark) =>
              `strange: ${mark}`
            );
            faults.push(
              ...[...found, ...strange].map((fault) => `${label} ${page.url().slice(0, 300)}: ${fault}`),
            );
          };
          await visitAll(shop, page, { opened, look });
          assert.deepEqual(faults, []);
          assert.deepEqual(told, []);
          await context.close();
        },
      );
    }
    await t.step("asked for: every product, category, picture, the sitemap, the API's page", async () => {
      const { context, told } = await openContext(shop, {});
      const page = await context.newPage();
      await page.goto(shop.origin);
      const requests = toRequests(shop);
      const answers = await askAll(page, requests, known);
      assert.deepEqual(findFaults(requests, answers), []);
      assert.deepEqual(told, []);
      for (const [i, product] of shop.services.catalogue.products.entries()) {
        const { heading, data } = answers[i]!;
        assert.equal(heading, asRead(product.name));
        const { name, description, category, sku, image } = JSON.parse(data);
        assert.deepEqual({ name, description, category, sku }, {
          name: product.name,
          description: product.description,
          category: product.category,
          sku: product.externalId,
        });
        assert.equal(new URL(image).origin, shop.origin);
      }
      await context.close();
    });
    await t.step("pages that escape nothing are found out, under the policy and without", async () => {
      for (const bypassCSP of [false, true]) {
        const { context, told } = await openContext(shop, { bypassCSP });
        await context.route("**/product/*", async (route) => {
          const response = await route.fetch();
          await route.fulfill({ response, body: unescape(await response.text()) });
        });
        const page = await context.newPage();
        const strange: number[] = [];
        const some = opened.slice(0, 3);
        for (const id of some) {
          await page.goto(`${shop.origin}/product/${id}`);
          const { marks, faults } = await readPage(page);
          if (faults.length > 0 || marks.some((mark) => !known["product"]!.includes(mark))) strange.push(id);
        }
        assert.deepEqual(strange, some);
        assert.ok(
          told.some((fault) => (bypassCSP ? /alert\(\) was called/ : /the policy stopped/).test(fault)),
        );
        await context.close();
      }
    });
  },
});
