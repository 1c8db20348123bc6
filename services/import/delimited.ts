/** Records of comma or tab separated text (RFC 4180 quoting in both), with exact line numbers and raw bytes. */
import { type Info, parse, type Parser } from "csv-parse";
import { longestRowBytes } from "./row.ts";

export interface DelimitedRecord {
  readonly line: number;
  readonly raw: string | Uint8Array;
  readonly values: readonly string[];
  readonly problem?: string;
}

const CR = 13;
const LF = 10;
const QUOTE = 34;

/**
 * Reads records, the header included. Byte order mark, any line ending (mixed, too) and quotes inside unquoted values are
 * taken as they come. A quote that opens and does not close within a mebibyte costs its own line alone: reading
 * resumes on the next.
 */
export async function* readDelimited(
  chunks: AsyncIterable<Uint8Array>,
  delimiter: string,
): AsyncGenerator<DelimitedRecord[]> {
  const plain = createPlainReader(delimiter);
  let reader: ReturnType<typeof createRecordReader> | undefined;
  for await (const chunk of chunks) {
    // Up to its first quote a file is read five times as fast; most files of events have none.
    if (!reader && plain.accepts(chunk)) {
      yield plain.push(chunk);
      continue;
    }
    reader ??= createRecordReader(delimiter, { line: plain.line });
    yield reader.push(concat(plain.takeRest(), chunk));
  }
  yield reader ? await reader.end() : plain.end();
}

/** Reads lines that hold no quote: what stands between the delimiters is the value. */
function createPlainReader(delimiter: string) {
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  let rest: Uint8Array = new Uint8Array(0);
  let line = 1;

  function read(bytes: Uint8Array): DelimitedRecord[] {
    const records: DelimitedRecord[] = [];
    let text = decoder.decode(bytes);
    if (line === 1 && text.startsWith("\ufeff")) text = text.slice(1);
    const lines = text.split(text.includes("\r") ? /\r\n|\n|\r/ : "\n");
    // Behind the last line ending comes the next block.
    if (lines.at(-1) === "") lines.pop();
    for (const raw of lines) {
      if (raw.trim() !== "") records.push({ line, raw, values: raw.split(delimiter) });
      line++;
    }
    return records;
  }

  return {
    /** The line on which `takeRest` starts. */
    get line() {
      return line;
    },
    accepts: (chunk: Uint8Array) => !chunk.includes(QUOTE) && rest.length + chunk.length < longestRowBytes,
    push(chunk: Uint8Array): DelimitedRecord[] {
      const bytes = rest.length === 0 ? chunk : concat(rest, chunk);
      let end = bytes.lastIndexOf(LF) + 1;
      // A carriage return at the very end may be half of a line ending.
      if (end === 0) end = bytes.subarray(0, -1).lastIndexOf(CR) + 1;
      rest = bytes.slice(end);
      return read(bytes.subarray(0, end));
    },
    takeRest(): Uint8Array {
      const bytes = rest;
      rest = new Uint8Array(0);
      return bytes;
    },
    end: () => read(rest),
  };
}

