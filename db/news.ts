/** What has been recorded lately, by whichever process: interactions are numbered in the order of their commits. */
import type { Database } from "./open.ts";

/** The id of the newest interaction of all; 0 when there is none. */
export async function findNewestId(db: Database): Promise<number> {
  const row = await db.get("SELECT max(id) AS id FROM interactions");
  return (row?.["id"] as number | null) ?? 0;
}

export interface NewsPage {
  /** Each user once, with the id of the newest interaction on this page. */
  readonly users: readonly (readonly [userId: number, latestId: number])[];
  /** Where the next page begins. */
  readonly last: number;
}

const pageQuery =
  `SELECT max(latest) AS last, sum(count) AS count, json_group_array(json_array(user_id, latest)) AS users
  FROM (SELECT user_id, max(id) AS latest, count(*) AS count
    FROM (SELECT id, user_id FROM interactions WHERE id > ? ORDER BY id LIMIT ?) GROUP BY user_id)`;

/** Who acted since interaction `after`, in pages that hold up the event loop for about a millisecond each. */
export async function* streamNews(
  db: Database,
  after: number,
  { pageSize = 2500 }: { pageSize?: number } = {},
): AsyncGenerator<NewsPage, void, void> {
  for (;;) {
    const row = await db.get(pageQuery, [after, pageSize]);
    if (typeof row?.["last"] !== "number") return;
    after = row["last"];
    yield { users: JSON.parse(row["users"] as string), last: after };
    if (row["count"] as number < pageSize) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
