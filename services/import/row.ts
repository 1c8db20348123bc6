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
