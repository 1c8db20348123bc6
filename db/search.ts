/** Full-text search over names, categories and descriptions. */
import type { Database } from "./open.ts";
import { readRows } from "./read_rows.ts";

export interface Match {
  readonly productId: number;
  /** BM25 of the full-text index, where a word in the name counts ten times one in the description: lower is better. */
  readonly rank: number;
}

/** Past these a query costs seconds (a 200-word one: 3.5 s) and finds nothing more. */
const maxTokens = 8;
const maxCharacters = 128;

const matchQuery = `SELECT rowid AS product_id, rank FROM products_fts
  WHERE products_fts MATCH ? ORDER BY rank LIMIT ?`;

/**
 * The products that have all the words of `text`, the best first; the last word may be unfinished. Where none has all of them,
 * those that have any. Any text is safe: it is never read as a query language.
 */
export async function searchProducts(db: Database, text: string, limit: number): Promise<Match[]> {
  const tokens = toTokens(text);
  if (tokens.length === 0) return [];
  const all = await match(db, toMatch(tokens, " "), limit);
  return all.length > 0 || tokens.length === 1 ? all : await match(db, toMatch(tokens, " OR "), limit);
}

/** The words of a text: letters and digits with their combining marks, at most eight from the first 128 characters. */
export function toTokens(text: string): string[] {
  const start = Array.from(text.slice(0, 4 * maxCharacters).normalize("NFKC")).slice(0, maxCharacters).join(
    "",
  );
  return (start.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? []).slice(0, maxTokens);
}

function toMatch(tokens: readonly string[], joint: " " | " OR "): string {
  return tokens.map((token, i) => `"${token}"${i === tokens.length - 1 ? "*" : ""}`).join(joint);
}

async function match(db: Database, expression: string, limit: number): Promise<Match[]> {
  const rows = await readRows(db, {
    columns: ["product_id", "rank"],
    sql: matchQuery,
    args: [expression, limit],
  });
  return rows.map(([productId, rank]) => ({ productId: productId as number, rank: rank as number }));
}
