/** Reads a database file through kept prepared statements. */
import Libsql from "libsql";
import type { Row, Value } from "./values.ts";

export interface LocalReader {
  get(sql: string, args: readonly Value[]): Row | undefined;
  close(): void;
}

/** Queries are few and fixed; this bounds what a mistake (values inside the SQL text) could hold. */
const keptStatements = 200;

/**
 * A connection that reads the first row of a query. `.get()` of a kept statement is the only read of the addon whose memory
 * does not grow with the number of calls (`.all()`: 55 bytes a call, the client's `execute()`: 150).
 */
export function openLocalReader(path: string, { busyTimeoutMs }: { busyTimeoutMs: number }): LocalReader {
  const connection = new Libsql(path, { timeout: busyTimeoutMs });
  // The histories of thousands of users: with the default of 2 MB nearly every one is read from the file again.
  connection.exec("PRAGMA cache_size = -32768");
  const kept = new Map<string, Libsql.Statement>();
  let closed = false;
  return {
    get(sql, args) {
      // A kept statement would go on answering from the file after close().
      if (closed) throw new Error("Cannot read: the database is closed");
      let statement = kept.get(sql);
      if (!statement) {
        if (kept.size >= keptStatements) kept.clear();
        statement = connection.prepare(sql);
        kept.set(sql, statement);
      }
      try {
        return statement.get(args) as Row | undefined;
      } catch (error) {
        // The addon reports a failure once more when the same statement is used again.
        kept.delete(sql);
        throw error;
      }
    },
    close() {
      if (closed) return;
      closed = true;
      kept.clear();
      connection.close();
    },
  };
}
