/** What every format is read into. */

export interface SourceRow {
  /** Where the row starts, counted from 1. */
  readonly line: number;
  /** Column names: one array for all rows of a delimited file, its own for each JSON line. */
  readonly names: readonly string[];
  /** What stands in the columns, untrimmed; as long as `names`. */
  readonly values: readonly string[];
  /** The row as it stands in the file. */
  readonly raw: string | Uint8Array;
  /** Why the row cannot be read at all; `names` and `values` are then empty. */
  readonly problem?: string;
}

/** A row longer than this is not read: it is a file of another kind, or a quote that never closes. */
export const longestRowBytes = 1 << 20;

/** A record of delimited text, the header's included: it does not know its columns yet. */
export interface DelimitedRecord {
  readonly line: number;
  readonly raw: string | Uint8Array;
  readonly values: readonly string[];
  readonly problem?: string;
}

/** Both, one behind the other. */
export function concat(a: Uint8Array, b: Uint8Array): Uint8Array {
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}

/** Nothing but blanks, such as the `,,,` that spreadsheets leave at the end. */
export function isBlank(values: readonly string[]): boolean {
  return values[0]!.trim() === "" && values.every((value) => value.trim() === "");
}
