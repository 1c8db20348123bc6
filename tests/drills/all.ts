/**
 * `deno task drill [name ...] [--short]`: runs the drills one after the other, all or the named ones, and ends with one line for
 * each. `--short` gives each the length it has in the tests.
 */
import { fromFileUrl } from "../fixtures/paths.ts";

interface Drill {
  readonly file: string;
  readonly short: readonly string[];
}

const drills: Record<string, Drill> = {
  "kill-writer": { file: "kill_writer.ts", short: ["--kills", "3"] },
  descriptors: { file: "descriptors.ts", short: ["--seconds", "5"] },
  "last-click": { file: "last_click.ts", short: ["--sequences", "80"] },
  "two-processes": { file: "two_processes.ts", short: ["--seconds", "3", "--purchases", "2"] },
  "two-instances": { file: "two_instances.ts", short: ["--purchases", "10", "--alone", "2"] },
  "two-shoppers": { file: "two_shoppers.ts", short: ["--requests", "1500"] },
  rejection: { file: "rejection.ts", short: ["--seconds", "3"] },
  "broken-training": { file: "broken_training.ts", short: ["--short"] },
  "bad-model": { file: "bad_model.ts", short: ["--short"] },
  "full-disk": { file: "full_disk.ts", short: ["--seconds", "2"] },
  "locked-database": { file: "locked_database.ts", short: ["--seconds", "3"] },
  clock: { file: "clock.ts", short: ["--rounds", "1"] },
  start: { file: "start.ts", short: ["--starts", "3"] },
  "retrain-loop": { file: "retrain_loop.ts", short: ["--seconds", "12", "--rate", "100"] },
  memory: { file: "memory.ts", short: ["--seconds", "30", "--rate", "100"] },
  "redis-faults": { file: "redis_faults.ts", short: ["--seconds", "3"] },
};

const short = Deno.args.includes("--short");
const names = Deno.args.filter((arg) => !arg.startsWith("--"));
for (const name of names) {
  if (!(name in drills)) {
    print(`There is no drill ${JSON.stringify(name)}; there are ${Object.keys(drills).join(", ")}`);
    Deno.exit(2);
  }
}

const verdicts: string[] = [];
for (const [name, { file, short: args }] of Object.entries(drills)) {
  if (names.length > 0 && !names.includes(name)) continue;
  print(`\n## ${name}\n`);
  const { code } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--allow-all",
      "--no-check",
      "--quiet",
      "--config",
      fromFileUrl("../deno.json"),
      fromFileUrl(`../drills/${file}`),
      ...(short ? args : []),
    ],
    stdout: "inherit",
    stderr: "inherit",
  }).output();
  verdicts.push(`${code === 0 ? "passed" : "FAILED"}  ${name}`);
  if (code !== 0) Deno.exitCode = 1;
}
print(`\n${verdicts.join("\n")}`);

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text + "\n"));
}
