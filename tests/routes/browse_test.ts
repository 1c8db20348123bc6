import fc from "fast-check";
import assert from "node:assert/strict";
import { addProducts } from "../../db/products.ts";
import { openTestApp, type TestApp } from "../fixtures/app.ts";

const kinds = ["Kettle", "Mug", "Bowl"];

/** 150 products of three kinds in "Shelf" and "Table", a third of them sold out, named like a merchant would. */
async function openShop(): Promise<TestApp> {
  const app = await openTestApp({ products: 3 });
  await addProducts(
    app.writer,
    Array.from({ length: 150 }, (_, i) => ({
      externalId: null,
      name: `${["Tall", "Old", "Plain"][i % 3]} ${kinds[Math.floor(i / 3) % 3]} ${i} ml, Blue`,
      description: "A vessel",
      category: i % 5 === 0 ? "Table" : "Shelf",
      price: 100 * (1 + i * 7 % 120),
      stock: i % 3 === 2 ? 0 : 4,
      imageUrl: null,
      createdAt: 1_700_000_000_000 + i,
    })),
  );
  await app.services.catalogue.refresh();
  return app;
}

const read = async (app: TestApp, path: string, headers: Record<string, string> = {}) =>
  await (await app.fetch(path.replaceAll("&amp;", "&"), { headers })).text();
const idsOf = (html: string) =>
  [...html.matchAll(/<li class="card" data-product="(\d+)"/g)].map((m) => Number(m[1]));
const totalOf = (html: string) => Number(html.match(/class="page-count">(?:The best )?(\d+)/)![1]);
const chipsOf = (html: string) => [
  ...html.matchAll(/<a class="chip" href="([^"]+)">(?:<span[^>]*>)?([^<]+)/g),
];
const choiceCounts = (html: string, name: string) =>
  [...html.matchAll(
    new RegExp(
      `name="${name}" value="([^"]+)"[^>]*/?><span[^>]*>[^<]*</span><span class="facet-count">(\\d+)<`,
      "g",
    ),
  )].map(([, value, count]) => [value!, Number(count)] as const);

Deno.test("whatever is filtered, each kind's count is what the page of that kind alone shows", async () => {
  await using app = await openShop();
  const query = fc.record({
    kind: fc.subarray(["kettle", "mug", "bowl", "unknown"]),
    in_stock: fc.constantFrom("true", "", "maybe"),
    min_price: fc.constantFrom("", "10", "55.5"),
    max_price: fc.constantFrom("", "60", "99,99"),
    sort: fc.constantFrom("popular", "price", "nonsense"),
  });
  await fc.assert(
    fc.asyncProperty(query, async ({ kind, ...rest }) => {
      const address = (some: readonly string[]) =>
        `/category/Shelf?${new URLSearchParams([
          ...Object.entries(rest),
          ...some.map((one) => ["kind", one]),
        ])}`;
      for (const [value, count] of choiceCounts(await read(app, address(kind)), "kind")) {
        assert.equal(totalOf(await read(app, address([value]))), count, `${address(kind)} ${value}`);
      }
    }),
    { numRuns: 40 },
  );
});

Deno.test("several kinds are either, several facets are all of them, and each chip takes one off", async () => {
  await using app = await openShop();
  const html = await read(
    app,
    "/category/Shelf?kind=mug&kind=kettle&in_stock=true&max_price=24.99&min_price=",
  );
  const names = [...html.matchAll(/class="card-name"><a[^>]*>([^<]+)</g)].map((m) => m[1]!);
  assert.ok(names.length > 3);
  for (const name of names) assert.match(name, /^(Tall|Old) (Mug|Kettle)/);
  const chips = chipsOf(html);
  assert.deepEqual(chips.map((chip) => chip[2]!.trim()), ["Mug", "Kettle", "Under $25", "In stock"]);
  for (const [i, [, href, text]] of chips.entries()) {
    const others = chips.filter((_, j) => j !== i).map((chip) => chip[2]);
    const fewer = await read(app, href!);
    assert.deepEqual(chipsOf(fewer).map((chip) => chip[2]), others, text!);
    // One of two kinds leaves the other's; any other facet lets more pass.
    assert.ok(i < 2 ? totalOf(fewer) < names.length : totalOf(fewer) > names.length, text!);
  }
  const clear = html.match(/<a class="clear" href="([^"]+)"/)![1]!;
  assert.equal(clear, "/category/Shelf");
  assert.match(html, /value="mug" checked/);
  assert.match(html, /Filters, 4 on/);
});

