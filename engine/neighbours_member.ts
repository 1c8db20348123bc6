/** What members of neighbours have in common once their lists are fitted. */
import type { ItemLists } from "./item_lists.ts";
import { checkMember, type MemberName, memberTypes, type NeighboursMember } from "./member.ts";

/** Names of the members of neighbours. */
export type NeighboursName = {
  [Name in MemberName]: (typeof memberTypes)[Name]["kind"] extends "neighbours" ? Name : never;
}[MemberName];

export function isNeighbours(name: MemberName): name is NeighboursName {
  return memberTypes[name].kind === "neighbours";
}

/**
 * A member of lists by the item of the history, which were fitted to strengths in a unit (unit_strengths.ts); their weights are changed
 * in place.
 *
 * @throws RangeError where a weight is none (member.ts)
 */
export function toNeighboursMember(
  name: NeighboursName,
  lists: ItemLists,
  { unit, weight, exponent }: { readonly unit: number; readonly weight: number; readonly exponent: number },
): NeighboursMember {
  for (let e = 0; e < lists.weights.length; e++) lists.weights[e]! /= unit;
  const member = { ...memberTypes[name], name, ...lists, base: null, weight, exponent } as const;
  checkMember(member, lists.ptr.length - 1);
  return member;
}
