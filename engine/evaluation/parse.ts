/** Files of interactions: lines `user item [value [timestamp [type]]]`, or adjacency lines `user item item ...`. */
import { InvalidInputError } from "../../errors.ts";
import { interactionTypes } from "../../types.ts";
import { type Delimiter, delimiterOf, type Layout, layoutOf, splitFields } from "./fields.ts";
import { InteractionBuilder, type Interactions, type Names } from "./interactions.ts";

export type FileFormat = "lines" | "adjacency";

export interface ParseOptions {
  /** What an error calls the file, such as `--train "a.tsv"`. */
  readonly source: string;
  readonly format: FileFormat;
  readonly users: Names;
  readonly items: Names;
  /** Rows with a lower value are left out. */
  readonly minValue?: number | undefined;
}

/** Takes a file line by line. */
export interface LineParser {
  add(line: string): void;
  finish(): Interactions;
}

/**
 * A parser of one file. The delimiter and the header are found on the first line that is not empty.
 *
 * @throws InvalidInputError from `add` and `finish`, naming the source, the line (from 1) and the value
 */
export function createParser(options: ParseOptions): LineParser {
  return options.format === "adjacency" ? createAdjacencyParser(options) : createLineParser(options);
}

function createLineParser({ source, users, items, minValue }: ParseOptions): LineParser {
  const rows = new InteractionBuilder();
  const seen = new Set<string>(interactionTypes);
  let number = 0;
  let delimiter: Delimiter | undefined;
  let layout: Layout | undefined;

  function add(line: string): void {
    number++;
    const text = number === 1 && line.startsWith("\ufeff") ? line.slice(1) : line;
    if (text.trim() === "") return;
    delimiter ??= delimiterOf(text);
    const fields = splitFields(text, delimiter);
    if (!layout) {
      const found = layoutOf(fields);
      layout = found.layout;
      if (found.isHeader) return;
    }
    const user = fields[layout.user] ?? "", item = fields[layout.item] ?? "";
    if (user === "" || item === "") {
      throw wrong(`${quote(text)} has no ${user === "" ? "user" : "item"}`);
    }
    const value = readValue(fields[layout.value]);
    if (minValue !== undefined) {
      if (value === undefined) throw wrong(`${quote(text)} has no value to compare with --min-value`);
      if (value < minValue) return;
    }
    const at = readTime(fields[layout.at]), type = readType(fields[layout.type]);
    rows.add({ user: users.codeOf(user), item: items.codeOf(item), value, at, type });
  }

  function readValue(text: string | undefined): number | undefined {
    if (text === undefined || text === "") return undefined;
    const value = Number(text);
    if (!Number.isFinite(value)) throw wrong(`value ${quote(text)} is not a number`);
    if (Math.abs(value) > mostValue) throw wrong(`value ${quote(text)} is beyond ${mostValue}`);
    return value;
  }

  function readTime(text: string | undefined): number | undefined {
    if (text === undefined || text === "") return undefined;
    const at = parseTime(text);
    if (at === undefined) throw wrong(`timestamp ${quote(text)} is neither ISO 8601 nor an epoch`);
    return at;
  }

  function readType(text: string | undefined): number | undefined {
    if (text === undefined || text === "") return undefined;
    if (!seen.has(text)) throw wrong(`type ${quote(text)} is not one of ${interactionTypes.join(", ")}`);
    return interactionTypes.indexOf(text as typeof interactionTypes[number]);
  }

  function wrong(state: string): InvalidInputError {
    return new InvalidInputError(`Cannot read ${source}: line ${number}: ${state}`);
  }

  return { add, finish: () => finish(rows, source) };
}

function createAdjacencyParser({ source, users, items, minValue }: ParseOptions): LineParser {
  if (minValue !== undefined) {
    throw new InvalidInputError(`Cannot read ${source}: adjacency lines have no value for --min-value`);
  }
  const rows = new InteractionBuilder();
  return {
    add(line) {
      const [user, ...list] = splitFields(line, " ");
      // Such files list users without any item too.
      if (!user || list.length === 0) return;
      const code = users.codeOf(user);
      for (const item of list) rows.add({ user: code, item: items.codeOf(item) });
    },
    finish: () => finish(rows, source),
  };
}

function finish(rows: InteractionBuilder, source: string): Interactions {
  if (rows.length === 0) throw new InvalidInputError(`Cannot read ${source}: it holds no interactions`);
  return rows.finish();
}

/** Sums and squares of values must fit into single precision. */
const mostValue = 1e12;

/** What a date can hold: a hundred million days from 1970. */
const furthest = 8.64e15;

/** Epoch seconds end here and epoch milliseconds begin: the year 5138, or March 1973. */
const firstMilliseconds = 1e11;

/** Epoch milliseconds from ISO 8601 (UTC unless it has an offset) or epoch seconds or milliseconds; undefined for anything else. */
export function parseTime(text: string): number | undefined {
  if (/^-?\d+(\.\d*)?(e\+?\d+)?$/i.test(text)) {
    const number = Number(text);
    const at = Math.round(Math.abs(number) < firstMilliseconds ? number * 1000 : number);
    return Math.abs(at) <= furthest ? at : undefined;
  }
  if (!/^\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i.test(text)) return undefined;
  const isZoned = text.length <= 10 || /(Z|[+-]\d\d:?\d\d)$/i.test(text.slice(10));
  const at = Date.parse(isZoned ? text.replace(" ", "T") : `${text.replace(" ", "T")}Z`);
  return Number.isNaN(at) ? undefined : at;
}

function quote(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