Deno.test("filters that leave nothing say so and offer to drop them", async () => {
  await using app = await openShop();
  for (const path of ["/category/Shelf?kind=mug&min_price=900", "/search?q=mug&min_price=900&kind=mug"]) {
    const html = await read(app, path);
    assert.match(html, /Nothing fits these filters/);
    const drop = html.match(/<a class="button" href="([^"]+)">Clear all filters</)![1]!;
    assert.ok(idsOf(await read(app, drop)).length > 0, drop);
  }
});

Deno.test("search has the same filters, and sorts, over everything that it found", async () => {
  await using app = await openShop();
  const html = await read(app, "/search?q=mug&category=Table&category=Shelf&sort=price");
  const mugs = app.services.catalogue.products.filter(({ name }) => /Mug/.test(name));
  const countOf = (category: string) => mugs.filter((mug) => mug.category === category).length;
  assert.deepEqual(choiceCounts(html, "category"), [["Shelf", countOf("Shelf")], [
    "Table",
    countOf("Table"),
  ]]);
  const prices = idsOf(html).map((id) => app.services.catalogue.find(id)!.price);
  assert.deepEqual(prices, prices.toSorted((a, b) => a - b));
  const table = await read(app, "/search?q=mug&category=Table&sort=newest");
  assert.equal(totalOf(table), countOf("Table"));
  const made = idsOf(table).map((id) => app.services.catalogue.find(id)!);
  for (const { category } of made) assert.equal(category, "Table");
  assert.deepEqual(made, made.toSorted((a, b) => b.createdAt - a.createdAt));
});

Deno.test("htmx gets the next page's cards alone; the address that it leaves shows all pages, as they were", async () => {
  await using app = await openShop();
  for (const path of ["/category/Shelf", "/search?q=vessel"]) {
    const at = (more: string) => `${path}${path.includes("?") ? "&" : "?"}${more}`;
    const first = await read(app, path);
    const more = first.match(/id="more"[^>]*href="([^"]+)"[^>]*hx-get="([^"]+)"/)!;
    assert.equal(more[1]!.replaceAll("&amp;", "&"), at("page=2"));
    const fragment = await read(app, more[2]!, { "hx-request": "true" });
    assert.doesNotMatch(fragment, /<html|id="filters"/);
    assert.deepEqual(idsOf(fragment), idsOf(await read(app, more[1]!)));
    assert.match(
      fragment,
      /<hx-partial hx-target="#shown" hx-swap="innerHTML">48 of \d+ products shown<\/hx-partial>/,
    );
    assert.match(fragment, /<hx-partial hx-target="#pages" hx-swap="outerHTML"><div id="pages"/);
    const both = await read(app, more[2]!);
    assert.deepEqual(idsOf(both), [...idsOf(first), ...idsOf(fragment)]);
    const wallsOf = (html: string) => [...html.matchAll(/class="tile (wall-\w+)"/g)].map((m) => m[1]);
    assert.deepEqual(wallsOf(both), [...wallsOf(first), ...wallsOf(fragment)]);
  }
});

Deno.test("at most five pages stand on one, and any page and from there is a page", async () => {
  await using app = await openShop();
  const shown = async (query: string) => idsOf(await read(app, `/category/Shelf?sort=price&${query}`));
  const pages = await Promise.all([1, 2, 3, 4, 5].map((page) => shown(`page=${page}`)));
  assert.deepEqual(await shown("page=5&from=1"), pages.flat());
  assert.deepEqual(await shown("page=99&from=4"), [...pages[3]!, ...pages[4]!]);
  for (const query of ["page=2&from=9", "page=2&from=0", "page=2&from=x", "page=2&from=-1"]) {
    assert.deepEqual(await shown(query), pages[1], query);
  }
  assert.match(await read(app, "/category/Shelf?page=3&from=2"), /25 to 72 of 120 products shown/);
  assert.match(
    await read(app, "/category/Shelf?page=2"),
    /<link rel="canonical" href="[^"]*\/category\/Shelf\?page=2"/,
  );
  assert.match(
    await read(app, "/category/Shelf?page=2&kind=mug"),
    /<link rel="canonical" href="[^"]*\/category\/Shelf"/,
  );
});

