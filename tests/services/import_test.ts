import assert from "node:assert/strict";
import { gzipSync } from "node:zlib";
import { type Database, openDatabase } from "../../db/open.ts";
import { openWriter, type Writer } from "../../db/writer.ts";
import { InvalidInputError } from "../../errors.ts";
import {
  type FileOptions,
  importFiles,
  type ImportOptions,
  type ImportProgress,
  type ImportSummary,
  openFiles,
  parseColumnPairs,
} from "../../services/import.ts";

const now = Date.UTC(2026, 0, 15);
const at = Date.UTC(2025, 11, 24, 18);

const catalogue = `id,name,description,category,price,image_url,created_at
A1,Copper kettle,Boils water,Kitchen,49.90,/img/kettle.png,2025-01-02
B2,"Grinder, ""small""",,Kitchen,19.995,,
C3,Wool rug,,,120,,
`;
const events = `user_id,product_id,interaction_type,timestamp,rating,session_id,event_id
u1,A1,purchase,2025-12-24T18:00:00Z,4.5,s1,e1
u1,B2,view,1766599200,,s1,
u2,A1,cart,1766599200000,,,
`;

interface Shop {
  readonly db: Database;
  readonly writer: Writer;
  readonly folder: string;
  write(name: string, content: string | Uint8Array): string;
  run(options: RunOptions): Promise<ImportSummary>;
  rows(sql: string): Promise<unknown[][]>;
}

type RunOptions = Partial<Omit<FileOptions, "pairs"> & Omit<ImportOptions, "files">> & {
  readonly map?: string;
};

async function withShop(use: (shop: Shop) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-import-" });
  const db = await openDatabase({ url: `file:${folder}/aisle.db` });
  const writer = openWriter(db);
  try {
    await use({
      db,
      writer,
      folder,
      write(name, content) {
        const path = `${folder}/${name}`;
        if (typeof content === "string") Deno.writeTextFileSync(path, content);
        else Deno.writeFileSync(path, content);
        return path;
      },
      async run({ map, ...options }) {
        const files = await openFiles({
          folder,
          ...options,
          ...(map ? { pairs: parseColumnPairs(map) } : {}),
        });
        return await importFiles({ db, writer }, { files, currency: "USD", now, ...options });
      },
      async rows(sql) {
        const result = await db.client.execute(sql);
        return result.rows.map((row) => result.columns.map((_, i) => row[i]));
      },
    });
  } finally {
    await writer.close();
    db.close();
    await Deno.remove(folder, { recursive: true });
  }
}

function test(name: string, use: (shop: Shop) => Promise<void>): void {
  Deno.test(name, () => withShop(use));
}

const acts = `SELECT u.external_id, p.external_id, interaction_type, at, rating, session_id
  FROM interactions i JOIN users u ON u.id = user_id JOIN products p ON p.id = product_id ORDER BY i.id`;
const goods =
  `SELECT external_id, name, description, category, price, stock, image_url, created_at FROM products ORDER BY id`;

const expectedActs = [
  ["u1", "A1", "purchase", at, 4.5, "s1"],
  ["u1", "B2", "view", at, null, "s1"],
  ["u2", "A1", "cart", at, null, null],
];

test("importFiles() loads products and interactions as they are written", async ({ write, run, rows }) => {
  const summary = await run({ products: write("p.csv", catalogue), interactions: write("i.csv", events) });
  assert.deepEqual(await rows(goods), [
    ["A1", "Copper kettle", "Boils water", "Kitchen", 4990, 100, "/img/kettle.png", Date.UTC(2025, 0, 2)],
    ["B2", 'Grinder, "small"', "", "Kitchen", 2000, 100, null, now],
    ["C3", "Wool rug", "", "Other", 12000, 100, null, now],
  ]);
  assert.deepEqual(await rows(acts), expectedActs);
  const { path: _, ...products } = summary.products!;
  assert.deepEqual(products, { read: 3, added: 3, updated: 0, alreadyThere: 0, rejected: 0 });
  const { path: __, ...interactions } = summary.interactions!;
  assert.deepEqual(interactions, {
    read: 3,
    added: 3,
    updated: 0,
    alreadyThere: 0,
    rejected: 0,
    usersAdded: 2,
    shift: 0,
  });
});

