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
  const at = (name: Exclude<LogLevel, "silent">) => {
    if (logLevels.indexOf(name) < threshold) return () => {};
    return (event: string, fields?: Record<string, unknown>) => {
      write(
        JSON.stringify({ at: new Date(now()).toISOString(), level: name, event, ...fields }, plainErrors),
      );
    };
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
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

function writeToStdout(line: string): void {
  Deno.stdout.writeSync(encoder.encode(line + "\n"));
}
