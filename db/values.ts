/** What goes into a statement and what comes out. */

/** What a statement may be given. Times and money are integers; bytes are blobs. */
export type Value = string | number | null | Uint8Array;
export type Row = Record<string, unknown>;

/**
 * Refuses what the type already forbids. Worth repeating at run time: the native addon ends the whole process when it is given
 * a boolean, and stores NaN as NULL.
 */
export function checkValues(values: readonly Value[]): void {
  for (const value of values) {
    if (typeof value === "string" || value === null || value instanceof Uint8Array) continue;
    if (typeof value === "number" && Number.isFinite(value)) continue;
    throw new TypeError(
      `Cannot write: ${typeof value} ${JSON.stringify(String(value))} is no database value`,
    );
  }
}
