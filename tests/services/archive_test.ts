import assert from "node:assert/strict";
import { addInteractions, countInteractions, findLatestId } from "../../db/interactions.ts";
import { listArchivable, nameForArchive } from "../../db/archive.ts";
import { ConflictError, InvalidInputError } from "../../errors.ts";
import { acquireLease } from "../../db/leases.ts";
import { archiveInteractions, findReach, toLine } from "../../services/archive.ts";
import { openArchiveFile } from "../../services/archive/file.ts";
import { importFiles, openFiles } from "../../services/import.ts";
import type { InteractionType, NewInteraction } from "../../types.ts";
import { interaction } from "../db/setup.ts";
import { day, type Shop, start, withShop } from "../fixtures/shop.ts";

const types: readonly InteractionType[] = ["view", "like", "cart", "purchase"];

/** 400 days old, of users 1 and 2: everything that a user can do, with products 1 to 40, and a user 81 who has been away since. */
const ancient = (): NewInteraction[] => [
  ...Array.from({ length: 600 }, (_, i) =>
    interaction({
      userId: 1 + i % 2,
      productId: 1 + i % 40,
      type: types[Math.floor(i / 2) % 4]!,
      at: start - 400 * day + i,
      sessionId: i % 3 ? `s${i}` : null,
      eventId: i % 5 ? null : `mine-${i}`,
    })),
  ...Array.from(
    { length: 5 },
    (_, i) => interaction({ userId: 81, productId: 1 + 4 * i, at: start - 390 * day + i }),
  ),
];

