/** The rows of a file, whatever its format: what the loaders see. */
import { InvalidInputError } from "../../errors.ts";
import { readDelimited } from "./delimited.ts";
import { readJsonLines } from "./json_lines.ts";
import type { SourceRow } from "./row.ts";
import { readBytes, type Source } from "./source.ts";

/** All rows in order, in batches of no particular size. Blank lines are left out. */
export async function* readRows(
  source: Source,
  onBytes: (bytes: number) => void,
): AsyncGenerator<SourceRow[]> {
  const chunks = readBytes(source, onBytes);
  if (source.format === "jsonl") {
    yield* readJsonLines(chunks);
    return;
  }
  let names: readonly string[] | undefined;
  for await (const records of readDelimited(chunks, source.format === "csv" ? "," : "\t")) {
    const rows: SourceRow[] = [];
    for (const { line, raw, values, problem } of records) {
      if (problem !== undefined) rows.push({ line, raw, names: [], values: [], problem });
      else if (names === undefined) names = toHeader(values);
      else rows.push(toRow(names, { line, raw, values }));
    }
    yield rows;
  }
}

/** The same rows in batches of `size` or a little more: what one commit takes. */
export async function* readBatches(
  source: Source,
  { size, onBytes }: { size: number; onBytes: (bytes: number) => void },
): AsyncGenerator<SourceRow[]> {
  let batch: SourceRow[] = [];
  for await (const rows of readRows(source, onBytes)) {
    batch = batch.length === 0 ? rows : batch.concat(rows);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

/**
 * The column names of the file. Those of JSON lines are collected until `isEnough`, or to the end of the file: a column that
 * is seldom given may turn up late.
 *
 * @throws InvalidInputError when a delimited file has no header
 */
export async function listColumns(
  source: Source,
  isEnough: (names: ReadonlySet<string>) => boolean,
): Promise<readonly string[]> {
  const cannot = `Cannot import --${source.option} "${source.path}"`;
  if (source.format !== "jsonl") {
    for await (
      const records of readDelimited(readBytes(source, () => {}), source.format === "csv" ? "," : "\t")
    ) {
      const [header] = records;
      if (header?.problem !== undefined) {
        throw new InvalidInputError(`${cannot}: its header ${header.problem}`);
      }
      if (header) return toHeader(header.values);
    }
    throw new InvalidInputError(`${cannot}: it is empty, not even a header is there`);
  }
  const found = new Set<string>();
  for await (const rows of readRows(source, () => {})) {
    for (const row of rows) for (const name of row.names) found.add(name);
    if (isEnough(found)) break;
  }
  return [...found];
}

function toHeader(values: readonly string[]): readonly string[] {
  return values.map((value) => value.trim());
}

function toRow(
  names: readonly string[],
  row: { line: number; raw: string | Uint8Array; values: readonly string[] },
): SourceRow {
  const { values } = row;
  if (values.length === names.length) return { line: row.line, raw: row.raw, names, values };
  // A delimiter at the end of each line is common and harmless.
  if (values.length > names.length && values.slice(names.length).every((value) => value.trim() === "")) {
    return { ...row, names, values: values.slice(0, names.length) };
  }
  const problem = `has ${count(values.length, "column")} where the header has ${names.length}`;
  return { ...row, names: [], values: [], problem };
}

function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? "" : "s"}`;
}
