/**
 * Members of the ensemble as they are written: a model's name, with parameters where they differ from its defaults, as
 * `ease?regularization=60&decay_per_day=0.01`. `binary=1` gives a member the data as `--binary` does.
 */
import type { ModelData } from "../evaluation/strengths.ts";
import { usersStay } from "../evaluation/cut.ts";
import { mostSharedItems } from "./ease.ts";
import { type MemberName, memberNames, members } from "./members.ts";
import { complainAboutNumber } from "./ranges.ts";
import type { FitContext, Parameters } from "./recommender.ts";

/** Interactions up to which gradient descent may take as long as it does best. */
const mostPatient = 100_000;

/** What everybody gets alike. */
const demand: readonly MemberName[] = ["popularity", "decayed-popularity", "first-popularity"];
/** What the user had before. */
const own: readonly MemberName[] = ["history", "buy-again"];

/** Members that differ in kind, as far as the data can feed them. */
export function chooseMembers(
  { items, events }: ModelData,
  { repeats }: Pick<FitContext, "repeats">,
): string[] {
  const timed = usersStay(events);
  // Where users come back, old interactions say less about taste; demand forgets much faster.
  const forgetting = (perDay: number) => timed ? `&decay_per_day=${perDay}` : "";
  const patient = events.length <= mostPatient;
  const around = [...(timed ? demandNow : []), ...(repeats ? taken(timed) : [])];
  if (items > mostSharedItems) {
    return [
      `graph-filter?binary=1${forgetting(0.01)}`,
      `svd?factors=448&regularization=0.1&output_exponent=0.25&binary=1${forgetting(0.01)}`,
      ...around,
    ];
  }
  return [
    `ease?regularization=${timed ? 100 : 300}&binary=1${forgetting(0.003)}`,
    `svd?factors=64&binary=1${forgetting(0.01)}`,
    `ials?factors=64&binary=1${forgetting(0.01)}`,
    ...(patient ? ["mf?binary=1", `bpr?binary=1${forgetting(0.01)}`] : ["mf?epochs=20&negatives=4&binary=1"]),
    `item-knn?neighbours=100&shrinkage=10&binary=1${forgetting(0.003)}`,
    timed ? "rp3beta?neighbours=500&alpha=1&beta=0.6&decay_per_day=0.03" : "rp3beta?binary=1",
    ...around,
  ];
}

/** Demand at several speeds of forgetting: what rises, and what comes back, is a difference of them. */
const demandNow = [
  "first-popularity?decay_per_day=0.4",
  "first-popularity",
  "first-popularity?decay_per_day=0.05",
  "first-popularity?decay_per_day=0.02",
  "decayed-popularity",
  "popularity",
];

function taken(timed: boolean): string[] {
  if (!timed) return ["history", "history?binary=1"];
  return [
    "history",
    "history?decay_per_day=0.01",
    "history?decay_per_day=0.03",
    "history?decay_per_day=0.1",
    "history?visits=1",
    "history?binary=1",
    "history?binary=1&decay_per_day=0.01",
    "buy-again",
  ];
}

/** Whether a member measures taste, or with `repeats` habit, rather than what comes on top of it. */
export function isTrusted(spec: string, { repeats }: Pick<FitContext, "repeats">): boolean {
  const name = nameOf(spec);
  return repeats ? name === "history" : !demand.includes(name) && !own.includes(name);
}

export function nameOf(spec: string): MemberName {
  return spec.split("?")[0] as MemberName;
}

/** The parameters of a member over its defaults. */
export function parametersOf(spec: string): Parameters {
  const { defaults, complete } = members[nameOf(spec)];
  const given = new URLSearchParams(spec.slice(nameOf(spec).length + 1));
  const chosen: Record<string, Parameters[string]> = { ...defaults };
  given.delete("binary");
  for (const [key, text] of given) chosen[key] = typeof defaults[key] === "number" ? Number(text) : text;
  return complete?.(chosen) ?? chosen;
}

/** What is wrong with a member, or nothing. */
export function complainAbout(spec: string): string | undefined {
  const name = nameOf(spec);
  if (!memberNames.includes(name)) return `member "${spec}" is not one of ${memberNames.join(", ")}`;
  const { defaults, check } = members[name], seen = new Set<string>();
  for (const [key, text] of new URLSearchParams(spec.slice(name.length + 1))) {
    const cannot = `"${key}" of member "${spec}"`;
    if (seen.has(key)) return `${cannot} is given twice`;
    seen.add(key);
    if (key === "binary") {
      if (text !== "1") return `${cannot} is "${text}", not 1`;
      continue;
    }
    if (!Object.hasOwn(defaults, key)) {
      return `${cannot} is unknown; it has ${Object.keys(defaults).join(", ")}`;
    }
    if (typeof defaults[key] !== "number" || Number(text) === defaults[key]) continue;
    if (text.trim() === "" || !Number.isFinite(Number(text))) return `${cannot} is "${text}", not a number`;
    const complaint = complainAboutNumber(key, Number(text));
    if (complaint) return `${cannot} is ${complaint}`;
  }
  return check?.(parametersOf(spec));
}

export function isBinary(spec: string): boolean {
  return new URLSearchParams(spec.slice(nameOf(spec).length + 1)).has("binary");
}

export function dataOf(spec: string, data: ModelData): ModelData {
  return { ...data, binary: data.binary || isBinary(spec) };
}

export function fitMember(data: ModelData, spec: string, context: FitContext): unknown {
  return members[nameOf(spec)].fit(dataOf(spec, data), parametersOf(spec), context);
}
