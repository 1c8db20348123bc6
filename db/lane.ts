/** What the writer needs of a connection that writes. Two make it: worker_lane.ts for a file, client_lane.ts for the rest. */
import type { Row, Value } from "./values.ts";

export interface Statement {
  readonly sql: string;
  readonly args: readonly Value[];
  /** Any other number of changed rows rolls the whole job back with ConflictError. */
  readonly expectChanges?: number;
  /** What that error says, after "Cannot write: ". */
  readonly conflict?: string;
  /** At most one row comes back: it is read without the memory that reading a list keeps. */
  readonly single?: boolean;
  /** What it removes must be gone from the disk too: once it is committed, the log is written back and emptied. */
  readonly erases?: boolean;
}

export interface StatementResult {
  /** What SELECT or RETURNING gave. */
  readonly rows: readonly Row[];
  /** How many rows it added, changed or removed; what triggers did does not count. */
  readonly changes: number;
  /** The id of the newest row that was inserted through this connection. */
  readonly lastId: number;
}

/** Statements that are done together or not at all. */
export type Job = readonly Statement[];

export type Outcome =
  | { readonly ok: true; readonly results: StatementResult[] }
  | { readonly ok: false; readonly code: string; readonly message: string };

export interface Lane {
  /**
   * Runs a group of jobs as one commit; a job that fails is undone alone. Resolves when the commit is durable, with one
   * outcome per job; rejects when nothing is known to be written. Called again only after it has settled.
   */
  commit(jobs: readonly Job[]): Promise<Outcome[]>;
  close(): Promise<void>;
}

/** The code of an outcome whose `expectChanges` was not met. */
export const conflictCode = "AISLE_CONFLICT";

export function toConflictMessage(statement: Statement, changes: number | "other"): string {
  return statement.conflict ?? `${changes} rows changed where ${statement.expectChanges} had to`;
}
