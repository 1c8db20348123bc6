/**
 * A load generator: keeps `connections` open and sends the next request on each as soon as the answer before is there.
 *
 *     deno run --allow-net=127.0.0.1 bench/serving/generator.ts '{"port": 8000, "paths": ["/"], "connections": 16, "seconds": 3}'
 *
 * Prints one JSON object. It speaks just enough HTTP for answers with a Content-Length, so that it takes little of the machine.
 */

import { Buffer } from "node:buffer";

export interface Work {
  readonly port: number;
  /** Asked in turn. */
  readonly paths: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /** Bodies to POST, in turn with `paths`; a `#` in one becomes a number that does not come again. */
  readonly bodies?: readonly string[];
}

export interface Done {
  readonly answered: number;
  /** Answers that are not 2xx. */
  readonly failed: number;
  readonly perSecond: number;
  /** Milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Bytes of the last body. */
  readonly bytes: number;
}

const encoder = new TextEncoder();

async function generate({ port, paths, connections, seconds, bodies }: Work): Promise<Done> {
  const requests = paths.map((path) =>
    encoder.encode(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n`)
  );
  const run = crypto.randomUUID();
  let sent = 0;
  const next = (): Uint8Array => {
    const i = sent++;
    if (!bodies) return requests[i % requests.length]!;
    const body = bodies[i % bodies.length]!.replace("#", `${run}-${i}`);
    return encoder.encode(
      `POST ${paths[i % paths.length]} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
  };
  const times: number[] = [];
  let failed = 0;
  let bytes = 0;
  const started = performance.now();
  const end = started + seconds * 1000;

  async function drive(): Promise<void> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port });
    conn.setNoDelay(true);
    const buffer = Buffer.alloc(1 << 17);
    while (performance.now() < end) {
      const from = performance.now();
      const request = next();
      for (let at = 0; at < request.length;) at += await conn.write(request.subarray(at));
      let filled = 0;
      let whole = 0;
      while (whole === 0 || filled < whole) {
        const count = await conn.read(buffer.subarray(filled));
        if (count === null) throw new Error("Cannot measure: the server closed a connection");
        filled += count;
        if (whole === 0) {
          const end = buffer.subarray(0, filled).indexOf("\r\n\r\n");
          if (end < 0) continue;
          bytes = lengthIn(buffer.subarray(0, end));
          whole = end + 4 + bytes;
          // "HTTP/1.1 2"
          if (buffer[9] !== 0x32) failed++;
        }
      }
      times.push(performance.now() - from);
    }
    conn.close();
  }

  await Promise.all(Array.from({ length: connections }, drive));
  const took = (performance.now() - started) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? NaN;
  return {
    answered: times.length,
    failed,
    perSecond: times.length / took,
    p50: at(0.5),
    p99: at(0.99),
    bytes,
  };
}

/** Content-Length, as Deno writes it. */
function lengthIn(head: Buffer): number {
  const at = head.indexOf("content-length: ");
  if (at < 0) throw new Error(`Cannot measure: no Content-Length in ${head}`);
  let length = 0;
  for (let i = at + 16; head[i]! >= 0x30 && head[i]! <= 0x39; i++) length = 10 * length + head[i]! - 0x30;
  return length;
}

if (import.meta.main) {
  const done = await generate(JSON.parse(Deno.args[0]!));
  Deno.stdout.writeSync(encoder.encode(JSON.stringify(done) + "\n"));
}
