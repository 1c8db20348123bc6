/** One request's view of who shops: read once, again only after something was recorded. */
import type { Context } from "hono";
import type { Catalogue } from "../../services/catalogue.ts";
import { type ChoicesInForce, noChoices } from "../../services/choices.ts";
import type { Services } from "../../services/services.ts";
import type { CartLine, HistoryEvent, Product, User } from "../../types.ts";
import type { Shell, Site } from "../../views/shell.ts";
import type { Locale } from "../../views/words/locale.ts";
import type { Languages } from "../language.ts";
import type { Consent, Consents } from "../consent.ts";
import type { Visitors } from "../visitor.ts";
import { type Notices, readNotices } from "./notices.ts";

/** What every page of the shop works with. */
export interface Shop {
  readonly services: Services;
  readonly visitors: Visitors;
  readonly consents: Consents;
  readonly languages: Languages;
  /** ISO 4217. */
  readonly currency: string;
  readonly sites: ReadonlyMap<Locale, Site>;
  readonly now: () => number;
  /** Notes something that went wrong but need not stop the shopper. */
  readonly warn: (event: string, fields: Record<string, unknown>) => void;
}

export interface Visit extends Notices {
  readonly locale: Locale;
  /** Undefined until the first recorded action. */
  readonly user: User | undefined;
  /** Newest first. */
  readonly history: readonly HistoryEvent[];
  readonly cart: readonly CartLine[];
  readonly choices: ChoicesInForce;
  readonly consent: Consent;
}

/** As many events as hearts and the lines about what was used look at. */
const historyLimit = 500;

export async function readVisit(shop: Shop, c: Context): Promise<Visit> {
  const id = shop.visitors.read(c);
  // The cookie may outlive the user, as when the database was made anew.
  const user = id === undefined ? undefined : await shop.services.users.find(id);
  if (!user) {
    const [locale, consent] = [shop.languages.read(c), shop.consents.read(c)];
    return { locale, user: undefined, history: [], cart: [], choices: noChoices, consent };
  }
  const visit = await readVisitOf(shop, c, user);
  return { ...visit, ...readNotices(c, shop.services.catalogue.find, visit) };
}

/** What is known of a user now. */
export async function readVisitOf(
  { services, consents, languages }: Shop,
  c: Context,
  user: User,
): Promise<Visit> {
  const [history, cart, choices] = await Promise.all([
    services.interactions.history(user.id, historyLimit),
    services.orders.cart(user.id),
    services.choices.inForce(user.id),
  ]);
  return { locale: languages.read(c), user, history, cart, choices, consent: consents.read(c) };
}

/** Whether acts of this visitor are recorded for learning and choose what is shown. */
export function learns({ consent, choices }: Visit): boolean {
  return consent.allowed && choices.personal;
}

/** The shopper, made now if this is the first recorded action. */
export async function needUser(shop: Shop, c: Context, visit: Visit): Promise<User> {
  if (visit.user) return visit.user;
  const user = await shop.services.users.create();
  if (!visit.consent.allowed) await shop.services.choices.setPersonal(user.id, false);
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
    eventId: `aisle:view:${user.id}:${productId}:${look}`,
  });
}

/** Records a like; one that is there already stays the only one. */
export async function recordLike(
  { services }: Shop,
  user: User,
  { product, visit }: { readonly product: Product; readonly visit: Visit },
): Promise<void> {
  if (likedIn(visit.history).has(product.id)) return;
  // A browser may say no (Sec-GPC) after its shopper said yes: what is kept from then on must teach nobody.
  if (visit.user && !learns(visit)) await services.choices.setPersonal(user.id, false);
  await services.interactions.record({
    userId: user.id,
    productId: product.id,
    type: "like",
    // Two presses at the same moment are one like.
    eventId: `aisle:like:${user.id}:${product.id}`,
  });
}

/** Whether the shopper liked the product, and with it whether a like is a new act. */
export function likedIn(history: readonly HistoryEvent[]): ReadonlySet<number> {
  return new Set(history.filter(({ type }) => type === "like").map(({ productId }) => productId));
}

/** What all pages show around their content. `here` is the page that the shopper looks at. */
export function toShell(
  { services, sites, now }: Shop,
  { locale, user, history, cart, consent, hidden, forgotten }: Visit,
  here: string,
): Shell {
  const catalogue: Catalogue = services.catalogue;
  return {
    site: sites.get(locale)!,
    words: locale.words,
    now: now(),
    here,
    categories: catalogue.categories,
    productCount: catalogue.products.length,
    cartCount: cart.reduce((sum, { quantity }) => sum + quantity, 0),
    shopper: user ? { id: user.id, name: user.name } : null,
    liked: likedIn(history),
    asksConsent: consent.ask,
    ...(hidden ? { hidden } : {}),
    ...(forgotten ? { forgotten } : {}),
  };
}
