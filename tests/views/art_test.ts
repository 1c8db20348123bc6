import fc from "fast-check";
import assert from "node:assert/strict";
import { listKinds } from "../../services/sample/kinds.ts";
import { makeProducts } from "../../services/sample/products.ts";
import { artPath, artVersion, chooseArt, chooseWalls } from "../../views/art/choose.ts";
import { colours } from "../../views/art/colours.ts";
import { kindOf, kinds } from "../../views/art/kinds.ts";
import { renderArt } from "../../views/art/render.ts";

const one = (name: string, id = 1) => ({ id, name, category: "Kitchen" });

/** What a noun of the sample shop is drawn as, where the words differ. */
const drawnAs: Readonly<Record<string, string>> = {
  "desk lamp": "desk-lamp",
  "table lamp": "table-lamp",
  "pencil cup": "pencil-cup",
  pot: "plant",
  "roll mat": "roll",
  throw: "blanket",
};

Deno.test('kindOf() takes the last matching noun before a comma or "with"', () => {
  assert.equal(kindOf("Speckled Stoneware Mug, Slate"), "mug");
  assert.equal(kindOf("Terracotta Pot with Aloe"), "plant");
  assert.equal(kindOf("Oak Board & Santoku Knife"), "board");
  assert.equal(kindOf("Merino Throw, Cream"), "blanket");
  assert.equal(kindOf("Arc Desk Lamp, Teal"), "desk-lamp");
  assert.equal(kindOf("Boots, Walnut"), "boot");
  assert.equal(kindOf("Zeppelin"), "parcel");
  assert.equal(kindOf("constructor toString"), "parcel");
});

Deno.test("every product of the sample shop is drawn as what it is", () => {
  const products = makeProducts(1200, { seed: 9, now: Date.UTC(2026, 0, 1), settledDays: 30 });
  const nouns = [...listKinds().map(({ noun }) => noun), ...Object.keys(drawnAs)];
  const wrong = products.filter(({ name }) => {
    const head = name.split(",")[0]!.toLowerCase();
    const noun = nouns.filter((known) => new RegExp(`\\b${known}\\b`).test(head))
      .sort((a, b) =>
        head.lastIndexOf(b) + b.length - head.lastIndexOf(a) - a.length || b.length - a.length
      )[0];
    return kindOf(name) !== (noun === undefined ? "parcel" : drawnAs[noun] ?? noun);
  });
  assert.deepEqual(wrong.map(({ name }) => `${name}: ${kindOf(name)}`), []);
});

Deno.test("chooseArt() takes the colours that a name tells, first as base, second as accent", () => {
  const art = chooseArt(one("Dipped Mug, Forest & Navy"));
  assert.equal(art.base, colours.forest);
  assert.equal(art.accent, colours.navy);
  assert.equal(art.finish, "dipped");
  assert.equal(chooseArt(one("Mug, Red")).base, colours.tomato);
});

Deno.test("renderArt() gives a small, self-contained picture without text from the name", () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom(...kinds), fc.integer({ min: 1 }), (text, kind, id) => {
      const product = one(`${text} ${kind.replace("-", " ")}`, id);
      const svg = renderArt(product);
      assert.equal(svg, renderArt({ ...product }));
      assert.ok(svg.length < 4500, `${svg.length} characters`);
      assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 400 400"/);
      assert.doesNotMatch(svg, /NaN|undefined|<script|<text|href/);
      assert.equal(svg.match(/<g[ >]/g)?.length ?? 0, svg.match(/<\/g>/g)?.length ?? 0);
      for (const [, clip] of svg.matchAll(/url\(#(\w+)\)/g)) {
        assert.ok(svg.includes(`<clipPath id="${clip}">`));
      }
    }),
  );
});

Deno.test("artPath() changes with the name and with nothing that the picture does not show", () => {
  const mug = one("Mug, Slate");
  assert.equal(artPath(mug), artPath({ ...mug }));
  assert.notEqual(artVersion(mug), artVersion(one("Mug, Sage")));
  assert.match(artPath(mug), /^\/art\/1\.svg\?v=[\w-]+$/);
});

Deno.test("chooseWalls() never repeats the wall before or above", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 1e9 }), { maxLength: 40 }),
      fc.integer({ min: 2, max: 6 }),
      (ids, columns) => {
        const walls = chooseWalls(ids.map((id) => one("Mug", id)), columns);
        walls.forEach((wall, i) => {
          if (i % columns > 0) assert.notEqual(wall, walls[i - 1]);
          if (i >= columns) assert.notEqual(wall, walls[i - columns]);
        });
      },
    ),
  );
});
