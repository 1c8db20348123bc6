/** `deno task archive`: moves interactions that no longer count for anything into a file. docs/decisions/0011 says which. */
import { parseArgs } from "node:util";
import { openDatabase } from "../db/open.ts";
import { openWriter } from "../db/writer.ts";
import { parseSettings, SettingsError } from "../env.ts";
import { ConflictError, InvalidInputError, UnavailableError } from "../errors.ts";
import { archiveInteractions, findReach } from "../services/archive.ts";

const usage =
  `Usage: deno task archive [--before DATE | --older-than DAYS] [--to FILE.jsonl.gz] [--dry-run] [--force]

  --before DATE      what happened before this time (ISO 8601)
  --older-than DAYS  what is older than so many days; default: what lies beyond the reach of the decay
  --to FILE          where it goes; a file of an earlier run is continued. Default: data/archive.jsonl.gz
  --dry-run          count, and change nothing
  --force            also what still counts a little
  --help             this text

Purchases, likes and orders stay. deno task import --interactions FILE brings the others back.`;

const msPerDay = 86_400_000;

Deno.exitCode = await run(Deno.args);

async function run(args: readonly string[]): Promise<number> {
  try {
    const flags = parse(args);
    if (flags.help) say(usage);
    else await archive(flags);
    return 0;
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof SettingsError) {
      say(error.message, Deno.stderr);
      return 2;
    }
    if (error instanceof UnavailableError || error instanceof ConflictError) {
      say(`${error.message}; a second run with the same file goes on from there`, Deno.stderr);
      return 1;
    }
    throw error;
  }
}

interface Flags {
  readonly help: boolean;
  readonly before?: number;
  readonly to: string;
  readonly dryRun: boolean;
  readonly force: boolean;
}

function parse(args: readonly string[]): Flags {
  let values;
  try {
    values = parseArgs({
      args: [...args],
      options: {
        before: { type: "string" },
        "older-than": { type: "string" },
        to: { type: "string", default: "data/archive.jsonl.gz" },
        "dry-run": { type: "boolean", default: false },
        force: { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    const [message] = (error as Error).message.split(/\n|\. (?:To specify|Did you)/);
    throw new InvalidInputError(`Cannot read the options: ${message} (see deno task archive --help)`);
  }
  const { before: date, "older-than": days, to, force, help } = values;
  if (date !== undefined && days !== undefined) {
    throw new InvalidInputError("Cannot archive: --before and --older-than exclude each other");
  }
  const before = date !== undefined ? readDate(date) : days !== undefined ? readAge(days) : undefined;
  return {
    help,
    to,
    force,
    dryRun: values["dry-run"],
    ...(before === undefined ? {} : { before: Math.trunc(before) }),
  };
}

function readDate(text: string): number {
  const at = /^\d{4}-\d\d-\d\d(T|$)/.test(text) ? Date.parse(text) : NaN;
  if (Number.isFinite(at) && at <= Date.now()) return at;
  throw new InvalidInputError(`Cannot read --before "${text}": it must be a time in the past, as 2026-01-31`);
}

function readAge(text: string): number {
  const days = text.trim() === "" ? NaN : Number(text);
  if (days >= 0 && days < 1e6) return Date.now() - days * msPerDay;
  throw new InvalidInputError(`Cannot read --older-than "${text}": it must be a number of days`);
}

async function archive({ before, to, dryRun, force }: Flags): Promise<void> {
  const settings = parseSettings(Deno.env.toObject(), { development: true });
  const started = Date.now();
  const db = await openDatabase(settings.database);
  const writer = openWriter(db);
  let told = started;
  try {
    const reach = await findReach(db, { ...settings, now: started });
    const done = await archiveInteractions({ db, writer }, {
      reach,
      force,
      now: Date.now,
      ...(before === undefined ? {} : { before }),
      ...(dryRun ? {} : { path: to }),
      onProgress(moved) {
        if (Date.now() - told < 5000) return;
        told = Date.now();
        say(`${count(moved)} moved`, Deno.stderr);
      },
    });
    const seconds = ((Date.now() - started) / 1000).toFixed(1);
    say(
      `Interactions before ${new Date(done.before).toISOString()}: ${count(done.old)}, of them ${
        count(done.moved)
      } ` +
        (dryRun ? `would move; dry run, nothing was written; ${seconds} s` : `moved to ${to}; ${seconds} s`),
    );
  } finally {
    await writer.close();
    db.close();
  }
}

function count(n: number): string {
  return n.toLocaleString("en");
}

function say(text: string, to: { writeSync(bytes: Uint8Array): number } = Deno.stdout): void {
  to.writeSync(new TextEncoder().encode(text + "\n"));
}
