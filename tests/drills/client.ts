/** What a client of the API does, for drills. */
import type { ShopProcess } from "./process.ts";

type At = Pick<ShopProcess, "base">;

export interface ShownList {
  readonly status: number;
  readonly ids: readonly number[];
  readonly version: number | null;
  readonly strategy: string;
  readonly confidence: readonly number[];
}

export async function askList({ base }: At, userId: number, query = "count=10"): Promise<ShownList> {
  const response = await fetch(`${base}/api/recommendations/${userId}?${query}`);
  const body = await response.json();
  const items: { product_id: number; confidence_score: number }[] = body.recommendations ?? [];
  return {
    status: response.status,
    ids: items.map((item) => item.product_id),
    version: body.model_version ?? null,
    strategy: body.strategy ?? "",
    confidence: items.map((item) => item.confidence_score),
  };
}

export interface Act {
  readonly userId: number;
  readonly productId: number;
  readonly type?: "view" | "like" | "cart" | "purchase";
  readonly eventId?: string;
}

export function toActRequest({ base }: At, { userId, productId, type = "view", eventId }: Act): Request {
  return new Request(`${base}/api/interaction`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      ...{ user_id: userId, product_id: productId, interaction_type: type },
      ...(eventId === undefined ? {} : { event_id: eventId }),
    }),
  });
}

export interface Recorded {
  readonly status: number;
  /** Of an act that was acknowledged. */
  readonly id: number | undefined;
  /** Seconds, where the answer names them. */
  readonly retryAfter: string | null;
  readonly ms: number;
}

export async function act(shop: At, what: Act): Promise<Recorded> {
  const from = performance.now();
  const response = await fetch(toActRequest(shop, what));
  const body = await response.json();
  return {
    status: response.status,
    id: body.interaction_id,
    retryAfter: response.headers.get("retry-after"),
    ms: performance.now() - from,
  };
}

/** Whether a write was refused as it should be: 503, with a number of seconds to wait. */
export function isRefused({ status, retryAfter }: Recorded): boolean {
  return status === 503 && /^[1-9]\d*$/.test(retryAfter ?? "");
}

/** A counter of GET /api/metrics, summed over its labels. */
export async function readCounter({ base }: At, name: string): Promise<number> {
  const text = await (await fetch(`${base}/api/metrics`)).text();
  const values = [...text.matchAll(new RegExp(`^${name}(?:\\{.*\\})? (\\d+)`, "gm"))];
  return values.reduce((sum, [, value]) => sum + Number(value), 0);
}

/** Milliseconds until it holds; undefined when it did not within `mostMs`. */
export async function waitUntil(
  holds: () => boolean | Promise<boolean>,
  mostMs: number,
  everyMs = 25,
): Promise<number | undefined> {
  const from = performance.now();
  while (!await holds()) {
    if (performance.now() - from > mostMs) return undefined;
    await sleep(everyMs);
  }
  return performance.now() - from;
}

export const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/** "p50 1 ms, p99 2 ms, max 3 ms" of milliseconds. */
export function describeTimes(times: readonly number[]): string {
  const sorted = [...times].sort((a, b) => a - b);
  const at = (share: number) => (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0);
  return `p50 ${at(0.5).toFixed(0)} ms, p99 ${at(0.99).toFixed(0)} ms, max ${at(1).toFixed(0)} ms`;
}

export interface LineOfLog {
  readonly event: string;
  readonly [field: string]: unknown;
}

/** The lines of a shop's log so far. */
export function readLog({ output }: Pick<ShopProcess, "output">): LineOfLog[] {
  return output.split("\n").filter((line) => line.startsWith("{")).flatMap((line) => {
    try {
      return [JSON.parse(line) as LineOfLog];
    } catch {
      // The last one may not be whole yet.
      return [];
    }
  });
}
