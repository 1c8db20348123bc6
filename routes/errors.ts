/** Errors as answers: one table of problems (RFC 9457), used by the API, its description and the error pages. */
import { HTTPException } from "hono/http-exception";
import {
  ConflictError,
  type FieldError,
  GoneError,
  InvalidInputError,
  NotFoundError,
  ReusedKeyError,
  TooManyRequestsError,
  UnavailableError,
} from "../errors.ts";

/** Every problem that the API answers with: the end of its `type`, its title, and what to do about it. */
export const problemKinds = {
  400: { name: "invalid-input", title: "Invalid input", help: "Correct the fields named in `errors`." },
  401: {
    name: "unauthorized",
    title: "Unauthorized",
    help: "Send the header `Authorization: Bearer <API_KEY>`.",
  },
  403: { name: "forbidden", title: "Forbidden", help: "This is not yours to see or change." },
  404: { name: "not-found", title: "Not found", help: "The address, user or product does not exist." },
  405: {
    name: "method-not-allowed",
    title: "Method not allowed",
    help: "Use a method that the header `Allow` names.",
  },
  409: { name: "conflict", title: "Conflict", help: "The present state forbids it; read it again." },
  410: { name: "gone", title: "Gone", help: "It was here once; nothing will be at this address again." },
  413: { name: "too-large", title: "Content too large", help: "Send less, or in several requests." },
  415: {
    name: "unsupported-media-type",
    title: "Unsupported media type",
    help: "Send the header `Content-Type: application/json`.",
  },
  422: {
    name: "reused-key",
    title: "Reused key",
    help: "The `event_id` or `Idempotency-Key` belongs to another interaction; choose a new one.",
  },
  429: {
    name: "too-many-requests",
    title: "Too many requests",
    help: "Wait for as many seconds as `Retry-After` says.",
  },
  500: {
    name: "internal",
    title: "Internal error",
    help: "A fault of ours; the log has it under the `request_id`.",
  },
  503: { name: "unavailable", title: "Unavailable", help: "Try again after the seconds of `Retry-After`." },
} as const;

export type ProblemStatus = keyof typeof problemKinds;

export interface Problem {
  readonly status: ProblemStatus;
  /** One sentence, safe to show. */
  readonly detail: string;
  readonly errors: readonly FieldError[];
  readonly headers: Readonly<Record<string, string>>;
}

/** What an error is to the caller. Anything unknown is a 500 that tells nothing of the inside. */
export function toProblem(error: unknown): Problem {
  const plain = { errors: [], headers: {} };
  if (error instanceof InvalidInputError) {
    return { ...plain, status: 400, detail: error.message, errors: error.fields };
  }
  if (error instanceof GoneError) return { ...plain, status: 410, detail: error.message };
  if (error instanceof NotFoundError) return { ...plain, status: 404, detail: error.message };
  if (error instanceof ConflictError) return { ...plain, status: 409, detail: error.message };
  if (error instanceof ReusedKeyError) return { ...plain, status: 422, detail: error.message };
  if (error instanceof UnavailableError || error instanceof TooManyRequestsError) {
    const headers = { "Retry-After": String(error.retryAfterSeconds) };
    const status = error instanceof UnavailableError ? 503 : 429;
    return { ...plain, status, detail: error.message, headers };
  }
  if (error instanceof HTTPException) return fromHttp(error);
  return { ...plain, status: 500, detail: "Cannot answer: an internal error" };
}

/** What Hono and its middleware throw. */
function fromHttp({ status, message }: HTTPException): Problem {
  const plain = { errors: [], headers: {} };
  switch (status) {
    case 400: {
      if (!message.startsWith("Malformed JSON")) {
        const detail = message.startsWith("Cannot ") ? message : "Cannot read the request: it is malformed";
        return { ...plain, status, detail };
      }
      const detail = "Cannot read the request: the body is not valid JSON";
      return { ...plain, status, detail, errors: [{ field: "body", message: "must be valid JSON" }] };
    }
    case 401:
      return { ...plain, status, detail: message, headers: { "WWW-Authenticate": 'Bearer realm="aisle"' } };
    case 403:
    case 404:
    case 409:
      return { ...plain, status, detail: message || problemKinds[status].title };
    case 413:
      return { ...plain, status, detail: message || "Cannot read the request: the body is too large" };
    case 415:
      return {
        ...plain,
        status,
        detail: 'Cannot read the request: its content type is not "application/json"',
      };
    default:
      return { ...plain, status: 500, detail: "Cannot answer: an internal error" };
  }
}

interface ProblemContext {
  readonly publicUrl: string;
  /** Path of the request. */
  readonly path: string;
  readonly requestId: string;
}

/** The body of a problem as RFC 9457 has it; `error` is the short sentence that older clients read. */
export function toProblemBody(problem: Problem, { publicUrl, path, requestId }: ProblemContext) {
  const { name, title } = problemKinds[problem.status];
  return {
    type: `${publicUrl}/api/docs#${name}`,
    title,
    status: problem.status,
    detail: problem.detail,
    instance: path,
    request_id: requestId,
    ...(problem.errors.length > 0 ? { errors: problem.errors } : {}),
    error: problem.detail,
  };
}
