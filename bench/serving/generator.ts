/**
 * A load generator, in a process of its own. Either it keeps `connections` open and sends the next request on each as soon as the answer
 * before is there (closed loop: what a server can do at most), or it sends at a fixed rate whatever comes back (open loop: how long who
 * asks has to wait). Several works run at once.
 *
 *     deno run --allow-net=127.0.0.1 bench/serving/generator.ts '[{"port": 8000, "paths": ["/"], "connections": 16, "seconds": 3}]'
 *
 * Prints a JSON array. It speaks just enough HTTP for answers with a Content-Length, so that it takes little of the machine.
 */

import { Buffer } from "node:buffer";

export interface Work {
  readonly port: number;
  /** Asked in turn. */
  readonly paths: readonly string[];
  readonly connections: number;
  readonly seconds: number;
  /**
   * Requests a second; without it as many as are answered. Each has the time it is due at, and its latency counts from there: an answer
   * that keeps others waiting makes them late as well (no coordinated omission).
   */
  readonly rate?: number;
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
  /** How far behind its time a request was sent, at the 99th percentile: the part of `p99` that may be the generator's own. 0 in a closed loop. */
  readonly late: number;
  /** Bytes of the last body. */
  readonly bytes: number;
}

const encoder = new TextEncoder();

async function generate({ port, paths, connections, seconds, rate, bodies }: Work): Promise<Done> {
  const requests = paths.map((path) =>
    encoder.encode(`GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: keep-alive\r\n\r\n`)
  );
  const run = crypto.randomUUID();
  const requestOf = (i: number): Uint8Array => {
    if (!bodies) return requests[i % requests.length]!;
    const body = bodies[i % bodies.length]!.replace("#", `${run}-${i}`);
    return encoder.encode(
      `POST ${paths[i % paths.length]} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
        `Content-Length: ${body.length}\r\n\r\n${body}`,
    );
  };
  const times: number[] = [], delays: number[] = [];
  let sent = 0, failed = 0, bytes = 0;
  const started = performance.now();
  const end = started + seconds * 1000;

  async function drive(): Promise<void> {
    const conn = await Deno.connect({ hostname: "127.0.0.1", port });
    conn.setNoDelay(true);
    const buffer = Buffer.alloc(1 << 17);
    for (;;) {
      const i = sent++;
      const now = performance.now(), due = rate ? started + i * 1000 / rate : now;
      if (due >= end) break;
      if (due > now) await new Promise((resolve) => setTimeout(resolve, due - now));
      const request = requestOf(i);
      delays.push(rate ? Math.max(0, performance.now() - due) : 0);
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
      times.push(performance.now() - due);
    }
    conn.close();
  }

  await Promise.all(Array.from({ length: connections }, drive));
  const took = (performance.now() - started) / 1000;
  return {
    answered: times.length,
    failed,
    perSecond: times.length / took,
    p50: quantile(times, 0.5),
    p99: quantile(times, 0.99),
    late: quantile(delays, 0.99),
    bytes,
  };
}

function quantile(values: number[], share: number): number {
  values.sort((a, b) => a - b);
  return values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? NaN;
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
  const works = JSON.parse(Deno.args[0]!) as Work[];
  const done = await Promise.all(works.map(generate));
  Deno.stdout.writeSync(encoder.encode(JSON.stringify(done) + "\n"));
}