/** Reads any record, by csv-parse. */
function createRecordReader(delimiter: string, start: { line: number }) {
  // `rest` holds the bytes from the end of the last record on, and `parser` has been given exactly these since `base`.
  let rest: Uint8Array = new Uint8Array(0);
  let base = 0;
  let line = start.line;
  let session = openSession(delimiter, { bom: line === 1 });
  // Inside an overlong line, which has been reported, looking for its end.
  let skipping = false;

  function take(length: number): { raw: Uint8Array; line: number } {
    const bytes = rest.subarray(0, length);
    let start = 0;
    // Blank lines are skipped by the parser and belong to no record.
    while (start < length && (bytes[start] === CR || bytes[start] === LF)) start++;
    const first = line + countBreaks(bytes.subarray(0, start));
    line += countBreaks(bytes);
    rest = rest.subarray(length);
    base += length;
    return { raw: trimBreaks(bytes.subarray(start)), line: first };
  }

  function drain(records: DelimitedRecord[]): void {
    for (let next = session.read(); next; next = session.read()) {
      const { raw, line } = take(next.info.bytes - base);
      if (next.record.length === 1 && next.record[0]!.trim() === "") continue;
      records.push({ raw, line, values: next.record });
    }
  }

  /** Reports the line on which a quote opened as bad, and starts anew behind it. */
  function restart(records: DelimitedRecord[]): Uint8Array {
    let start = 0;
    while (start < rest.length && (rest[start] === CR || rest[start] === LF)) start++;
    let end = start;
    while (end < rest.length && rest[end] !== CR && rest[end] !== LF) end++;
    skipping = end === rest.length;
    const { raw, line } = take(end);
    const problem = skipping || raw.length > longestRowBytes
      ? `is longer than ${longestRowBytes} bytes`
      : "has a quote that opens and never closes";
    records.push({ raw, line, values: [], problem });
    const bytes = rest;
    rest = new Uint8Array(0);
    base = 0;
    session = openSession(delimiter, { bom: false });
    return bytes;
  }

  function push(chunk: Uint8Array): DelimitedRecord[] {
    const records: DelimitedRecord[] = [];
    let input = chunk;
    while (input.length > 0) {
      if (skipping) {
        const end = input.findIndex((byte) => byte === CR || byte === LF);
        if (end < 0) return records;
        skipping = false;
        input = input.subarray(end);
      }
      rest = rest.length === 0 ? input : concat(rest, input);
      session.write(input);
      drain(records);
      input = session.isBroken() ? restart(records) : new Uint8Array(0);
    }
    return records;
  }

  async function end(): Promise<DelimitedRecord[]> {
    const records: DelimitedRecord[] = [];
    for (;;) {
      await session.end();
      drain(records);
      if (!session.isBroken()) return records;
      const bytes = restart(records);
      // A file that ends inside a line has no newline to find.
      skipping = false;
      records.push(...push(bytes));
    }
  }

  return { push, end };
}

interface Session {
  write(bytes: Uint8Array): void;
  /** The next record, or undefined when there is none yet. */
  read(): { record: string[]; info: Info } | undefined;
  end(): Promise<void>;
  /** A record could not be read: all before it have been, nothing behind it will be. */
  isBroken(): boolean;
}

function openSession(delimiter: string, { bom }: { bom: boolean }): Session {
  let brokenAfter: number | undefined;
  const parser: Parser = parse({
    bom,
    delimiter,
    info: true,
    max_record_size: longestRowBytes,
    record_delimiter: ["\r\n", "\n", "\r"],
    relax_column_count: true,
    relax_quotes: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (error) => {
      brokenAfter ??= Number(error?.records ?? 0);
    },
  });
  const ahead: { record: string[]; info: Info }[] = [];
  const pull = () => {
    for (let next = parser.read(); next !== null; next = parser.read()) ahead.push(next);
  };
  let at = 0;

  return {
    write(bytes) {
      // Both are synchronous: the parser has no work of its own to wait for.
      parser.write(bytes);
      pull();
    },
    read() {
      const next = ahead[at];
      if (next === undefined || (brokenAfter !== undefined && next.info.records > brokenAfter)) {
        ahead.length = at = 0;
        return undefined;
      }
      at++;
      return next;
    },
    end() {
      return new Promise((resolve, reject) => {
        parser.on("readable", pull).once("end", resolve).once("error", reject);
        parser.end();
        pull();
      });
    },
    isBroken: () => brokenAfter !== undefined,
  };
}

function countBreaks(bytes: Uint8Array): number {
  let breaks = 0;
  for (let i = 0; i < bytes.length; i++) {
    if (bytes[i] === LF) breaks++;
    else if (bytes[i] === CR && bytes[i + 1] !== LF) breaks++;
  }
  return breaks;
}

function trimBreaks(bytes: Uint8Array): Uint8Array {
  let end = bytes.length;
  while (end > 0 && (bytes[end - 1] === CR || bytes[end - 1] === LF)) end--;
  return bytes.subarray(0, end);
}

function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
