/**
 * The one way into the database. Jobs wait in a bounded queue; everything that gathered while the commit before was running
 * goes into the next one (group commit), so that hundreds of writers share one wait for the disk.
 */
import { UnavailableError } from "../errors.ts";
import { createClientLane } from "./client_lane.ts";
import type { Job, Lane, Statement, StatementResult } from "./lane.ts";
import { busyTimeoutMs, type Database } from "./open.ts";
import { checkValues } from "./values.ts";
import { createWorkerLane } from "./worker_lane.ts";
import { toWriteError } from "./write_errors.ts";

export type { Statement, StatementResult } from "./lane.ts";

export interface Writer {
  /**
   * Runs the statements as one job, all or nothing, and resolves when it is durable.
   *
   * @throws ConflictError a value that must be unique is taken, or `expectChanges` is not met
   * @throws NotFoundError a row that is referred to does not exist
   * @throws InvalidInputError a value breaks a CHECK or is missing
   * @throws UnavailableError the queue is full, the disk is full, the database is locked or gone, the writer stopped
   */
  write(statements: readonly Statement[]): Promise<StatementResult[]>;
  /** Jobs that have not been answered yet. */
  readonly pending: number;
  /** Refuses new jobs and resolves when the others are durable. */
  close(): Promise<void>;
}

export interface WriterOptions {
  /** How many jobs may wait. */
  readonly maxPending?: number;
  /** How long a commit waits for another process that holds the lock, in milliseconds. */
  readonly busyTimeoutMs?: number;
  /** Tests pass their own, to reach the Worker. */
  readonly startWorker?: () => Worker;
}

interface Entry {
  readonly job: Job;
  readonly cost: number;
  resolve(results: StatementResult[]): void;
  reject(error: unknown): void;
}

/** A commit carries at most so many jobs and about so many bytes: a bulk load must not keep a shopper's click waiting. */
const groupJobs = 512;
const groupCost = 1 << 20;

/** One per database and process. It must be closed, or its Worker keeps the process alive. */
export function openWriter(db: Database, options: WriterOptions = {}): Writer {
  const { maxPending = 4096, ...rest } = options;
  const lane = db.path === undefined
    ? createClientLane(db.client)
    : createWorkerLane(db.path, { busyTimeoutMs, ...rest });
  return createWriter(lane, maxPending);
}

function createWriter(lane: Lane, maxPending: number): Writer {
  const queue: Entry[] = [];
  let pending = 0;
  let running: Promise<void> | undefined;
  let closing: Promise<void> | undefined;

  function enqueue(job: Job): Promise<StatementResult[]> {
    pending++;
    return new Promise<StatementResult[]>((resolve, reject) => {
      queue.push({ job, cost: costOf(job), resolve, reject });
      running ??= drain();
    }).finally(() => pending--);
  }

  async function drain(): Promise<void> {
    // Jobs that are added in the same turn share the first commit.
    await Promise.resolve();
    while (queue.length > 0) {
      await commit(lane, takeGroup(queue));
    }
    running = undefined;
  }

  return {
    get pending() {
      return pending;
    },
    async write(statements) {
      if (closing) throw new UnavailableError("Cannot write: the writer is closed");
      if (pending >= maxPending) {
        throw new UnavailableError(`Cannot write: the queue of ${maxPending} jobs is full`);
      }
      for (const { args } of statements) checkValues(args);
      return statements.length === 0 ? [] : await enqueue(statements);
    },
    close() {
      closing ??= (async () => {
        await running;
        await lane.close();
      })();
      return closing;
    },
  };
}

function takeGroup(queue: Entry[]): Entry[] {
  let count = 0;
  for (let cost = 0; count < Math.min(queue.length, groupJobs); count++) {
    cost += queue[count]!.cost;
    if (count > 0 && cost > groupCost) break;
  }
  return queue.splice(0, count);
}

/** Roughly the bytes of the values. */
function costOf(job: Job): number {
  let cost = 0;
  for (const { args } of job) {
    for (const value of args) {
      cost += typeof value === "string" || value instanceof Uint8Array ? value.length : 8;
    }
  }
  return cost;
}

/** Answers every entry; never rejects. */
async function commit(lane: Lane, group: readonly Entry[]): Promise<void> {
  try {
    const outcomes = await lane.commit(group.map((entry) => entry.job));
    group.forEach((entry, i) => {
      const outcome = outcomes[i];
      if (outcome?.ok) entry.resolve(outcome.results);
      else if (outcome) entry.reject(toWriteError(outcome.code, outcome.message));
      else entry.reject(new UnavailableError("Cannot write: the writer gave no answer"));
    });
  } catch (error) {
    for (const entry of group) entry.reject(error);
  }
}
