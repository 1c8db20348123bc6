/** Rows of JSON lines: one object a line, its members are the columns. */
import { longestRowBytes, type SourceRow } from "./row.ts";

/** Reads objects of text, numbers, booleans and null; nested values count as their JSON text. */
export async function* readJsonLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<SourceRow[]> {
  const decoder = new TextDecoder();
  let rest = "";
  let line = 0;
  // The start of an overlong line that has been reported: its end is still to come.
  let skipping = false;

  const toRows = (lines: readonly string[]): SourceRow[] => {
    const rows: SourceRow[] = [];
    for (const text of lines) {
      line++;
      if (skipping) skipping = false;
      else if (text.trim() !== "") rows.push(toRow(line, text));
    }
    return rows;
  };

  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop()!;
    const rows = toRows(lines);
    if (rest.length > longestRowBytes) {
      if (!skipping) rows.push(toTooLong(line + 1, rest));
      skipping = true;
      rest = "";
    }
    yield rows;
  }
  yield toRows([rest + decoder.decode()]);
}

function toRow(line: number, text: string): SourceRow {
  if (text.length > longestRowBytes) return toTooLong(line, text);
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return toProblem(line, text, "is not valid JSON");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) {
    return toProblem(line, text, "is not a JSON object");
  }
  const names: string[] = [];
  const values: string[] = [];
  for (const [name, value] of Object.entries(parsed)) {
    // JSON.parse has rounded it already: as an id it would be another one.
    if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      return toProblem(line, text, `has a number beyond 2^53 in "${name}": write it as text`);
    }
    // Null is "not given", as if the member were not there.
    if (value === null) continue;
    names.push(name);
    values.push(toText(value));
  }
  return { line, names, values, raw: text };
}

function toText(value: unknown): string {
  if (typeof value === "string") return value;
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

function toTooLong(line: number, text: string): SourceRow {
  return toProblem(line, text.slice(0, 1000), `is longer than ${longestRowBytes} bytes`);
}

function toProblem(line: number, raw: string, problem: string): SourceRow {
  return { line, names: [], values: [], raw, problem };
}
