/** One request's view of who shops: read once, again only after something was recorded. */
import type { Context } from "hono";
import type { Catalogue } from "../../services/catalogue.ts";
import type { Services } from "../../services/services.ts";
import type { CartLine, HistoryEvent, InteractionType, User } from "../../types.ts";
import type { Shell, Site } from "../../views/shell.ts";
import type { Visitors } from "../visitor.ts";

/** What every page of the shop works with. */
export interface Shop {
  readonly services: Services;
  readonly visitors: Visitors;
  readonly site: Site;
  readonly now: () => number;
  /** Notes something that went wrong but need not stop the shopper. */
  readonly warn: (event: string, fields: Record<string, unknown>) => void;
}

export interface Visit {
  /** Undefined until the first recorded action. */
  readonly user: User | undefined;
  /** Newest first. */
  readonly history: readonly HistoryEvent[];
  readonly cart: readonly CartLine[];
}

/** As many events as hearts and the lines about what was used look at. */
const historyLimit = 500;

export async function readVisit(shop: Shop, c: Context): Promise<Visit> {
  const id = await shop.visitors.read(c);
  // The cookie may outlive the user, as when the database was made anew.
  const user = id === undefined ? undefined : await shop.services.users.find(id);
  return user ? await readVisitOf(shop, user) : { user: undefined, history: [], cart: [] };
}

/** What is known of a user now. */
export async function readVisitOf({ services }: Shop, user: User): Promise<Visit> {
  const [history, cart] = await Promise.all([
    services.interactions.history(user.id, historyLimit),
    services.orders.cart(user.id),
  ]);
  return { user, history, cart };
}

/** The shopper, made now if this is the first recorded action. */
export async function needUser(shop: Shop, c: Context, visit: Visit): Promise<User> {
  if (visit.user) return visit.user;
  const user = await shop.services.users.create();
  await shop.visitors.save(c, user.id);
  return user;
}

/** Opening the same product again within this time is still the same look. */
const sameLookMs = 5 * 60_000;

/** Records that a user opened a product page. */
export async function recordView(shop: Shop, user: User, productId: number): Promise<void> {
  const look = Math.floor(shop.now() / sameLookMs);
  await shop.services.interactions.record({
    userId: user.id,
    productId,
    type: "view",
    eventId: `view:${user.id}:${productId}:${look}`,
  });
}

/** Whether the shopper liked the product, and with it whether a like is a new act. */
export function likedIn(history: readonly HistoryEvent[]): ReadonlySet<number> {
  return new Set(history.filter(({ type }) => type === "like").map(({ productId }) => productId));
}

/** What all pages show around their content. `here` is the page that the shopper looks at. */
export function toShell({ services, site }: Shop, { user, history, cart }: Visit, here: string): Shell {
  const catalogue: Catalogue = services.catalogue;
  return {
    site,
    here,
    categories: catalogue.categories,
    productCount: catalogue.products.length,
    cartCount: cart.reduce((sum, { quantity }) => sum + quantity, 0),
    shopper: user ? { id: user.id, name: user.name } : null,
    liked: likedIn(history),
  };
}

const didWords: Readonly<Record<InteractionType, readonly [string, string]>> = {
  view: ["looked at ", ""],
  like: ["liked ", ""],
  cart: ["added ", " to your cart"],
  purchase: ["bought ", ""],
};

/** "looked at Ridge Tent", for the line on what the picks follow. */
export function describeAct(type: InteractionType, productName: string): string {
  const [before, after] = didWords[type];
  return before + productName + after;
}