const toTsv = (text: string) => text.replaceAll('"Grinder, ""small"""', "Grinder").replaceAll(",", "\t");
const toJsonLines = (text: string) => {
  const [header, ...lines] = text.trim().split("\n").map((line) => line.split(","));
  return lines.map((values) =>
    JSON.stringify(Object.fromEntries(
      header!.map((
        name,
        i,
      ) => [name, /^\d+$/.test(values[i]!) ? Number(values[i]) : values[i] === "" ? null : values[i]]),
    ))
  ).join("\n");
};
const formats: [string, (text: string) => string | Uint8Array][] = [
  [".csv", (text) => text],
  [".csv", (text) => `\ufeff${text.replaceAll("\n", "\r\n")}`],
  [".tsv", toTsv],
  [".jsonl", toJsonLines],
  [".csv.gz", (text) => gzipSync(text)],
  [".tsv.gz", (text) => gzipSync(toTsv(text))],
  [".jsonl.gz", (text) => gzipSync(toJsonLines(text))],
  // Several members in one file, as pigz and `cat a.gz b.gz` make them.
  [".csv.gz", (text) => new Uint8Array([...gzipSync(text.slice(0, 60)), ...gzipSync(text.slice(60))])],
];

formats.forEach(([extension, encode], i) => {
  test(`importFiles() reads the same acts from ${extension} (${i + 1})`, async ({ write, run, rows }) => {
    const products = write(`p${extension}`, encode(catalogue.replace('"Grinder, ""small"""', "Grinder")));
    const summary = await run({ products, interactions: write(`i${extension}`, encode(events)) });
    assert.deepEqual(await rows(acts), expectedActs);
    assert.equal(summary.products!.rejected, 0);
    assert.deepEqual((await rows("SELECT price FROM products ORDER BY id")).flat(), [4990, 2000, 12000]);
  });
});

test("importFiles() changes nothing the second time, in whatever format the rows come", async ({ write, run, rows }) => {
  const products = write("p.csv", catalogue);
  await run({ products, interactions: write("i.csv", events) });
  const before = [
    await rows("SELECT * FROM interactions"),
    await rows("SELECT * FROM products"),
    await rows("SELECT * FROM users"),
    await rows("SELECT * FROM catalogue_stamp"),
  ];
  for (const [extension, encode] of formats) {
    const summary = await run({
      products,
      interactions: write(`again${extension}`, encode(events)),
      now: now + 86_400_000,
    });
    assert.deepEqual(
      [summary.interactions!.added, summary.interactions!.alreadyThere, summary.products!.alreadyThere],
      [0, 3, 3],
      extension,
    );
  }
  assert.deepEqual(
    [
      await rows("SELECT * FROM interactions"),
      await rows("SELECT * FROM products"),
      await rows("SELECT * FROM users"),
      await rows("SELECT * FROM catalogue_stamp"),
    ],
    before,
  );
});

test("importFiles() keeps true duplicates and adds none of them again", async ({ write, run, rows }) => {
  const row = "u1,A1,purchase,2025-12-24,,,\n";
  const header = events.split("\n")[0] + "\n";
  const products = write("p.csv", catalogue);
  await run({ products, interactions: write("i.csv", header + row + row + row) });
  assert.equal((await rows(acts)).length, 3);
  // The file has grown by one more of the same.
  const grown = await run({ interactions: write("i.csv", header + row + row + row + row) });
  assert.deepEqual([grown.interactions!.added, grown.interactions!.alreadyThere], [1, 3]);
  assert.equal((await rows(acts)).length, 4);
});

test("importFiles() takes the same row under another type for another act", async ({ write, run, rows }) => {
  await run({ products: write("p.csv", catalogue) });
  const interactions = write("i.csv", "user_id,product_id,timestamp\nu1,A1,2025-12-24\n");
  for (const type of ["view", "cart", "view"] as const) await run({ interactions, type });
  assert.deepEqual((await rows("SELECT interaction_type FROM interactions ORDER BY id")).flat(), [
    "view",
    "cart",
  ]);
});

