/**
 * `deno task bench:serve [--seconds N] [--json]`: requests a second over HTTP, side by side with a bare Hono route that answers a
 * body of the same size from the same process.
 */
import { parseArgs } from "node:util";
import { describeMachine } from "./machine.ts";
import { median } from "./measure.ts";
import type { Done, Work } from "./serving/generator.ts";

const path = (name: string) => new URL(`./serving/${name}`, import.meta.url).pathname;
const config = ["--config", new URL("./deno.json", import.meta.url).pathname];

const { values } = parseArgs({
  args: Deno.args,
  options: { seconds: { type: "string", default: "3" }, json: { type: "boolean", default: false } },
});
const seconds = Number(values.seconds);
const connections = 16;
const rounds = 3;
const users = 1_000;

const child = new Deno.Command(Deno.execPath(), {
  args: ["run", ...config, "--no-check", "--quiet", "--allow-all", path("target.ts"), "{}"],
  stdin: "piped",
  stdout: "null",
  stderr: "piped",
}).spawn();
const ports = await readPorts();

async function readPorts(): Promise<{ app: number; bare: number }> {
  for await (const text of child.stderr.pipeThrough(new TextDecoderStream())) {
    if (text.includes("}")) return JSON.parse(text);
  }
  throw new Error("Cannot measure: the shop did not start");
}

async function generate(work: Omit<Work, "connections" | "seconds">): Promise<Done> {
  const { stdout, success, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [
      "run",
      "--quiet",
      "--no-check",
      "--no-config",
      "--allow-net=127.0.0.1",
      path("generator.ts"),
      JSON.stringify({ connections, seconds, ...work }),
    ],
  }).output();
  if (!success) throw new Error(new TextDecoder().decode(stderr));
  return JSON.parse(new TextDecoder().decode(stdout));
}

const lists = (more = "") =>
  Array.from({ length: users }, (_, i) => `/api/recommendations/${1 + (i * 7919) % users}?count=10${more}`);

const clicks = Array.from({ length: users }, (_, i) =>
  JSON.stringify({
    user_id: 2001 + i % 900,
    product_id: 1 + i * 13 % 2000,
    interaction_type: "view",
    event_id: "#",
  }));

const cases: Record<string, Omit<Work, "connections" | "seconds">> = {
  bare: { port: ports.bare, paths: lists() },
  cached: { port: ports.app, paths: lists() },
  computed: { port: ports.app, paths: lists("&repeats=true") },
  home: { port: ports.app, paths: ["/"] },
  interactions: { port: ports.app, paths: ["/api/interaction"], bodies: clicks },
};

// Once through, so that lists are in memory and everything is compiled.
for (const work of Object.values(cases)) await generate(work);
const results: Record<string, Done[]> = {};
for (let round = 0; round < rounds; round++) {
  for (const [name, work] of Object.entries(cases)) (results[name] ??= []).push(await generate(work));
}
await child.stdin.close();
await child.status;

const perSecond = (name: string) => median(results[name]!.map((done) => done.perSecond));
const rows = Object.entries(results).map(([name, done]) => ({
  name,
  perSecond: Math.round(perSecond(name)),
  ofBare: perSecond(name) / perSecond("bare"),
  p50: median(done.map(({ p50 }) => p50)),
  p99: median(done.map(({ p99 }) => p99)),
  bytes: done[0]!.bytes,
  failed: done.reduce((sum, { failed }) => sum + failed, 0),
}));
const load = `load average ${Deno.loadavg()[0]!.toFixed(1)}`;
if (values.json) print(JSON.stringify({ machine: describeMachine(), load, connections, rows }, null, 2));
else {
  print(`${describeMachine()}; ${load}; ${connections} connections, ${rounds} x ${seconds} s each\n`);
  print("| what | requests/s | of bare | p50 | p99 | bytes | failed |\n|---|---|---|---|---|---|---|");
  for (const row of rows) {
    print(
      `| ${row.name} | ${row.perSecond} | ${row.ofBare.toFixed(2)} | ${row.p50.toFixed(2)} ms | ` +
        `${row.p99.toFixed(2)} ms | ${row.bytes} | ${row.failed} |`,
    );
  }
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text + "\n"));
}
