/**
 * `deno task bench:serve [NAME ...] [--seconds N] [--rounds N] [--json] [--profile FOLDER]`: what the shop serves over HTTP, side by side with a bare Hono
 * route that answers a body of the same size from the same process, and what of it meets the bars. Names (or parts of them) choose cases.
 */
import { parseArgs } from "node:util";
import { describeMachine } from "./machine.ts";
import { median } from "./measure.ts";
import { bareRoute, type Case, type Group, groups, type Result } from "./serving/cases.ts";
import type { Done, Work } from "./serving/generator.ts";
import { generate, type Started, startTarget } from "./serving/start.ts";

const { values, positionals } = parseArgs({
  args: Deno.args,
  allowPositionals: true,
  options: {
    seconds: { type: "string", default: "3" },
    rounds: { type: "string", default: "3" },
    json: { type: "boolean", default: false },
    profile: { type: "string" },
  },
});
const seconds = Number(values.seconds), rounds = Number(values.rounds);
const wanted = ({ name }: Case) =>
  positionals.length === 0 || positionals.some((part) => name.includes(part));

interface Measured extends Result {
  readonly name: string;
  readonly group: string;
  /** Load average of the machine, lowest and highest of the rounds. */
  readonly load: readonly [number, number];
  readonly bars: readonly { what: string; unit: string; bar: number; value: number; met: boolean }[];
}

async function measureGroup({ title, target, cases }: Group): Promise<Measured[]> {
  const chosen = cases.filter(wanted);
  if (chosen.length === 0) return [];
  const shop = await startTarget(target, values.profile);
  say(`${title}: filled and trained in ${shop.setupSeconds} s`);
  // Once through, so that everything is compiled.
  for (const { works } of chosen) await run(works(shop));
  const rowsOf = new Map(chosen.map((one) => [one, [] as Round[]]));
  for (let round = 0; round < rounds; round++) {
    for (const [one, rows] of rowsOf) rows.push(await measureRound(shop, one));
  }
  await shop.close();
  return chosen.map((one) => summarise(title, one, rowsOf.get(one)!));
}

interface Round {
  readonly bare: Done;
  readonly done: readonly Done[];
  readonly perCore: number;
  readonly barePerCore: number;
  readonly load: number;
}

/** The case between two halves of the bare route, so that what else runs here slows down both. */
async function measureRound(shop: Started, { works }: Case): Promise<Round> {
  const clock = [shop.cpuSeconds()], tick = () => clock.push(shop.cpuSeconds());
  const before = (await run([bareRoute(shop)], seconds / 2))[0]!;
  tick();
  const done = await run(works(shop));
  tick();
  const after = (await run([bareRoute(shop)], seconds / 2))[0]!;
  tick();
  const [first, second, third] = [1, 2, 3].map((i) => clock[i]! - clock[i - 1]!);
  return {
    bare: { ...after, perSecond: (before.perSecond + after.perSecond) / 2 },
    done,
    perCore: done[0]!.answered / second!,
    barePerCore: (before.answered + after.answered) / (first! + third!),
    load: Deno.loadavg()[0]!,
  };
}

function run(works: readonly Omit<Work, "seconds">[], length = seconds): Promise<Done[]> {
  return generate(works.map((work) => ({ ...work, seconds: length })));
}

function summarise(group: string, { name, bars }: Case, all: readonly Round[]): Measured {
  const result: Result = {
    bare: middle(all.map(({ bare }) => bare)),
    done: all[0]!.done.map((_, w) => middle(all.map(({ done }) => done[w]!))),
    perCore: median(all.map(({ perCore }) => perCore)),
    ofBarePerCore: median(all.map(({ perCore, barePerCore }) => perCore / barePerCore)),
  };
  const loads = all.map(({ load }) => load);
  return {
    name,
    group,
    ...result,
    load: [Math.min(...loads), Math.max(...loads)],
    bars: bars.map(({ what, unit, bar, read }) => {
      // A ratio is taken round by round.
      const value = median(
        all.map((round) => read({ ...round, ofBarePerCore: round.perCore / round.barePerCore })),
      );
      return { what, unit, bar, value, met: unit === "ms" ? value < bar : value >= bar };
    }),
  };
}

function middle(done: readonly Done[]): Done {
  const of = (key: keyof Done) => median(done.map((one) => one[key]));
  return {
    answered: of("answered"),
    failed: done.reduce((sum, { failed }) => sum + failed, 0),
    perSecond: of("perSecond"),
    p50: of("p50"),
    p99: of("p99"),
    late: of("late"),
    bytes: of("bytes"),
  };
}

const measured: Measured[] = [];
for (const group of groups) measured.push(...await measureGroup(group));
const note =
  `the generator is a process of its own on the same cores; ${rounds} rounds of ${seconds} s, medians; load average ` +
  `${Math.min(...measured.map(({ load }) => load[0])).toFixed(1)} to ${
    Math.max(...measured.map(({ load }) => load[1])).toFixed(1)
  }`;
if (values.json) print(JSON.stringify({ machine: describeMachine(), note, measured }, null, 2));
else {
  print(`${describeMachine()}; ${note}\n\n${toBars()}\n\n${toTable()}`);
}

function toBars(): string {
  const rows = measured.flatMap(({ name, bars }) =>
    bars.map(({ what, unit, bar, value, met }) => {
      const written = unit === "of bare" ? value.toFixed(2) : unit === "ms" ? value.toFixed(1) : count(value);
      const limit = unit === "ms" ? `< ${bar}` : `>= ${unit === "/s" ? count(bar) : bar}`;
      return [name, what, `${written} ${unit}`, `${limit} ${unit}`, met ? "met" : "**missed**"];
    })
  );
  return table(["case", "what", "figure", "bar", ""], rows);
}

function toTable(): string {
  const rows = measured.flatMap(({ name, done, bare, perCore, ofBarePerCore }) =>
    done.map((work, w) => [
      w === 0 ? name : `${name} (pages)`,
      count(work.perSecond),
      w === 0 ? count(perCore) : "",
      w === 0 ? ofBarePerCore.toFixed(2) : "",
      w === 0 ? count(bare.perSecond) : "",
      `${work.p50.toFixed(2)} ms`,
      `${work.p99.toFixed(2)} ms`,
      work.late > 0 ? `${work.late.toFixed(2)} ms` : "",
      `${work.bytes}`,
      `${work.failed}`,
    ])
  );
  const head = [
    "case",
    "requests/s",
    "per CPU second",
    "of bare",
    "bare/s",
    "p50",
    "p99",
    "sent late",
    "bytes",
    "failed",
  ];
  return table(head, rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function count(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function say(text: string): void {
  Deno.stderr.writeSync(new TextEncoder().encode(text + "\n"));
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text + "\n"));
}
