/** Structured log: one JSON line per event on standard output, so that any collector can read it. */

export const logLevels = ["debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof logLevels)[number];

export interface Log {
  debug(event: string, fields?: Record<string, unknown>): void;
  info(event: string, fields?: Record<string, unknown>): void;
  warn(event: string, fields?: Record<string, unknown>): void;
  error(event: string, fields?: Record<string, unknown>): void;
}

type Write = (line: string) => void;

/** Makes a log that drops everything below `level`. Errors in `fields` are written with their name, message and stack. */
export function createLog(level: LogLevel, write: Write = writeToStdout, now: () => number = Date.now): Log {
  const threshold = logLevels.indexOf(level);
  // Dozens of lines may have the same millisecond.
  let last = NaN, written = "";
  const time = () => {
    const at = now();
    if (at !== last) [last, written] = [at, new Date(at).toISOString()];
    return written;
  };
  const at = (name: Exclude<LogLevel, "silent">) => {
    if (logLevels.indexOf(name) < threshold) return () => {};
    return (event: string, fields?: Record<string, unknown>) => {
      const head = `{"at":"${time()}","level":"${name}","event":${JSON.stringify(event)}`;
      const rest = isFlat(fields) ? JSON.stringify(fields ?? {}) : JSON.stringify(fields, plainErrors);
      write(rest === "{}" ? `${head}}` : `${head},${rest.slice(1)}`);
    };
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Whether there is nothing in it that `plainErrors` would change; being asked about each value, it takes longer than all else. */
function isFlat(fields: Record<string, unknown> | undefined): boolean {
  for (const name in fields) {
    const value = fields[name];
    if (typeof value === "object" && value !== null || typeof value === "bigint") return false;
  }
  return true;
}

function plainErrors(_key: string, value: unknown): unknown {
  if (value instanceof Error) {
    return {
      name: value.name,
      message: value.message,
      stack: value.stack,
      ...(value.cause === undefined ? {} : { cause: value.cause }),
    };
  }
  return typeof value === "bigint" ? Number(value) : value;
}

const encoder = new TextEncoder();
let waiting = "";

/** What is logged in one turn of the event loop is written at its end, in one call; at the end of the process too. */
function writeToStdout(line: string): void {
  if (waiting === "") setTimeout(flush, 0);
  waiting += line + "\n";
}

function flush(): void {
  const bytes = encoder.encode(waiting);
  waiting = "";
  for (let at = 0; at < bytes.length;) at += Deno.stdout.writeSync(bytes.subarray(at));
}

globalThis.addEventListener("unload", flush);
