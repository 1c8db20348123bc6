/**
 * The few errors that callers tell apart. Anything else that is thrown is a fault of ours: logged in full, shown as 500
 * without internals. `app.ts` turns these into problem+json or an error page, once.
 */

/** One wrong field of the input, with a message that quotes the value. */
export interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** The input is wrong: 400. */
export class InvalidInputError extends Error {
  override readonly name = "InvalidInputError";
  constructor(message: string, readonly fields: readonly FieldError[] = [], options?: ErrorOptions) {
    super(message, options);
  }
}

/** What was asked for is not there: 404. */
export class NotFoundError extends Error {
  override readonly name = "NotFoundError";
}

/** The request collides with the present state, such as stock that is gone: 409. */
export class ConflictError extends Error {
  override readonly name = "ConflictError";
}

/** An idempotency key or event id was used before with other content: 422. */
export class ReusedKeyError extends Error {
  override readonly name = "ReusedKeyError";
}

/** We cannot answer now, but will again: 503 with Retry-After. */
export class UnavailableError extends Error {
  override readonly name = "UnavailableError";
  constructor(message: string, readonly retryAfterSeconds = 1, options?: ErrorOptions) {
    super(message, options);
  }
}
