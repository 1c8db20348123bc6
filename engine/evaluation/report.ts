/** The report as a table for people. */
import type { ModelReport } from "./evaluate.ts";

export interface Report {
  readonly dataset: {
    readonly users: number;
    readonly items: number;
    readonly train: number;
    readonly test: number;
  };
  readonly protocol: string;
  readonly seed: number;
  readonly results: readonly ModelReport[];
}

/** A line of the data set, then a line per model and a column per metric. */
export function formatReport({ dataset, protocol, seed, results }: Report): string {
  const { users, items, train, test } = dataset;
  const titles = Object.keys(results[0]?.metrics ?? {});
  const rows = [
    ["model", ...titles, "train s", "evaluate s"],
    ...results.map(({ model, metrics, train_seconds: trained, evaluate_seconds: evaluated }) => [
      model,
      ...titles.map((title) => metrics[title]!.toFixed(4)),
      trained.toFixed(1),
      evaluated.toFixed(1),
    ]),
  ];
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  const lines = rows.map((row) =>
    row.map((field, c) => c === 0 ? field.padEnd(widths[c]!) : field.padStart(widths[c]!)).join("  ")
  );
  return [
    `${users} users, ${items} items, ${train} interactions in training, ${test} withheld pairs`,
    `${protocol}; seed ${seed}`,
    "",
    ...lines,
    ...describeTuning(results),
  ].join("\n");
}

/** For each model that was tuned: on what, with which figures, and what was chosen. */
function describeTuning(results: readonly ModelReport[]): string[] {
  const tuned = results.filter(({ tuning }) => tuning !== undefined);
  if (tuned.length === 0) return [];
  return [
    "",
    `tuned on ${tuned[0]!.tuning!.validation}`,
    ...tuned.flatMap(({ model, params, tuning, tune_seconds: seconds }) => [
      `${model}: ${tuning!.why}, in ${seconds.toFixed(1)} s`,
      `  ${JSON.stringify(params)}`,
    ]),
  ];
}
