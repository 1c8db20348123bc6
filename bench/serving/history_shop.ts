/** A shop for measuring computed lists: every user has a history of the same length, and every product occurs in one. */
import Libsql from "libsql";
import { openDatabase } from "../../db/open.ts";
import { createRandom } from "../../engine/random.ts";
import { msPerDay } from "../../engine/strength.ts";

export interface HistoryShop {
  readonly products: number;
  readonly users: number;
  /** Interactions of each user. */
  readonly history: number;
  /** Epoch milliseconds of the newest interaction. */
  readonly now: number;
}

const groups = 40;
const days = 60;
/** One interaction of so many goes through all products in turn. */
const everyNth = 5;

/**
 * Fills a fresh file; nothing waits for the disk, an interrupted fill is thrown away. Tastes in groups, popularity by a power law, one
 * purchase in eight interactions, the times spread evenly over 60 days.
 */
export async function fillHistoryShop(path: string, shop: HistoryShop): Promise<void> {
  const { products, users, history, now } = shop;
  (await openDatabase({ url: `file:${path}` })).close();
  const db = new Libsql(path);
  for (const pragma of ["synchronous = OFF", "foreign_keys = OFF", "cache_size = -200000"]) {
    db.exec(`PRAGMA ${pragma}`);
  }
  db.exec("BEGIN");
  db.prepare(`INSERT INTO users (id, external_id, name, created_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i, 'u' || i, 'User ' || i, 0 FROM n`)
    .run(users);
  db.prepare(
    `INSERT INTO products (id, external_id, name, description, category, price, stock, image_url, created_at, updated_at)
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)
    SELECT i, 'p' || i, 'A thing that is sold here, number ' || i, '', 'Department ' || (i % ${groups}), 1299, 10, NULL, 0, 0 FROM n`,
  ).run(products);
  const insert = db.prepare(`INSERT INTO interactions (user_id, product_id, interaction_type, at, session_id)
    SELECT value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4 FROM json_each(?)`);
  const random = createRandom(5);
  // Users act in turn, as in a shop: the rows of a history lie apart.
  for (let event = 0, turn = 0; event < history; event++) {
    const at = now - Math.floor((history - 1 - event) / history * days * msPerDay);
    const rows = Array.from({ length: users }, (_, user) => {
      const drawn = Math.floor(products * random.next() ** 2), own = drawn - drawn % groups + user % groups;
      const product = (event + user) % everyNth === 0
        ? turn++ % products
        : random.next() < 0.66
        ? Math.min(products - 1, own)
        : drawn;
      const kind = random.next();
      const type = kind < 0.125 ? "purchase" : kind < 0.25 ? "cart" : kind < 0.35 ? "like" : "view";
      return [user + 1, product + 1, type, at - user, `${user}-${Math.floor(event / 4)}`];
    });
    insert.run(JSON.stringify(rows));
  }
  db.exec("COMMIT");
  db.close();
}
