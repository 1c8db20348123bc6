import fc from "fast-check";
import assert from "node:assert/strict";
import { shorten } from "../../views/shorten.ts";

Deno.test("shorten() cuts behind a word, without the mark that stood there, and says that it did", () => {
  assert.equal(shorten("Holds 0.9 litres.\n Works on gas.", 40), "Holds 0.9 litres. Works on gas.");
  assert.equal(shorten("A narrow spout, for slow pouring", 17), "A narrow spout…");
  assert.equal(shorten("x".repeat(20), 10), `${"x".repeat(9)}…`);
  assert.equal(shorten("   ", 10), "");
});

Deno.test("shorten() gives at most so many characters on one line, and no half of one", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 80 }),
      fc.integer({ min: 4, max: 40 }),
      (text, most) => {
        const short = shorten(text, most);
        assert.ok(short.length <= most, short);
        assert.doesNotMatch(short, /[\r\n\t]/);
        assert.ok(!text.isWellFormed() || short.isWellFormed());
      },
    ),
  );
});
