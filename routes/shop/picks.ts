/** The personal shelf of a page: which picks, what they follow from, and what has just changed them. */
import { interactionTypes, type Recommendation, type RecommendationList } from "../../types.ts";
import type { Picks, PicksNote, UsedAct } from "../../views/shell.ts";
import { parseId } from "../ids.ts";
import { type Shelves, startShelves } from "./shelves.ts";
import { learns, type Shop, type Visit } from "./visit.ts";

/** How long an act counts as having just happened. */
const justNowMs = 60_000;

/** All that a list has: what the page shows elsewhere is left out, and what the shopper has seen steps back. */
export const everyPick = 100;

/** Picks behind these are not called a pick on their own page. */
const firstPicks = 40;

interface PicksPlace {
  readonly form: Picks["form"];
  readonly count: number;
  /** The product whose page it is. */
  readonly exclude?: number;
}

/** Which picks the page at a local path shows; undefined where it has no such shelf. */
export function placeOf(path: string): PicksPlace | undefined {
  const [first = "", second] = path.split("?")[0]!.split("/").filter(Boolean);
  switch (first) {
    case "":
      return { form: "statement", count: 9 };
    case "product": {
      const exclude = parseId(second);
      return { form: "shelf", count: 4, ...(exclude === undefined ? {} : { exclude }) };
    }
    case "cart":
    case "orders":
      return { form: "shelf", count: 4 };
    default:
      return undefined;
  }
}

/** Everything that is picked for the visitor, in the order of the shelf. */
export interface AllPicks extends Pick<Picks, "personal" | "off" | "known"> {
  readonly items: readonly Recommendation[];
}

/** What they have not seen comes first; nothing of it is hidden, sold out or in the cart. */
export async function listPicks(shop: Shop, visit: Visit): Promise<AllPicks> {
  const { user, history } = visit;
  const none = { personal: false, off: !learns(visit), items: [] };
  if (!user || none.off) return none;
  const list = await shop.services.recommendations.list(user.id, { count: everyPick });
  const known = { epoch: list.epoch };
  if (list.strategy !== "personal") return { ...none, known };
  const seen = new Set(history.map(({ productId }) => productId));
  const shelves = startShelves(visit);
  const items = list.items.filter(({ product }) => shelves.allows(product));
  const isNew = ({ product }: Recommendation) => !seen.has(product.id);
  return {
    ...{ personal: true, off: false, known },
    items: [...items.filter(isNew), ...items.filter((item) => !isNew(item))],
  };
}

/** The picks, which are on the page's shelves from then on. */
export async function loadPicks(
  shop: Shop,
  visit: Visit,
  { form, count, exclude }: PicksPlace,
  shelves: Shelves = startShelves(visit),
): Promise<Picks> {
  const { items: all, ...rest } = await listPicks(shop, visit);
  const items = all.filter(({ product }) => product.id !== exclude && shelves.allows(product)).slice(
    0,
    count,
  );
  shelves.take(items.map(({ product }) => product));
  const note = noteOf(shop, visit, rest.personal);
  return {
    ...rest,
    form,
    items,
    total: all.length,
    used: rest.personal ? usedActs(shop, visit) : [],
    ...(note ? { note } : {}),
  };
}

/** The reasons for a product that was among a shopper's first picks; empty if it was not. */
export async function reasonsFor(
  shop: Shop,
  visit: Visit,
  productId: number,
  count = firstPicks,
): Promise<Recommendation["reasons"]> {
  const { user } = visit;
  if (!user || !learns(visit)) return [];
  const list: RecommendationList = await shop.services.recommendations.list(user.id, { count });
  if (list.strategy !== "personal") return [];
  return list.items.find(({ product }) => product.id === productId)?.reasons ?? [];
}

function noteOf({ services, now }: Shop, visit: Visit, personal: boolean): PicksNote | undefined {
  const { history, undone } = visit;
  if (undone) return { kind: "undone", ...undone };
  const newest = history[0];
  if (!newest || !personal || Math.abs(now() - newest.at) > justNowMs) return undefined;
  // What was put into the cart and taken out again changed nothing that lasts.
  const isOut = !visit.cart.some(({ product }) => product.id === newest.productId);
  if (newest.type === "cart" && isOut) return undefined;
  const product = services.catalogue.find(newest.productId);
  return product && { kind: "updated", act: { type: newest.type, product } };
}

/** The newest act of each type, strongest type first, each product once, three at most. */
export function usedActs({ services }: Shop, { history }: Visit): UsedAct[] {
  const acts: UsedAct[] = [];
  for (const type of interactionTypes.toReversed()) {
    const event = history.find((one) =>
      one.type === type && !acts.some(({ product }) => product.id === one.productId)
    );
    const product = event && services.catalogue.find(event.productId);
    if (product) acts.push({ type, product });
  }
  return acts.slice(0, 3);
}
