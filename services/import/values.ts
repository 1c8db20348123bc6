/** Values as files write them, checked. Each function throws `RejectedRow` with a reason that names the column and the value. */
import { type InteractionType, interactionTypes } from "../../types.ts";

/** Why a row is not taken. */
export class RejectedRow extends Error {
  override readonly name = "RejectedRow";
}

/** Longest values, in UTF-16 units. */
export const longest = { id: 200, name: 500, category: 200, url: 2000, description: 20_000 } as const;

/**
 * Text that the database gives back as it was: no NUL (it would cut the text there), no half surrogates, valid UTF-8 in the
 * file.
 */
export function parseText(column: string, text: string, { max }: { max: number }): string {
  if (text.length > max) {
    throw new RejectedRow(`${column} has ${text.length} characters, at most ${max} are allowed`);
  }
  if (text.includes("\0")) throw new RejectedRow(`${column} ${quote(text)} contains a NUL character`);
  if (!text.isWellFormed()) throw new RejectedRow(`${column} ${quote(text)} contains half a surrogate pair`);
  if (text.includes("\ufffd")) throw new RejectedRow(`${column} ${quote(text)} is not valid UTF-8`);
  return text;
}

/** Text that must be there. */
export function parseRequired(column: string, text: string, { max }: { max: number }): string {
  if (text === "") throw new RejectedRow(`${column} is empty`);
  return parseText(column, text, { max });
}

/** Text on one line: breaks and tabs become blanks. */
export function parseLine(column: string, text: string, { max }: { max: number }): string {
  return parseText(column, text.replace(/\s+/g, " "), { max });
}

/**
 * A decimal amount in major units as whole minor units, by its digits: no floating point in between. More decimals than the
 * currency has (`decimals`, 2 for USD) are rounded half up.
 */
export function parsePrice(column: string, text: string, decimals: number): number {
  const match = /^(\d*)(?:\.(\d*))?$/.exec(text);
  if (!match || !/\d/.test(text)) {
    throw new RejectedRow(
      text === ""
        ? `${column} is empty`
        : `${column} ${quote(text)} is not a plain decimal number, 0 or above`,
    );
  }
  const whole = match[1]!.replace(/^0+/, "");
  const fraction = (match[2] ?? "").padEnd(decimals + 1, "0");
  if (whole.length > 12) throw new RejectedRow(`${column} ${quote(text)} is too large`);
  return Number(whole + fraction.slice(0, decimals)) + (fraction[decimals]! >= "5" ? 1 : 0);
}

const iso =
  /^(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d\d(?::?\d\d)?)?)?$/i;

/** Epoch seconds end here and epoch milliseconds begin: the year 5138, or March 1973. */
const firstMilliseconds = 1e11;

/**
 * Epoch milliseconds, from ISO 8601 (UTC where no offset is given; a date alone is its midnight) or epoch seconds or
 * milliseconds. Eight digits are a date, `20111209`.
 */
export function parseTime(column: string, text: string): number {
  if (/^\d+(\.\d+)?$/.test(text) && !isPlainDate(text)) {
    const number = Number(text);
    const at = Math.round(number < firstMilliseconds ? number * 1000 : number);
    if (at > 8.64e15) throw new RejectedRow(`${column} ${quote(text)} is too large for a time`);
    return at;
  }
  const match = iso.exec(text);
  const at = match ? toEpoch(match) : undefined;
  if (at === undefined) {
    throw new RejectedRow(
      text === ""
        ? `${column} is empty`
        : `${column} ${quote(text)} is not a time: ISO 8601, epoch seconds or epoch milliseconds`,
    );
  }
  if (at < 0) throw new RejectedRow(`${column} ${quote(text)} is before 1970`);
  return at;
}

function isPlainDate(text: string): boolean {
  const match = /^(?:19|20)\d{6}$/.test(text) ? iso.exec(text) : null;
  return match !== null && toEpoch(match) !== undefined;
}

function toEpoch(
  [, year, month, day, hour, minute, second, fraction, zone]: RegExpExecArray,
): number | undefined {
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map((part) => Number(part ?? 0));
  const at = Date.UTC(y!, mo! - 1, d!, h!, mi!, s!);
  const date = new Date(at);
  // Date.UTC turns the 31st of February into the 3rd of March.
  const isReal = date.getUTCMonth() === mo! - 1 && date.getUTCDate() === d! && h! < 24 && mi! < 60 && s! < 60;
  if (!isReal) return undefined;
  const milliseconds = Number((fraction ?? "").padEnd(3, "0").slice(0, 3));
  return at + milliseconds - toOffset(zone ?? "Z");
}

function toOffset(zone: string): number {
  const match = /^([+-])(\d\d):?(\d\d)?$/.exec(zone);
  if (!match) return 0;
  const minutes = Number(match[2]) * 60 + Number(match[3] ?? 0);
  return (match[1] === "-" ? -minutes : minutes) * 60_000;
}

/** 0.5 to 5, or null where nothing is written. */
export function parseRating(column: string, text: string): number | null {
  if (text === "") return null;
  const rating = /^\d(\.\d+)?$/.test(text) ? Number(text) : NaN;
  if (!(rating >= 0.5 && rating <= 5)) {
    throw new RejectedRow(`${column} ${quote(text)} is not a number from 0.5 to 5`);
  }
  return rating;
}

export function parseType(column: string, text: string): InteractionType {
  const type = interactionTypes.find((name) => name === text);
  if (!type) throw new RejectedRow(`${column} ${quote(text)} is not one of ${interactionTypes.join(", ")}`);
  return type;
}

/** A whole number of pieces, 0 or above. */
export function parseStock(column: string, text: string): number {
  if (!/^\d{1,9}$/.test(text)) {
    throw new RejectedRow(`${column} ${quote(text)} is not a whole number, 0 or above`);
  }
  return Number(text);
}

/** An http(s) address or a path of this site, or null where nothing is written. */
export function parseImageUrl(column: string, text: string): string | null {
  if (text === "") return null;
  const url = parseText(column, text, { max: longest.url });
  const isPath = /^\/(?!\/)\S*$/.test(url);
  if (!isPath && !(/^https?:\/\//i.test(url) && URL.canParse(url))) {
    throw new RejectedRow(`${column} ${quote(text)} is not an http address or a path that starts with /`);
  }
  return url;
}

/** The value in quotes, shortened, with control characters shown. */
export function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
