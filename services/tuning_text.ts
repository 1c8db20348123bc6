/** What a search for settings found, for people and for programs. */
import type { TuneReport } from "../engine/tuning/report.ts";

/** Two to four lines: what was tried, on whom, and why it won. */
export function tuningToLines(report: TuneReport): string[] {
  const { budgetSeconds, seconds, users, confirmedBy, trials, start, score, difference, changed } = report;
  const counts = new Map<string, number>();
  for (const { what } of trials) counts.set(what, (counts.get(what) ?? 0) + 1);
  const tried = [...counts].map(([what, count]) => `${count} of ${what}`).join(", ");
  const shown = (value: number) => value.toFixed(4);
  const lines = [
    `Settings: ${report.why}`,
    `  tried ${trials.length}${
      tried ? ` (${tried})` : ""
    } in ${seconds} s of ${budgetSeconds} s on ${users} users, confirmed by ${confirmedBy} others`,
    `  ${report.protocol}`,
  ];
  if (start === null || score === null || !difference) return lines;
  const { low, high } = difference;
  const figures = changed
    ? `${shown(start)} before, ${shown(score)} after (95% of the difference: ${shown(low)} to ${shown(high)})`
    : shown(start);
  return [...lines, `  ${report.metric} ${figures}`];
}

/** Names as everywhere in the public JSON. */
export function tuningToJson(report: TuneReport) {
  const { budgetSeconds, confirmedBy, tuned, trials, ...rest } = report;
  return {
    budget_seconds: budgetSeconds,
    confirmed_by: confirmedBy,
    ...rest,
    trials: trials.map(({ what, params, scores }) => ({ what, params: toSnake(params), scores })),
    chosen: toSnake(report.chosen),
    tuned_at: tuned && new Date(tuned.at).toISOString(),
  };
}

function toSnake(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map((
      [key, part],
    ) => [key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`), toSnake(part)]),
  );
}
