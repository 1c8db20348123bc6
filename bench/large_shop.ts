/** A shop of any size in a database file: activity and popularity by power laws, tastes in groups, orders in sessions. */
import Libsql from "libsql";
import { openDatabase } from "../db/open.ts";
import { createRandom } from "../engine/random.ts";
import { msPerDay } from "../engine/strength.ts";

export interface LargeShop {
  readonly users: number;
  readonly products: number;
  readonly interactions: number;
  /** Epoch milliseconds of the newest interaction. */
  readonly now: number;
}

const groups = 32;
const rowsPerStatement = 20_000, rowsPerCommit = 1_000_000;
const types = ["view", "like", "cart", "purchase"];

/**
 * Fills a fresh file. Indexes are made afterwards, and nothing waits for the disk: an interrupted fill is thrown away.
 */
export async function fillLargeShop(
  path: string,
  { users, products, interactions, now }: LargeShop,
): Promise<void> {
  (await openDatabase({ url: `file:${path}` })).close();
  const db = new Libsql(path);
  db.exec("PRAGMA synchronous = OFF");
  db.exec("PRAGMA foreign_keys = OFF");
  db.exec("PRAGMA cache_size = -400000");
  const indexes = db.prepare(
    "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'interactions' AND sql IS NOT NULL",
  ).all() as { name: string; sql: string }[];
  for (const { name } of indexes) db.exec(`DROP INDEX ${name}`);
  db.prepare(`INSERT INTO users (id, external_id, name, created_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i, 'u' || i, 'User ' || i, 0 FROM n`)
    .run(users);
  db.prepare(
    `INSERT INTO products (id, external_id, name, description, category, price, stock, image_url, created_at, updated_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
    SELECT i, 'p' || i, 'Product ' || i, '', 'c' || (i % 40), 1, 10, NULL, 0, 0 FROM n`,
  ).run(products);

  const insert = db.prepare(`INSERT INTO interactions (user_id, product_id, interaction_type, at, session_id)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)`);
  const random = createRandom(20);
  for (let from = 0; from < interactions;) {
    db.exec("BEGIN");
    const end = Math.min(interactions, from + rowsPerCommit);
    while (from < end) {
      const size = Math.min(rowsPerStatement, end - from);
      const rows = Array.from({ length: size }, (_, i) => {
        const user = Math.floor(users * random.next() ** 2.2);
        const group = user % groups;
        const drawn = Math.floor(products * random.next() ** 3);
        // Two of three are of the user's taste.
        const product = random.next() < 0.66 ? Math.min(products - 1, drawn - drawn % groups + group) : drawn;
        const at = now - Math.floor((1 - (from + i) / interactions) * 180 * msPerDay);
        const kind = random.next();
        const type = types[kind < 0.8 ? 0 : kind < 0.88 ? 1 : kind < 0.95 ? 2 : 3];
        return [user + 1, product + 1, type, at, `${user}-${Math.floor(at / msPerDay)}`];
      });
      insert.run(JSON.stringify(rows));
      from += size;
    }
    db.exec("COMMIT");
  }
  for (const { sql } of indexes) db.exec(sql);
  db.close();
}

if (import.meta.main) {
  const [path, shop] = Deno.args;
  await fillLargeShop(path!, JSON.parse(shop!));
}
