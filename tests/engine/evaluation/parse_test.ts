import assert from "node:assert/strict";
import { createNames } from "../../../engine/evaluation/interactions.ts";
import { createNegativesParser } from "../../../engine/evaluation/negatives.ts";
import { createParser, type FileFormat, parseTime } from "../../../engine/evaluation/parse.ts";
import { InvalidInputError } from "../../../errors.ts";

function parse(lines: readonly string[], format: FileFormat = "lines", minValue?: number) {
  const users = createNames(), items = createNames();
  const parser = createParser({ source: '--train "a.txt"', format, users, items, minValue });
  for (const line of lines) parser.add(line);
  const rows = parser.finish();
  return {
    ...rows,
    pairs: Array.from(
      { length: rows.length },
      (_, e) => [users.idOf(rows.users[e]!), items.idOf(rows.items[e]!)],
    ),
  };
}

Deno.test("createParser() reads tabs, commas, double colons and blanks alike", () => {
  for (const delimiter of ["\t", ",", "::", " ", "   "]) {
    const { pairs, values, at } = parse([
      ["u1", "i1", "4.5", "978300760"].join(delimiter),
      "",
      ["u2", "i1", "3", "2001-01-01T00:00:00Z"].join(delimiter) + "\r",
    ]);
    assert.deepEqual(pairs, [["u1", "i1"], ["u2", "i1"]], JSON.stringify(delimiter));
    assert.deepEqual([...values!], [4.5, 3]);
    assert.deepEqual([...at!], [978300760000, Date.UTC(2001, 0, 1)]);
  }
});

Deno.test("createParser() keeps ids as opaque text", () => {
  assert.deepEqual(parse(["007,1e3", "7,1000", "a b,\u00e9"]).pairs, [["007", "1e3"], ["7", "1000"], [
    "a b",
    "\u00e9",
  ]]);
});

Deno.test("createParser() passes over a header and takes known titles at their word, wherever they stand", () => {
  const rows = parse(["\ufeffuserId,movieId,rating,timestamp", "1,31,2.5,1260759144"]);
  assert.deepEqual(rows.pairs, [["1", "31"]]);
  assert.deepEqual([...rows.values!], [2.5]);
  const moved = parse(["customer_id\tepoch_s\tstock_code\tquantity", "17850\t1291191960\t85123A\t6"]);
  assert.deepEqual(moved.pairs, [["17850", "85123A"]]);
  assert.deepEqual([...moved.values!], [6]);
  assert.deepEqual([...moved.at!], [1291191960000]);
  assert.equal(parse(["wer was wieviel", "1 2 3"]).length, 1);
  assert.equal(parse(["1 2"]).length, 1);
});

Deno.test("createParser() reads types, and fields in quotes in files with commas", () => {
  const { types, pairs, values } = parse(['1,"a, ""b""",2,100,purchase', "1,c,,200,view"]);
  assert.deepEqual(pairs, [["1", 'a, "b"'], ["1", "c"]]);
  assert.deepEqual([...types!], [3, 0]);
  // A row without a value counts 1.
  assert.deepEqual([...values!], [2, 1]);
});

Deno.test("createParser() reads adjacency lines, users without items too", () => {
  assert.deepEqual(parse(["0 5 7", "1", "2 5 "], "adjacency").pairs, [["0", "5"], ["0", "7"], ["2", "5"]]);
});

Deno.test("createParser() leaves out rows below --min-value", () => {
  assert.deepEqual(parse(["1 1 3", "1 2 4", "2 1 5"], "lines", 4).pairs, [["1", "2"], ["2", "1"]]);
});

Deno.test("createParser() names the file, the line and the value that is wrong", () => {
  const cases: [string[], string][] = [
    [["1 1 3", "1 2 x"], 'Cannot read --train "a.txt": line 2: value "x" is not a number'],
    [
      ["1 1 3 100", "1 2 3 soon"],
      'Cannot read --train "a.txt": line 2: timestamp "soon" is neither ISO 8601 nor an epoch',
    ],
    [
      ["1 1 3 100 view", "1 2 3 100 buy"],
      'Cannot read --train "a.txt": line 2: type "buy" is not one of view, like, cart, purchase',
    ],
    [["1 1 NaN", "1 2 3"], 'Cannot read --train "a.txt": line 1: value "NaN" is not a number'],
    [["1 1 1e39"], 'Cannot read --train "a.txt": line 1: value "1e39" is beyond 1000000000000'],
    [["1,2", ",2"], 'Cannot read --train "a.txt": line 2: ",2" has no user'],
    [["1,2", "3"], 'Cannot read --train "a.txt": line 2: "3" has no item'],
    [[""], 'Cannot read --train "a.txt": it holds no interactions'],
  ];
  for (const [lines, message] of cases) assert.throws(() => parse(lines), new InvalidInputError(message));
});

Deno.test("parseTime() takes seconds, milliseconds and ISO 8601, and nothing else", () => {
  assert.equal(parseTime("978300760"), 978300760000);
  assert.equal(parseTime("978300760000"), 978300760000);
  assert.equal(parseTime("2011-11-11"), Date.UTC(2011, 10, 11));
  assert.equal(parseTime("2011-11-11 10:00:00"), Date.UTC(2011, 10, 11, 10));
  assert.equal(parseTime("2011-11-11T10:00:00+02:00"), Date.UTC(2011, 10, 11, 8));
  for (const text of ["", "yesterday", "11/11/2011", "2011-13-01", "99999999999999999", "1e300"]) {
    assert.equal(parseTime(text), undefined, text);
  }
});

Deno.test("createNegativesParser() reads the form of NCF, without repeats and without the item itself", () => {
  const users = createNames(), items = createNames();
  const parser = createNegativesParser({ source: '--negatives "n"', users, items });
  parser.add("(0,25)\t1064\t174\t1064\t25");
  parser.add("(1,133)\t1072");
  const { ptr, candidates, users: listed, items: targets } = parser.finish();
  assert.deepEqual([...listed].map(users.idOf), ["0", "1"]);
  assert.deepEqual([...targets].map(items.idOf), ["25", "133"]);
  assert.deepEqual([...ptr], [0, 2, 3]);
  assert.deepEqual([...candidates].map(items.idOf), ["1064", "174", "1072"]);
  assert.throws(() => parser.add("0,25\t1"), /line 3: "0,25" is not of the form \(user,item\)/);
  assert.throws(() => parser.add("(0,26)\t1"), /line 4: user "0" has a list already/);
});
