/**
 * `deno task train`: trains from the database and publishes the model if it passes the gate; else it ends with status 3 and the model
 * before goes on serving. `--force` publishes it all the same. `--json` prints one object on standard output. `--racing` lets threads
 * factorise without waiting for each other: faster, and no two models are alike. `--budget SECONDS` searches for better settings for so long,
 * due or not; 0 keeps what is set.
 */
import { SingleBar } from "cli-progress";
import { parseArgs } from "node:util";
import { openDatabase } from "../db/open.ts";
import { openWriter } from "../db/writer.ts";
import { parseSettings, SettingsError } from "../env.ts";
import { ConflictError, InvalidInputError } from "../errors.ts";
import { createLog } from "../log.ts";
import { createModels, type Gate, type TrainPhase, type TrainResult } from "../services/models.ts";
import { createTelemetry } from "../telemetry.ts";
import { tuningToJson, tuningToLines } from "../services/tuning_text.ts";

const usage = "Usage: deno task train [--budget SECONDS] [--json] [--force] [--racing]";
/** Status of a training that went well but whose model was not published. */
const rejected = 3;
const inSpite = {
  forced: "published because of --force",
  first: "published because no model serves yet",
} as const;
const encoder = new TextEncoder();

const phases: Record<TrainPhase, string> = {
  read: "Reading interactions",
  tuning: "Choosing the settings",
  gate: "Measuring on the last days",
  matrix: "Building the matrix",
  svd: "Truncated SVD",
  mf: "Matrix factorisation",
  neighbours: "Similar products",
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

async function run({ json, force, racing, budgetSeconds }: Flags): Promise<number> {
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
    const result = await models.train({
      onProgress: progress.update,
      force,
      tune: budgetSeconds === undefined ? {} : { budgetSeconds, always: true },
    });
    progress.stop();
    const { tuning } = result;
    const shown = { ...result, tuning: tuning && tuningToJson(tuning), gate: toJson(result.gate) };
    say(json ? JSON.stringify(shown) : toText(result));
    return result.published ? 0 : rejected;
  } finally {
    progress.stop();
    await writer.close();
    db.close();
  }
}

function toText(
  { published, version, interactions, users, products, seconds, gate, tuning }: TrainResult,
): string {
  const trained =
    `${interactions} interactions of ${users} users with ${products} products, in ${seconds.total} s`;
  return [
    published ? `Published model ${version}: ${trained}` : `Rejected model ${version}: ${trained}`,
    ...(tuning ? tuningToLines(tuning) : []),
    `Gate: ${gate.reason}${gate.inSpite ? `; ${inSpite[gate.inSpite]}` : ""}`,
    ...toFigures(gate),
    ...(published ? [] : ["The model before goes on serving; --force publishes all the same"]),
  ].join("\n");
}

/** One line per model that was measured. */
function toFigures({ candidate, serving, baselines, differences, metric, heldOut }: Gate): string[] {
  if (candidate === null) return [];
  const others = Object.entries({ ...(serving === null ? {} : { serving }), ...baselines });
  const shown = (value: number) => value.toFixed(4);
  return [
    `  ${metric} ${shown(candidate)} from ${new Date(heldOut.from).toISOString()}: ${heldOut.users} users`,
    ...others.map(([name, value]) => {
      const { mean, low, high } = differences[name]!;
      return `  ${name} ${shown(value)}, difference ${shown(mean)} (95%: ${shown(low)} to ${shown(high)})`;
    }),
  ];
}

function toJson({ heldOut, servingMeasure, inSpite, ...gate }: Gate) {
  return {
    passed: gate.passed,
    reason: gate.reason,
    in_spite: inSpite,
    held_out: { ...heldOut, from: new Date(heldOut.from).toISOString() },
    metric: gate.metric,
    candidate: gate.candidate,
    serving: gate.serving,
    serving_measure: servingMeasure,
    baselines: gate.baselines,
    differences: gate.differences,
  };
}

interface Flags {
  /** Undefined: where it is due, as long as the settings say. */
  readonly budgetSeconds: number | undefined;
  readonly json: boolean;
  readonly force: boolean;
  readonly racing: boolean;
}

function parse(args: readonly string[]): Flags {
  try {
    const flag = { type: "boolean", default: false } as const;
    const options = { json: flag, force: flag, racing: flag, budget: { type: "string" } } as const;
    const { budget, ...flags } = parseArgs({ args: [...args], options }).values;
    return { ...flags, budgetSeconds: budget === undefined ? undefined : parseBudget(budget) };
  } catch (error) {
    say(`${(error as Error).message.split("\n")[0]}\n${usage}`, Deno.stderr);
    Deno.exit(2);
  }
}

/** @throws Error for anything but plain decimal digits */
function parseBudget(text: string): number {
  if (!/^\d{1,6}(\.\d{1,6})?$/.test(text)) {
    throw new Error(`Cannot train: --budget is "${text}", not a number of seconds from 0`);
  }
  return Number(text);
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
