/** What numbers may be given as parameters of models. */

interface Range {
  readonly from: number;
  readonly to: number;
  readonly whole?: true;
  /** Whether `from` itself is too little. */
  readonly above?: true;
}

const count: Range = { from: 1, to: 100_000, whole: true };
const exponent: Range = { from: -2, to: 2 };

/** What a name means is alike in every model that has it. */
const ranges: Readonly<Record<string, Range>> = {
  "factors": { from: 1, to: 4_096, whole: true },
  "iterations": count,
  "epochs": count,
  "steps": count,
  "neighbours": { from: 1, to: 1_000_000, whole: true },
  "negatives": { from: 0, to: 1_000, whole: true },
  "learning_rate": { from: 0, to: 10, above: true },
  "regularization": { from: 0, to: 1e9 },
  "alpha": { from: 0, to: 1e9, above: true },
  "beta": exponent,
  "shrinkage": { from: 0, to: 1e9 },
  "decay_per_day": { from: 0, to: 100 },
  "user_exponent": exponent,
  "item_exponent": exponent,
  "output_exponent": exponent,
  "strength_exponent": { from: 0, to: 10 },
  "exponent": { from: 0, to: 2 },
  "low_pass": { from: 0, to: 1e6 },
  "sharpening": { from: 0, to: 100 },
};

/** `"5", not a number from 0 to 1` where a number is not what its name allows. */
export function complainAboutNumber(name: string, value: number): string | undefined {
  const range = Object.hasOwn(ranges, name) ? ranges[name] : undefined;
  if (!Number.isFinite(value)) return `"${value}", not a number`;
  if (!range) return undefined;
  const { from, to, whole, above } = range;
  const fits = (above ? value > from : value >= from) && value <= to && (!whole || Number.isInteger(value));
  if (fits) return undefined;
  return `"${value}", not a ${whole ? "whole " : ""}number ${above ? "above" : "from"} ${from} to ${to}`;
}
