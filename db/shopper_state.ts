/** All that a list is computed from, in one read. */
import type { HistoryEvent, InteractionType } from "../types.ts";
import type { Database } from "./open.ts";

export interface ShopperState {
  /** As `findLatestId`. Of the same moment as the rest: a list made of this knows exactly the interactions up to here. */
  readonly epoch: number;
  /** False: their acts must not choose what they see. */
  readonly personal: boolean;
  readonly hiddenProductIds: readonly number[];
  readonly hiddenCategories: readonly string[];
  /** The newest interactions, newest first. */
  readonly history: HistoryEvent[];
}

const historyColumns =
  `json_group_array(product_id) AS products, json_group_array(at) AS times, group_concat(interaction_type) AS types`;

/** A column each, and not a row per interaction: less to write as JSON, and much less to read. */
const historyQuery = `SELECT ${historyColumns}
  FROM (SELECT product_id, interaction_type, at FROM interactions
    WHERE user_id = ?1 AND id <= ?2 ORDER BY at DESC, id DESC LIMIT ?3)`;

const stateQuery = `SELECT
    max(coalesce((SELECT max(id) FROM interactions WHERE user_id = ?1), 0),
      coalesce((SELECT epoch FROM user_choices WHERE user_id = ?1), 0)) AS epoch,
    coalesce((SELECT personal FROM user_choices WHERE user_id = ?1), 1) AS personal,
    (SELECT json_group_array(product_id) FROM dismissals WHERE user_id = ?1 AND product_id > 0) AS hidden_products,
    (SELECT json_group_array(category) FROM dismissals WHERE user_id = ?1 AND category > '') AS hidden_categories,
    ${historyColumns}
  FROM (SELECT product_id, interaction_type, at FROM interactions
    WHERE user_id = ?1 ORDER BY at DESC, id DESC LIMIT ?2)`;

/** What holds for a user now, with at most `limit` interactions. An unknown user has epoch 0 and no history. */
export async function findShopperState(db: Database, userId: number, limit: number): Promise<ShopperState> {
  const row = (await db.get(stateQuery, [userId, limit]))!;
  return {
    epoch: row["epoch"] as number,
    personal: row["personal"] === 1,
    hiddenProductIds: JSON.parse(row["hidden_products"] as string),
    hiddenCategories: JSON.parse(row["hidden_categories"] as string),
    history: toHistory(row),
  };
}

/** The history as it was at an epoch: the newest `limit` of the interactions up to it, newest first. */
export async function listHistoryUntil(
  db: Database,
  { userId, epoch, limit }: { userId: number; epoch: number; limit: number },
): Promise<HistoryEvent[]> {
  return toHistory((await db.get(historyQuery, [userId, epoch, limit]))!);
}

function toHistory(row: Record<string, unknown>): HistoryEvent[] {
  if (row["types"] === null) return [];
  const times = JSON.parse(row["times"] as string) as number[];
  const types = (row["types"] as string).split(",") as InteractionType[];
  return (JSON.parse(row["products"] as string) as number[])
    .map((productId, i) => ({ productId, type: types[i]!, at: times[i]! }));
}
