import assert from "node:assert/strict";
import { openTestApp } from "../fixtures/app.ts";
import { findLocale } from "../../views/words/locale.ts";
import { createShopper } from "./shopper.ts";

/** Every plain text of an area, with the way to it. */
function* textsOf(value: unknown, path = ""): Generator<[path: string, text: string]> {
  if (typeof value === "string") yield [path, value];
  if (typeof value !== "object" || value === null) return;
  for (const [key, one] of Object.entries(value)) yield* textsOf(one, `${path}.${key}`);
}

Deno.test("the personal pages speak the language that was chosen, and mark the merchant's words as theirs", async () => {
  await using app = await openTestApp({ trained: true, products: 60 });
  const shopper = createShopper(app);
  await shopper.get("/product/4");
  await shopper.post("/like", { product: "7", to: "/" });
  await shopper.post("/not-interested", { product: "10", to: "/" });
  const english = findLocale("en").words.personal;
  const german = [...textsOf(findLocale("de").words.personal)].map(([, text]) => text).join("\n");
  const paths = ["/", "/?hidden=10", "/for-you", "/used", "/used/forget", "/recent", "/liked", "/product/13"];
  const read = async (path: string, tag: string) =>
    await (await shopper.get(path, { cookie: `${shopper.cookie}; aisle_language=${tag}` })).text();
  for (const path of paths) {
    const html = await read(path, "de");
    const visible = html.slice(html.indexOf("<main")).replace(/<[^>]+>/g, "\n");
    for (const [key, text] of textsOf(english)) {
      // Short words may be names, or stand in other areas.
      if (text.length < 12 || german.includes(text)) continue;
      assert.ok(!visible.includes(text), `${path} in German says ${key}: ${text}`);
    }
  }
  const home = await read("/", "de");
  assert.match(home, /Weil du dir <strong><span lang="en">Kettle number 7<\/span><\/strong>/);
  assert.match(home, /nachdem du <span lang="en">Kettle number 13<\/span> angesehen hast\./);
  assert.match(
    await read("/", "ar-XB"),
    /\u202eBecause you\u202c \u202eliked\u202c <strong><span lang="en">/,
  );
});
