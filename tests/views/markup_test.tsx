import fc from "fast-check";
import assert from "node:assert/strict";
import { Card } from "../../views/components/card.tsx";
import { pageNumbers } from "../../views/components/pagination.tsx";
import { Price } from "../../views/components/price.tsx";
import { ReasonLine } from "../../views/components/reason.tsx";
import { ErrorPage } from "../../views/error_page.tsx";
import { SearchPage } from "../../views/pages/search.tsx";
import type { Shell, Site } from "../../views/shell.ts";
import { findLocale, locales } from "../../views/words/locale.ts";
import type { Product, Reason } from "../../types.ts";

const locale = findLocale("en");
const site: Site = {
  locale,
  locales,
  currency: "EUR",
  publicUrl: "https://shop.example",
  assets: { stylesheet: "/a.css", htmx: "/h.js", script: "/s.js" },
  development: true,
};
const shell: Shell = {
  site,
  words: locale.words,
  now: 1_800_000_000_000,
  here: "/",
  categories: [{ name: "Kitchen", count: 2 }],
  productCount: 2,
  cartCount: 0,
  shopper: null,
  liked: new Set(),
  asksConsent: false,
};
const product: Product = {
  id: 7,
  externalId: null,
  name: "Gooseneck Kettle",
  description: "",
  category: "Kitchen",
  price: 6900,
  stock: 4,
  imageUrl: null,
  createdAt: 0,
};

/** The text with what our own markup needs taken out: nothing of the payload may be left as markup. */
function assertHarmless(html: string, payload: string): void {
  if (/[<>"]/.test(payload)) assert.ok(!html.includes(payload), html);
  const tags = html.match(/<[a-z][^>]*>/gi) ?? [];
  for (const tag of tags) {
    assert.doesNotMatch(tag, /^<(script(?! src=)|iframe|object|embed|base)\b/i);
    assert.doesNotMatch(tag.replace(/"[^"]*"/g, ""), /\son\w+|\sstyle/i, tag);
  }
}

const payloads = [
  `"><script>alert(1)</script>`,
  `' onmouseover=alert(1) x='`,
  `<img src=x onerror=alert(1)>`,
  `</title><script>alert(1)</script>`,
  `" autofocus onfocus="alert(1)`,
  "<hx-partial hx-target=body>",
  "&lt;b&gt; & &quot;",
];

Deno.test("precompiled JSX escapes children and dynamic attributes, and leaves out false boolean ones", () => {
  for (const payload of payloads) {
    const html = String(<p class={payload} data-x={payload}>{payload}{[payload]}</p>);
    assertHarmless(html, payload);
    assert.equal(html.match(/&quot;|&#39;|&lt;|&amp;/g) === null, false);
  }
  assert.equal(
    String(<input checked={false} disabled value={undefined} aria-pressed={false} />).replace(/\s+/g, " "),
    '<input disabled aria-pressed="false">',
  );
});

Deno.test("pages show hostile names, searches and errors as plain text", () => {
  for (const payload of payloads) {
    const named = { ...product, name: payload, category: payload };
    const reasons: Reason[] = [{
      kind: "because",
      productId: 9,
      productName: payload,
      interactionType: "like",
      share: 1,
    }];
    assertHarmless(
      String(<Card shell={shell} product={named} wall="sky" place="grid" reasons={reasons} actions />),
      payload,
    );
    const hostile: Shell = {
      ...shell,
      here: payload,
      categories: [{ name: payload, count: 1 }],
      shopper: { id: 1, name: payload },
    };
    assertHarmless(
      String(
        <SearchPage
          shell={hostile}
          query={payload}
          products={[named]}
          total={1}
          more={false}
          page={1}
          pages={1}
          popular={[]}
        />,
      ),
      payload,
    );
    assertHarmless(
      String(<ErrorPage status={404} locale={locale} assets={site.assets} requestId={payload} />),
      payload,
    );
  }
});

Deno.test("a card shows another host's picture as product art, a local one as it is", () => {
  const sources = (imageUrl: string) =>
    String(<Card shell={shell} product={{ ...product, imageUrl }} wall="sky" place="grid" />).match(
      /src="([^"]+)"/,
    )![1]!;
  assert.equal(sources("/photos/kettle.jpg"), "/photos/kettle.jpg");
  for (
    const url of ["https://other.example/a.jpg", "//other.example/a.jpg", "/\\other.example/a.jpg", "a.jpg"]
  ) {
    assert.match(sources(url), /^\/art\/7\.svg\?v=/, url);
  }
});

Deno.test("Price raises the fraction and keeps the decimal mark; a currency without fraction has none", () => {
  const show = (minor: number, currency: string) =>
    String(<Price minor={minor} site={{ ...site, currency }} />);
  assert.equal(show(6900, "EUR"), '<span class="price">€69<span class="price-fraction">.00</span></span>');
  assert.equal(
    show(104999, "USD"),
    '<span class="price">$1,049<span class="price-fraction">.99</span></span>',
  );
  assert.equal(show(6900, "JPY"), '<span class="price">¥6,900</span>');
  assert.match(show(1234, "KWD"), /1<span class="price-fraction">\.234<\/span>/);
});

Deno.test("ReasonLine names at most two products, the verb once where it is the same, and never the product itself", () => {
  const because = (
    productId: number,
    productName: string,
    share: number,
    interactionType = "like" as const,
  ) => ({ kind: "because", productId, productName, interactionType, share }) as const;
  const text = (reasons: readonly Reason[]) =>
    String(<ReasonLine shell={shell} reasons={reasons} productId={7} />).replace(/<[^>]+>/g, "");
  assert.equal(
    text([because(1, "Lantern", 0.5), because(2, "Tent", 0.3), because(3, "Mug", 0.2)]),
    "Because you liked Lantern and Tent",
  );
  assert.equal(
    text([{ ...because(1, "Lantern", 0.5), interactionType: "cart" }, because(2, "Tent", 0.3)]),
    "Because you added Lantern to your cart and liked Tent",
  );
  assert.equal(
    text([because(7, "Gooseneck Kettle", 0.6), because(1, "Lantern", 0.4)]),
    "Because you liked Lantern",
  );
  assert.equal(text([because(1, "Lantern", 0.9), because(2, "Tent", 0.1)]), "Because you liked Lantern");
  assert.equal(
    text([{ kind: "popular", text: "Popular with other shoppers" }]),
    "Popular with other shoppers",
  );
});

Deno.test("pageNumbers() has first, last and present page in order, without a gap of one step marked", () => {
  assert.deepEqual(pageNumbers(1, 1), [1]);
  assert.deepEqual(pageNumbers(1, 11), [1, 2, 0, 11]);
  assert.deepEqual(pageNumbers(6, 11), [1, 2, 0, 5, 6, 7, 0, 11]);
  fc.assert(fc.property(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 1, max: 500 }), (a, b) => {
    const [page, pages] = [Math.min(a, b), Math.max(a, b)];
    const shown = pageNumbers(page, pages).filter((n) => n > 0);
    assert.deepEqual(shown, [...new Set(shown)].sort((x, y) => x - y));
    for (const n of [1, page, pages]) assert.ok(shown.includes(n));
  }));
});
