import fc from "fast-check";
import assert from "node:assert/strict";
import { readPrice, writePrice } from "../../routes/shop/prices.ts";
import { openTestApp } from "../fixtures/app.ts";

const english = { decimal: ".", digits: 2 }, german = { decimal: ",", digits: 2 };

Deno.test("readPrice() reads the marks of the language, and refuses what might be two prices", () => {
  const cases: readonly (readonly [text: string, english: number | undefined, german: number | undefined])[] =
    [
      ["20", 2_000, 2_000],
      ["1000000", 100_000_000, 100_000_000],
      ["1,000", 100_000, undefined],
      ["1.000", undefined, 100_000],
      ["1,000.50", 100_050, undefined],
      ["1.000,50", undefined, 100_050],
      ["1,234,567", 123_456_700, undefined],
      ["1.234.567,8", undefined, 123_456_780],
      ["1,5", 150, 150],
      ["1.5", 150, 150],
      ["24.99", 2_499, 2_499],
      ["24,99", 2_499, 2_499],
      ["9.9900", 999, 999],
      ["0,500", undefined, undefined],
      ["0.500", undefined, undefined],
      ["1000,000", undefined, undefined],
      ["1,00,000", undefined, undefined],
      ["1,000,50", undefined, undefined],
      ["", undefined, undefined],
      ["-1", undefined, undefined],
      ["1e3", undefined, undefined],
      ["1.", undefined, undefined],
    ];
  for (const [text, inEnglish, inGerman] of cases) {
    assert.deepEqual([readPrice(text, english), readPrice(text, german)], [inEnglish, inGerman], text);
  }
});

Deno.test("what writePrice() writes reads as the same price in every language", () => {
  const styles = [".", ","].flatMap((decimal) => [0, 2, 3].map((digits) => ({ decimal, digits })));
  fc.assert(fc.property(fc.nat(99_999_999), fc.constantFrom(...styles), (minor, style) => {
    const text = writePrice(minor, style);
    for (const decimal of [".", ","]) assert.equal(readPrice(text, { ...style, decimal }), minor, text);
  }));
});

Deno.test("chip and field show which price was understood, in either language", async () => {
  await using app = await openTestApp();
  const read = async (price: string, language: string) => {
    const headers = { cookie: `aisle_language=${language}` };
    const answer = await app.fetch(`/category/Kitchen?max_price=${encodeURIComponent(price)}`, { headers });
    const html = await answer.text();
    return {
      status: answer.status,
      chip: html.match(/class="chip" href="[^"]*">([^<]*?)\s*</)?.[1],
      field: html.match(/name="max_price" value="([^"]*)"/)?.[1],
      message: html.match(/id="max_price-error">([^<]*)</)?.[1],
    };
  };
  const message = undefined;
  assert.deepEqual(await read("1,000", "en"), { status: 200, chip: "Up to $1,000", field: "1000", message });
  assert.deepEqual(await read("1,5", "en"), { status: 200, chip: "Up to $1.50", field: "1.50", message });
  assert.deepEqual(await read("1.000,50", "de"), {
    status: 200,
    chip: "Bis 1.000,50\u00a0$",
    field: "1000,50",
    message,
  });
  assert.deepEqual(await read("1.000", "en"), {
    status: 400,
    chip: undefined,
    field: "1.000",
    message: "Write a number such as 20, not “1.000”.",
  });
});
