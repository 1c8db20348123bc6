/** Which column of a file is which of ours: `--map theirs=ours,...`. */
import { InvalidInputError } from "../../errors.ts";
import type { SourceRow } from "./row.ts";
import type { Source } from "./source.ts";

export const productColumns = [
  "id",
  "name",
  "description",
  "category",
  "price",
  "stock",
  "image_url",
  "created_at",
] as const;
export const interactionColumns = [
  "user_id",
  "product_id",
  "interaction_type",
  "timestamp",
  "rating",
  "session_id",
  "event_id",
] as const;

export type ProductColumn = (typeof productColumns)[number];
export type InteractionColumn = (typeof interactionColumns)[number];

/** One part of `--map`. A column of theirs may stand in several pairs. */
export interface ColumnPair {
  readonly theirs: string;
  readonly ours: ProductColumn | InteractionColumn;
}

/** For each column of ours that the file has, the name it has there. */
export type Columns<C extends string> = ReadonlyMap<C, string>;

const ourColumns: readonly string[] = [...productColumns, ...interactionColumns];

/**
 * Reads `theirs=ours,...`.
 *
 * @throws InvalidInputError for a part that is no pair, or a column that is not one of ours
 */
export function parseColumnPairs(text: string): ColumnPair[] {
  return text.split(",").filter((part) => part.trim() !== "").map((part) => {
    const at = part.lastIndexOf("=");
    const theirs = part.slice(0, at).trim();
    const ours = part.slice(at + 1).trim();
    if (at < 1 || theirs === "" || ours === "") {
      throw wrongMap(`Cannot read --map "${part.trim()}": it must be theirs=ours`);
    }
    if (!isOurs(ours)) {
      throw wrongMap(`Cannot map "${theirs}" to "${ours}": the columns are ${ourColumns.join(", ")}`);
    }
    return { theirs, ours };
  });
}

/** What is known of a file's columns. */
export interface FileColumns {
  readonly source: Source;
  readonly names: readonly string[];
  /** JSON lines: a row may have columns that no row before it had. */
  readonly isOpen: boolean;
}

/**
 * The columns of one file. A pair applies where the file has its column; a column that has our name already needs none.
 *
 * @throws InvalidInputError when two columns claim to be the same one of ours, or a required one is missing
 */
export function resolveColumns<C extends ProductColumn | InteractionColumn>(
  { source, names, isOpen }: FileColumns,
  { columns, required, pairs }: {
    columns: readonly C[];
    required: readonly C[];
    pairs: readonly ColumnPair[];
  },
): Columns<C> {
  const cannot = `Cannot import --${source.option} "${source.path}"`;
  const resolved = new Map<C, string>();
  for (const { theirs, ours } of pairs) {
    const column = columns.find((name) => name === ours);
    if (column === undefined || !names.includes(theirs)) continue;
    const other = resolved.get(column);
    if (other !== undefined && other !== theirs) {
      throw wrongMap(`${cannot}: both "${other}" and "${theirs}" are mapped to "${ours}"`);
    }
    resolved.set(column, theirs);
  }
  for (const column of columns) {
    if (!resolved.has(column) && (isOpen || names.includes(column))) resolved.set(column, column);
  }
  const missing = required.filter((column) => !names.includes(resolved.get(column) ?? column));
  if (missing.length > 0) {
    const has = names.length === 0 ? "is empty" : `has "${names.join('", "')}"`;
    const hint = (missing as string[]).includes("interaction_type") ? ", or give --type" : "";
    const message = `${cannot}: no column is "${missing.join('", "')}"; the file ${has}; ` +
      `name theirs with --map theirs=ours${hint}`;
    throw new InvalidInputError(message, missing.map((field) => ({ field, message })));
  }
  for (const theirs of resolved.values()) {
    if (names.indexOf(theirs) !== names.lastIndexOf(theirs)) {
      throw new InvalidInputError(`${cannot}: it has two columns "${theirs}"`, [{
        field: theirs,
        message: "twice",
      }]);
    }
  }
  return resolved;
}

/** The pairs whose column none of the files has: most likely a slip of the pen. */
export function listUnknown(
  pairs: readonly ColumnPair[],
  files: readonly { readonly names: readonly string[] }[],
): ColumnPair[] {
  return pairs.filter(({ theirs }) => !files.some(({ names }) => names.includes(theirs)));
}

/** @throws InvalidInputError for the first of `unknown`, if there is one */
export function refuseUnknown(unknown: readonly ColumnPair[], { files }: { files: number }): void {
  const [first] = unknown;
  if (first === undefined) return;
  const state = files > 1 ? "neither file has" : "the file does not have";
  throw wrongMap(`Cannot map "${first.theirs}" to "${first.ours}": ${state} a column "${first.theirs}"`);
}

/** Makes the function that reads a column of ours from a row, trimmed; undefined where the row has no such column. */
export function createField<C extends string>(
  columns: Columns<C>,
  column: C,
): (row: SourceRow) => string | undefined {
  const theirs = columns.get(column);
  if (theirs === undefined) return () => undefined;
  let names: readonly string[] | undefined;
  let position = -1;
  return (row) => {
    if (row.names !== names) {
      names = row.names;
      position = names.indexOf(theirs);
    }
    return row.values[position]?.trim();
  };
}

function isOurs(name: string): name is ProductColumn | InteractionColumn {
  return ourColumns.includes(name);
}

function wrongMap(message: string): InvalidInputError {
  return new InvalidInputError(message, [{ field: "map", message }]);
}
