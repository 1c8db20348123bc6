import assert from "node:assert/strict";
import fc from "fast-check";
import { readDelimited } from "../../../services/import/delimited.ts";
import { longestRowBytes } from "../../../services/import/row.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

interface Read {
  readonly line: number;
  readonly values: readonly string[];
  readonly raw: string;
  readonly problem?: string;
}

/** Reads `text` cut into chunks of `size` bytes. */
async function read(text: string | Uint8Array, { delimiter = ",", size = 1 << 16 } = {}): Promise<Read[]> {
  const bytes = typeof text === "string" ? encoder.encode(text) : text;
  async function* cut() {
    for (let at = 0; at < bytes.length; at += size) yield await Promise.resolve(bytes.slice(at, at + size));
  }
  const records: Read[] = [];
  for await (const batch of readDelimited(cut(), delimiter)) {
    for (const { raw, ...rest } of batch) {
      records.push({ ...rest, raw: typeof raw === "string" ? raw : decoder.decode(raw) });
    }
  }
  return records;
}

const valuesOf = (records: readonly Read[]) => records.map(({ values }) => values);

for (const [name, ending] of [["LF", "\n"], ["CRLF", "\r\n"], ["CR", "\r"]] as const) {
  for (const bom of ["", "\ufeff"]) {
    Deno.test(`readDelimited() gives exact lines with ${name} endings${bom && " and a byte order mark"}, however cut`, async () => {
      const lines = [
        `${bom}id,näme`,
        "1,one",
        "",
        `"2","two${ending}lines"`,
        '3,12" tin',
        " , ",
        '"4","say ""four"""',
        "5,five",
      ];
      const expected = [
        [1, ["id", "näme"]],
        [2, ["1", "one"]],
        [4, ["2", `two${ending}lines`]],
        [6, ["3", '12" tin']],
        [8, ["4", 'say "four"']],
        [9, ["5", "five"]],
      ];
      for (const end of ["", ending]) {
        for (const size of [1, 2, 3, 7, 1000]) {
          const records = await read(lines.join(ending) + end, { size });
          assert.deepEqual(records.map(({ line, values }) => [line, values]), expected, `chunks of ${size}`);
          assert.equal(records[2]!.raw, `"2","two${ending}lines"`);
        }
      }
    });
  }
}

Deno.test("readDelimited() gives back what a writer that quotes has written", async () => {
  const value = fc.string({
    unit: fc.constantFrom("a", "é", "\u{1F600}", ",", '"', "\n", "\r\n", " ", ";"),
    maxLength: 6,
  });
  const table = fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 8 });
  const always = (text: string) => `"${text.replaceAll('"', '""')}"`;
  const ifNeeded = (text: string) => /[",\r\n]/.test(text) ? always(text) : text;
  await fc.assert(
    fc.asyncProperty(
      table,
      fc.constantFrom(always, ifNeeded),
      fc.integer({ min: 1, max: 9 }),
      async (rows, quote, size) => {
        const text = rows.map((row) => row.map(quote).join(",") + "\n").join("");
        const kept = rows.filter((row) => row.some((part) => part.trim() !== ""));
        assert.deepEqual(valuesOf(await read(text, { size })), kept);
      },
    ),
    { numRuns: 300 },
  );
});

Deno.test("readDelimited() reads the same with quotes as without", async () => {
  const text = "a\tb\n1\t2\r\n\n3\t4\n";
  const plain = await read(text, { delimiter: "\t" });
  const quoted = await read(text.replace("3", '"3"'), { delimiter: "\t" });
  assert.deepEqual(valuesOf(plain), [["a", "b"], ["1", "2"], ["3", "4"]]);
  assert.deepEqual(
    quoted.map(({ line, values }) => [line, values]),
    plain.map(({ line, values }) => [line, values]),
  );
});

Deno.test("readDelimited() loses only the line on which a quote opens and never closes", async () => {
  const good = Array.from({ length: 60_000 }, (_, i) => `${i},name of number ${i}`);
  const lines = ["id,name", ...good.slice(0, 10), '"99,open', ...good.slice(10)];
  assert.ok(lines.join("\n").length > longestRowBytes);
  const records = await read(lines.join("\n") + "\n");
  const bad = records.filter(({ problem }) => problem !== undefined);
  assert.deepEqual(bad.map(({ line, raw, problem }) => [line, raw, problem]), [
    [12, '"99,open', "has a quote that opens and never closes"],
  ]);
  assert.equal(records.length, lines.length);
  assert.equal(records.at(-1)!.line, lines.length);
});

Deno.test("readDelimited() loses only the last line when its quote never closes", async () => {
  for (const end of ["", "\n"]) {
    const records = await read(`id,name\n1,one\n"2,two${end}`);
    assert.deepEqual(valuesOf(records), [["id", "name"], ["1", "one"], []]);
    assert.deepEqual(records.map(({ line, problem }) => [line, problem]), [
      [1, undefined],
      [2, undefined],
      [3, "has a quote that opens and never closes"],
    ]);
  }
});

Deno.test("readDelimited() passes over a line that is longer than any row", async () => {
  for (const quote of ["", '"']) {
    const records = await read(`id,name\n1,${quote}${"x".repeat(3 * longestRowBytes)}${quote}\n2,two\n`);
    assert.deepEqual(records.map(({ line, values, problem }) => [line, values, problem]), [
      [1, ["id", "name"], undefined],
      [2, [], `is ${longestRowBytes} bytes long or longer`],
      [3, ["2", "two"], undefined],
    ]);
  }
});

Deno.test("readDelimited() gives nothing for an empty file", async () => {
  for (const text of ["", "\n", "\r\n\r\n", "\ufeff"]) {
    assert.deepEqual(await read(text), [], JSON.stringify(text));
  }
});
