/** Writes through the client, where there is no file to open: `:memory:` and remote databases. */
import type { Client, InStatement, ResultSet } from "@libsql/client";
import { UnavailableError } from "../errors.ts";
import {
  conflictCode,
  type Job,
  type Lane,
  type Outcome,
  type Statement,
  toConflictMessage,
} from "./lane.ts";

/**
 * One batch, so one round trip and one transaction, per group. A batch is undone as a whole, so when a job of it fails, its
 * jobs are run one by one; that is safe because a failed statement means that nothing was kept.
 */
export function createClientLane(client: Client): Lane {
  return {
    async commit(jobs) {
      const together = await attempt(client, jobs);
      if (together.every((outcome) => outcome.ok) || jobs.length === 1) return together;
      const outcomes: Outcome[] = [];
      for (const job of jobs) outcomes.push(...await attempt(client, [job]));
      return outcomes;
    },
    close: () => Promise.resolve(),
  };
}

/** All of `jobs` in one transaction, or none. */
async function attempt(client: Client, jobs: readonly Job[]): Promise<Outcome[]> {
  const statements = jobs.flat();
  try {
    const sets = await client.batch(statements.flatMap(withCount), "write");
    let next = 0;
    return jobs.map((job) => ({ ok: true, results: job.map(() => toResult(sets, 2 * next++, statements)) }));
  } catch (error) {
    const failure = toFailure(error, statements);
    return jobs.map(() => failure);
  }
}

/** After each statement a question for its counts, which fails (and so undoes the batch) when they are not as expected. */
function withCount({ sql, args, expectChanges }: Statement): InStatement[] {
  const counts = "SELECT changes() AS changes, last_insert_rowid() AS lastId";
  return [
    { sql, args: [...args] },
    expectChanges === undefined ? { sql: counts, args: [] } : {
      sql: `${counts}, CASE WHEN changes() = ? THEN 1 ELSE json('not ' || changes()) END AS expected`,
      args: [expectChanges],
    },
  ];
}

function toResult(sets: readonly ResultSet[], at: number, statements: readonly Statement[]) {
  const counts = sets[at + 1]?.rows[0];
  const reads = /^\s*SELECT\b/i.test(statements[at / 2]?.sql ?? "");
  return {
    rows: (sets[at]?.rows ?? []).map((row) => ({ ...row })),
    changes: reads ? 0 : Number(counts?.["changes"]),
    lastId: Number(counts?.["lastId"]),
  };
}

/** @throws UnavailableError where the answer is missing: then it is unknown whether the batch was kept */
function toFailure(error: unknown, statements: readonly Statement[]): Outcome {
  const { code = "", extendedCode, message, statementIndex } = error as {
    code?: string;
    extendedCode?: string;
    message: string;
    statementIndex?: number;
  };
  const asked = statementIndex !== undefined && statementIndex % 2 === 1
    ? statements[(statementIndex - 1) / 2]
    : undefined;
  if (asked?.expectChanges !== undefined && /malformed JSON/i.test(message)) {
    return { ok: false, code: conflictCode, message: toConflictMessage(asked, "other") };
  }
  if (!/^SQLITE_|^SQL_/.test(extendedCode ?? code)) {
    throw new UnavailableError(`Cannot write: ${message}`, 1, { cause: error });
  }
  return { ok: false, code: extendedCode ?? code, message };
}
