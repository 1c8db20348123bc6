/**
 * `deno task train`: trains from the database and publishes the model. `--json` prints one object on standard output. `--racing` lets
 * threads factorise without waiting for each other: faster, and no two models are alike.
 */
import { SingleBar } from "cli-progress";
import { parseArgs } from "node:util";
import { openDatabase } from "../db/open.ts";
import { openWriter } from "../db/writer.ts";
import { parseSettings, SettingsError } from "../env.ts";
import { ConflictError, InvalidInputError } from "../errors.ts";
import { createLog } from "../log.ts";
import { createModels, type TrainPhase } from "../services/models.ts";
import { createTelemetry } from "../telemetry.ts";

const usage = "Usage: deno task train [--json] [--racing]";
const encoder = new TextEncoder();

const phases: Record<TrainPhase, string> = {
  read: "Reading interactions",
  matrix: "Building the matrix",
  svd: "Truncated SVD",
  mf: "Matrix factorisation",
  popularity: "Popularity and baskets",
  artifact: "Packing the model",
  publish: "Publishing",
};

try {
  Deno.exitCode = await run(parse(Deno.args));
} catch (error) {
  if (
    !(error instanceof SettingsError || error instanceof InvalidInputError || error instanceof ConflictError)
  ) throw error;
  say(error.message, Deno.stderr);
  Deno.exitCode = error instanceof SettingsError ? 2 : 1;
}

async function run({ json, racing }: Flags): Promise<number> {
  const settings = parseSettings(Deno.env.toObject(), { development: true });
  const db = await openDatabase(settings.database);
  const writer = openWriter(db);
  const progress = openProgress();
  try {
    const models = createModels({
      db,
      writer,
      ranking: settings,
      log: createLog("silent"),
      telemetry: createTelemetry(),
      now: Date.now,
      racing,
    });
    const result = await models.train({ onProgress: progress.update });
    progress.stop();
    if (json) say(JSON.stringify(result));
    else {
      say(
        `Published model ${result.version}: ${result.interactions} interactions of ${result.users} users with ` +
          `${result.products} products, in ${result.seconds.total} s`,
      );
    }
    return 0;
  } finally {
    progress.stop();
    await writer.close();
    db.close();
  }
}

interface Flags {
  readonly json: boolean;
  readonly racing: boolean;
}

function parse(args: readonly string[]): Flags {
  try {
    const flag = { type: "boolean", default: false } as const;
    return parseArgs({ args: [...args], options: { json: flag, racing: flag } }).values;
  } catch (error) {
    say(`${(error as Error).message}\n${usage}`, Deno.stderr);
    Deno.exit(2);
  }
}

/** A bar on a terminal, nothing in a pipe. */
function openProgress(): { update(phase: TrainPhase, done: number): void; stop(): void } {
  if (!Deno.stderr.isTerminal()) return { update() {}, stop() {} };
  const bar = new SingleBar({ format: "{bar} {percentage}% {phase}", hideCursor: true });
  bar.start(1, 0, { phase: "" });
  return {
    update: (phase, done) => bar.update(done, { phase: phases[phase] }),
    stop: () => bar.stop(),
  };
}

function say(text: string, to: { writeSync(bytes: Uint8Array): number } = Deno.stdout): void {
  to.writeSync(encoder.encode(text + "\n"));
}
