/**
 * The few errors that callers tell apart. Anything else that is thrown is a fault of ours: logged in full, shown as 500
 * without internals. `app.ts` turns these into problem+json or an error page, once.
 */

/** One wrong field of the input, with a message that quotes the value. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Why a shopper cannot have what they asked for, in parts, for whoever says it in the shopper's language. */
export type Refusal =
  | { readonly kind: "too-many"; readonly most: number }
  | { readonly kind: "few-left"; readonly name: string; readonly left: number }
  | { readonly kind: "sold-out"; readonly name: string }
  | { readonly kind: "cart-empty" | "cart-changed" | "price-changed" };

export interface RefusalOptions extends ErrorOptions {
  readonly refusal?: Refusal;
}

/** The input is wrong: 400. */
export class InvalidInputError extends Error {
  override readonly name = "InvalidInputError";
  readonly refusal: Refusal | undefined;
  constructor(message: string, readonly fields: readonly FieldError[] = [], options: RefusalOptions = {}) {
    super(message, options);
    this.refusal = options.refusal;
  }
}

/** What was asked for is not there: 404. */
export class NotFoundError extends Error {
  override readonly name: string = "NotFoundError";
}

/** It was there once and never will be again: 410 to browsers; to the API it is not found. */
export class GoneError extends NotFoundError {
  override readonly name = "GoneError";
}

/** The request collides with the present state, such as stock that is gone: 409. */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
  readonly refusal: Refusal | undefined;
  constructor(message: string, options: RefusalOptions = {}) {
    super(message, options);
    this.refusal = options.refusal;
  }
}

/** An idempotency key or event id was used before with other content: 422. */
export class ReusedKeyError extends Error {
  override readonly name = "ReusedKeyError";
}

/** The caller asks more often than it may: 429 with Retry-After. */
export class TooManyRequestsError extends Error {
  override readonly name = "TooManyRequestsError";
  constructor(message: string, readonly retryAfterSeconds: number) {
    super(message);
  }
}

/** We cannot answer now, but will again: 503 with Retry-After. */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";
  constructor(message: string, readonly retryAfterSeconds = 1, options?: ErrorOptions) {
    super(message, options);
  }
}
