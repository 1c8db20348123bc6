/**
 * The checks of everything that comes in. Each has one rule and one message that quotes the value. Nothing is coerced:
 * `Number` would take "1e3", "0x10" and " 1" for ids.
 */
import { z } from "@hono/zod-openapi";
import type { Context, ValidationTargets } from "hono";
import { bodyLimit } from "hono/body-limit";
import { HTTPException } from "hono/http-exception";
import { InvalidInputError } from "../../errors.ts";
import { parseId } from "../ids.ts";

const maximumId = Number.MAX_SAFE_INTEGER;
const integer = { type: "integer", format: "int64" } as const;

/** An id in a path or query: canonical decimal digits. */
export function idText(description: string) {
  const rule = must(`must be a whole number from 1 to ${maximumId}`);
  return z.string(rule).refine(isId, rule).transform(Number)
    .openapi({ ...integer, minimum: 1, maximum: maximumId, description, example: 1 });
}

/** An id in a JSON body: a number. */
export function idNumber(description: string) {
  const rule = must(`must be a whole number from 1 to ${maximumId}`);
  return z.number(rule).refine((n) => Number.isSafeInteger(n) && n >= 1, rule)
    .openapi({ ...integer, minimum: 1, maximum: maximumId, description, example: 1 });
}

/** An id, or 0 for none. */
export function idOrZeroText(description: string) {
  const rule = must(`must be a whole number from 0 to ${maximumId}`);
  return z.string(rule).refine((text) => text === "0" || isId(text), rule).transform(Number)
    .openapi({ ...integer, minimum: 0, maximum: maximumId, description, example: 1 });
}

/** How many: 1 to 100, `usual` where it is left out. */
export function countText(usual: number, description = "How many at most") {
  const rule = must("must be a whole number from 1 to 100");
  return z.string(rule).refine((text) => isId(text) && Number(text) <= 100, rule).transform(Number)
    .openapi({ type: "integer", minimum: 1, maximum: 100, default: usual, description }).default(usual);
}

/** Text that the database keeps as it is: it would cut at NUL and replace lone surrogates. */
export function text(maximum: number, description: string) {
  const rule = must(`must be a text of 1 to ${maximum} characters without NUL or lone surrogates`);
  return z.string(rule)
    .refine((t) => t.length >= 1 && t.length <= maximum && t.isWellFormed() && !t.includes("\0"), rule)
    .openapi({ minLength: 1, maxLength: maximum, description });
}

/** A price in major units, as it stands in a query. */
export function priceText(description: string) {
  const rule = must("must be a price such as 12.50");
  return z.string(rule).refine((t) => /^\d{1,12}(\.\d{1,6})?$/.test(t), rule).transform(Number)
    .openapi({ type: "number", minimum: 0, description, example: 12.5 });
}

export function shareText(description: string) {
  const rule = must("must be a number from 0 to 1");
  return z.string(rule).refine((t) => /^\d(\.\d{1,15})?$/.test(t) && Number(t) <= 1, rule).transform(Number)
    .openapi({ type: "number", minimum: 0, maximum: 1, description });
}

export function flagText(description: string) {
  const rule = must('must be "true" or "false"');
  return z.string(rule).refine((t) => t === "true" || t === "false", rule).transform((t) => t === "true")
    .openapi({ type: "boolean", description });
}

/** Ids separated by commas; an empty value is no id. */
export function idListText(description: string) {
  const rule = must("must be at most 1000 ids separated by commas");
  const split = (t: string) => t === "" ? [] : t.split(",");
  return z.string(rule).refine((t) => split(t).length <= 1000 && split(t).every(isId), rule)
    .transform((t) => split(t).map(Number))
    .openapi({
      type: "string",
      pattern: "^([1-9][0-9]{0,15}(,[1-9][0-9]{0,15})*)?$",
      description,
      example: "1,2,3",
    });
}

/** An instant as ISO 8601 with its offset; inside it is epoch milliseconds. */
export function instant(description: string) {
  const rule = must("must be a time since 1970 in ISO 8601 such as 2026-01-31T18:30:00Z");
  return z.string(rule)
    .refine((t) => z.iso.datetime({ offset: true }).safeParse(t).success && Date.parse(t) >= 0, rule)
    .transform((t) => Date.parse(t))
    .openapi({ type: "string", format: "date-time", description, example: "2026-01-31T18:30:00Z" });
}

const isId = (text: string) => parseId(text) !== undefined;

/** A rule for zod: the message says what must be, and what came instead. */
export function must(rule: string): { readonly error: (issue: { readonly input?: unknown }) => string } {
  return { error: ({ input }) => input === undefined ? "is required" : `${rule}, not ${quote(input)}` };
}

/** Short, and never by recursion: a list in a list in a list may be thousands deep. */
function quote(value: unknown): string {
  if (Array.isArray(value)) {
    if (value.length === 0 || !value.every((part) => typeof part === "string")) return "a list";
    return `${value.length} values: ${value.slice(0, 3).map(quote).join(", ")}`;
  }
  if (typeof value === "object" && value !== null) return "an object";
  if (typeof value !== "string") return String(value);
  return JSON.stringify(value.length > 80 ? `${value.slice(0, 80).toWellFormed()}…` : value);
}

/** Issues of zod as fields; the whole body is called "body". */
export function toFields(error: z.core.$ZodError): { field: string; message: string }[] {
  return error.issues.map(({ path, message }) => ({ field: path.map(String).join(".") || "body", message }));
}

type Checked =
  | { readonly target: keyof ValidationTargets; readonly success: true; readonly data: unknown }
  | { readonly target: keyof ValidationTargets; readonly success: false; readonly error: z.core.$ZodError };

/** The hook of every route: what does not pass its schema is an InvalidInputError. */
export function refuseInvalid(result: Checked, c: Context): undefined {
  if (!result.success) throw invalid(toFields(result.error));
  if (result.target === "query") refuseUndecodable(c.req.url, Object.keys(result.data as object));
}

/** Hono leaves percent signs that encode no UTF-8 as they are; a search for what was not typed helps nobody. */
function refuseUndecodable(url: string, known: readonly string[]): void {
  const from = url.indexOf("?");
  if (from < 0 || !url.includes("%", from)) return;
  for (const pair of url.slice(from + 1).split("&")) {
    const [name = "", value = ""] = pair.split("=", 2);
    if (!known.includes(name)) continue;
    try {
      decodeURIComponent(value);
    } catch {
      throw invalid([{ field: name, message: `must be percent-encoded UTF-8, not ${quote(value)}` }]);
    }
  }
}

function invalid(fields: readonly { field: string; message: string }[]): InvalidInputError {
  const first = fields[0];
  const more = fields.length > 1 ? `; ${fields.length - 1} more` : "";
  return new InvalidInputError(`Cannot read the request: ${first?.field} ${first?.message}${more}`, fields);
}

/** Refuses a body of more than `kilobytes` before it is parsed. */
export function limitBody(kilobytes: number) {
  return bodyLimit({
    maxSize: kilobytes * 1024,
    onError() {
      throw new HTTPException(413, {
        message: `Cannot read the request: the body is larger than ${kilobytes} KB`,
      });
    },
  });
}
