/** What both cache layers have in common. A cache may forget at any time: a fault is a miss, never an error. */

/**
 * Why a call of a cache came to nothing: `timeout` (no answer in time), `failed` (no connection, or an answer that is
 * not Redis's, such as a refused token), `open` (not tried: too many calls failed just before), `value` (what is stored
 * there is not ours, or what should be stored cannot be).
 */
export type CacheFault = "timeout" | "failed" | "open" | "value";

export type OnFault = (kind: CacheFault, error?: unknown) => void;

/** Values by key, each for a limited time. No method ever rejects. */
export interface Cache<V> {
  /** The layer, as `X-Cache` names it. */
  readonly name: "memory" | "redis";
  /** The value, or undefined when it is not there, has expired or cannot be had. */
  get(key: string): Promise<V | undefined>;
  /**
   * Keeps `value` for `ttlSeconds` (fractions count), replacing what was there. A time of 0 or less, or NaN, removes the
   * key. A value that does not fit is not kept, and neither is the one it should have replaced.
   */
  set(key: string, value: V, ttlSeconds: number): Promise<void>;
  /** Forgets the keys; those that are not there are no fault. */
  delete(...keys: readonly string[]): Promise<void>;
  /** Whether the layer answers now; never rejects and takes no longer than a `get`. */
  isHealthy(): Promise<boolean>;
  /** Lets go of everything held. Afterwards every `get` is a miss and nothing is kept. */
  close(): void;
}
