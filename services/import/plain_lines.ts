/** Delimited text without quotes: what stands between the delimiters is the value. */
import { concat, type DelimitedRecord, isBlank, longestRowBytes } from "./row.ts";

const CR = 13;
const LF = 10;
const QUOTE = 34;

export interface PlainReader {
  /** The line on which `takeRest` starts. */
  readonly line: number;
  /** False from the first quote on, or when a line does not end. */
  accepts(chunk: Uint8Array): boolean;
  push(chunk: Uint8Array): DelimitedRecord[];
  /** The bytes behind the last whole line. */
  takeRest(): Uint8Array;
  end(): DelimitedRecord[];
}

export function createPlainReader(delimiter: string): PlainReader {
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
      const values = raw.split(delimiter);
      if (!isBlank(values)) records.push({ line, raw, values });
      line++;
    }
    return records;
  }

  return {
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
