/** What streams and sockets of one user's list have in common. */
import type { LiveEvent } from "../services/live.ts";

export interface LiveOptions {
  readonly userId: number;
  /** What the caller knows already: an event comes at once if there is something newer. */
  readonly after: { readonly epoch?: number; readonly modelVersion?: number };
  readonly heartbeatMs: number;
}

/** Proxies close what is silent for long, and only a write shows that the other side has gone. */
export const heartbeatMs = 15_000;

/** The event as clients read it. */
export function toLiveJson({ userId, modelVersion }: LiveEvent) {
  return { type: "recommendations", user_id: userId, model_version: modelVersion };
}
