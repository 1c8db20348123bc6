/** The shape of an artifact's header JSON (model.ts), checked before anything in it is believed. */
import { interactionTypes } from "../types.ts";
import { memberTypes } from "./member.ts";

/** Element types of sections. */
export const arrayTypes = { f32: Float32Array, f64: Float64Array, i32: Int32Array } as const;
export type ArrayType = keyof typeof arrayTypes;

/** Path of the first part of a header that has another shape, or undefined. */
export function findWrong(value: unknown): string | undefined {
  if (!isRecord(value)) return "header";
  const { model, members, sections } = value;
  if (!isRecord(model)) return "model";
  for (const key of ["version", "createdAt", "asOf", "users", "interactions"]) {
    if (!Number.isFinite(model[key])) return `model.${key}`;
  }
  const { settings, report } = model;
  if (!isRecord(settings) || !Number.isFinite(settings.decayPerDay) || !Number.isFinite(settings.seed)) {
    return "model.settings";
  }
  const { weights, ensemble, svd, mf } = settings;
  if (!isRecord(weights) || !interactionTypes.every((type) => Number.isFinite(weights[type]))) {
    return "model.settings.weights";
  }
  if (!isRecord(ensemble) || !Number.isFinite(ensemble.cf) || !Number.isFinite(ensemble.mf)) {
    return "model.settings.ensemble";
  }
  if (!isRecord(svd) || !isRecord(mf)) return "model.settings";
  const { members: further = {}, shares = {}, tasteDecayPerDay = 0, tuned } = settings;
  if (!isRecord(further) || !Object.values(further).every(isNumbers)) return "model.settings.members";
  if (!isNumbers(shares)) return "model.settings.shares";
  if (!Number.isFinite(tasteDecayPerDay)) return "model.settings.tasteDecayPerDay";
  const isTuned = isRecord(tuned) && Number.isFinite(tuned.at) && Number.isFinite(tuned.interactions);
  if (tuned !== undefined && !isTuned) return "model.settings.tuned";
  if (
    !isRecord(report) || !Number.isFinite(report.entries) || !Number.isFinite(report.density) ||
    !Number.isFinite(report.svdRank) || !Array.isArray(report.mfLosses) ||
    !report.mfLosses.every(Number.isFinite)
  ) return "model.report";
  const { repeats } = report;
  // Models that were trained before it was counted do without.
  if (
    repeats !== undefined &&
    !(isRecord(repeats) && isCount(repeats.purchases) && Number.isFinite(repeats.share))
  ) return "model.report.repeats";
  if (!Array.isArray(members) || members.length === 0) return "members";
  const names = new Set<unknown>();
  for (const member of members) {
    if (!isRecord(member) || !isMember(member) || names.has(member.name)) return "members";
    names.add(member.name);
  }
  if (!Array.isArray(sections)) return "sections";
  for (const section of sections) {
    const known = isRecord(section) && typeof section.name === "string" &&
      Object.hasOwn(arrayTypes, section.type as string);
    if (!known || !isCount(section.offset) || !isCount(section.length)) return "sections";
  }
  return undefined;
}

/** Members of factors carry no kind. */
function isMember(member: Record<string, unknown>): boolean {
  const { name, kind = "factors", family } = member;
  if (!Object.hasOwn(memberTypes, name as string)) return false;
  const type = memberTypes[name as keyof typeof memberTypes];
  const numbers = kind === "factors" ? ["factors", "stride", "weight", "exponent"] : ["weight", "exponent"];
  return kind === type.kind && family === type.family && numbers.every((key) => Number.isFinite(member[key]));
}

function isNumbers(value: unknown): boolean {
  return isRecord(value) && Object.values(value).every(Number.isFinite);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}
