/** How far predicted values are from those of the test part. */
import { InvalidInputError } from "../../errors.ts";
import { type ModelName, recommenders } from "../models/registry.ts";
import type { Dataset } from "./dataset.ts";
import type { Metric } from "./measures.ts";

/**
 * Root mean square and mean absolute error over all rows of the test part, in the unit of its values.
 *
 * @throws InvalidInputError for a model that predicts no values, or a test part without values
 */
export function measureValues(
  { testRows }: Dataset,
  { name, state, metrics }: { name: ModelName; state: unknown; metrics: readonly Metric[] },
): Record<string, number> {
  const { predict } = recommenders[name];
  const predicted = predict?.(state, testRows);
  if (!predicted) {
    throw new InvalidInputError(
      `Cannot measure ${metrics.join(", ")} of "${name}": only mf with the squared loss predicts values`,
    );
  }
  if (!testRows.values) {
    throw new InvalidInputError(`Cannot measure ${metrics.join(", ")}: the test part has no values`);
  }
  let squares = 0, distances = 0;
  for (let e = 0; e < testRows.length; e++) {
    const error = predicted[e]! - testRows.values[e]!;
    squares += error * error;
    distances += Math.abs(error);
  }
  const all = { rmse: Math.sqrt(squares / testRows.length), mae: distances / testRows.length };
  return Object.fromEntries(metrics.map((metric) => [metric, all[metric as "rmse" | "mae"]]));
}
