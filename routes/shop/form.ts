/** Reading what a form sent, and saying in a shopper's words what was wrong with it. */
import type { Context } from "hono";
import { ConflictError, InvalidInputError, type Refusal } from "../../errors.ts";
import { maximumQuantity } from "../../types.ts";
import type { Message } from "../../views/shell.ts";
import type { Words } from "../../views/words/en.ts";
import { parseLocalPath } from "../same_site.ts";

export interface Form {
  /** The field's text, its first one if there are several; empty when it is missing. */
  text(name: string): string;
  all(name: string): readonly string[];
  /** Where the shopper was, as a path of this shop. */
  to(fallback: string): string;
}

export async function readForm(c: Context): Promise<Form> {
  const body = await c.req.parseBody({ all: true }).catch((error) => {
    throw new InvalidInputError("Cannot read the form: its body is malformed", [], { cause: error });
  });
  const all = (name: string) =>
    [body[name] ?? []].flat().filter((value): value is string => typeof value === "string");
  return {
    all,
    text: (name) => all(name)[0] ?? "",
    to: (fallback) => parseLocalPath(all("to")[0]) ?? fallback,
  };
}

/** The part of a page that a control stands in, for its ids; empty for anything that was not made by us. */
export function parsePlace(text: string): string {
  return /^[a-z-]{1,20}$/.test(text) ? text : "";
}

/** How many pieces a shopper asks for, or what to tell them. */
export function parseQuantity(text: string, least: number, { cart }: Words): number | Message {
  const quantity = /^\d{1,3}$/.test(text.trim()) ? Number(text) : NaN;
  if (quantity >= least && quantity <= maximumQuantity) return quantity;
  return { kind: "error", text: cart.refused.quantity(least) };
}

/** The message of an error that the shopper can do something about; anything else is thrown on. */
export function toMessage(
  error: unknown,
  words: Words,
): { readonly message: Message; readonly status: 400 | 409 } {
  if (!(error instanceof ConflictError) && !(error instanceof InvalidInputError)) throw error;
  const text = error.refusal ? sayRefusal(error.refusal, words) : words.errors[409].line;
  return { message: { kind: "error", text }, status: error instanceof ConflictError ? 409 : 400 };
}

function sayRefusal(refusal: Refusal, { cart: { empty, refused } }: Words): string {
  switch (refusal.kind) {
    case "too-many":
      return refused.tooMany(refusal.most);
    case "few-left":
      return refused.fewLeft(refusal.left, refusal.name);
    case "sold-out":
      return refused.soldOut(refusal.name);
    case "cart-empty":
      return empty;
    case "cart-changed":
      return refused.changed;
    case "price-changed":
      return refused.repriced;
  }
}
