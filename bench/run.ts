/**
 * `deno task bench [name ...] [--json] [--large]`: runs the benchmarks, all or the named ones, and prints one table each. `kernels` names
 * all kernels; `--large` takes their large problem. `training-20m` runs only when it is named: it takes a quarter of an hour.
 */
import * as ceilings from "./kernels/ceilings.ts";
import * as cosine from "./kernels/cosine.ts";
import * as ials from "./kernels/ials.ts";
import * as inverse from "./kernels/inverse.ts";
import * as recommend from "./kernels/recommend.ts";
import * as sgd from "./kernels/sgd.ts";
import * as svd from "./kernels/svd.ts";
import * as threads from "./kernels/threads.ts";
import * as topK from "./kernels/top_k.ts";
import { closeContext, describeOpponents } from "./kernels/context.ts";
import { describeMachine } from "./machine.ts";
import * as pages from "./pages.ts";
import * as recommendations from "./recommendations.ts";
import * as sales from "./sales.ts";
import * as suggestions from "./suggestions.ts";
import * as training from "./training.ts";
import * as training20m from "./training_20m.ts";
import * as writes from "./writes.ts";

interface Row {
  readonly what: string;
  readonly figure: string;
  readonly bar?: string;
  readonly relaxed?: string;
  readonly ratio?: number;
  readonly relaxedRatio?: number;
}

const kernels = { ceilings, sgd, svd, ials, inverse, "top-k": topK, cosine, recommend, threads };

const benchmarks: Record<
  string,
  { title: string; run(): Promise<readonly Row[]> }
> = {
  training,
  recommendations,
  pages,
  suggestions,
  sales,
  writes,
  ...kernels,
  "training-20m": training20m,
};
const onlyWhenNamed = ["training-20m"];

const json = Deno.args.includes("--json");
const names = Deno.args.filter((arg) => !arg.startsWith("--"))
  .flatMap((arg) => arg === "kernels" ? Object.keys(kernels) : [arg]);
for (const name of names) {
  if (!(name in benchmarks)) {
    print(
      `There is no benchmark ${JSON.stringify(name)}; there are ${Object.keys(benchmarks).join(", ")}`,
    );
    Deno.exit(2);
  }
}

const results: Record<string, readonly Row[]> = {};
const opponents = names.length === 0 || names.some((name) => name in kernels)
  ? await describeOpponents()
  : undefined;
if (!json) {
  print(describeMachine());
  if (opponents) print(`Kernels: ${opponents}`);
}
for (const [name, { title, run }] of Object.entries(benchmarks)) {
  if (names.length > 0 ? !names.includes(name) : onlyWhenNamed.includes(name)) continue;
  const rows = await run();
  results[name] = rows;
  if (json) continue;
  print(`\n### ${title}\n\n${toTable(rows)}`);
}
if (json) {
  print(JSON.stringify({ machine: describeMachine(), opponents, results }, null, 2));
}
await closeContext();
// A worker pool or a timer of a benchmark must not keep the process.
Deno.exit(0);

/** A table in Markdown, with a column for the relaxed build where there are figures of it. */
function toTable(rows: readonly Row[]): string {
  const wide = rows.some(({ relaxed }) => relaxed);
  const lines = rows.map(({ what, figure, relaxed = "", bar = "" }) =>
    wide ? [what, figure, relaxed, bar] : [what, figure, bar]
  );
  const head = wide ? ["what", "Aisle / other", "relaxed build", "bar"] : ["what", "figure", "bar"];
  return [head, head.map(() => "---"), ...lines].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function print(text: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(text + "\n"));
}
