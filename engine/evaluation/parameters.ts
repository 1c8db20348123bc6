/** The parameters of models as `--params` gives them, checked. */
import { InvalidInputError } from "../../errors.ts";
import { complainAboutNumber } from "../models/ranges.ts";
import type { Parameter, Parameters } from "../models/recommender.ts";
import { type ModelName, modelNames, recommenders } from "../models/registry.ts";

export interface GivenParameters {
  /** All of the model's, in force. */
  readonly parameters: Parameters;
  /** Names of those that were given. */
  readonly fixed: readonly string[];
}

/**
 * Reads the text of `--params`: an object of objects.
 *
 * @throws InvalidInputError naming the model or the parameter, with the value
 */
export function readParameters(text: string): ReadonlyMap<ModelName, GivenParameters> {
  const given = parse(text);
  const known: readonly string[] = modelNames;
  const found = new Map<ModelName, GivenParameters>();
  for (const [name, values] of Object.entries(given)) {
    if (!known.includes(name)) throw wrong(name, "there is no such model");
    const parameters = toParameters(name as ModelName, values);
    found.set(name as ModelName, { parameters, fixed: Object.keys(values as object) });
  }
  return found;
}

/**
 * Given parameters over the model's defaults.
 *
 * @throws InvalidInputError naming the parameter, with its value
 */
export function toParameters(name: ModelName, given: unknown): Parameters {
  const { defaults, complete, check } = recommenders[name];
  if (!isRecord(given)) throw wrong(JSON.stringify(given), `"${name}" needs an object`);
  for (const [key, value] of Object.entries(given)) checkValue(name, key, value);
  const chosen = { ...defaults, ...given as Record<string, Parameter> };
  const parameters = complete?.(chosen) ?? chosen;
  const complaint = check?.(parameters);
  if (complaint) throw new InvalidInputError(`Cannot use --params: "${name}": ${complaint}`);
  return parameters;
}

function checkValue(name: ModelName, key: string, value: unknown): void {
  const { defaults } = recommenders[name];
  const usual = Object.hasOwn(defaults, key) ? defaults[key] : undefined;
  const cannot = `Cannot use --params: "${key}" of "${name}"`;
  if (usual === undefined) {
    throw new InvalidInputError(`${cannot} is unknown; it has ${Object.keys(defaults).join(", ")}`);
  }
  const isRight = Array.isArray(usual) ? isList(key, value) : typeof value === typeof usual;
  if (!isRight || (typeof value === "number" && !Number.isFinite(value))) {
    throw new InvalidInputError(`${cannot} is ${JSON.stringify(value)}, not like ${JSON.stringify(usual)}`);
  }
  // What is left open has a number outside: it may be given as well.
  if (typeof value !== "number" || value === usual) return;
  const complaint = complainAboutNumber(key, value);
  if (complaint) throw new InvalidInputError(`${cannot} is ${complaint}`);
}

/** Members are names, weights numbers; whether they go together is for the model to say. */
function isList(key: string, value: unknown): boolean {
  const kind = key === "members" ? "string" : "number";
  return Array.isArray(value) && value.every((entry) => typeof entry === kind);
}

function parse(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    if (isRecord(value)) return value;
  } catch {
    // Told below, with the text.
  }
  throw wrong(text, "it is not a JSON object of objects");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function wrong(value: string, state: string): InvalidInputError {
  return new InvalidInputError(`Cannot use --params "${value}": ${state}`);
}
