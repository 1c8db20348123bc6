/** Records of comma or tab separated text (RFC 4180 quoting in both), with exact line numbers and raw bytes. */
import { type Info, parse, type Parser } from "csv-parse";
import { createPlainReader } from "./plain_lines.ts";
import { concat, type DelimitedRecord, isBlank, longestRowBytes } from "./row.ts";

const CR = 13;
const LF = 10;

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
      if (!isBlank(next.record)) records.push({ raw, line, values: next.record });
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
    const problem = raw.length >= longestRowBytes
      ? `is ${longestRowBytes} bytes long or longer`
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
      for (const record of push(bytes)) records.push(record);
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