async function withOld(use: (shop: Shop, path: string) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-archive-" });
  try {
    await withShop(async (shop) => {
      await addInteractions(shop.writer, ancient());
      // They act today, as the others of the shop do: else their history would be all that is known of them.
      for (const userId of [1, 2]) {
        await shop.services.interactions.record({ userId, productId: 48, type: "view" });
      }
      await use(shop, `${folder}/old.jsonl.gz`);
    });
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const archive = async (shop: Shop, path?: string, more: { before?: number; force?: boolean } = {}) =>
  await archiveInteractions(shop, {
    reach: await findReach(shop.db, { decayPerDay: 0.1, decayIsSet: true, now: shop.clock.now }),
    now: () => shop.clock.now,
    ...(path === undefined ? {} : { path }),
    ...more,
  });

async function bring(shop: Shop, path: string) {
  const files = await openFiles({
    interactions: path,
    pairs: [],
    folder: path.slice(0, path.lastIndexOf("/")),
  });
  return (await importFiles(shop, { files, currency: "USD", now: shop.clock.now })).interactions!;
}

const rowsOf = async ({ db }: Shop) =>
  (await db.client.execute(`SELECT user_id, product_id, interaction_type, at, session_id FROM interactions
    ORDER BY user_id, at, product_id, interaction_type`)).rows.map((row) => ({ ...row }));

Deno.test("archiving moves views and carts beyond the reach, and lists stay as they were", () =>
  withOld(async (shop, path) => {
    const list = async (userId: number) => {
      const services = await shop.openInstance();
      const { items } = await services.recommendations.list(userId, { count: 100 });
      return items.map(({ product, score }) => ({ id: product.id, score }));
    };
    const before = [await list(1), await list(2), await list(81)];
    const [count, latest] = [await countInteractions(shop.db), await findLatestId(shop.db, 1)];
    assert.deepEqual((await archive(shop)).moved, 300);
    assert.equal(await countInteractions(shop.db), count);

    const done = await archive(shop, path);
    assert.equal(done.moved, 300);
    assert.equal(await countInteractions(shop.db), count - 300);
    for (const [i, userId] of [1, 2, 81].entries()) {
      const after = await list(userId);
      assert.deepEqual(after.map(({ id }) => id), before[i]!.map(({ id }) => id));
      after.forEach(({ score }, at) => assert.ok(Math.abs(score - before[i]![at]!.score) < 1e-4));
    }
    assert.equal(await findLatestId(shop.db, 1), latest);
    const left = await shop.db.client.execute({
      sql:
        "SELECT DISTINCT interaction_type AS type FROM interactions WHERE at < ? AND user_id < 3 ORDER BY 1",
      args: [done.before],
    });
    assert.deepEqual(left.rows.map((row) => row["type"]), ["like", "purchase"]);
    assert.equal((await archive(shop, path)).moved, 0);
  }));

Deno.test("what was bought stays out of lists after archiving and another training", () =>
  withOld(async (shop, path) => {
    await archive(shop, path);
    await shop.services.models.train({ force: true });
    const bought = ancient().filter(({ userId, type }) => userId === 1 && type === "purchase");
    const { items } = await shop.services.recommendations.list(1, { count: 100 });
    assert.ok(items.length > 0 && bought.length > 0);
    for (const { productId } of bought) assert.ok(items.every(({ product }) => product.id !== productId));
  }));

Deno.test("an import brings the archive back row for row, and a second one changes nothing", () =>
  withOld(async (shop, path) => {
    // Visitors have no id of a shop's own; the file has to name them.
    await shop.writer.write([{ sql: "UPDATE users SET external_id = NULL WHERE id = 2", args: [] }]);
    const before = await rowsOf(shop);
    await archive(shop, path);
    const first = await bring(shop, path);
    assert.deepEqual([first.added, first.rejected, first.usersAdded], [300, 0, 0]);
    assert.deepEqual(await rowsOf(shop), before);
    const second = await bring(shop, path);
    assert.deepEqual([second.added, second.alreadyThere], [0, 300]);
    // The newest row of each of the two users stays, old as it is: it is the epoch of their lists.
    assert.equal((await archive(shop, path)).moved, 298);
    assert.equal((await bring(shop, path)).added, 298);
  }));

Deno.test("a run that was killed between file and database, or in the middle of a line, is gone on from", () =>
  withOld(async (shop, path) => {
    const reach = 138.2 * day;
    const everybody = Array.from({ length: 90 }, (_, i) => 1 + i);
    await nameForArchive(shop.writer, { userIds: everybody, productIds: everybody });
    const rows = await listArchivable(shop.db, {
      after: [0, 0],
      before: start - reach,
      distance: reach,
      limit: 40,
    });
    const written = rows.filter(({ moves }) => moves);
    assert.ok(written.length > 10);
    const file = await openArchiveFile(path);
    await file.append(written.map(toLine));
    file.close();
    const whole = await Deno.readFile(path);
    await Deno.writeFile(path, whole.subarray(0, whole.length >> 1), { append: true });

    assert.equal((await archive(shop, path)).moved, 300);
    assert.deepEqual(await Deno.readFile(`${path}.cut`), whole.subarray(0, whole.length >> 1));
    const text = await new Response(
      (await new Deno.Command("gunzip", { args: ["-c", path] }).output()).stdout,
    ).text();
    const ids = text.trim().split("\n").map((line) => JSON.parse(line).event_id);
    assert.deepEqual([ids.length, new Set(ids).size], [300, 300]);
  }));

Deno.test("archiving refuses what still counts, the last days, foreign files, and a second run at once", () =>
  withOld(async (shop, path) => {
    const refuses = (more: { before?: number; force?: boolean }, message: RegExp, at = path) =>
      assert.rejects(
        archive(shop, at, more),
        (error) => error instanceof InvalidInputError && message.test(error.message),
      );
    await refuses(
      { before: start - 100 * day },
      /Cannot archive interactions that are 100.0 days old: .* 138.2 days/,
    );
    await refuses({ before: start - 3 * day, force: true }, /the last 7 days stay/);
    await refuses({}, /must end in .jsonl.gz/, `${path}.txt`);
    await Deno.writeTextFile(path, "somebody's letters");
    await refuses({}, /was not made by deno task archive/);
    assert.equal(await Deno.readTextFile(path), "somebody's letters");
    await Deno.remove(path);
    const count = await countInteractions(shop.db);
    await acquireLease(shop.writer, { name: "archive", holder: "other", now: start, ttlMs: 30_000 });
    await assert.rejects(archive(shop, path), ConflictError);
    assert.equal(await countInteractions(shop.db), count);
    shop.clock.now += 31_000;
    assert.ok((await archive(shop, path, { before: start - 100 * day, force: true })).moved >= 300);
  }));

Deno.test("the reach is that of the slowest decay that is in use, and endless without one", async () => {
  await withShop(async ({ db }) => {
    const days = async (decayPerDay: number, decayIsSet = false) =>
      (await findReach(db, { decayPerDay, decayIsSet, now: start })).days;
    assert.equal(Math.round(await days(0.1)), 138);
    assert.equal(Math.round(await days(0.2)), 138);
    assert.equal(Math.round(await days(0.2, true)), 69);
    assert.equal(await days(0), Infinity);
    const endless = { days: Infinity, asOf: start };
    await assert.rejects(
      archiveInteractions({ db, writer: undefined! }, { reach: endless, now: () => start }),
      /Cannot archive: there is no decay/,
    );
  });
});

Deno.test("a damaged archive is refused and stays as it is, wherever the damage lies", () =>
  withOld(async (shop, path) => {
    await archive(shop, path);
    const whole = await Deno.readFile(path), size = whole.length;
    const first = new DataView(whole.buffer).getUint32(16, true);
    assert.ok(first < size / 2, "several batches");
    const damages: ((bytes: Uint8Array<ArrayBuffer>) => void)[] = [
      (bytes) => new DataView(bytes.buffer).setUint32(16 + first, 0x7fffffff, true),
      (bytes) => new DataView(bytes.buffer).setUint32(16 + first, size - first + 1, true),
      (bytes) => new DataView(bytes.buffer).setUint32(16, first + 1, true),
      (bytes) => bytes[size - 20]! ^= 1,
    ];
    for (const [i, damage] of damages.entries()) {
      const bytes = whole.slice();
      damage(bytes);
      await Deno.writeFile(path, bytes);
      await assert.rejects(archive(shop, path), /^InvalidInputError: .* it is damaged/, `damage ${i}`);
      assert.deepEqual(await Deno.readFile(path), bytes);
    }
  }));

Deno.test("two databases may go to one file: what has the same event id in another is not taken for written", () =>
  withOld(async (shop, path) => {
    await shop.db.client.execute("UPDATE interactions SET event_id = NULL");
    await archive(shop, path);
    const before = await countInteractions(shop.db), lines = await linesOf(path);
    const { event_id: id } = lines.at(-1)!;
    await addInteractions(shop.writer, [
      interaction({ userId: 1, productId: 7, type: "cart", at: start - 300 * day, eventId: id as string }),
      interaction({ userId: 1, productId: 7, at: start - 1 }),
    ]);
    assert.equal((await archive(shop, path)).moved, 1);
    assert.equal(await countInteractions(shop.db), before + 1);
    assert.deepEqual((await linesOf(path)).slice(lines.length).map((line) => line.interaction_type), [
      "cart",
    ]);
  }));

async function linesOf(path: string): Promise<Record<string, unknown>[]> {
  const { stdout } = await new Deno.Command("gunzip", { args: ["-c", path] }).output();
  return new TextDecoder().decode(stdout).trim().split("\n").map((line) => JSON.parse(line));
}