test("importFiles() takes an event id for the act itself, whatever else the row says", async ({ write, run, rows }) => {
  await run({ products: write("p.csv", catalogue), interactions: write("i.csv", events) });
  const summary = await run({ interactions: write("j.csv", events.replace("4.5,s1,e1", "1,s9,e1")) });
  assert.equal(summary.interactions!.added, 0);
  assert.deepEqual(await rows(acts), expectedActs);
});

test("importFiles() moves the newest act to now with rebaseTime, and knows the rows again", async ({ write, run, rows }) => {
  const products = write("p.csv", catalogue);
  const interactions = write("i.csv", events.replace("2025-12-24T18:00:00Z", "2025-12-14T18:00:00Z"));
  const summary = await run({ products, interactions, rebaseTime: true });
  assert.equal(summary.interactions!.shift, now - at);
  assert.deepEqual((await rows("SELECT at FROM interactions ORDER BY id")).flat(), [
    now - 10 * 86_400_000,
    now,
    now,
  ]);
  const again = await run({ products, interactions, rebaseTime: true, now: now + 3_600_000 });
  assert.equal(again.interactions!.added, 0);
  assert.deepEqual((await rows("SELECT max(at) FROM interactions")).flat(), [now]);
});

test("importFiles() leaves rejected rows out of the newest time", async ({ write, run, rows }) => {
  const bad = "u1,gone,view,2099-01-01,,,\nu1,A1,view,2099-01-01,9,,\n";
  await run({
    products: write("p.csv", catalogue),
    interactions: write("i.csv", events + bad),
    rebaseTime: true,
  });
  assert.deepEqual((await rows("SELECT max(at) FROM interactions")).flat(), [now]);
});

test("importFiles() writes nothing in a dry run, and counts what it would do", async ({ write, run, rows }) => {
  const files = {
    products: write("p.csv", catalogue),
    interactions: write("i.csv", `${events}u1,A1,view,2025-12-24,,,e1\n`),
  };
  const dry = await run({ ...files, dryRun: true });
  assert.deepEqual(await rows("SELECT count(*) FROM users, products, interactions"), [[0]]);
  const real = await run(files);
  for (const key of ["read", "added", "alreadyThere", "rejected"] as const) {
    assert.equal(dry.interactions![key], real.interactions![key], key);
    assert.equal(dry.products![key], real.products![key], key);
  }
  const after = await run({ ...files, dryRun: true });
  assert.deepEqual([after.interactions!.added, after.products!.added], [0, 0]);
});

test("importFiles() updates a product in the columns that the file has, and keeps the others", async ({ write, run, rows }) => {
  await run({ products: write("p.csv", catalogue) });
  const stamp = await rows("SELECT value FROM catalogue_stamp");
  const summary = await run({
    products: write(
      "q.csv",
      'id,name,price,stock\nA1,Copper kettle 2,44.90,7\nB2,"Grinder, ""small""",20,\nD4,Bowl,5,\n',
    ),
    now: now + 1,
  });
  const { added, updated, alreadyThere } = summary.products!;
  assert.deepEqual({ added, updated, alreadyThere }, { added: 1, updated: 1, alreadyThere: 1 });
  assert.deepEqual((await rows(goods))[0], [
    "A1",
    "Copper kettle 2",
    "Boils water",
    "Kitchen",
    4490,
    7,
    "/img/kettle.png",
    Date.UTC(2025, 0, 2),
  ]);
  assert.deepEqual((await rows("SELECT updated_at FROM products ORDER BY id")).flat(), [
    now + 1,
    now,
    now,
    now + 1,
  ]);
  assert.notDeepEqual(await rows("SELECT value FROM catalogue_stamp"), stamp);
});