Deno.test("hostile, long and many parameters make a page", async () => {
  await using app = await openShop();
  const hostile = [
    "<script>alert(1)</script>",
    "'\"",
    "\0",
    "x".repeat(3000),
    "__proto__",
    "constructor",
    "%F0%9F",
  ];
  for (const path of ["/category/Shelf?", "/search?q=mug&"]) {
    for (const name of ["kind", "category", "sort", "page", "from", "in_stock", "min_price"]) {
      for (const value of hostile) {
        const answer = await app.fetch(`${path}${name}=${encodeURIComponent(value)}`);
        assert.equal(
          answer.status,
          name === "min_price" && value !== "\0" ? 400 : answer.status,
          `${name} ${value}`,
        );
        assert.ok(answer.status < 500, `${name} ${value}`);
        assert.doesNotMatch(await answer.text(), /<script>alert/);
      }
    }
    const many = await app.fetch(
      path + Array.from({ length: 400 }, (_, i) => `kind=${i}&category=${i}`).join("&"),
    );
    assert.equal(many.status, 200);
    assert.ok((await many.text()).length < 100_000);
  }
});

Deno.test("a wrong price is told in the title, above the products and at its field, which has the keyboard", async () => {
  await using app = await openShop();
  for (const path of ["/category/Shelf", "/search?q=mug"]) {
    const answer = await app.fetch(`${path}${path.includes("?") ? "&" : "?"}min_price=100&max_price=10`);
    assert.equal(answer.status, 400);
    const html = await answer.text();
    assert.match(html, /<title>Error: /);
    assert.match(html, /role="alert"><a href="#max_price">To<\/a>: Must not be below /);
    assert.match(html, /<input id="max_price"[^>]* autofocus/);
    assert.equal(html.match(/ autofocus/g)?.length, 1);
  }
  assert.doesNotMatch(await read(app, "/category/Shelf?max_price=10"), /role="alert"><a|Error:| autofocus/);
});

Deno.test("category and search speak German where asked to, with prices as German writes them", async () => {
  await using app = await openShop();
  const headers = { cookie: "aisle_language=de" };
  const html = await read(app, "/category/Shelf?kind=mug&max_price=24.99", headers);
  assert.match(html, /Unter 25\s\$/);
  assert.match(html, /value="24,99"/);
  assert.match(html, /<h1 lang="en">Shelf<\/h1>/);
  assert.match(html, /<meta name="description" content="Shelf: \d+ Produkte, filterbar nach Art/);
  assert.match(
    await read(app, "/category/Shelf?min_price=x", headers),
    /Schreib eine Zahl wie 20, nicht „x“\./,
  );
  assert.match(await read(app, "/category/Shelf", headers), />24 weitere anzeigen</);
  assert.match(
    await read(app, "/search?q=zeppelin", headers),
    /Nichts gefunden[\s\S]*Oder sieh dich hier um/,
  );
});

Deno.test("search says when nothing has all of the words, and where to look when nothing has any", async () => {
  await using app = await openShop();
  assert.match(await read(app, "/search?q=mug+zeppelin"), /No product has all the words of “mug zeppelin”/);
  assert.doesNotMatch(await read(app, "/search?q=tall+mugs"), /No product has/);
  const none = await read(app, "/search?q=qqqq");
  assert.match(none, /Nothing found/);
  assert.match(none, /id="popular"/);
  assert.match(none, /<nav class="look-in"[\s\S]*href="\/category\/Shelf"/);
});

Deno.test("category and search tell caches that htmx gets something else at their address", async () => {
  await using app = await openShop();
  for (const path of ["/category/Shelf", "/search?q=vessel", "/search?q=qqqq"]) {
    const vary = async (headers: Record<string, string>) =>
      (await app.fetch(path, { headers })).headers.get("vary")!;
    assert.match(await vary({}), /^Cookie, Accept-Language, HX-Request\b/, path);
    assert.match(await vary({ "hx-request": "true" }), /\bHX-Request\b/, path);
  }
});
