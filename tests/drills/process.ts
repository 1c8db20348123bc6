/** The shop as people start it, in a process of its own, for drills that hurt it. */
import { openDatabase } from "../../db/open.ts";
import { openWriter } from "../../db/writer.ts";
import { createMemoryCache } from "../../cache/memory.ts";
import { createLog } from "../../log.ts";
import { sizeOfCachedList } from "../../services/cached_list.ts";
import { fillSample } from "../../services/sample.ts";
import { openServices } from "../../services/services.ts";
import { createTelemetry } from "../../telemetry.ts";
import { fromFileUrl, root } from "../fixtures/paths.ts";

export interface ShopProcess extends AsyncDisposable {
  readonly base: string;
  readonly port: number;
  readonly pid: number;
  /** Everything it has printed. */
  readonly output: string;
  /** True once it has ended. */
  readonly ended: boolean;
  /** Sends a signal and waits for the end; gives the exit code and how long that took in milliseconds. */
  stop(signal?: Deno.Signal): Promise<{ readonly code: number; readonly ms: number }>;
}

export interface ShopProcessOptions {
  readonly url: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Most descriptors that the process may have. */
  readonly descriptors?: number;
  /** In place of those of `deno task start`. */
  readonly permissions?: readonly string[];
  /** Another program than main.ts. */
  readonly program?: string;
  /** A module of `faults/` that is run in the process before the program: faults get in without a door for them in the product. */
  readonly fault?: string;
  /** SIGXFSZ is ignored: a limit of file size then fails the write instead of ending the process. */
  readonly ignoreFileSizeSignal?: boolean;
}

/** The permissions of `deno task start`, but for a database outside the project. */
const usualPermissions = [
  "--allow-net",
  "--allow-env",
  "--allow-ffi",
  "--allow-read",
  "--allow-write",
  "--allow-sys=cpus,osRelease,networkInterfaces,hostname",
];

/** Signs the cookies of visitors. */
export const sessionSecret = "0123456789abcdef";

/** Starts main.ts on a free port and waits until it listens. */
export async function startShop(options: ShopProcessOptions): Promise<ShopProcess> {
  const { url, env = {}, permissions = usualPermissions, program = `${root}/main.ts`, fault } = options;
  const command = [
    Deno.execPath(),
    "run",
    "--no-prompt",
    "--no-check",
    "--quiet",
    ...permissions,
    ...(fault === undefined ? [] : ["--preload", fromFileUrl(`../drills/faults/${fault}`)]),
    program,
  ];
  const limited = limit(command, options);
  const child = new Deno.Command(limited[0]!, {
    args: limited.slice(1),
    cwd: root,
    env: {
      LOG_LEVEL: "warn",
      PORT: "0",
      SESSION_SECRET: sessionSecret,
      RETRAIN_CRON: "",
      DATABASE_URL: url,
      NO_COLOR: "1",
      ...env,
    },
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let output = "";
  let ended = false;
  const status = child.status.then((result) => {
    ended = true;
    return result;
  });
  const opened = Promise.withResolvers<number>();
  const read = async (stream: ReadableStream<Uint8Array>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      output += text;
      const port = /Aisle is open at http:\/\/[^\s:]+:(\d+)/.exec(output)?.[1];
      if (port) opened.resolve(Number(port));
    }
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  void status.then(async ({ code }) => {
    await reading;
    opened.reject(new Error(`Cannot start the shop: it ended with ${code}: ${output}`));
  });
  const stop = async (signal: Deno.Signal = "SIGTERM") => {
    const from = performance.now();
    if (!ended) child.kill(signal);
    const { code } = await status;
    await reading;
    return { code, ms: performance.now() - from };
  };
  opened.promise.catch(() => {});
  const late = setTimeout(() => opened.reject(new Error(`Cannot start the shop: ${output}`)), 30_000);
  try {
    const port = await opened.promise;
    return {
      base: `http://127.0.0.1:${port}`,
      port,
      pid: child.pid,
      get output() {
        return output;
      },
      get ended() {
        return ended;
      },
      stop,
      async [Symbol.asyncDispose]() {
        await stop("SIGKILL");
      },
    };
  } catch (error) {
    await stop("SIGKILL");
    throw error;
  } finally {
    clearTimeout(late);
  }
}

/** The command under the limits that were asked for. */
function limit(
  command: readonly string[],
  { descriptors, ignoreFileSizeSignal = false }: ShopProcessOptions,
): readonly string[] {
  const before = [
    ...(descriptors === undefined ? [] : [`ulimit -n ${descriptors}`]),
    ...(ignoreFileSizeSignal ? ["trap '' XFSZ"] : []),
  ];
  return before.length === 0 ? command : ["sh", "-c", `${before.join("; ")}; exec "$@"`, "sh", ...command];
}

/** A sample shop with a trained model at `url`, so that a process is ready at once. */
export async function prepareShop(
  url: string,
  size: { products?: number; users?: number; interactions?: number } = {},
): Promise<void> {
  const db = await openDatabase({ url });
  const writer = openWriter(db);
  try {
    await fillSample({ db, writer }, {
      now: Date.now(),
      products: 200,
      users: 100,
      interactions: 4000,
      ...size,
    });
    const services = await openServices({
      db,
      writer,
      memory: createMemoryCache({ maxBytes: 2 ** 20, sizeOf: sizeOfCachedList }),
      ranking: { weights: { view: 1, like: 2, cart: 3, purchase: 5 }, decayPerDay: 0.1 },
      ttlSeconds: { memory: 60, cache: 60 },
      log: createLog("silent"),
      telemetry: createTelemetry(),
      now: Date.now,
    });
    await services.models.train();
    services.close();
  } finally {
    await writer.close();
    db.close();
  }
}

/** Runs `use` with a temporary folder and the URL of a prepared shop in it. */
export async function withPreparedShop(
  use: (url: string, folder: string) => Promise<void>,
  size?: Parameters<typeof prepareShop>[1],
): Promise<void> {
  const folder = await Deno.makeTempDir({ prefix: "aisle-drill-" });
  try {
    const url = `file:${folder}/aisle.db`;
    await prepareShop(url, size);
    await use(url, folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}
