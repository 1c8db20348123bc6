/** What the shopper did, for sentences over one or several acts. Each language says them whole. */
import type { InteractionType } from "../../types.ts";
import type { Part, Rich } from "./rich.ts";

export interface Act {
  readonly type: InteractionType;
  /** The product's name, as it is to be shown. */
  readonly name: Part;
}

/** How often each was done with one product. */
export type Times = Readonly<Record<InteractionType, number>>;

/** Acts of one type that follow each other share their verb: `say` gets their names as one. */
export function sayActs(
  acts: readonly Act[],
  and: string,
  say: (type: InteractionType, names: Rich) => Rich,
): Rich {
  const groups: { type: InteractionType; names: Part[] }[] = [];
  for (const { type, name } of acts) {
    const last = groups.at(-1);
    if (last?.type === type) last.names.push(name);
    else groups.push({ type, names: [name] });
  }
  return join(groups.map(({ type, names }) => say(type, join(names.map((name) => [name]), and))), and);
}

/** "one, two and three" */
export function join(parts: readonly Rich[], and: string): Rich {
  return parts.flatMap((part, i) => i === 0 ? part : [i === parts.length - 1 ? and : ", ", ...part]);
}
