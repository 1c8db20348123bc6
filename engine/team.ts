/**
 * Training on several threads over one memory. The thread that trains leads: it cuts each job into parts, which it and the helpers
 * take one by one; every part writes where no other does, so the result does not depend on who took which, nor on how many there
 * are. It then waits for all of them, so training stays one straight run of calls.
 *
 * The threads meet in a control block, a SharedArrayBuffer: helpers sleep in `Atomics.wait` for the next turn. Nobody waits
 * without a time limit, and everybody leaves when `stop` is set: ending a Worker from outside takes effect only once it
 * returns to its event loop.
 */
import { type Kernels, loadKernels } from "../core-wasm/kernels.ts";
import { Arena, createArena, mostArenaBytes, pageBytes } from "../core-wasm/layout.ts";
import { type Job, perform } from "./team_jobs.ts";

export interface Team {
  readonly arena: Arena;
  readonly kernels: Kernels;
  /** Runs all parts of a job; `onPart` tells the share of parts that are taken. */
  run(job: Job, onPart?: (done: number) => void): void;
}

/** What the threads of a team are given; it can be posted. */
export interface TeamSeat {
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  readonly helpers: number;
}

/** Cells of the control block. */
const turn = 0,
  next = 1,
  finished = 2,
  stopped = 3,
  failed = 4,
  joined = 5,
  jobBytes = 6,
  claimed = 7,
  pages = 8;
const jobAt = 64, errorAt = 4096, blockBytes = 8192;
/** No helper joins any more; the rest of the cell is their number. */
const closed = 1 << 30;
/** Longest sleep, so that a stop that came between a look and the wait is noticed. */
const napMs = 100;
/** A helper that has not started by then is not waited for. */
const joinMs = 2_000;

/** The training was told to stop. */
export class StoppedError extends Error {
  override readonly name = "StoppedError";
}

/** A team of one, with a memory of its own unless one is given. */
export function createSoloTeam(
  arena: Arena = createArena(),
  kernels: Kernels = loadKernels(arena.memory),
): Team {
  return {
    arena,
    kernels,
    run(job, onPart) {
      for (let part = 0; part < job.parts; part++) {
        onPart?.(part / job.parts);
        perform(job, part, { kernels, memory: arena.memory });
      }
    },
  };
}

/** A fresh control block. */
export function createControl(): SharedArrayBuffer {
  return new SharedArrayBuffer(blockBytes);
}

/**
 * A seat with a fresh shared memory.
 *
 * @throws RangeError where the system has no room for it
 */
export function createSeat(control: SharedArrayBuffer, helpers: number): TeamSeat {
  return { memory: createArena({ shared: true }).memory, control, helpers };
}

/** Tells everybody to leave. */
export function stopTeam(control: SharedArrayBuffer): void {
  const cells = new Int32Array(control);
  Atomics.store(cells, stopped, 1);
  Atomics.notify(cells, turn);
  Atomics.notify(cells, finished);
}

/** @throws StoppedError after `stopTeam` */
export function checkStopped(control: SharedArrayBuffer): void {
  if (Atomics.load(new Int32Array(control), stopped) === 1) {
    throw new StoppedError("Cannot train: it was stopped");
  }
}

/**
 * Leads the helpers of a seat. Waits up to two seconds for those that are still starting, at the first job.
 *
 * `run` throws StoppedError after `stopTeam`, and Error "Cannot train: ..." with the message of a part that failed.
 */
export function leadTeam({ memory, control, helpers }: TeamSeat): Team {
  const arena = new Arena(memory, mostArenaBytes);
  const kernels = loadKernels(memory);
  const cells = new Int32Array(control), bytes = new Uint8Array(control);
  let present = -1;

  function waitForHelpers(): number {
    const until = performance.now() + joinMs;
    for (;;) {
      const there = Atomics.load(cells, joined);
      if (there === helpers || performance.now() > until) break;
      checkStopped(control);
      Atomics.wait(cells, joined, there, napMs);
    }
    return Atomics.or(cells, joined, closed);
  }

  return {
    arena,
    kernels,
    run(job, onPart) {
      checkStopped(control);
      if (present < 0) present = waitForHelpers();
      const text = new TextEncoder().encode(JSON.stringify(job));
      if (text.length > errorAt - jobAt) throw new RangeError(`Cannot post a job of ${text.length} bytes`);
      bytes.set(text, jobAt);
      Atomics.store(cells, jobBytes, text.length);
      Atomics.store(cells, pages, memory.buffer.byteLength / pageBytes);
      Atomics.store(cells, next, 0);
      Atomics.store(cells, finished, 0);
      Atomics.add(cells, turn, 1);
      Atomics.notify(cells, turn);
      takeParts(cells, job, (part) => {
        onPart?.(part / job.parts);
        perform(job, part, { kernels, memory });
      });
      for (;;) {
        const done = Atomics.load(cells, finished);
        if (done === present) break;
        checkStopped(control);
        Atomics.wait(cells, finished, done, napMs);
      }
      checkStopped(control);
      if (Atomics.load(cells, failed) > 0) throw new Error(readText(bytes, errorAt, cells[failed]!));
    },
  };
}

/** Works for the leader until it is told to leave: does not return before. */
export function helpTeam({ memory, control }: TeamSeat): void {
  const kernels = loadKernels(memory);
  const cells = new Int32Array(control), bytes = new Uint8Array(control);
  let last = Atomics.load(cells, turn);
  for (;;) {
    const there = Atomics.load(cells, joined);
    if (there & closed) return;
    if (Atomics.compareExchange(cells, joined, there, there + 1) === there) break;
  }
  Atomics.notify(cells, joined);
  for (;;) {
    Atomics.wait(cells, turn, last, napMs);
    if (Atomics.load(cells, stopped) === 1) return;
    const present = Atomics.load(cells, turn);
    if (present === last) continue;
    last = present;
    try {
      seeGrown(memory, Atomics.load(cells, pages));
      const job = JSON.parse(readText(bytes, jobAt, Atomics.load(cells, jobBytes))) as Job;
      takeParts(cells, job, (part) => perform(job, part, { kernels, memory }));
    } catch (error) {
      writeError(cells, bytes, error);
    }
    Atomics.add(cells, finished, 1);
    Atomics.notify(cells, finished);
  }
}

/**
 * A thread may take up that another one has grown their memory only at its next interrupt: until then its view of it ends too early.
 * Growing by nothing takes it up at once.
 */
function seeGrown(memory: WebAssembly.Memory, pages: number): void {
  if (memory.buffer.byteLength < pages * pageBytes) memory.grow(0);
}

function takeParts(cells: Int32Array, job: Job, take: (part: number) => void): void {
  while (Atomics.load(cells, stopped) === 0 && Atomics.load(cells, failed) === 0) {
    const part = Atomics.add(cells, next, 1);
    if (part >= job.parts) return;
    take(part);
  }
}

function writeError(cells: Int32Array, bytes: Uint8Array, error: unknown): void {
  const message = `Cannot train: a helper failed: ${error instanceof Error ? error.message : String(error)}`;
  const text = new TextEncoder().encode(message.slice(0, 1000));
  // The first one speaks for all.
  if (Atomics.compareExchange(cells, claimed, 0, 1) !== 0) return;
  bytes.set(text, errorAt);
  Atomics.store(cells, failed, text.length);
}

function readText(bytes: Uint8Array, at: number, length: number): string {
  // A decoder refuses shared memory.
  return new TextDecoder().decode(bytes.slice(at, at + length));
}