test("importFiles() keeps the ids of products when it updates them", async ({ write, run, rows }) => {
  await run({ products: write("p.csv", catalogue), interactions: write("i.csv", events) });
  const ids = await rows("SELECT id, external_id FROM products ORDER BY id");
  await run({ products: write("p.csv", catalogue.replaceAll("Kitchen", "Cooking")) });
  assert.deepEqual(await rows("SELECT id, external_id FROM products ORDER BY id"), ids);
  assert.deepEqual(await rows(acts), expectedActs);
});

test("importFiles() lists bad rows with line, reason and content, and loads the rest", async (shop) => {
  const { write, run, rows, folder } = shop;
  const bad = [
    ["u1,gone,view,2025-12-24,,,", 'product_id "gone" is not in the catalogue'],
    [",A1,view,2025-12-24,,,", "user_id is empty"],
    ["u1,A1,buy,2025-12-24,,,", 'interaction_type "buy" is not one of view, like, cart, purchase'],
    ["u1,A1,view,soon,,,", 'timestamp "soon" is not a time: ISO 8601, epoch seconds or epoch milliseconds'],
    ["u1,A1,view,2026-01-15T00:06:00Z,,,", 'timestamp "2026-01-15T00:06:00Z" is in the future'],
    ["u1,A1,view,2025-12-24,6,,", 'rating "6" is not a number from 0.5 to 5'],
    ["u\0,A1,view,2025-12-24,,,", 'user_id "u\\\\u0000" contains a NUL character'],
    [`${"u".repeat(201)},A1,view,2025-12-24,,,`, "user_id has 201 characters, at most 200 are allowed"],
    ["u1,A1,view", "has 3 columns where the header has 7"],
    ["u1,A1,view,2025-12-24,,,,x", "has 8 columns where the header has 7"],
    ["u1,\\A\t1,view,2025-12-24,,,", 'product_id "\\\\\\\\A\\\\t1" is not in the catalogue'],
  ];
  const summary = await run({
    products: write("p.csv", catalogue),
    interactions: write(
      "i.csv",
      `${events}${bad.map(([row]) => `${row}\n`).join("")}u3,C3,like,2026-01-15T00:04:00Z,,,\n`,
    ),
  });
  const path = `${folder}/i.csv.rejects.tsv`;
  assert.deepEqual(
    [
      summary.interactions!.read,
      summary.interactions!.added,
      summary.interactions!.rejected,
      summary.interactions!.rejectsPath,
    ],
    [events.split("\n").length - 2 + bad.length + 1, 4, bad.length, path],
  );
  assert.equal((await rows("SELECT * FROM users WHERE external_id = 'u3'")).length, 1);
  const escape = (row: string) => row.replaceAll("\\", "\\\\").replaceAll("\t", "\\t");
  assert.deepEqual(Deno.readTextFileSync(path).split("\n"), [
    "line\treason\trow",
    ...bad.map(([row, reason], i) => `${5 + i}\t${reason}\t${escape(row!)}`),
    "",
  ]);
});

test("importFiles() removes the reject file of an earlier run when no row is bad", async ({ write, run, folder }) => {
  await run({ products: write("p.csv", `${catalogue}D4,,,,1,,\n`) });
  assert.match(Deno.readTextFileSync(`${folder}/p.csv.rejects.tsv`), /^5\tname is empty\tD4,,,,1,,$/m);
  const summary = await run({ products: write("p.csv", catalogue) });
  assert.equal(summary.products!.rejectsPath, undefined);
  assert.throws(() => Deno.statSync(`${folder}/p.csv.rejects.tsv`), Deno.errors.NotFound);
});

test("importFiles() rejects a second product with the same id: the two runs agree", async ({ write, run, rows }) => {
  const products = write("p.csv", `${catalogue}A1,Another kettle,,,1,,\n`);
  for (let i = 0; i < 2; i++) {
    assert.equal((await run({ products })).products!.rejected, 1);
    assert.deepEqual((await rows("SELECT name FROM products WHERE external_id = 'A1'")).flat(), [
      "Copper kettle",
    ]);
  }
});

