/** Requests at a fixed rate, whatever the answers do: a slow server is not spared the next request. */

export interface LoadOptions {
  readonly seconds: number;
  /** Requests a second. */
  readonly rate: number;
  readonly request: (i: number) => Request;
  /** Whether the answer to request `i` is right; a 2xx is, unless said otherwise. */
  readonly isGood?: (response: Response, text: string, i: number) => boolean;
  readonly timeoutMs?: number;
}

export interface LoadResult {
  readonly sent: number;
  readonly failed: number;
  /** What went wrong, with how often. */
  readonly faults: Readonly<Record<string, number>>;
  /** Milliseconds from when the request was due to its last byte. */
  readonly p50: number;
  readonly p99: number;
  readonly max: number;
}

export async function runLoad(options: LoadOptions): Promise<LoadResult> {
  const { seconds, rate, request, timeoutMs = 10_000 } = options;
  const isGood = options.isGood ?? ((response: Response) => response.ok);
  const total = Math.round(seconds * rate);
  // Its own connections, which end with it.
  using client = Deno.createHttpClient({});
  const times: number[] = [];
  const faults: Record<string, number> = {};
  const started = performance.now();
  const answered: Promise<void>[] = [];

  async function send(i: number, due: number): Promise<void> {
    let fault: string | undefined;
    try {
      const response = await fetch(request(i), { client, signal: AbortSignal.timeout(timeoutMs) });
      const text = await response.text();
      if (!isGood(response, text, i)) fault = `status ${response.status}`;
    } catch (error) {
      fault = error instanceof Error ? String(error.cause ?? error).slice(0, 200) : String(error);
    }
    times.push(performance.now() - due);
    if (fault !== undefined) faults[fault] = (faults[fault] ?? 0) + 1;
  }

  for (let i = 0; i < total;) {
    const due = started + 1000 * i / rate;
    const wait = due - performance.now();
    if (wait > 1) await new Promise((resolve) => setTimeout(resolve, wait));
    else answered.push(send(i++, due));
  }
  await Promise.all(answered);
  times.sort((a, b) => a - b);
  const at = (share: number) => times[Math.min(times.length - 1, Math.floor(share * times.length))] ?? 0;
  const failed = Object.values(faults).reduce((sum, count) => sum + count, 0);
  return { sent: total, failed, faults, p50: at(0.5), p99: at(0.99), max: times.at(-1) ?? 0 };
}

/** One line of a result. */
export function describeLoad({ sent, failed, faults, p50, p99, max }: LoadResult): string {
  const what = failed === 0 ? "" : ` (${Object.entries(faults).map(([k, n]) => `${n} x ${k}`).join(", ")})`;
  return `${sent} requests, ${failed} failed${what}, p50 ${p50.toFixed(1)} ms, p99 ${p99.toFixed(1)} ms, ` +
    `max ${max.toFixed(0)} ms`;
}

/** Prints the verdict of a drill and sets the exit code. */
export function conclude(lines: readonly string[], passed: boolean): void {
  const text = [...lines, passed ? "PASSED" : "FAILED", ""].join("\n");
  Deno.stdout.writeSync(new TextEncoder().encode(text));
  if (!passed) Deno.exitCode = 1;
}

/** The load average of the last minute: a figure means little without it. */
export function describeMachineLoad(): string {
  return `load average ${Deno.loadavg()[0]!.toFixed(1)} on ${navigator.hardwareConcurrency} cores`;
}
