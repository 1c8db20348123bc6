/** Who was here lately, and is therefore likely to come back. */
import type { Database } from "./open.ts";

export interface ActivityRange {
  /** Epoch milliseconds, exclusive: the newest first, from before it. */
  readonly before: number;
  /** Epoch milliseconds, inclusive. */
  readonly since: number;
  /** Rows a page. */
  readonly pageSize?: number;
}

const pageQuery = `SELECT min(at) AS first, count(*) AS count, json_group_array(user_id) AS users
  FROM (SELECT user_id, at FROM interactions WHERE at < ? AND at >= ? ORDER BY at DESC LIMIT ?)`;

/**
 * Users with an interaction in the range, those who acted last first, each once, in pages that hold up the event loop for about a
 * millisecond. Of interactions that share a millisecond some may be missed.
 */
export async function* streamActiveUsers(
  db: Database,
  { before, since, pageSize = 1000 }: ActivityRange,
): AsyncGenerator<number[], void, void> {
  const seen = new Set<number>();
  for (;;) {
    const row = await db.get(pageQuery, [before, since, pageSize]);
    if (typeof row?.["first"] !== "number") return;
    before = row["first"];
    const fresh: number[] = [];
    for (const user of JSON.parse(row["users"] as string) as number[]) {
      if (seen.has(user)) continue;
      seen.add(user);
      fresh.push(user);
    }
    yield fresh;
    if (row["count"] as number < pageSize) return;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}
