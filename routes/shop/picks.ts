/** The personal shelf of a page: which picks, what they follow from, and what has just changed them. */
import type { Recommendation, RecommendationList } from "../../types.ts";
import type { Picks, UsedAct } from "../../views/shell.ts";
import { parseId } from "../ids.ts";
import { type Shelves, startShelves } from "./shelves.ts";
import { describeAct, learns, type Shop, type Visit } from "./visit.ts";

/** How long an act counts as having just happened. */
const justNowMs = 60_000;

/** All that a list has: what the page shows elsewhere is left out, and what the shopper has seen steps back. */
const everyPick = 100;

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

/** The picks, which are on the page's shelves from then on. */
export async function loadPicks(
  shop: Shop,
  visit: Visit,
  { form, count, exclude }: PicksPlace,
  shelves: Shelves = startShelves(visit),
): Promise<Picks> {
  const { user, history } = visit;
  const none: Picks = { form, personal: false, items: [], used: [] };
  if (!user || !learns(visit)) return none;
  const list = await shop.services.recommendations.list(user.id, { count: everyPick });
  const known = { epoch: list.epoch, modelVersion: list.modelVersion };
  if (list.strategy !== "personal") return { ...none, known };
  const seen = new Set(history.map(({ productId }) => productId));
  const others = list.items.filter(({ product }) => product.id !== exclude && shelves.allows(product));
  const isNew = ({ product }: Recommendation) => !seen.has(product.id);
  const items = [...others.filter(isNew), ...others.filter((item) => !isNew(item))].slice(0, count);
  shelves.take(items.map(({ product }) => product));
  const note = noteOf(shop, visit);
  return {
    form,
    personal: true,
    items,
    used: usedActs(shop, visit),
    known,
    ...(note === undefined ? {} : { note }),
  };
}

/** The reasons for a product that was among a shopper's first picks; empty if it was not. */
export async function reasonsFor(
  shop: Shop,
  visit: Visit,
  productId: number,
): Promise<Recommendation["reasons"]> {
  const { user } = visit;
  if (!user || !learns(visit)) return [];
  const list: RecommendationList = await shop.services.recommendations.list(user.id, { count: firstPicks });
  if (list.strategy !== "personal") return [];
  return list.items.find(({ product }) => product.id === productId)?.reasons ?? [];
}

function noteOf({ services, now }: Shop, { history }: Visit): string | undefined {
  const newest = history[0];
  if (!newest || Math.abs(now() - newest.at) > justNowMs) return undefined;
  const product = services.catalogue.find(newest.productId);
  return product && `Updated just now, after you ${describeAct(newest.type, product.name)}.`;
}

const usedVerbs = [["purchase", "bought"], ["cart", "added"], ["like", "liked"], [
  "view",
  "looked at",
]] as const;

/** The newest act of each type, strongest type first, each product once, three at most. */
function usedActs({ services }: Shop, { history }: Visit): UsedAct[] {
  const acts: UsedAct[] = [];
  for (const [type, verb] of usedVerbs) {
    const event = history.find((one) =>
      one.type === type && !acts.some(({ product }) => product.id === one.productId)
    );
    const product = event && services.catalogue.find(event.productId);
    if (product) acts.push({ verb, product });
  }
  return acts.slice(0, 3);
}
