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

/**
 * The columns of one file. A pair applies where the file has its column; a column that has our name already needs none.
 *
 * @throws InvalidInputError when two columns claim to be the same one of ours, or a required one is missing
 */
export function resolveColumns<C extends ProductColumn | InteractionColumn>(
  file: { source: Source; names: readonly string[] },
  { columns, required, pairs }: {
    columns: readonly C[];
    required: readonly C[];
    pairs: readonly ColumnPair[];
  },
): Columns<C> {
  const { source, names } = file;
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
    if (!resolved.has(column) && names.includes(column)) resolved.set(column, column);
  }
  const missing = required.filter((column) => !resolved.has(column));
  if (missing.length > 0) {
    const message = `${cannot}: no column is "${missing.join('", "')}"; the file has "${
      names.join('", "')
    }"; name theirs with --map theirs=ours${
      (missing as string[]).includes("interaction_type") ? ", or give --type" : ""
    }`;
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

/**
 * @throws InvalidInputError for a pair whose column is in none of the files: most likely a slip of the pen
 */
export function refuseUnknownColumns(
  pairs: readonly ColumnPair[],
  files: readonly (readonly string[])[],
): void {
  const unknown = pairs.find(({ theirs }) => !files.some((names) => names.includes(theirs)));
  if (unknown) {
    throw wrongMap(
      `Cannot map "${unknown.theirs}" to "${unknown.ours}": ${
        files.length > 1 ? "neither file has" : "the file does not have"
      } a column "${unknown.theirs}"`,
    );
  }
}

/** Makes the function that reads a column of ours from a row, trimmed; a column that is not there is empty. */
export function createField<C extends string>(columns: Columns<C>, column: C): (row: SourceRow) => string {
  const theirs = columns.get(column);
  if (theirs === undefined) return () => "";
  let names: readonly string[] | undefined;
  let position = -1;
  return (row) => {
    if (row.names !== names) {
      names = row.names;
      position = names.indexOf(theirs);
    }
    return position < 0 ? "" : row.values[position]!.trim();
  };
}

function isOurs(name: string): name is ProductColumn | InteractionColumn {
  return ourColumns.includes(name);
}

function wrongMap(message: string): InvalidInputError {
  return new InvalidInputError(message, [{ field: "map", message }]);
}
