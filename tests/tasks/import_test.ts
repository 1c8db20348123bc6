import assert from "node:assert/strict";
import { openDatabase } from "../../db/open.ts";
import { root } from "../fixtures/paths.ts";

interface Result {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const catalogue = "sku\ttitle\tgbp\n7A\tGlobe\t0.85\n8B\tKite\t2.2800000000000002\n9C\t\t1\n";
const orders =
  "customer\twhen\tsku\tinvoice\n17\t1291191960\t7A\t1\n17\t1291191960\t7A\t1\n18\t1291191999\tgone\t2\n18\t1291191999\t8B\t2\n";
const map = "sku=id,sku=product_id,title=name,gbp=price,customer=user_id,when=timestamp,invoice=session_id";

/** The command of `deno task import`, with its permissions; the task itself always runs in the project's folder. */
const { tasks } = JSON.parse(Deno.readTextFileSync(`${root}/deno.json`)) as {
  tasks: { import: { command: string } };
};
const [, ...command] = tasks.import.command.split(" ");
const [flags, script] = [command.slice(0, -1), command.at(-1)];

/** Runs `use` in a folder of its own, with `run` starting the task there. */
async function withTask(
  use: (
    folder: string,
    run: (args: readonly string[], env?: Record<string, string>) => Promise<Result>,
  ) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-import-" });
  try {
    await Deno.writeTextFile(`${folder}/catalogue.tsv`, catalogue);
    await Deno.writeTextFile(`${folder}/orders.tsv`, orders);
    await use(folder, async (args, env = {}) => {
      const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
        args: [...flags, `--config=${root}/deno.json`, `${root}/${script}`, ...args],
        cwd: folder,
        env: { DATABASE_URL: `file:${folder}/shop.db`, CURRENCY: "GBP", NO_COLOR: "1", ...env },
      }).output();
      const decoder = new TextDecoder();
      return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("deno task import loads files, sums up, and the second run changes nothing", async () => {
  await withTask(async (folder, run) => {
    const args = [
      "--products",
      "catalogue.tsv",
      "--interactions",
      "orders.tsv",
      "--map",
      map,
      "--type",
      "purchase",
      "--rebase-time",
    ];
    const rejected = (name: string) => `1 rejected (see ${folder}/${name}.rejects.tsv)`;

    const dry = await run([...args, "--dry-run"]);
    assert.deepEqual([dry.code, dry.stderr], [0, ""]);
    assert.match(dry.stdout, /\nDry run: nothing was written; \d+\.\d s\n$/);

    const started = Date.now();
    const first = await run(args);
    assert.deepEqual([first.code, first.stderr], [0, ""]);
    const [products, interactions, users, times, done] = first.stdout.split("\n");
    assert.equal(products, `Products: 3 read, 2 added, 0 already there, ${rejected("catalogue.tsv")}`);
    assert.equal(interactions, `Interactions: 4 read, 3 added, 0 already there, ${rejected("orders.tsv")}`);
    assert.equal(users, "Users: 2 added");
    assert.match(times!, /^Times: moved by \d+\.\d days$/);
    assert.match(done!, /^Done in \d+\.\d s$/);
    assert.equal(
      Deno.readTextFileSync(`${folder}/orders.tsv.rejects.tsv`),
      'line\treason\trow\n4\tproduct_id "gone" is not in the catalogue\t18\\t1291191999\\tgone\\t2\n',
    );

    const second = await run(args);
    assert.equal(second.code, 0);
    assert.match(second.stdout, /^Products: 3 read, 0 added, 2 already there, 1 rejected/);
    assert.match(second.stdout, /\nInteractions: 4 read, 0 added, 3 already there, 1 rejected/);

    const db = await openDatabase({ url: `file:${folder}/shop.db` });
    try {
      const { rows } = await db.client.execute(
        `SELECT u.external_id AS user, p.price, interaction_type AS type, at, session_id AS session
         FROM interactions i JOIN users u ON u.id = i.user_id JOIN products p ON p.id = i.product_id ORDER BY i.id`,
      );
      assert.deepEqual(rows.map(({ user, price, type, session }) => [user, price, type, session]), [
        ["17", 85, "purchase", "1"],
        ["17", 85, "purchase", "1"],
        ["18", 228, "purchase", "2"],
      ]);
      const newest = Number(rows[2]!.at);
      assert.ok(newest >= started && newest <= Date.now());
      assert.equal(newest - Number(rows[0]!.at), 39_000);
    } finally {
      db.close();
    }
  });
});

Deno.test("deno task import answers a slip with one line, exit code 2, and no database", async () => {
  const slips: [readonly string[], RegExp, Record<string, string>?][] = [
    [[], /^Cannot import: neither --products nor --interactions is given$/],
    [
      ["--product", "catalogue.tsv"],
      /^Cannot read the options: Unknown option '--product' \(see deno task import --help\)$/,
    ],
    [["catalogue.tsv"], /^Cannot read the options: Unexpected argument 'catalogue.tsv'/],
    [["--products"], /^Cannot read the options: Option '--products <value>' argument missing/],
    [["--products", "none.tsv"], /^Cannot import --products "none.tsv": there is no such file$/],
    [
      ["--products", "catalogue.tsv"],
      /^Cannot import --products "catalogue.tsv": no column is "id", "name"; the file has "sku", "title", "gbp"/,
    ],
    [
      ["--products", "catalogue.tsv", "--map", `${map},colour=name`],
      /^Cannot map "customer" to "user_id": the file does not have a column "customer"$/,
    ],
    [
      ["--interactions", "orders.tsv", "--type", "sale"],
      /^Cannot read --type "sale": it must be view, like, cart, purchase$/,
    ],
    [["--products", "catalogue.tsv", "--map", map], /^Cannot start: 1 wrong setting\n- CURRENCY must be/, {
      CURRENCY: "POUNDS",
    }],
  ];
  await withTask(async (folder, run) => {
    for (const [args, message, env] of slips) {
      const { code, stdout, stderr } = await run(args, env);
      assert.deepEqual([code, stdout], [2, ""], args.join(" "));
      assert.match(stderr.trimEnd(), message);
      assert.doesNotMatch(stderr, /^\s+at /m);
    }
    const names = [...Deno.readDirSync(folder)].map(({ name }) => name).sort();
    assert.deepEqual(names, ["catalogue.tsv", "orders.tsv"]);
  });
});

Deno.test("deno task import --help lists the options", async () => {
  await withTask(async (_folder, run) => {
    const { code, stdout } = await run(["--help"]);
    assert.equal(code, 0);
    for (const flag of ["--products", "--interactions", "--map", "--type", "--rebase-time", "--dry-run"]) {
      assert.ok(stdout.includes(flag), flag);
    }
  });
});
