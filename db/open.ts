/** Opens the database, brings its tables up to date, and reads from it. Writes go through db/writer.ts. */
import type { Client } from "@libsql/client";
import { drizzle } from "drizzle-orm/libsql/web";
import { migrate } from "drizzle-orm/libsql/migrator";
import type { LocalReader } from "./local_reader.ts";
import type { Row, Value } from "./values.ts";

export interface Database {
  readonly client: Client;
  /** Typed queries over db/schema.ts, for what is asked seldom: each costs about 75 us and a little memory for good. */
  readonly orm: ReturnType<typeof drizzle>;
  readonly kind: "file" | "memory" | "remote";
  readonly url: string;
  readonly authToken?: string;
  /** Where the file of a `file` database is. */
  readonly path?: string;
  /**
   * The first row of a query, for what is asked at every request: a file answers from a kept prepared statement, about
   * 9 us and no memory growth. Lists come as one row of JSON, see read_rows.ts.
   */
  get(sql: string, args?: readonly Value[]): Promise<Row | undefined>;
  close(): void;
}

/** How long a connection waits for another process that holds the lock, in milliseconds. */
export const busyTimeoutMs = 5000;

const migrationsFolder = decodeURIComponent(new URL("./migrations", import.meta.url).pathname);

/**
 * Opens `file:PATH` (the folder is made), `:memory:` or a remote libSQL URL and runs the migrations that are missing. Safe
 * while another process does the same.
 */
export async function openDatabase(
  { url, authToken }: { url: string; authToken?: string },
): Promise<Database> {
  const kind = kindOf(url);
  const path = kind === "file" ? toPath(url) : undefined;
  if (path !== undefined) makeFolder(path);
  const client = await connect(url, kind, authToken).catch((error) => {
    throw toOpenError(url, error);
  });
  let reader: LocalReader | undefined;
  try {
    const orm = drizzle({ client });
    await prepare(client, orm, kind);
    if (path !== undefined) {
      const { openLocalReader } = await import("./local_reader.ts");
      reader = openLocalReader(path, { busyTimeoutMs });
    }
    return {
      client,
      orm,
      kind,
      url,
      ...(authToken === undefined ? {} : { authToken }),
      ...(path === undefined ? {} : { path }),
      get: reader ? toAsync(reader) : (sql, args = []) => getThrough(client, sql, args),
      close() {
        reader?.close();
        client.close();
      },
    };
  } catch (error) {
    client.close();
    throw toOpenError(url, error);
  }
}

/** One sentence for the operator; what the driver said stays as the cause. */
function toOpenError(url: string, cause: unknown): Error {
  let root = cause;
  while (root instanceof Error && root.cause instanceof Error) root = root.cause;
  const reason = root instanceof Error ? root.message.split("\n")[0] : String(root);
  return new Error(`Cannot open the database ${JSON.stringify(url)}: ${reason}`, { cause });
}

function kindOf(url: string): Database["kind"] {
  if (url === ":memory:") return "memory";
  return url.startsWith("file:") ? "file" : "remote";
}

/** `file:a b.db`, `file:/a.db` and `file:///a.db` as the client reads them: decoded, without query. */
function toPath(url: string): string {
  const rest = url.slice("file:".length).replace(/[?#].*$/s, "");
  return decodeURIComponent(rest.replace(/^\/\/(localhost)?(?=\/)/, ""));
}

function makeFolder(path: string): void {
  const folder = path.slice(0, path.lastIndexOf("/") + 1);
  if (folder === "") return;
  try {
    Deno.mkdirSync(folder, { recursive: true });
  } catch (error) {
    // Under scoped permissions only data/ may be made; a folder elsewhere that exists serves as well.
    if (!(error instanceof Deno.errors.NotCapable)) throw error;
  }
}

/** The native addon is loaded for local databases alone: where there is only a network, it could not be. */
async function connect(url: string, kind: Database["kind"], authToken?: string): Promise<Client> {
  if (kind === "remote") {
    const { createClient } = await import("@libsql/client/web");
    return createClient({ url, ...(authToken === undefined ? {} : { authToken }) });
  }
  const { createClient } = await import("@libsql/client/sqlite3");
  return createClient({ url, timeout: busyTimeoutMs });
}

/** Sets WAL and migrates. Another process that opens the same database may be doing so too. */
async function prepare(client: Client, orm: ReturnType<typeof drizzle>, kind: Database["kind"]) {
  // What exists already was made in between: then it is all there, and the next attempt finds nothing to do.
  const left = { exists: 2, locked: 50 };
  for (let pauseMs = 20;; pauseMs += 10) {
    try {
      if (kind === "file") await client.execute("PRAGMA journal_mode = WAL");
      await migrate(orm, { migrationsFolder });
      return;
    } catch (error) {
      const reason = saysAny(error, /already exists/)
        ? "exists"
        : saysAny(error, /is locked|SQLITE_BUSY/)
        ? "locked"
        : undefined;
      if (reason === undefined || left[reason]-- === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, pauseMs));
    }
  }
}

function saysAny(error: unknown, pattern: RegExp): boolean {
  return error instanceof Error && (pattern.test(error.message) || saysAny(error.cause, pattern));
}

function toAsync(reader: LocalReader): Database["get"] {
  return (sql, args = []) => {
    try {
      return Promise.resolve(reader.get(sql, args));
    } catch (error) {
      return Promise.reject(error);
    }
  };
}

async function getThrough(client: Client, sql: string, args: readonly Value[]): Promise<Row | undefined> {
  const { rows } = await client.execute({ sql, args: [...args] });
  return rows[0];
}
