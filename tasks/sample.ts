/** `deno task sample`: fills a database with the sample shop. */
import { SingleBar } from "cli-progress";
import { parseArgs } from "node:util";
import { openDatabase } from "../db/open.ts";
import { openWriter } from "../db/writer.ts";
import { parseSettings, SettingsError } from "../env.ts";
import { ConflictError, InvalidInputError } from "../errors.ts";
import { type FillProgress, fillSample } from "../services/sample.ts";
import { checkShopOption, defaultShop } from "../services/sample/shop.ts";

type Options = Record<keyof typeof defaultShop, number>;

const names = Object.keys(defaultShop) as (keyof Options)[];
const usage = `Usage: deno task sample ${
  names.map((name) => `[--${name} ${name === "seed" ? "S" : "N"}]`).join(" ")
}`;
const encoder = new TextEncoder();

const phases: Record<FillProgress["phase"], string> = {
  make: "Making the shop",
  write: "Writing it",
};

try {
  await run(parse(Deno.args));
} catch (error) {
  if (
    !(error instanceof SettingsError || error instanceof InvalidInputError || error instanceof ConflictError)
  ) throw error;
  say(error.message, Deno.stderr);
  Deno.exitCode = error instanceof ConflictError ? 1 : 2;
}

async function run(options: Options): Promise<void> {
  const settings = parseSettings(Deno.env.toObject(), { development: true });
  const started = performance.now();
  const db = await openDatabase(settings.database);
  const writer = openWriter(db);
  const progress = openProgress();
  try {
    const filled = await fillSample({ db, writer }, {
      ...options,
      now: Date.now(),
      onProgress: progress.update,
    });
    progress.stop();
    const seconds = ((performance.now() - started) / 1000).toFixed(1);
    say(
      `Wrote ${filled.products} products, ${filled.users} shoppers and ${filled.interactions} interactions ` +
        `to ${settings.database.url} in ${seconds} s`,
    );
  } finally {
    progress.stop();
    await writer.close();
    db.close();
  }
}

/** @throws InvalidInputError that names the flag and its value */
function parse(args: readonly string[]): Options {
  let given: Partial<Record<string, string | boolean>>;
  try {
    given = parseArgs({
      args: [...args],
      options: Object.fromEntries(names.map((name) => [name, { type: "string" as const }])),
    }).values;
  } catch (error) {
    throw new InvalidInputError(`${(error as Error).message}\n${usage}`);
  }
  const options: Options = { ...defaultShop };
  for (const name of names) {
    const text = given[name];
    if (text === undefined) continue;
    // "1e3", "0x10" and " 7" are numbers to JavaScript; as a count of products they are more likely a slip.
    const value = typeof text === "string" && /^\d+$/.test(text) ? Number(text) : text;
    checkShopOption(name, value, `--${name}`);
    options[name] = value;
  }
  return options;
}

/** A bar on a terminal, nothing in a pipe. */
function openProgress(): { update(progress: FillProgress): void; stop(): void } {
  if (!Deno.stderr.isTerminal()) return { update() {}, stop() {} };
  const bar = new SingleBar({ format: "{bar} {percentage}% {phase}", hideCursor: true });
  bar.start(1, 0, { phase: "" });
  return {
    update: ({ phase, done }) => bar.update(done, { phase: phases[phase] }),
    stop: () => bar.stop(),
  };
}

function say(text: string, to: { writeSync(bytes: Uint8Array): number } = Deno.stdout): void {
  to.writeSync(encoder.encode(text + "\n"));
}
