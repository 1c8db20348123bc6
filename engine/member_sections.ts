/**
 * Members in an artifact (model.ts): what of them is in its header, and their arrays as sections named `<member>.<array>`. A member of
 * factors has no `kind` there, so that a model of such members alone has the bytes that it has always had.
 */
import type { ConstantMember, FactorsMember, Member, NeighboursMember } from "./member.ts";

export type Numbers = Float32Array | Float64Array | Int32Array;

/** A member without its arrays. */
export type MemberHeader =
  | Omit<FactorsMember, "kind" | "fold" | "out" | "base">
  | Omit<NeighboursMember, "ptr" | "items" | "weights" | "base">
  | Omit<ConstantMember, "base">;

/** The arrays of a member by section. */
export function sectionsOf(member: Member): [name: string, array: Numbers][] {
  const named = (arrays: Readonly<Record<string, Numbers | null>>) =>
    Object.entries(arrays).flatMap(([key, array]): [string, Numbers][] =>
      array ? [[`${member.name}.${key}`, array]] : []
    );
  switch (member.kind) {
    case "factors":
      return named({ fold: member.fold, out: member.out, base: member.base });
    case "neighbours":
      return named({ ptr: member.ptr, items: member.items, weights: member.weights, base: member.base });
    case "constant":
      return named({ base: member.base });
  }
}

export function toMemberHeader(member: Member): MemberHeader {
  const { kind, name, family, weight, exponent } = member;
  if (kind !== "factors") return { kind, name, family, weight, exponent } as MemberHeader;
  const { factors, stride } = member;
  return { name, family, factors, stride, weight, exponent };
}

/** Finds a section by name and type; throws where it is missing, unless it may be. */
export interface FindSection {
  <T extends Numbers>(name: string, type: new (length: number) => T): T;
  has(name: string): boolean;
}

/** A member as `sectionsOf` and `toMemberHeader` wrote it; its lengths and values are for `checkMember`. */
export function readMember(header: MemberHeader, find: FindSection): Member {
  const at = (key: string) => `${header.name}.${key}`;
  const base = find.has(at("base")) ? find(at("base"), Float32Array) : null;
  if (!("kind" in header)) {
    return {
      kind: "factors",
      ...header,
      fold: find(at("fold"), Float32Array),
      out: find(at("out"), Float32Array),
      base,
    };
  }
  if (header.kind === "constant") return { ...header, base: find(at("base"), Float32Array) };
  return {
    ...header,
    ptr: find(at("ptr"), Int32Array),
    items: find(at("items"), Int32Array),
    weights: find(at("weights"), Float32Array),
    base,
  };
}