test("importFiles() rejects JSON lines that are none, and half surrogates", async ({ write, run, rows, folder }) => {
  const lines = [
    '{"id": "A1", "name": "Kettle", "price": 49.9}',
    "",
    '{"id": "B2", "name": ',
    '["C3", "Rug"]',
    '{"id": "D4", "name": "half \\ud83d"}',
    '{"id": 12345678901234567890, "name": "too large"}',
    '{"id": 5, "name": "Five", "tags": ["a", {"b": 1}], "price": null}',
  ];
  const summary = await run({ products: write("p.jsonl", lines.join("\r\n")) });
  assert.equal(summary.products!.rejected, 4);
  assert.deepEqual(await rows("SELECT external_id, price FROM products ORDER BY id"), [["A1", 4990], [
    "5",
    0,
  ]]);
  const reasons = Deno.readTextFileSync(`${folder}/p.jsonl.rejects.tsv`).trim().split("\n").slice(1);
  assert.deepEqual(reasons.map((line) => line.split("\t").slice(0, 2)), [
    ["3", "is not valid JSON"],
    ["4", "is not a JSON object"],
    ["5", 'name "half \\\\ud83d" contains half a surrogate pair'],
    ["6", 'has a number beyond 2^53 in "id": write it as text'],
  ]);
});

test("importFiles() finds a column of JSON lines that only a late row has", async ({ write, run, rows }) => {
  await run({ products: write("p.csv", catalogue) });
  const lines = Array.from(
    { length: 5000 },
    (_, i) => ({ u: i % 7, product_id: "A1", timestamp: 1.7e9 + i }),
  );
  const text = [...lines, { u: 1, product_id: "A1", timestamp: 1.7e9, stars: 5 }].map((row) =>
    JSON.stringify(row)
  ).join("\n");
  await run({ interactions: write("i.jsonl", text), map: "u=user_id,stars=rating", type: "like" });
  assert.deepEqual(await rows("SELECT count(*), max(rating) FROM interactions"), [[5001, 5]]);
});

test("importFiles() uses one source column in both files, and a pair where its column is", async ({ write, run, rows }) => {
  await run({
    products: write("p.tsv", "sku\ttitle\tgbp\n7A\tGlobe\t0.85\n"),
    interactions: write("i.tsv", "customer\tsku\twhen\tinvoice\tgbp\n17\t7A\t1291191960\t5363\t9\n"),
    map: "sku=id,sku=product_id,title=name,gbp=price,customer=user_id,when=timestamp,invoice=session_id",
    type: "purchase",
  });
  assert.deepEqual(await rows("SELECT external_id, name, price FROM products"), [["7A", "Globe", 85]]);
  assert.deepEqual(await rows(acts), [["17", "7A", "purchase", 1291191960000, null, "5363"]]);
});

test("importFiles() gives rows without a type the type that was named, and the others their own", async ({ write, run, rows }) => {
  const interactions = write(
    "i.csv",
    "user_id,product_id,interaction_type,timestamp\nu,A1,,1\nu,A1,cart,2\n",
  );
  await run({ products: write("p.csv", catalogue), interactions, type: "like" });
  assert.deepEqual((await rows("SELECT interaction_type FROM interactions ORDER BY id")).flat(), [
    "like",
    "cart",
  ]);
});

test("importFiles() writes two reject files for two files of one name", async ({ write, run, folder }) => {
  await Deno.mkdir(`${folder}/events`);
  const summary = await run({
    products: write("data.csv", `${catalogue}D4,,,,1,,\n`),
    interactions: write("events/data.csv", `${events}u1,gone,view,1,,,\n`),
  });
  assert.equal(summary.products!.rejectsPath, `${folder}/products-data.csv.rejects.tsv`);
  assert.equal(summary.interactions!.rejectsPath, `${folder}/interactions-data.csv.rejects.tsv`);
  for (const { rejectsPath } of [summary.products!, summary.interactions!]) {
    assert.equal(Deno.readTextFileSync(rejectsPath!).trim().split("\n").length, 2);
  }
});

