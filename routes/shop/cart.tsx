/** The cart's page: changing, removing and saving for later. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { ShelfOptions } from "../../services/recommendations.ts";
import type { Product, ScoredProduct, User } from "../../types.ts";
import { CartRegion, type TakenOut } from "../../views/components/cart_region.tsx";
import { withQuery } from "../../views/links.ts";
import { CartPage } from "../../views/pages/cart.tsx";
import type { Message } from "../../views/shell.ts";
import { parseId } from "../ids.ts";
import { answerAct, answerPage, isFragment } from "./answer.tsx";
import { parseQuantity, readForm, toMessage } from "./form.ts";
import { answerNobody } from "./nobody.ts";
import { loadPicks, placeOf } from "./picks.ts";
import { findProduct } from "./product.tsx";
import { startShelves } from "./shelves.ts";
import { likedIn, readVisit, readVisitOf, recordLike, type Shop, toShell, type Visit } from "./visit.ts";

const goesWithCount = 5;

/** As many products as one form may add. */
export const mostAdded = 10;

interface Failure {
  readonly productId?: number;
  readonly quantity?: string;
  readonly message: Message;
  readonly status: 400 | 409;
}

export function createCart(shop: Shop, guard: MiddlewareHandler): Hono {
  const { orders } = shop.services;
  const routes = new Hono({ strict: false });

  routes.get("/cart", async (c) => {
    const visit = await readVisit(shop, c);
    const taken = readTaken(shop, c, visit);
    return await answerCart(shop, c, visit, { ...(taken ? { taken } : {}), added: readAdded(c, visit) });
  });

  routes.post("/cart/quantity", guard, async (c) => {
    const form = await readForm(c);
    const product = await findProduct(shop, form.text("product"));
    const visit = await readVisit(shop, c);
    if (!visit.user) return answerNobody(c, "/cart");
    const quantity = form.text("quantity");
    const wanted = parseQuantity(quantity, 0, visit.locale.words);
    const fail = (failure: Omit<Failure, "productId" | "quantity">) =>
      answerChange(shop, c, visit.user!, { failed: { productId: product.id, quantity, ...failure } });
    if (typeof wanted !== "number") return await fail({ message: wanted, status: 400 });
    const step = { "1": 1, "-1": -1 }[form.text("step")] ?? 0;
    const left = Math.max(0, wanted + step);
    if (left === 0) return await takeOut(shop, c, { product, visit, saved: false });
    try {
      await orders.setQuantity(visit.user.id, product.id, left);
    } catch (error) {
      return await fail(toMessage(error, visit.locale.words));
    }
    return await answerChange(shop, c, visit.user, isInCart(visit, product) ? {} : { restored: product });
  });

  routes.post("/cart/remove", guard, async (c) => {
    const product = await findProduct(shop, (await readForm(c)).text("product"));
    return await takeOut(shop, c, { product, visit: await readVisit(shop, c), saved: false });
  });

  routes.post("/cart/save", guard, async (c) => {
    const product = await findProduct(shop, (await readForm(c)).text("product"));
    const visit = await readVisit(shop, c);
    // Liked first: if the second step fails it is in both places, and not in none.
    if (visit.user && isInCart(visit, product)) await recordLike(shop, visit.user, { product, visit });
    return await takeOut(shop, c, { product, visit, saved: true });
  });

  routes.post("/cart/noticed", guard, async (c) => {
    const { user } = await readVisit(shop, c);
    if (user) await orders.noticeDepartures(user.id);
    return await answerChange(shop, c, user);
  });
  return routes;
}

function isInCart({ cart }: Visit, { id }: Product): boolean {
  return cart.some(({ product }) => product.id === id);
}

interface TakeOut {
  readonly product: Product;
  readonly visit: Visit;
  readonly saved: boolean;
}

