/** Without script, the page that a shopper comes back to says what has just been done: its address tells, and what is stored proves it. */
import type { Context } from "hono";
import type { ChoicesInForce } from "../../services/choices.ts";
import type { HistoryEvent, Product } from "../../types.ts";
import type { HiddenNotice, UndoableType } from "../../views/shell.ts";
import { parseId } from "../ids.ts";

export interface Notices {
  readonly hidden?: HiddenNotice;
  readonly forgotten?: readonly Product[];
  readonly undone?: { readonly type: UndoableType; readonly product: Product };
}

const names = ["hidden", "forgotten", "undone"] as const;

/** An address to go back to, with what the page there is to say. */
export function withNotice(path: string, name: (typeof names)[number], value: string | number): string {
  return `${path}${path.includes("?") ? "&" : "?"}${name}=${encodeURIComponent(value)}`;
}

/** Whether the shopper was sent back here by a form of the page, and did not come anew. */
export function isReturn(c: Context): boolean {
  return names.some((name) => c.req.query(name) !== undefined);
}

/** An address without what only we read. */
export function withoutNotices({ pathname, search, searchParams }: URL): string {
  const present = names.filter((name) => searchParams.has(name));
  if (present.length === 0) return pathname + search;
  for (const name of present) searchParams.delete(name);
  const rest = searchParams.toString();
  return rest ? `${pathname}?${rest}` : pathname;
}

interface Known {
  readonly history: readonly HistoryEvent[];
  readonly choices: ChoicesInForce;
}

/** What the address says has been done, as far as it is so. */
export function readNotices(
  c: Context,
  find: (productId: number) => Product | undefined,
  { history, choices }: Known,
): Notices {
  const productOf = (text: string | undefined) => {
    const id = parseId(text);
    return id === undefined ? undefined : find(id);
  };
  const hidden = productOf(c.req.query("hidden"));
  const all = hidden !== undefined && choices.hiddenCategories.has(hidden.category);
  const forgotten = (c.req.query("forgotten") ?? "").split(",", mostForgotten).flatMap((id) =>
    productOf(id) ?? []
  )
    .filter(({ id }) => !history.some(({ productId }) => productId === id));
  const [kind, id] = (c.req.query("undone") ?? "").split("-");
  const type = kind === "view" || kind === "like" ? kind : undefined;
  const undone = productOf(id);
  const isUndone = type && undone &&
    !history.some((event) => event.type === type && event.productId === undone.id);
  return {
    ...(hidden && (all || choices.hiddenProducts.has(hidden.id)) ? { hidden: { product: hidden, all } } : {}),
    ...(forgotten.length > 0 ? { forgotten } : {}),
    ...(isUndone ? { undone: { type, product: undone } } : {}),
  };
}

/** As many as a reason names. */
export const mostForgotten = 2;
