/** Listens, goes on listening when the process runs out of descriptors, and drains. docs/decisions/0005 says why it is made so. */

export interface Server {
  readonly hostname: string;
  readonly port: number;
  /** How often it had to listen anew. */
  readonly restarts: number;
  /**
   * Takes no more connections and waits for at most `graceMs` for the answers that are under way. False when some are left: they
   * end with the process.
   */
  close(graceMs: number): Promise<boolean>;
}

export interface ServerOptions {
  readonly hostname: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** It stopped listening by itself and will listen anew. */
  readonly onRestart?: (error: unknown) => void;
}

/** Pauses between attempts to listen anew, while other sockets of this process keep every descriptor. */
const shortestPauseMs = 5;
const longestPauseMs = 200;

interface Listener {
  readonly server: Deno.HttpServer<Deno.NetAddr>;
  /** Ends every connection, also those that have never sent a whole request. */
  end(): void;
}

/**
 * Serves `handler` over HTTP.
 *
 * Deno stops listening for good when a connection finds no free descriptor, and it never gives up on a client that does not
 * finish its request. Both have one answer: then all connections are ended, which frees the descriptors that idle and slow
 * clients hold, and it listens again on the same port within milliseconds.
 *
 * @throws Deno.errors.AddrInUse when the port is taken at the start
 */
export function serve(
  handler: Deno.ServeHandler<Deno.NetAddr>,
  { hostname, port, onRestart = () => {} }: ServerOptions,
): Server {
  let restarts = 0;
  let closing: Promise<boolean> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Listener | undefined = listen(port);
  const { addr } = current.server;

  function listen(on: number): Listener {
    const aborting = new AbortController();
    const server = Deno.serve({ hostname, port: on, signal: aborting.signal, onListen() {} }, handler);
    const listener = { server, end: () => aborting.abort() };
    server.finished.catch((error) => {
      if (closing || current !== listener) return;
      current = undefined;
      restarts++;
      onRestart(error);
      listener.end();
      listenAgain(shortestPauseMs);
    });
    return listener;
  }

  function listenAgain(pauseMs: number): void {
    if (closing) return;
    try {
      current = listen(addr.port);
    } catch {
      timer = setTimeout(() => listenAgain(Math.min(longestPauseMs, 2 * pauseMs)), pauseMs);
    }
  }

  async function drain(graceMs: number): Promise<boolean> {
    clearTimeout(timer);
    if (!current) return true;
    const { server } = current;
    let late: ReturnType<typeof setTimeout> | undefined;
    const drained = await Promise.race([
      server.shutdown().then(() => true, () => true),
      new Promise<false>((resolve) => late = setTimeout(() => resolve(false), graceMs)),
    ]);
    clearTimeout(late);
    return drained;
  }

  return {
    hostname: addr.hostname,
    port: addr.port,
    get restarts() {
      return restarts;
    },
    close: (graceMs) => closing ??= drain(graceMs),
  };
}