/** Takes a product out of the cart, and offers to put as many of it back. A second press changes nothing. */
async function takeOut(shop: Shop, c: Context, { product, visit, saved }: TakeOut): Promise<Response> {
  const line = visit.cart.find((one) => one.product.id === product.id);
  if (!visit.user || !line) return await answerChange(shop, c, visit.user);
  await shop.services.orders.setQuantity(visit.user.id, product.id, 0);
  return await answerChange(shop, c, visit.user, {
    taken: { product, quantity: line.quantity, saved },
  });
}

/** Without script, the address of the page that comes next says what was taken out. */
function toTakenPath({ product, quantity, saved }: TakenOut): string {
  return withQuery("/cart", {
    [saved ? "saved" : "removed"]: String(product.id),
    quantity: String(quantity),
  });
}

function readTaken({ services }: Shop, c: Context, visit: Visit): TakenOut | undefined {
  const saved = c.req.query("saved") !== undefined;
  const [id, quantity] = [c.req.query(saved ? "saved" : "removed"), c.req.query("quantity")].map(parseId);
  const product = id === undefined ? undefined : services.catalogue.find(id);
  if (!product || quantity === undefined || quantity > 99 || isInCart(visit, product)) return undefined;
  // Whatever the address says: a product is saved when it is liked.
  if (saved && !likedIn(visit.history).has(product.id)) return undefined;
  return { product, quantity, saved };
}

/** Without script, the address of the page that comes next names what was added, as far as it is there. */
function readAdded(c: Context, { cart }: Visit): readonly Product[] {
  const ids = (c.req.query("added") ?? "").split(",", mostAdded).map(parseId);
  return cart.map(({ product }) => product).filter(({ id }) => ids.includes(id));
}

interface Change {
  readonly failed?: Failure;
  readonly taken?: TakenOut;
  readonly added?: readonly Product[];
  readonly restored?: Product;
}

async function answerChange(
  shop: Shop,
  c: Context,
  user: User | undefined,
  { failed, taken, restored }: Change = {},
): Promise<Response> {
  if (!user) return answerNobody(c, "/cart");
  if (!isFragment(c)) {
    if (!failed) return c.redirect(taken ? toTakenPath(taken) : "/cart", 303);
    return await answerCart(shop, c, await readVisitOf(shop, c, user), { failed });
  }
  const departures = await shop.services.orders.departures(user.id);
  return await answerAct(shop, c, {
    user,
    here: "/cart",
    status: failed?.status ?? 200,
    control: (shell, { cart }) => (
      <CartRegion
        shell={shell}
        lines={cart}
        departures={departures}
        {...(failed ? { failed } : {})}
        {...(taken ? { taken } : {})}
        {...(restored ? { restored } : {})}
      />
    ),
  });
}

/** The cart's page, with what has just happened to it. */
export async function answerCart(
  shop: Shop,
  c: Context,
  visit: Visit,
  change: Change = {},
): Promise<Response> {
  const shelves = startShelves(visit);
  const goesWith = shelves.fill(goesWithCount, (options) => goesWithCart(shop, visit, options));
  const picks = await loadPicks(shop, visit, placeOf("/cart")!, shelves);
  return await answerPage(
    c,
    <CartPage
      shell={toShell(shop, visit, "/cart")}
      lines={visit.cart}
      goesWith={goesWith}
      picks={picks}
      departures={visit.user ? await shop.services.orders.departures(visit.user.id) : []}
      {...change}
    />,
    change.failed?.status ?? 200,
  );
}

/** What others bought together with the products of the cart; what goes with several of them comes first. */
function goesWithCart(
  { services: { recommendations } }: Shop,
  { cart }: Visit,
  options: ShelfOptions,
): readonly ScoredProduct[] {
  const found = new Map<number, ScoredProduct>();
  for (const line of cart) {
    for (const { product, score } of recommendations.boughtTogether(line.product.id, options)) {
      found.set(product.id, { product, score: score + (found.get(product.id)?.score ?? 0) });
    }
  }
  return [...found.values()].sort((a, b) => b.score - a.score || a.product.id - b.product.id);
}
