/**
 * `deno task evaluate`: measures models offline on files of interactions. The report goes to standard output, progress to standard
 * error. Wrong input ends with status 2.
 */
import { SingleBar } from "cli-progress";
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { PassThrough, type Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import { InvalidInputError } from "../errors.ts";
import { createDataset, type Dataset } from "../engine/evaluation/dataset.ts";
import { evaluateModel, type ModelReport } from "../engine/evaluation/evaluate.ts";
import { createNames, type Names, noInteractions } from "../engine/evaluation/interactions.ts";
import { createNegativesParser, type Negatives } from "../engine/evaluation/negatives.ts";
import { type EvaluateOptions, parseOptions, usage } from "../engine/evaluation/options.ts";
import { createParser } from "../engine/evaluation/parse.ts";
import { rankInWorkers } from "../engine/evaluation/rank_in_workers.ts";
import { openTeam } from "../engine/open_team.ts";
import { describeSplit, type Parts, split as divide } from "../engine/evaluation/split.ts";
import { createValidation } from "../engine/evaluation/validation.ts";
import { formatReport } from "../engine/evaluation/report.ts";
import type { Team } from "../engine/team.ts";
import { defaultTrainOptions } from "../engine/train.ts";

const encoder = new TextEncoder();
/** Threads to fit on, for the models that can use them. */
const threads = 2;
const threaded: readonly string[] = ["ials", "ensemble"];

try {
  if (Deno.args.includes("--help")) say(usage);
  else await run(parseOptions(Deno.args));
} catch (error) {
  if (!(error instanceof InvalidInputError || isRefusal(error))) throw error;
  say(error.message, Deno.stderr);
  Deno.exitCode = 2;
}

/** A fit that parameters or data make impossible says so; anything else is a mistake of ours and shows where it was made. */
function isRefusal(error: unknown): error is Error {
  return error instanceof Error && /^Cannot [a-z]/.test(error.message);
}

async function run(options: EvaluateOptions): Promise<void> {
  // Its helpers start while the files are read.
  const { team, close } = openTeam(options.models.some(({ name }) => threaded.includes(name)) ? threads : 1);
  try {
    await report(options, team);
  } finally {
    close();
  }
}

async function report(options: EvaluateOptions, team: Team): Promise<void> {
  const dataset = await readDataset(options);
  const split = options.source.kind === "split" ? options.source.split : null;
  const validation = options.validate && {
    ...createValidation(dataset, { ...options, split }),
    ...options.validate,
  };
  const progress = openProgress();
  const results: ModelReport[] = [];
  try {
    for (const model of options.models) {
      results.push(
        await evaluateModel(dataset, model, {
          ...options,
          split,
          validation,
          weights: defaultTrainOptions.weights,
          team,
          rank: rankInWorkers,
          clock: () => performance.now() / 1000,
          onProgress: progress.update,
        }),
      );
    }
  } finally {
    progress.stop();
  }
  const all = {
    dataset: {
      users: dataset.users,
      items: dataset.items,
      train: dataset.train.length,
      test: dataset.test.items.length,
    },
    protocol: describeProtocol(options),
    seed: options.seed,
    results,
  };
  say(options.json ? JSON.stringify(all) : formatReport(all));
}

async function readDataset(options: EvaluateOptions): Promise<Dataset> {
  const users = createNames(), items = createNames();
  const read = (flag: string, path: string) => {
    const source = `--${flag} "${path}"`;
    const { format, minValue } = options;
    return readFile(source, path, createParser({ source, format, users, items, minValue }));
  };
  const { source } = options;
  let parts: Parts;
  if (source.kind === "files") {
    const train = await read("train", source.train), test = await read("test", source.test);
    parts = { train, foldIn: noInteractions(), test };
  } else {
    const all = await read("interactions", source.interactions);
    parts = divide(all, source.split, options);
  }
  const negatives = options.negatives === undefined
    ? undefined
    : await readNegatives(options.negatives, { users, items });
  return createDataset(parts, { negatives, newOnly: options.newOnly });
}

function readNegatives(path: string, names: { users: Names; items: Names }): Promise<Negatives> {
  const source = `--negatives "${path}"`;
  return readFile(source, path, createNegativesParser({ source, ...names }));
}

/** Gives every line to the parser. Compressed files are known by their first bytes, whatever their name. */
async function readFile<T>(
  source: string,
  path: string,
  parser: { add(line: string): void; finish(): T },
): Promise<T> {
  try {
    const file = await Deno.open(path);
    const head = new Uint8Array(2);
    const size = await file.read(head);
    file.close();
    const bytes = createReadStream(path, { highWaterMark: 1 << 18 });
    const isGzip = size === 2 && head[0] === 0x1f && head[1] === 0x8b;
    const input = isGzip ? unzip(bytes) : bytes;
    for await (const line of createInterface({ input, crlfDelay: Infinity })) {
      try {
        parser.add(line);
      } catch (error) {
        // Nobody listens any more to what is wrong further down.
        input.destroy();
        throw error;
      }
    }
  } catch (error) {
    throw describeReadError(source, error);
  }
  return parser.finish();
}

/** A stream that fails where its source fails; `pipe` alone would wait for ever. */
function unzip(bytes: Readable): Readable {
  const plain = new PassThrough(), gunzip = createGunzip({ chunkSize: 1 << 18 });
  const fail = (error: Error) => {
    if (!plain.destroyed) plain.destroy(error);
  };
  bytes.on("error", fail);
  gunzip.on("error", fail);
  bytes.pipe(gunzip).pipe(plain);
  return plain;
}

function describeReadError(source: string, error: unknown): unknown {
  if (error instanceof Deno.errors.NotFound) {
    return new InvalidInputError(`Cannot read ${source}: there is no such file`);
  }
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  if (code.startsWith("Z_")) {
    return new InvalidInputError(`Cannot read ${source}: its gzip data is damaged or ends early`);
  }
  if (error instanceof Deno.errors.PermissionDenied || code === "EACCES" || code === "EISDIR") {
    return new InvalidInputError(`Cannot read ${source}: it cannot be opened as a file`);
  }
  return error;
}

function describeProtocol({ source, negatives, repeats, newOnly, foldIn }: EvaluateOptions): string {
  const parts = [source.kind === "files" ? "given parts" : describeSplit(source.split)];
  if (source.kind === "split" && source.split.kind === "user-holdout") parts.push(`fold-in ${foldIn}`);
  parts.push(
    negatives !== undefined ? "sampled negatives" : repeats ? "all items" : "all items but the user's own",
  );
  if (newOnly) parts.push("test items new to the user");
  return parts.join(", ");
}

/** A bar on a terminal, nothing in a pipe. */
function openProgress(): { update(model: string, phase: string, done: number): void; stop(): void } {
  if (!Deno.stderr.isTerminal()) return { update() {}, stop() {} };
  const bar = new SingleBar({ format: "{bar} {percentage}% {model}: {phase}", hideCursor: true });
  bar.start(1, 0, { model: "", phase: "" });
  return { update: (model, phase, done) => bar.update(done, { model, phase }), stop: () => bar.stop() };
}

function say(text: string, to: { writeSync(bytes: Uint8Array): number } = Deno.stdout): void {
  const bytes = encoder.encode(text + "\n");
  for (let sent = 0; sent < bytes.length;) sent += to.writeSync(bytes.subarray(sent));
}
