import assert from "node:assert/strict";
import fc from "fast-check";
import {
  parseImageUrl,
  parsePrice,
  parseRating,
  parseRequired,
  parseStock,
  parseText,
  parseTime,
  parseType,
  RejectedRow,
} from "../../../services/import/values.ts";

const rejects = (parse: () => unknown, message?: string) =>
  assert.throws(parse, message === undefined ? RejectedRow : { name: "RejectedRow", message });

Deno.test("parsePrice() turns any amount of whole cents into exactly these cents", () => {
  fc.assert(fc.property(fc.integer({ min: 0, max: 10 ** 12 }), (cents) => {
    const text = `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, "0")}`;
    assert.equal(parsePrice("price", text, 2), cents);
  }));
});

Deno.test("parsePrice() rounds what the currency cannot express half up, by the digits and not by the float", () => {
  const cases: [string, number, number][] = [
    ["1.005", 2, 101],
    ["1.004999999999999999", 2, 100],
    ["2.2800000000000002", 2, 228],
    ["0.305", 2, 31],
    ["0.7849999999999999", 2, 78],
    ["0.995", 2, 100],
    ["19.99", 2, 1999],
    ["19.9", 2, 1990],
    ["19", 2, 1900],
    ["19.", 2, 1900],
    [".5", 2, 50],
    ["007.10", 2, 710],
    ["0", 2, 0],
    ["499.5", 0, 500],
    ["1.2345", 3, 1235],
    ["999999999999.99", 2, 99_999_999_999_999],
  ];
  for (const [text, decimals, minor] of cases) assert.equal(parsePrice("price", text, decimals), minor, text);
});

Deno.test("parsePrice() refuses what is not a plain decimal", () => {
  for (
    const text of [
      "",
      ".",
      "-1",
      "+1",
      "1e3",
      "0x10",
      "1,99",
      "1.234,50",
      "£1",
      "1 000",
      "NaN",
      "1.2.3",
      "9".repeat(14),
    ]
  ) {
    rejects(() => parsePrice("price", text, 2));
  }
  rejects(() => parsePrice("price", "£1", 2), 'price "£1" is not a plain decimal number, 0 or above');
});

Deno.test("parseTime() reads ISO 8601, epoch seconds and epoch milliseconds as the same moment", () => {
  const at = Date.UTC(2011, 11, 9, 12, 50, 0);
  for (
    const text of [
      "2011-12-09T12:50:00Z",
      "2011-12-09T12:50:00.000Z",
      "2011-12-09 12:50:00",
      "2011-12-09T12:50",
      "2011-12-09T14:50:00+02:00",
      "2011-12-09T14:50:00+0200",
      "2011-12-09T07:20:00-05:30",
      "20111209T125000Z",
      String(at / 1000),
      String(at),
      `${at / 1000}.0`,
    ]
  ) assert.equal(parseTime("timestamp", text), at, text);
  assert.equal(parseTime("timestamp", "2011-12-09"), Date.UTC(2011, 11, 9));
  assert.equal(parseTime("timestamp", "20111209"), Date.UTC(2011, 11, 9));
  assert.equal(parseTime("timestamp", "2011-12-09T12:50:00.289Z"), at + 289);
  assert.equal(parseTime("timestamp", "1323435000.5"), at + 500);
});

Deno.test("parseTime() gives back every moment that is written as ISO 8601", () => {
  fc.assert(
    fc.property(
      fc.date({ min: new Date(0), max: new Date(Date.UTC(9999, 0)), noInvalidDate: true }),
      (date) => {
        assert.equal(parseTime("timestamp", date.toISOString()), date.getTime());
      },
    ),
  );
});

Deno.test("parseTime() refuses dates that do not exist and forms that could mean two", () => {
  for (
    const text of [
      "",
      "yesterday",
      "2011-02-30",
      "2011-13-01",
      "2011-12-09T24:00:00Z",
      "2011-12-09T12:60:00Z",
      "09/12/2011",
      "12-09-2011",
      "-1",
      "1e9",
      "1969-12-31",
      "99999999999999999",
      "Infinity",
    ]
  ) rejects(() => parseTime("timestamp", text));
});

Deno.test("parseRating() takes 0.5 to 5, and nothing for nothing", () => {
  for (const [text, rating] of [["", null], ["0.5", 0.5], ["5", 5], ["4.0", 4], ["3.75", 3.75]] as const) {
    assert.equal(parseRating("rating", text), rating);
  }
  for (const text of ["0", "0.4", "5.1", "10", "-1", "good", "NaN", "4/5"]) {
    rejects(() => parseRating("rating", text));
  }
});

Deno.test("parseText() refuses what the database would not give back as it was", () => {
  const max = 10;
  assert.equal(parseText("name", "Käse \u{1F9C0}", { max }), "Käse \u{1F9C0}");
  rejects(() => parseText("name", "a\0b", { max }), 'name "a\\u0000b" contains a NUL character');
  rejects(() => parseText("name", "a\ud800", { max }));
  rejects(() => parseText("name", "caf\ufffd", { max }), 'name "caf\ufffd" is not valid UTF-8');
  rejects(() => parseText("name", "x".repeat(11), { max }), "name has 11 characters, at most 10 are allowed");
  rejects(() => parseRequired("id", "", { max }), "id is empty");
});

Deno.test("parseType(), parseStock() and parseImageUrl() take their values and nothing near them", () => {
  assert.equal(parseType("interaction_type", "cart"), "cart");
  rejects(
    () => parseType("interaction_type", "buy"),
    'interaction_type "buy" is not one of view, like, cart, purchase',
  );
  for (const text of ["", "View", "cart "]) rejects(() => parseType("interaction_type", text));
  assert.equal(parseStock("stock", "0"), 0);
  for (const text of ["", "-1", "1.5", "1e3", "many"]) rejects(() => parseStock("stock", text));
  for (const url of ["https://cdn.example/a.jpg", "http://localhost:1/x", "/images/a.png"]) {
    assert.equal(parseImageUrl("image_url", url), url);
  }
  assert.equal(parseImageUrl("image_url", ""), null);
  for (
    const url of [
      "javascript:alert(1)",
      "data:image/png;base64,AA",
      "//cdn.example/a",
      "a.png",
      "https://",
      "/a b",
    ]
  ) {
    rejects(() => parseImageUrl("image_url", url));
  }
});
