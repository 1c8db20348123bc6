/** The cart: adding from anywhere; changing, removing and saving for later on its page. */
import { type Context, Hono, type MiddlewareHandler } from "hono";
import type { ShelfOptions } from "../../services/recommendations.ts";
import type { Product, ScoredProduct, User } from "../../types.ts";
import { AddButton, BuyForm } from "../../views/components/add_button.tsx";
import { CartRegion, type TakenOut } from "../../views/components/cart_region.tsx";
import { productPath, withQuery } from "../../views/links.ts";
import { CartPage } from "../../views/pages/cart.tsx";
import type { Message, Shell } from "../../views/shell.ts";
import { parseId } from "../ids.ts";
import { answerAct, answerFragment, answerPage, isFragment } from "./answer.tsx";
import { type Form, parsePlace, parseQuantity, readForm, toMessage } from "./form.ts";
import { loadPicks, placeOf } from "./picks.ts";
import { findProduct, renderProduct } from "./product.tsx";
import { startShelves } from "./shelves.ts";
import {
  learns,
  likedIn,
  needUser,
  readVisit,
  readVisitOf,
  recordLike,
  type Shop,
  toShell,
  type Visit,
} from "./visit.ts";

const goesWithCount = 5;

/** As many products as one form may add. */
const mostProducts = 10;

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
    return await answerCart(shop, c, visit, taken ? { taken } : {});
  });

  routes.post("/cart/add", guard, async (c) => {
    const form = await readForm(c);
    const ids = form.all("product").slice(0, mostProducts);
    return ids.length > 1 ? await addSeveral(shop, c, form) : await addOne(shop, c, form);
  });

  routes.post("/cart/quantity", guard, async (c) => {
    const form = await readForm(c);
    const product = await findProduct(shop, form.text("product"));
    const visit = await readVisit(shop, c);
    if (!visit.user) return c.redirect("/cart", 303);
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

async function addOne(shop: Shop, c: Context, form: Form): Promise<Response> {
  const product = await findProduct(shop, form.text("product"));
  const here = form.to(productPath(product));
  const place = parsePlace(form.text("place"));
  const quantity = form.text("quantity") || "1";
  const visit = await readVisit(shop, c);
  const { words } = visit.locale;
  const answer = async (user: User | undefined, message: Message, status: 200 | 400 | 409) => {
    const failed = message.kind === "error" ? { message, quantity } : undefined;
    if (!isFragment(c)) {
      if (!failed) return c.redirect(here, 303);
      // Without script the message needs a page: the product's own, at the control that failed.
      const page = await renderProduct(shop, visit, {
        product,
        reasons: [],
        here: productPath(product),
        failed,
      });
      return await answerPage(c, page, status);
    }
    const toControl = (shell: Shell) =>
      place === "buy"
        ? <BuyForm shell={shell} product={product} message={message} {...(failed ? { quantity } : {})} />
        : <AddButton shell={shell} product={product} place={place} message={message} />;
    if (!user) return await answerFragment(c, toControl(toShell(shop, visit, here)), status);
    return await answerAct(shop, c, {
      user,
      here,
      status,
      control: (shell, { cart }) =>
        here === "/cart"
          ? (
            <>
              {toControl(shell)}
              <hx-partial hx-target="#cart" hx-swap="outerHTML">
                <CartRegion shell={shell} lines={cart} />
              </hx-partial>
            </>
          )
          : toControl(shell),
    });
  };

  const wanted = parseQuantity(quantity, 1, words);
  if (typeof wanted !== "number") return await answer(visit.user, wanted, 400);
  const user = await needUser(shop, c, visit);
  try {
    await shop.services.orders.addToCart(user.id, product.id, wanted, { learn: learns(visit) });
  } catch (error) {
    const { message, status } = toMessage(error, words);
    return await answer(user, message, status);
  }
  return await answer(user, { kind: "done", text: words.product.added(wanted) }, 200);
}

/** Several products at once, one piece of each. What can be added is, and the cart says what could not. */
async function addSeveral(shop: Shop, c: Context, form: Form): Promise<Response> {
  const products: Product[] = [];
  for (const id of form.all("product").slice(0, mostProducts)) products.push(await findProduct(shop, id));
  const visit = await readVisit(shop, c);
  const user = await needUser(shop, c, visit);
  const failures: Failure[] = [];
  for (const product of products) {
    try {
      await shop.services.orders.addToCart(user.id, product.id, 1, { learn: learns(visit) });
    } catch (error) {
      failures.push(toMessage(error, visit.locale.words));
    }
  }
  const [first] = failures;
  if (!first) return c.redirect(form.to("/cart"), 303);
  const text = failures.map(({ message }) => message.text).join(" ");
  return await answerCart(shop, c, await readVisitOf(shop, c, user), {
    failed: { ...first, message: { kind: "error", text } },
  });
}

interface Change {
  readonly failed?: Failure;
  readonly taken?: TakenOut;
  readonly restored?: Product;
}

async function answerChange(
  shop: Shop,
  c: Context,
  user: User | undefined,
  { failed, taken, restored }: Change = {},
): Promise<Response> {
  if (!user) return c.redirect("/cart", 303);
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
