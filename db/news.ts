/**
 * What has been recorded lately, by whichever process: interactions are numbered in the order of their commits, and what users
 * change by other means (choices.ts) takes numbers of the same sequence.
 */
import type { Database } from "./open.ts";

const newestQuery = `SELECT max(coalesce((SELECT max(id) FROM interactions), 0),
  coalesce((SELECT max(epoch) FROM user_choices), 0)) AS id`;

/** The newest number of all; 0 when there is none. */
export async function findNewestId(db: Database): Promise<number> {
  return (await db.get(newestQuery))?.["id"] as number;
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
    FROM (SELECT id, user_id FROM interactions WHERE id > ?
      UNION ALL SELECT epoch, user_id FROM user_choices WHERE epoch > ? ORDER BY 1 LIMIT ?) GROUP BY user_id)`;

/** Who acted since interaction `after`, in pages that hold up the event loop for about a millisecond each. */
export async function* streamNews(
  db: Database,
  after: number,
  { pageSize = 2500 }: { pageSize?: number } = {},
): AsyncGenerator<NewsPage, void, void> {
  for (;;) {
    const row = await db.get(pageQuery, [after, after, pageSize]);
    if (typeof row?.["last"] !== "number") return;
    after = row["last"];
    yield { users: JSON.parse(row["users"] as string), last: after };
    if (row["count"] as number < pageSize) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
