/** What the routes need of the settings, and what every request carries. */

export interface AppSettings {
  /** Where the shop is reached from outside, without a trailing slash. */
  readonly publicUrl: string;
  /** Origins whose scripts may call the API; "*" stands for any. */
  readonly corsOrigins: readonly string[];
  /** Whether a proxy in front sets headers that can be believed. */
  readonly trustProxy: boolean;
  /** Undefined: as many as come. */
  readonly rateLimitPerMinute?: number;
  /** Undefined: the API is open. */
  readonly apiKey?: string;
  /** ISO 4217. */
  readonly currency: string;
  /** BCP 47: what the catalogue is written in, and pages where nobody asks for another language. */
  readonly locale: string;
  /** Signs the visitor's cookie. */
  readonly sessionSecret: string;
  readonly development: boolean;
}

export interface AppEnv {
  Variables: {
    /** Also in the answer's X-Request-Id and in every log line of the request. */
    requestId: string;
  };
}
