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

/** A line of the data set, a line per model and a column per metric, then the same for slices of the users. */
export function formatReport({ dataset, protocol, seed, results }: Report): string {
  const { users, items, train, test } = dataset;
  const titles = Object.keys(results[0]?.metrics ?? {});
  return [
    `${users} users, ${items} items, ${train} interactions in training, ${test} withheld pairs`,
    `${protocol}; seed ${seed}`,
    "",
    ...toTable([
      ["model", ...titles, "train s", "evaluate s"],
      ...results.map(({ model, metrics, train_seconds: trained, evaluate_seconds: evaluated }) => [
        model,
        ...titles.map((title) => metrics[title]!.toFixed(4)),
        trained.toFixed(1),
        evaluated.toFixed(1),
      ]),
    ]),
    ...describeSlices(results),
    ...describeTuning(results),
  ].join("\n");
}

/** For each model a line per slice of its users. */
function describeSlices(results: readonly ModelReport[]): string[] {
  const titles = Object.keys(results[0]?.slices[0]?.metrics ?? {});
  if (titles.length === 0) return [];
  return [
    "",
    ...toTable([
      ["model", "items in input", "users", ...titles],
      ...results.flatMap(({ model, slices }) =>
        slices.map(({ interactions, users, metrics }) => [
          ...[model, interactions, String(users)],
          ...titles.map((title) => metrics[title]!.toFixed(4)),
        ])
      ),
    ]),
  ];
}

/** Lines of fields: the first column to the left, the others to the right. */
function toTable(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, c) => Math.max(...rows.map((row) => row[c]!.length)));
  return rows.map((row) =>
    row.map((field, c) => c === 0 ? field.padEnd(widths[c]!) : field.padStart(widths[c]!)).join("  ")
  );
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
