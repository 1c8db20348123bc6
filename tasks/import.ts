/** `deno task import`: a shop's own catalogue and events. docs/import.md says what the files look like. */
import { SingleBar } from "cli-progress";
import { parseArgs } from "node:util";
import { openDatabase } from "../db/open.ts";
import { openWriter } from "../db/writer.ts";
import { parseSettings, SettingsError } from "../env.ts";
import { ConflictError, InvalidInputError, NotFoundError, UnavailableError } from "../errors.ts";
import {
  type FileOptions,
  type FileSummary,
  importFiles,
  type ImportProgress,
  type ImportSummary,
  openFiles,
  parseColumnPairs,
} from "../services/import.ts";
import { interactionTypes } from "../types.ts";

const usage = `Usage: deno task import [--products FILE] [--interactions FILE] [options]

  --products FILE      the catalogue; .csv, .tsv or .jsonl, each also with .gz
  --interactions FILE  what users did, in the same formats
  --map THEIRS=OURS,…  the file's column THEIRS is our column OURS; a pair applies to whichever file has the column
  --type TYPE          the type of interactions that name none: ${interactionTypes.join(", ")}
  --rebase-time        move the history so that its newest event is now
  --dry-run            read and check everything, write nothing into the database
  --help               this text

docs/import.md lists the columns.`;

type Arguments = Omit<FileOptions, "folder"> & { readonly rebaseTime: boolean; readonly dryRun: boolean };

Deno.exitCode = await run(Deno.args);

async function run(args: readonly string[]): Promise<number> {
  try {
    const parsed = parse(args);
    if (parsed === "help") {
      say(usage);
      return 0;
    }
    await load(parsed);
    return 0;
  } catch (error) {
    if (error instanceof InvalidInputError || error instanceof SettingsError) {
      say(error.message, Deno.stderr);
      return 2;
    }
    if (
      error instanceof UnavailableError || error instanceof ConflictError || error instanceof NotFoundError
    ) {
      say(
        `${error.message}; what was loaded before is kept, and a second run goes on from there`,
        Deno.stderr,
      );
      return 1;
    }
    throw error;
  }
}

function parse(args: readonly string[]): Arguments | "help" {
  const { help, map, type: typeName, ...values } = parseFlags(args);
  if (help) return "help";
  const type = interactionTypes.find((name) => name === typeName);
  if (typeName !== undefined && type === undefined) {
    throw new InvalidInputError(
      `Cannot read --type "${typeName}": it must be ${interactionTypes.join(", ")}`,
    );
  }
  return {
    ...(values.products === undefined ? {} : { products: values.products }),
    ...(values.interactions === undefined ? {} : { interactions: values.interactions }),
    ...(type === undefined ? {} : { type }),
    pairs: (map ?? []).flatMap(parseColumnPairs),
    rebaseTime: values["rebase-time"],
    dryRun: values["dry-run"],
  };
}

function parseFlags(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        products: { type: "string" },
        interactions: { type: "string" },
        map: { type: "string", multiple: true },
        type: { type: "string" },
        "rebase-time": { type: "boolean", default: false },
        "dry-run": { type: "boolean", default: false },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    // Its messages name the flag; they end in advice about positional arguments, of which there are none.
    const [message] = (error as Error).message.split(/\. (?:To specify|Did you)/);
    throw new InvalidInputError(`Cannot read the options: ${message} (see deno task import --help)`);
  }
}

async function load(args: Arguments): Promise<void> {
  const settings = parseSettings(Deno.env.toObject(), { development: true });
  const started = Date.now();
  // A slip in the options must not leave an empty database behind.
  const files = await openFiles({ ...args, folder: Deno.cwd() });
  const db = await openDatabase(settings.database);
  const writer = openWriter(db);
  const progress = Deno.stderr.isTerminal() ? openBar() : openLines();
  try {
    const summary = await importFiles({ db, writer }, {
      ...args,
      files,
      currency: settings.currency,
      now: started,
      onProgress: progress.update,
    });
    progress.stop();
    say(describe(summary, { dryRun: args.dryRun, seconds: (Date.now() - started) / 1000 }));
  } finally {
    progress.stop();
    await writer.close();
    db.close();
  }
}

interface ProgressView {
  update(progress: ImportProgress): void;
  stop(): void;
}

function openBar(): ProgressView {
  const bar = new SingleBar({ format: "{file} {bar} {percentage}% {rows} rows", hideCursor: true });
  let running = "";
  return {
    update({ file, phase, done, rows }) {
      const name = nameOf(file, phase);
      if (running !== name) {
        if (running) bar.stop();
        bar.start(1, 0, { file: name, rows: "0" });
        running = name;
      }
      bar.update(done, { file: name, rows: rows.toLocaleString("en") });
    },
    stop: () => bar.stop(),
  };
}

/** Where nobody watches: a line every five seconds. */
function openLines(): ProgressView {
  let last = Date.now();
  return {
    update({ file, phase, done, rows }) {
      if (Date.now() - last < 5000) return;
      last = Date.now();
      say(
        `${nameOf(file, phase)}: ${Math.floor(done * 100)}%, ${rows.toLocaleString("en")} rows`,
        Deno.stderr,
      );
    },
    stop() {},
  };
}

function nameOf(file: ImportProgress["file"], phase: ImportProgress["phase"]): string {
  return phase === "scan" ? "Finding the newest time" : file === "products" ? "Products" : "Interactions";
}

function describe(summary: ImportSummary, { dryRun, seconds }: { dryRun: boolean; seconds: number }): string {
  const { products, interactions } = summary;
  const lines: string[] = [];
  if (products) lines.push(describeFile("Products", products));
  if (interactions) {
    lines.push(describeFile("Interactions", interactions));
    if (interactions.usersAdded > 0) lines.push(`Users: ${count(interactions.usersAdded)} added`);
    if (interactions.shift !== 0) {
      lines.push(`Times: moved by ${(interactions.shift / 86_400_000).toFixed(1)} days`);
    }
  }
  lines.push(
    dryRun ? `Dry run: nothing was written; ${seconds.toFixed(1)} s` : `Done in ${seconds.toFixed(1)} s`,
  );
  return lines.join("\n");
}

function describeFile(name: string, file: FileSummary): string {
  const parts = [
    `${count(file.read)} read`,
    `${count(file.added)} added`,
    ...(file.updated > 0 ? [`${count(file.updated)} updated`] : []),
    `${count(file.alreadyThere)} already there`,
    `${count(file.rejected)} rejected${file.rejectsPath === undefined ? "" : ` (see ${file.rejectsPath})`}`,
  ];
  return `${name}: ${parts.join(", ")}`;
}

function count(n: number): string {
  return n.toLocaleString("en");
}

function say(text: string, to: { writeSync(bytes: Uint8Array): number } = Deno.stdout): void {
  to.writeSync(new TextEncoder().encode(text + "\n"));
}