test("importFiles() tells how far it is, up to the end", async ({ write, run }) => {
  const progress: ImportProgress[] = [];
  await run({
    products: write("p.csv", catalogue),
    interactions: write("i.csv.gz", gzipSync(events)),
    rebaseTime: true,
    onProgress: (step) => progress.push(step),
  });
  assert.deepEqual(progress, [
    { file: "products", phase: "load", done: 1, rows: 3 },
    { file: "interactions", phase: "scan", done: 1, rows: 3 },
    { file: "interactions", phase: "load", done: 1, rows: 3 },
  ]);
});

test("importFiles() keeps what it read before a file turns out to be damaged, and goes on from there", async ({ write, run, rows }) => {
  const products = write("p.csv", catalogue);
  // Sessions that do not compress: the end of the file must be far from its start.
  const rows30k = Array.from(
    { length: 30_000 },
    (_, i) => `u${i % 9},A1,view,${1.7e9 + i},,${crypto.randomUUID()},\n`,
  );
  const long = events + rows30k.join("");
  const whole = gzipSync(long);
  await assert.rejects(
    run({ products, interactions: write("i.csv.gz", whole.subarray(0, whole.length - 5000)) }),
    {
      name: "InvalidInputError",
      message: /the gzip data ends early$/,
    },
  );
  const [[kept]] = await rows("SELECT count(*) FROM interactions") as [[number]];
  assert.ok(kept > 0 && kept < 30_003);
  const summary = await run({ products, interactions: write("i.csv.gz", whole) });
  assert.deepEqual([summary.interactions!.added, summary.interactions!.alreadyThere], [30_003 - kept, kept]);
});

const slips: Record<string, { content?: string; name?: string; options?: RunOptions; message: RegExp }> = {
  "a file that is not there": {
    message: /^Cannot import --products ".*nowhere.csv": there is no such file$/,
    name: "nowhere.csv",
  },
  "a name with another extension": {
    content: "",
    name: "p.xlsx",
    message: /"[^"]*p.xlsx": the name must end in .csv, .tsv or .jsonl/,
  },
  "an empty file": { content: "", message: /it is empty, not even a header is there$/ },
  "a file without a required column": {
    content: "id,title\n1,x\n",
    message: /no column is "name"; the file has "id", "title"/,
  },
  "a mapped column that the file does not have": {
    content: catalogue,
    options: { map: "sku=id" },
    message: /^Cannot map "sku" to "id": the file does not have a column "sku"$/,
  },
  "a column of ours that there is not": {
    content: catalogue,
    options: { map: "name=title" },
    message: /^Cannot map "name" to "title": the columns are id, name, /,
  },
  "two columns for one": {
    content: catalogue,
    options: { map: "name=category,description=category" },
    message: /both "name" and "description" are mapped to "category"$/,
  },
  "a map that is no pair": {
    content: catalogue,
    options: { map: "name" },
    message: /^Cannot read --map "name": it must be theirs=ours$/,
  },
  "a header with a column twice": { content: "id,name,id\n1,x,2\n", message: /it has two columns "id"$/ },
  "a gzip file that is none": {
    content: catalogue,
    name: "p.csv.gz",
    message: /it is not gzip data, or damaged$/,
  },
};

for (const [what, { content, name = "p.csv", options = {}, message }] of Object.entries(slips)) {
  test(`openFiles() refuses ${what}`, async ({ write, run, folder, rows }) => {
    const products = content === undefined ? `${folder}/${name}` : write(name, content);
    await assert.rejects(run({ products, ...options }), (error) => {
      assert.ok(error instanceof InvalidInputError);
      assert.match(error.message, message);
      return true;
    });
    assert.deepEqual(await rows("SELECT count(*) FROM products"), [[0]]);
  });
}

test("openFiles() refuses events without a type when none is named", async ({ write, run }) => {
  const interactions = write("i.csv", "user_id,product_id,timestamp\nu,A1,1\n");
  await assert.rejects(run({ interactions }), {
    message: /no column is "interaction_type".*or give --type$/,
  });
});

test("openFiles() refuses nothing at all", async ({ run }) => {
  await assert.rejects(run({}), { message: "Cannot import: neither --products nor --interactions is given" });
});
